"""Gateways for the tests of this folder."""

from tests.unit.sms.fixtures import any_gateway, anyio_backend, founded_programs, gateway

__all__ = ["any_gateway", "anyio_backend", "founded_programs", "gateway"]
