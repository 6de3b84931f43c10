"""Where a server keeps its things; read once, then unchangeable."""

import os
from dataclasses import dataclass
from pathlib import Path

SECRET_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one server.

    `data` holds the database, the log's private key and the session secret. `kept` is the file of the last signed
    checkpoint: it lies outside `data`, so that a restored backup of `data` cannot take it back.
    """

    data: Path
    database_url: str
    kept: Path
    public_url: str | None = None
    secure_cookies: bool = False

    @classmethod
    def for_directory(cls, data: Path, public_url: str | None = None) -> "Config":
        """Return the settings for a data directory.

        `DATABASE_URL` names another database than the embedded one, `PLENARY_CHECKPOINT` another place for the kept
        checkpoint; `public_url` is the address that badges carry.
        """
        data = data.resolve()
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{data / 'plenary.sqlite3'}"
        kept = os.environ.get("PLENARY_CHECKPOINT")
        return cls(
            data=data,
            database_url=_with_driver(url),
            kept=Path(kept).resolve() if kept else data.with_name(data.name + ".checkpoint"),
            public_url=public_url.rstrip("/") if public_url else None,
            secure_cookies=bool(public_url and public_url.startswith("https://")),
        )

    @property
    def log_key(self) -> Path:
        """The log's private key, PEM."""
        return self.data / "log.key"

    @property
    def session_secret(self) -> Path:
        """The key that signs session cookies and sign-in challenges."""
        return self.data / "session.secret"


def _with_driver(url: str) -> str:
    # Hosting platforms hand out `postgres://`, which SQLAlchemy does not know.
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
