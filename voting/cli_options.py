"""What the commands of `plenary` share: their options, and how a failure is told."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from sqlalchemy.exc import DBAPIError

from audit.errors import LogError
from audit.signing import UnusableKey
from ballots.errors import Refused
from voting import server
from voting.config import Config
from voting.own_server import Failed
from voting.phones import Refusal
from voting.plan import BadPlan

FAILURES = (LogError, BadPlan, UnusableKey, Refused, Refusal, Failed, server.CannotServe)


class PublicUrl(click.ParamType):
    """The address that badges carry: https, or http on this machine alone, where phones' browsers do cryptography."""

    name = "URL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as browsers write it in `Origin`, or all that phones send would seem another site's."""
        try:
            parts = urlsplit(value)
            host = (parts.hostname or "").encode("idna").decode()
            well_formed = host and parts.port != 0 and not parts.path.strip("/")
        except ValueError:
            well_formed = False
        if not well_formed or parts.username or parts.query or parts.fragment or parts.scheme not in ("http", "https"):
            self.fail(f"{value!r} is no address of a server, such as https://vote.example", param, ctx)
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            self.fail(f"{value!r} must start with https: phones cannot sign in pages on plain http", param, ctx)
        host = f"[{host}]" if ":" in host else host
        usual = parts.port in (None, {"http": 80, "https": 443}[parts.scheme])
        return f"{parts.scheme}://{host}" if usual else f"{parts.scheme}://{host}:{parts.port}"


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of the server's database and keys.",
)
public_url_option = click.option(
    "--public-url",
    required=True,
    type=PublicUrl(),
    help="Address of the server that badges carry, such as https://vote.example.",
)


def told_plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn expected failures of a command into one line and exit code 1."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except FAILURES as error:
            prefix = f"{error.code}: {error.explanation()} " if isinstance(error, Refused) else ""
            raise click.ClickException(prefix + str(error)) from error
        except DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0]
            raise click.ClickException(f"the database cannot be used: {reason}. Check --data, DATABASE_URL") from error
        except OSError as error:
            if error.filename is None:
                raise
            raise click.ClickException(f"{error.filename} cannot be used: {error.strerror}") from error

    return run


def check_founded(config: Config) -> None:
    """Refuse to work where no convention has been founded.

    Raises:
        LogError: there is none, or its key has been lost.
    """
    if config.kept.exists() and not config.log_key.exists():
        raise LogError(
            f"{config.log_key} is missing, but {config.kept} shows that there was a log: bring the folder back"
        )
    if not config.log_key.exists():
        raise LogError(f"no convention has been founded in {config.data}: run `plenary found`")
