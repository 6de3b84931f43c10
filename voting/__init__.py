"""The Plenary server: Flask, SQL, sessions and pages."""

from voting.app import create_app

__all__ = ["create_app"]
