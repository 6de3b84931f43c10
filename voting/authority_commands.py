"""The commands that change officers and delegations: signed with the founder's key, or with a chair's on a decision."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from audit.encoding import BadEncoding, b64url_decode
from audit.signing import Ed25519Signer, P256Signer, Signer, UnusableKey, activation_seed
from ballots.acts import REASONS, Role
from ballots.convention import Convention
from voting.cli_options import check_founded, data_option, public_url_option, told_plainly
from voting.config import Config
from voting.founding import Officer, write_secret
from voting.plan import BadPlan, officer_plan
from voting.rows import Row
from voting.services import assemble
from voting.signing import Hand

LINK = re.compile(r".*/activate#([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")

key_option = click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="founder-key.pem; from the first sitting on the key of a chair, made by `plenary activate`.",
)


@click.command("activate")
@click.argument("link")
@data_option
@click.option("--key", required=True, type=click.Path(path_type=Path), help="Where the new key is written.")
@told_plainly
def activate_command(link: str, data: Path, key: Path) -> None:
    """Activate a chair's badge here instead of in a browser: make a key and bind it to the badge of LINK."""
    config = Config.for_directory(data)
    check_founded(config)
    parts = assemble(config)
    match = LINK.fullmatch(link)
    try:
        code = b64url_decode(match[1]) if match else b""
    except BadEncoding:
        code = b""
    if match is None or not code or match[2] != parts.log.convention.digest:
        raise BadPlan("this is no activation link of this convention: give the whole link of a badge, in quotes")
    badge, device = Ed25519Signer.from_seed(activation_seed(code)), P256Signer.generate()
    number = parts.log.convention.key(badge.kid).credential or 0
    if parts.log.convention.credential(number).role is not Role.CHAIR:
        raise BadPlan(f"credential {number} is not a chair's: open its link in the browser of whoever holds it")
    # Before the badge is used up, for afterwards it is too late: a key that finds no place is lost.
    write_secret(key, device.to_pem())
    try:
        parts.sequencer.submit(Hand(badge, match[2]).enrol(number, device))
    except BaseException:
        key.unlink()
        raise
    click.echo(f"Chair, credential {number}: the key is in {key}. Whoever has that file is this chair.")


@click.command("delegations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@key_option
@click.option(
    "--decision", "decisions", multiple=True, help="What the assembly decided: one for each changed row, in order."
)
@told_plainly
def delegations_command(file: Path, data: Path, key: Path, decisions: tuple[str, ...]) -> None:
    """Register the delegations of a CSV or XLSX list; all rows must be in order."""
    # Here and not above: reading spreadsheets takes long to load, and starting a server does not need it.
    from voting.lists import known_now, read_list

    config = Config.for_directory(data)
    check_founded(config)
    parts = assemble(config)
    convention = parts.log.convention
    found = read_list(file.read_bytes(), file.name, known_now(convention, []))
    problems = [f"line {row.line}: {problem}" for row in found.rows for problem in row.problems]
    if found.kind != "delegations" or problems:
        raise BadPlan("\n".join(problems) or f"{file} does not list delegations and their seats")
    signer = _signer(key, convention)
    changed = [row for row in found.rows if row.state != "unchanged"]
    for row, decision in zip(changed, _one_for_each(changed, decisions), strict=True):
        fields = {name: row.values[name] for name in ("delegation", "name", "entitlement", "weight", "groups")}
        parts.sequencer.submit(signer.sign("delegation.registered", **fields, decision=decision))
    click.echo(
        f"{found.counts['new']} registered, {found.counts['changed']} changed, {found.counts['unchanged']} unchanged."
    )


@click.command("officers")
@data_option
@key_option
@click.option("--issue", "issued", multiple=True, metavar="ROLE:NAME", help="Officer to add. Repeatable.")
@click.option("--revoke", "revoked", multiple=True, type=int, metavar="NUMBER", help="Credential to end. Repeatable.")
@click.option("--reason", type=click.Choice(list(REASONS)), default="withdrawn", show_default=True)
@click.option("--decision", help="From the first sitting on: the motion or decision of the assembly that orders it.")
@public_url_option
@told_plainly
def officers_command(
    data: Path,
    key: Path,
    issued: tuple[str, ...],
    revoked: tuple[int, ...],
    reason: str,
    decision: str | None,
    public_url: str,
) -> None:
    """Add or end officers; prints the new ones' activation links."""
    if not issued and not revoked:
        raise click.UsageError("nothing to do: give --issue ROLE:NAME or --revoke NUMBER")
    config = Config.for_directory(data, public_url)
    check_founded(config)
    parts = assemble(config)
    convention = parts.log.convention
    signer = _signer(key, convention)
    plans = [officer_plan(text) for text in issued]
    prepared = parts.roster.prepare_officers(convention, [(plan.role, plan.name) for plan in plans])
    officers = [Officer.of(plan, one) for plan, one in zip(plans, prepared, strict=True)]
    parts.sequencer.submit(
        signer.sign(
            "officers.changed",
            issue=[officer.issue() for officer in officers],
            revoke=[{"number": ended, "reason": reason} for ended in revoked],
            decision=decision,
        )
    )
    for officer in officers:
        click.echo(f"{officer.plan.role.upper()}  {officer.plan.name}")
        click.echo(f"{public_url}/activate#{officer.fragment(convention.digest)}")


def _one_for_each(changed: Sequence[Row], decisions: Sequence[str]) -> Sequence[str | None]:
    """Return the decision of each changed row: one serves one change."""
    if decisions and len(decisions) != len(changed):
        raise BadPlan(f"{len(changed)} rows change something, {len(decisions)} --decision are given: one for each row")
    return decisions or [None] * len(changed)


def _signer(key: Path, convention: Convention) -> Hand:
    """Return the hand of the founder, or of a chair whose device has this key.

    Raises:
        UnusableKey: it is neither's.
    """
    pem = key.read_bytes()
    for read in (Ed25519Signer.from_pem, P256Signer.from_pem):
        try:
            signer: Signer = read(pem)
        except UnusableKey:
            continue
        known = convention.keys.get(signer.jwk.kid)
        if known is None:
            continue
        if known.credential is None or convention.credential(known.credential).role is Role.CHAIR:
            return Hand(signer, convention.digest)
    raise UnusableKey(
        f"{key} is not the key of this convention's founder, nor of a chair: give the founder-key.pem of its handout, "
        "or after the first sitting what `plenary activate` made of a chair's badge"
    )
