"""Who may enter: every route declares it, or the app does not start."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

from ballots.acts import Role
from voting.errors import Problem
from voting.languages import marked as _
from voting.services import services

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# What each view declared: the roles that may enter, or None for everyone.
_declared: dict[Callable[..., Any], frozenset[Role] | None] = {}


def public(view: View) -> View:
    """Let everyone in."""
    _declared[view] = None
    return view


def allowed(*roles: Role) -> Callable[[View], View]:
    """Let in those who are signed in with one of these roles."""

    def declare(view: View) -> View:
        _declared[view] = frozenset(roles)
        return view

    return declare


def install(app: Flask) -> None:
    """Enforce the declarations, and refuse to start with a route that has none.

    Raises:
        RuntimeError: a route declares no access.
    """
    public(app.view_functions["static"])
    undeclared = [name for name, view in app.view_functions.items() if view not in _declared]
    if undeclared:
        raise RuntimeError(f"routes without an access declaration: {', '.join(sorted(undeclared))}")
    app.before_request(_check)


def _check() -> None:
    if request.endpoint is None:
        return
    if request.method not in SAFE_METHODS:
        _check_origin()
    roles = _declared[current_app.view_functions[request.endpoint]]
    if roles is None:
        return
    if not current_user.is_authenticated:
        raise Problem(401)
    if current_user.role not in roles:
        raise Problem(403, detail=f"signed in as {current_user.role}")


def _check_origin() -> None:
    # Browsers set these headers and pages cannot forge them; programs that send neither carry no cookie of ours.
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    # Behind a proxy the address that browsers see may be the public one alone.
    ours = (None, request.host_url.rstrip("/"), services().config.public_url)
    if site not in (None, "same-origin", "none") or origin not in ours:
        raise Problem(403, "cross_site", _("This request came from another site and was refused."))
