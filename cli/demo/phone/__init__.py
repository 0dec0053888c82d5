"""The demo's handset on a page: a phone, the carrier behind it, and what the demo's people sign in with."""

from cli.demo.phone.app import phone_app

__all__ = ["phone_app"]
