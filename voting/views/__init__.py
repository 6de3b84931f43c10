"""Routes: each parses a request, calls one thing and renders the answer."""
