"""Pages that scripts fill: what travels of them is compressed once, as small as can be."""

import hashlib
from functools import lru_cache
from typing import Any

import brotli
from flask import Response, render_template, request


@lru_cache(maxsize=64)
def _smallest(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=11))


def compressed(content: bytes, kind: str) -> Response:
    """Return what is the same for many, compressed once."""
    response = Response(content, mimetype=kind)
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("br") > 0:
        response.set_data(_smallest(content))
        response.content_encoding = "br"
    return response


def room(template: str, **values: Any) -> Response:
    """Return an officer's page; no browser keeps it, for *Back* would show what it was filled with after a sign-out."""
    return compressed(render_template(template, **values).encode(), "text/html")


def shell(template: str, **values: Any) -> Response:
    """Return a page that everyone may see, in one language: whoever has it gets 304 alone."""
    page = render_template(template, **values).encode()
    response = compressed(page, "text/html")
    response.cache_control.private = response.cache_control.no_cache = True
    response.vary.update(("Accept-Language", "Cookie"))
    response.set_etag(f"{hashlib.sha256(page).hexdigest()[:32]}-{response.content_encoding}")
    response.make_conditional(request)
    return response
