"""The `plenary` command: founding, running, exporting and rehearsing a convention."""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import qrcode
from sqlalchemy.exc import DBAPIError

from audit.errors import LogError
from audit.signing import Ed25519Signer, UnusableKey
from ballots.acts import REASONS
from ballots.convention import Convention
from ballots.errors import Refused
from voting import server
from voting.bundles import export as write_export
from voting.config import Config
from voting.database import make_engine
from voting.founding import Founding, found, new_officers, write_founder_key
from voting.handout import Handout, HandoutBadge
from voting.phones import Refusal
from voting.plan import BadPlan, Plan, officer_plan, read_plan
from voting.rehearsal import rehearse
from voting.rehearsed_server import Failed
from voting.roster import free_numbers
from voting.sample_convention import fill, sample_plan
from voting.sample_rehearsal import rehearse_sample
from voting.schema import upgrade
from voting.services import Services, assemble
from voting.signing import Hand

FAILURES = (LogError, BadPlan, UnusableKey, Refused, Refusal, Failed, server.CannotServe)
DEFAULT_PORT = 8000


class PublicUrl(click.ParamType):
    """The address that badges carry: https, or http on this machine alone, where phones' browsers do cryptography."""

    name = "URL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address without a final slash."""
        try:
            parts = urlsplit(value)
            well_formed = parts.netloc and parts.port != 0 and not parts.path.strip("/")
        except ValueError:
            well_formed = False
        if not well_formed or parts.username or parts.query or parts.fragment or parts.scheme not in ("http", "https"):
            self.fail(f"{value!r} is no address of a server, such as https://vote.example", param, ctx)
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            self.fail(f"{value!r} must start with https: phones cannot sign in pages on plain http", param, ctx)
        return value.rstrip("/")


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of the server's database and keys.",
)
key_option = click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The founder's key, founder-key.pem.",
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


@click.group()
@click.version_option(package_name="plenary")
def main() -> None:
    """Votes of a convention on delegates' own phones, in a record that anyone can recount."""


@main.command("found")
@data_option
@click.option("--plan", "plan_file", type=click.Path(dir_okay=False, path_type=Path), help="TOML file (see README).")
@click.option("--name", help="Name of the convention, in the first language.")
@click.option("--language", "languages", multiple=True, help="Language tag; the first is authoritative. Repeatable.")
@click.option("--origin", help="Name of the log, such as congress.example/2027. Never reuse one.")
@click.option("--officer", "officers", multiple=True, metavar="ROLE:NAME", help="First officers. Repeatable.")
@click.option("--handout", type=click.Path(file_okay=False, path_type=Path), help="Where to write key and badges.")
@public_url_option
@told_plainly
def found_command(
    data: Path,
    plan_file: Path | None,
    name: str | None,
    languages: tuple[str, ...],
    origin: str | None,
    officers: tuple[str, ...],
    handout: Path | None,
    public_url: str,
) -> None:
    """Found a convention and write what its founder must keep."""
    if plan_file is not None:
        if name or languages or origin or officers:
            raise BadPlan("--plan FILE says it all: write name, languages, origin and officers there")
        plan = read_plan(plan_file)
    elif name and origin and officers:
        tags = languages or ("en",)
        plan = Plan({tags[0]: name}, tags, origin, tuple(officer_plan(officer) for officer in officers))
    else:
        raise BadPlan("give --plan FILE, or --name, --origin and at least a chair and a desk --officer")
    config = Config.for_directory(data, public_url)
    folder = Handout(handout or _beside(config, "handout"))
    founding = _found(config, plan, folder)
    parts = assemble(config)
    folder.write(plan.name[plan.languages[0]], _officer_badges(parts, founding), [])
    _show(folder, public_url, delegates=False)
    click.echo(f"\nThe founder's key and the codes are in {folder.folder} and nowhere else: take that folder away.")


@main.command("run")
@data_option
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--empty", is_flag=True, help="Officers only: no sample delegations and delegates.")
@click.option("--lan", is_flag=True, help="HTTPS for real phones on the same Wi-Fi, with a certificate made here.")
@told_plainly
def run_command(data: Path, port: int, empty: bool, lan: bool) -> None:
    """Run a sample convention on this machine; a second run keeps its data."""
    address = f"https://{server.lan_address()}:{port}" if lan else f"http://localhost:{port}"
    config = Config.for_directory(data, address)
    handout = Handout(_beside(config, "handout"))
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - asked for
    server.check_port(host, port)
    if not config.log_key.exists():
        _prepare_sample(config, handout, empty)
    else:
        upgrade(make_engine(config.database_url))
    if handout.exists():
        _show(handout, address, delegates=not empty)
    else:
        click.echo(f"No activation links: {handout.folder} is not there. Founding takes a new --data.")
    click.echo(f"\nPlenary runs at {address}  (stop it with Ctrl-C)")
    click.echo(f"  hall screen    {address}/screen\n  public record  {address}/audit")
    tls = None
    if lan:
        tls = server.certificate(config.data, server.lan_address())
        click.echo("  Phones warn of the certificate, which this machine made itself: accept it once.")
    server.serve(config.data, host, port, address, tls=tls)


def _prepare_sample(config: Config, handout: Handout, empty: bool) -> None:
    click.echo("Founding the sample convention ...")
    plan = sample_plan(empty)
    founding = _found(config, plan, handout)
    parts = assemble(config)
    delegates = [] if empty else fill(parts, founding)
    handout.write(plan.name[plan.languages[0]], _officer_badges(parts, founding), delegates)
    parts.engine.dispose()


def _officer_badges(parts: Services, founding: Founding) -> list[HandoutBadge]:
    doors = {person.person: person.door for person in parts.roster.everyone()}
    return [
        HandoutBadge(
            officer.plan.name,
            "",
            officer.plan.role.value,
            officer.number,
            doors[officer.person],
            officer.fragment(founding.convention),
        )
        for officer in founding.officers
        if parts.log.convention.credential(officer.number).active
    ]


def _show(handout: Handout, address: str, delegates: bool) -> None:
    """Print one activation link and terminal QR an officer, and where the badges are."""
    for badge in handout.badges("officers"):
        click.echo(f"\n{badge.role.upper()}  {badge.name}\n{badge.link(address)}")
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=1)
        code.add_data(badge.link(address))
        code.print_ascii(out=sys.stdout, invert=True)
    for group in ("officers", "delegates") if delegates else ("officers",):
        for path in handout.print_badges(group, address):
            click.echo(f"Badges of the {group}: {path}")


@main.command("serve")
@data_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@public_url_option
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--certificate-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@told_plainly
def serve_command(
    data: Path,
    host: str,
    port: int,
    workers: int,
    public_url: str,
    certificate: Path | None,
    certificate_key: Path | None,
) -> None:
    """Serve a founded convention."""
    config = Config.for_directory(data, public_url)
    if bool(certificate) != bool(certificate_key):
        raise click.UsageError("--certificate and --certificate-key go together")
    _check_founded(config)
    upgrade(make_engine(config.database_url))
    server.check_port(host, port)
    tls = None
    if certificate and certificate_key:
        tls = certificate, certificate_key
        server.check_certificate(*tls)
    server.serve(config.data, host, port, public_url, workers, tls)


@main.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@click.option("--names", is_flag=True, help="With the names of the roster: not redacted. Handle with care.")
@told_plainly
def export_command(file: Path, data: Path, names: bool) -> None:
    """Write the whole record to FILE, a ZIP that `plenary-audit verify` checks."""
    config = Config.for_directory(data)
    _check_founded(config)
    parts = assemble(config)
    write_export(parts.store, parts.sequencer, parts.blobs, parts.roster if names else None, file)
    click.echo(f"Written: {file} ({'with names' if names else 'redacted'}).")
    click.echo(f"Verify it:  plenary-audit verify {file} --convention {parts.log.convention.digest}")


@main.command("minutes")
@data_option
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where the files go.")
@told_plainly
def minutes_command(data: Path, out: Path) -> None:
    """Write the minutes to --out: a PDF and a DOCX in each of the convention's languages."""
    # Here and not above: typesetting takes long to load, and starting a server does not need it.
    from voting.minutes_files import current, write_minutes

    config = Config.for_directory(data)
    _check_founded(config)
    for path in write_minutes(current(assemble(config)), out):
        click.echo(f"Written: {path}")


@main.command("delegations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@key_option
@told_plainly
def delegations_command(file: Path, data: Path, key: Path) -> None:
    """Register the delegations of a CSV or XLSX list, signed with the founder's key; all rows must be in order."""
    # Here and not above: reading spreadsheets takes long to load, and starting a server does not need it.
    from voting.lists import known_now, read_list

    config = Config.for_directory(data)
    _check_founded(config)
    parts = assemble(config)
    convention = parts.log.convention
    found = read_list(file.read_bytes(), file.name, known_now(convention, []))
    problems = [f"line {row.line}: {problem}" for row in found.rows for problem in row.problems]
    if found.kind != "delegations" or problems:
        raise BadPlan("\n".join(problems) or f"{file} does not list delegations and their seats")
    founder = _founder(key, convention)
    for row in found.rows:
        if row.state != "unchanged":
            values = row.values
            fields = {name: values[name] for name in ("delegation", "name", "entitlement", "weight", "groups")}
            parts.sequencer.submit(founder.sign("delegation.registered", **fields, decision=None))
    click.echo(
        f"{found.counts['new']} registered, {found.counts['changed']} changed, {found.counts['unchanged']} unchanged."
    )


@main.command("officers")
@data_option
@key_option
@click.option("--issue", "issued", multiple=True, metavar="ROLE:NAME", help="Officer to add. Repeatable.")
@click.option("--revoke", "revoked", multiple=True, type=int, metavar="NUMBER", help="Credential to end. Repeatable.")
@click.option("--reason", type=click.Choice(list(REASONS)), default="withdrawn", show_default=True)
@public_url_option
@told_plainly
def officers_command(
    data: Path, key: Path, issued: tuple[str, ...], revoked: tuple[int, ...], reason: str, public_url: str
) -> None:
    """Add or end officers, signed with the founder's key; prints the new ones' activation links."""
    if not issued and not revoked:
        raise click.UsageError("nothing to do: give --issue ROLE:NAME or --revoke NUMBER")
    config = Config.for_directory(data, public_url)
    _check_founded(config)
    parts = assemble(config)
    convention = parts.log.convention
    founder = _founder(key, convention)
    plans = [officer_plan(text) for text in issued]
    officers = new_officers(plans, free_numbers(convention, len(plans)))
    parts.sequencer.submit(
        founder.sign(
            "officers.changed",
            issue=[officer.issue() for officer in officers],
            revoke=[{"number": ended, "reason": reason} for ended in revoked],
            decision=None,
        )
    )
    for officer in officers:
        parts.roster.add_officer(officer.person, officer.plan.name, officer.plan.role, officer.line)
        click.echo(f"{officer.plan.role.upper()}  {officer.plan.name}")
        click.echo(f"{public_url}/activate#{officer.fragment(convention.digest)}")


@main.command("rehearse")
@click.option("--sample", is_flag=True, help="The sample convention's whole day, with what goes wrong on one.")
@click.option("--delegates", default=60, show_default=True, type=click.IntRange(6, 10_000))
@click.option("--motions", default=3, show_default=True, type=click.IntRange(1, 200))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where bundle.zip goes.")
@click.option("--seed", default=0, show_default=True, help="Of the phones' choices.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@told_plainly
def rehearse_command(sample: bool, delegates: int, motions: int, out: Path, seed: int, as_json: bool) -> None:
    """Rehearse a whole convention over HTTP with simulated phones, export it and verify it."""
    if sample:
        source = click.get_current_context().get_parameter_source
        if any(source(name) is not click.core.ParameterSource.DEFAULT for name in ("delegates", "motions", "as_json")):
            raise click.UsageError("--sample has a day of its own: it takes --out and --seed alone")
        for line in rehearse_sample(out, seed):
            click.echo(line)
        return
    outcome = rehearse(delegates, motions, out, seed)
    click.echo(json.dumps(outcome.as_json(), indent=1) if as_json else "\n".join(outcome.lines()))


def _check_founded(config: Config) -> None:
    if config.kept.exists() and not config.log_key.exists():
        raise LogError(
            f"{config.log_key} is missing, but {config.kept} shows that there was a log: bring the folder back"
        )
    if not config.log_key.exists():
        raise LogError(f"no convention has been founded in {config.data}: run `plenary found`")


def _founder(key: Path, convention: Convention) -> Hand:
    wrong = UnusableKey(f"{key} is not the key of this convention's founder: give the founder-key.pem of its handout")
    try:
        signer = Ed25519Signer.from_pem(key.read_bytes())
    except UnusableKey:
        raise wrong from None
    if signer.jwk != convention.founded.key:
        raise wrong
    return Hand(signer, convention.digest)


def _found(config: Config, plan: Plan, handout: Handout) -> Founding:
    founder = Ed25519Signer.generate()
    key = handout.folder / "founder-key.pem"
    # Before the founding, for afterwards it is too late: a founder's key that finds no place is lost.
    write_founder_key(key, founder)
    try:
        return found(config, plan, founder)
    except BaseException:
        key.unlink()
        with suppress(OSError):
            handout.folder.rmdir()
        raise


def _beside(config: Config, name: str) -> Path:
    return config.data.with_name(f"{config.data.name}.{name}")


if __name__ == "__main__":
    main()
