"""The Plenary server: Flask, SQL, sessions and pages."""
