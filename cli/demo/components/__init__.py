"""The living pages of the demo on which each component of both faces stands, in each of its kinds."""

from cli.demo.components.pages import add_components

__all__ = ["add_components"]
