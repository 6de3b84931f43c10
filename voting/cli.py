"""The `plenary` command: founding, running, exporting and rehearsing a convention."""

import json
import sys
from contextlib import suppress
from pathlib import Path

import click
import qrcode

from audit.signing import Ed25519Signer
from voting import server
from voting.authority_commands import activate_command, delegations_command, officers_command
from voting.bundles import export as write_export
from voting.cli_options import check_founded, data_option, public_url_option, told_plainly
from voting.config import Config
from voting.database import make_engine
from voting.erasure import erase
from voting.founding import Founding, found, write_founder_key
from voting.handout import Handout, HandoutBadge
from voting.plan import NEEDED_KINDS, BadPlan, Plan, officer_plan, read_plan
from voting.rehearsal import rehearse
from voting.sample_convention import fill, sample_plan
from voting.sample_rehearsal import rehearse_sample
from voting.schema import upgrade
from voting.services import Services, assemble

DEFAULT_PORT = 8000


@click.group()
@click.version_option(package_name="plenary")
def main() -> None:
    """Votes of a convention on delegates' own phones, in a record that anyone can recount."""


for command in (activate_command, delegations_command, officers_command):
    main.add_command(command)


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
    questions = plan.rules["questions"]
    click.echo(f"\nKinds of question, all there are: {', '.join(questions)}.")
    for kind, effect in NEEDED_KINDS.items():
        if kind not in questions:
            click.echo(f"Careful, there is no kind “{kind}”: {effect}. To have one, write [rules.questions.{kind}].")
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
    check_founded(config)
    upgrade(make_engine(config.database_url))
    server.check_port(host, port)
    tls = None
    if certificate and certificate_key:
        tls = certificate, certificate_key
        server.check_certificate(*tls)
    # Not among what a program reads that started this one.
    click.echo(f"Serving {public_url} from {host}:{port}  (stop it with Ctrl-C)", err=True)
    server.serve(config.data, host, port, public_url, workers, tls)


@main.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@click.option("--names", is_flag=True, help="With the names of the roster: not redacted. Handle with care.")
@told_plainly
def export_command(file: Path, data: Path, names: bool) -> None:
    """Write the whole record to FILE, a ZIP that `plenary-audit verify` checks."""
    config = Config.for_directory(data)
    check_founded(config)
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
    check_founded(config)
    for path in write_minutes(current(assemble(config)), out):
        click.echo(f"Written: {path}")


@main.command("erase")
@click.argument("digest")
@data_option
@click.option("--reason", required=True, help="Why, and at whose wish; kept beside the record, without the words.")
@told_plainly
def erase_command(digest: str, data: Path, reason: str) -> None:
    """Erase for ever what a person wrote of a vote or of an amendment, by the DIGEST that the log has of it."""
    config = Config.for_directory(data)
    check_founded(config)
    entries = ", ".join(map(str, erase(assemble(config), digest, reason)))
    click.echo(f"Erased. {f'It was named by entry {entries}' if entries else 'No entry named it'}.")
    click.echo("The record verifies as before. Exports, minutes and backups made earlier still hold the words.")


@main.command("erase-name")
@click.argument("credential", type=int)
@data_option
@click.option("--reason", required=True, help="Why, and at whose wish; at most 100 characters are kept in the roster.")
@told_plainly
def erase_name_command(credential: int, data: Path, reason: str) -> None:
    """Erase for ever the name of the person who holds or held the badge with number CREDENTIAL."""
    config = Config.for_directory(data)
    check_founded(config)
    parts = assemble(config)
    numbers = ", ".join(map(str, parts.roster.erase(parts.log.convention, credential, reason)))
    click.echo(f"Erased: the name on credentials {numbers}.")
    click.echo("The record verifies as before. Exports, minutes, badges and backups made earlier still hold the name.")


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
