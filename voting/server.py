"""Starting the web server: gunicorn with cooperative workers, so that thousands of pages can stay connected."""

import datetime
import ipaddress
import os
import resource
import signal
import socket
import ssl
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from flask import Flask

from audit.errors import LogError
from voting.config import Config

CONNECTIONS = 10_000
# What a process opens beside its connections.
OTHER_FILES = 200
# With this exit code of a worker, gunicorn ends altogether instead of trying again for ever.
APP_LOAD_ERROR = 4
CERTIFICATE_DAYS = 365


class CannotServe(Exception):
    """The server cannot start where it is asked to; the message says what to change."""


def make_app() -> Flask:
    """Return the application for a server process; its settings come from the environment that `serve` made.

    A log that must not be served ends the whole server, with the reason in one line.
    """
    # Ctrl-C reaches every process of a terminal: the master alone acts on it, and ends its workers once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Here and not above: whoever only starts a server need not load all of it.
    from voting.app import create_app

    config = Config.for_directory(Path(os.environ["PLENARY_DATA"]), os.environ.get("PLENARY_PUBLIC_URL"))
    try:
        return create_app(config)
    except LogError as error:
        sys.stderr.write(f"plenary: {error}\n")
        raise SystemExit(APP_LOAD_ERROR) from None


def gunicorn(app: str, host: str, port: int, workers: int = 1) -> list[str]:
    """Return the command that serves an application, which is named as gunicorn does, `module:expression`."""
    return [
        *(sys.executable, "-m", "gunicorn", app),
        *("--bind", f"{host}:{port}"),
        *("--worker-class", "gevent", "--worker-connections", str(CONNECTIONS)),
        *("--workers", str(workers), "--graceful-timeout", "3", "--log-level", "warning", "--no-control-socket"),
    ]


def allow_connections(count: int) -> int:
    """Let this process and its children hold so many connections, or as many as the system lets them; return these."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + OTHER_FILES
    if resource.RLIM_INFINITY != soft < wanted:
        goal = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # macOS refuses more than a limit of its own: then the old one holds.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (goal, hard))
            soft = goal
    return count if soft == resource.RLIM_INFINITY else min(count, soft - OTHER_FILES)


def check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is made or announced.

    Raises:
        CannotServe: it is in use, not this machine's, or not for this user.
    """
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # As gunicorn does it: connections that are still closing do not count as use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotServe(
            f"port {port} of {host} cannot be used ({error.strerror}): stop what uses it, or give another --port"
        ) from None


def check_certificate(certificate: Path, key: Path) -> None:
    """Refuse a certificate that no TLS server can use, before workers fail on it again and again.

    Raises:
        CannotServe: not a certificate and its unencrypted key, both PEM.
    """
    try:
        # A password, so that an encrypted key is refused and not asked about.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password="")
    except OSError as error:
        raise CannotServe(
            f"{certificate} and {key} are no certificate and its unencrypted key in PEM ({error.strerror})"
        ) from None


def serve(
    data: Path, host: str, port: int, public_url: str, workers: int = 1, tls: tuple[Path, Path] | None = None
) -> NoReturn:
    """Become the web server. `tls` names a certificate and its key."""
    command = gunicorn("voting.server:make_app()", host, port, workers)
    if tls:
        command += ["--certfile", str(tls[0]), "--keyfile", str(tls[1])]
    allowed = allow_connections(CONNECTIONS)
    if allowed < CONNECTIONS:
        sys.stderr.write(
            f"plenary: this system lets a process hold {allowed} connections, each phone holds one: raise the limit of "
            "open files (ulimit -Hn, LimitNOFILE in a systemd unit) or use --workers\n"
        )
    os.environ.update(PLENARY_DATA=str(data), PLENARY_PUBLIC_URL=public_url)
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - the arguments are our own, no shell


def lan_address() -> str:
    """Return this machine's address on the local network, loopback if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only chooses the interface. The address is for examples.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """Return a certificate and key for an address, made now unless they were before."""
    stem = folder / f"lan-{address}"
    paths = stem.with_suffix(stem.suffix + ".crt"), stem.with_suffix(stem.suffix + ".key")
    if all(path.exists() for path in paths):
        return paths
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Plenary on the local network")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=CERTIFICATE_DAYS))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address)), x509.DNSName("localhost")]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths[0].write_bytes(built.public_bytes(Encoding.PEM))
    paths[1].touch(mode=0o600)
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths
