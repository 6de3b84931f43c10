"""What requests bring along."""

from typing import Any

from flask import request


def json_body() -> Any:
    """Return the JSON that a request brings, None if it is none: also where it is nested deeper than can be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None
