"""How fast this machine takes votes over HTTP and verifies them: always next to the cheapest that it could be doing.

Absolute figures belong to a machine and its load. So every figure stands beside a baseline of the same run: votes
beside a route that does nothing, verification beside a plain loop of signature checks.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from flask import Flask, Response, request

from audit import jws
from audit.errors import LogError
from audit.keys import PublicKey
from audit.receipt import Receipt
from ballots.motion import VOTES_LIMIT
from voting.assembly import Assembly
from voting.config import Config
from voting.load import Load, drive
from voting.own_server import HOST, Failed, free_port, passing_config, running, serving
from voting.server import gunicorn

PHONES = 1_000
# Votes and baseline take turns, so that other work on the machine burdens both alike.
ROUNDS = 5
BODY = "PLENARY_BENCHMARK_BODY"

Figures = dict[str, Any]


def baseline() -> Flask:
    """Return an application whose only route reads what is sent and answers with text as long as a receipt."""
    app, text = Flask(__name__), os.environ[BODY]

    @app.post("/")
    def answer() -> Response:
        request.get_data(cache=False)
        return Response(text, status=201, content_type="text/plain; charset=utf-8")

    return app


def measure(votes: int, http_votes: int, connections: int) -> Figures:
    """Take so many votes, the first of them over HTTP, export the record and verify it.

    Raises:
        Failed: a vote was not recorded, or the bundle is not valid.
        LogError: a receipt proves nothing.
    """
    with passing_config() as config, ProcessPoolExecutor(cores(), get_context("spawn")) as pool:
        # More phones than that only where these may not vote so often.
        assembly = Assembly(config, max(min(PHONES, votes), -(-votes // VOTES_LIMIT)))
        signed = in_turn(assembly.sign_votes(votes, pool))
        http = measure_http(assembly, config, signed[:http_votes], connections, pool)
        assembly.record(signed[http_votes:])
        assembly.close()
        bundle = config.data / "bundle.zip"
        assembly.export(bundle)
        assembly.engine.dispose()
        verification = measure_verification(assembly, signed, bundle)
    return {"cores": cores(), "load": os.getloadavg()[0], "http": http, "verification": verification}


def measure_http(
    assembly: Assembly, config: Config, votes: Sequence[bytes], connections: int, pool: Executor
) -> Figures:
    """Send votes to a server, and the same bytes to one that does nothing.

    Raises:
        Failed: a vote was not recorded.
        LogError: a receipt proves nothing.
    """
    before, phones = assembly.log.tree.size, len(assembly.phones)
    # A phone's votes stay in their order on one connection.
    queues = [[vote for at, vote in enumerate(votes) if at % phones % connections == n] for n in range(connections)]
    loads: dict[str, list[Load]] = {"baseline": [], "votes": []}
    with _plenary(config) as server, _idle(assembly.receipt()) as idle:
        servers = {"baseline": (idle, "/"), "votes": (server, "/statements")}
        for port, path in servers.values():
            # Recorded already: this warms both up and changes nothing.
            drive(port, path, [[assembly.opening]] * connections)
        for turn in range(ROUNDS):
            part = [queue[turn * len(queue) // ROUNDS : (turn + 1) * len(queue) // ROUNDS] for queue in queues]
            for name, (port, path) in servers.items():
                loads[name].append(pool.submit(drive, port, path, part).result())
    assembly.log.catch_up()
    recorded = assembly.log.tree.size - before
    commits = check_receipts(assembly, queues, loads["votes"])
    if recorded != len(votes):
        raise Failed(f"{len(votes)} votes were sent, {recorded} are in the database")
    figures = {name: rate(each) for name, each in loads.items()}
    ratio = figures["votes"]["per_second"] / figures["baseline"]["per_second"]
    return {"sent": len(votes), "recorded": recorded, "votes_a_commit": len(votes) / commits, **figures, "ratio": ratio}


def check_receipts(assembly: Assembly, queues: Sequence[Sequence[bytes]], loads: Sequence[Load]) -> int:
    """Verify every answer as a phone does, and return in how many commits the votes were recorded.

    Raises:
        Failed: a vote was refused.
        LogError: a receipt proves nothing.
    """
    sizes = set()
    for number, queue in enumerate(queues):
        answers = [answer for load in loads for answer in load.answers[number]]
        for vote, answer in zip(queue, answers, strict=True):
            if answer.status != HTTPStatus.CREATED:
                raise Failed(f"a vote was answered with {answer.status}: {answer.body[:500]!r}")
            sizes.add(Receipt.parse(answer.body).verify(vote, assembly.log_key).size)
    return len(sizes)


def measure_verification(assembly: Assembly, votes: Sequence[bytes], bundle: Path) -> Figures:
    """Verify a bundle with the auditor's program, and only the signatures of its votes in a plain loop.

    Raises:
        Failed: the bundle is not valid.
    """
    signed = [jws.parse(vote, jws.STATEMENT) for vote in votes]
    keys = {kid: PublicKey.from_jwk(assembly.log.convention.key(kid).jwk) for kid in {each.kid for each in signed}}
    checks = [(keys[each.kid], each.signature, each.signing_input) for each in signed]
    start = time.perf_counter()
    for key, signature, message in checks:
        key.verify(signature, message)
    loop = _speed(len(votes), time.perf_counter() - start)
    size = assembly.log.tree.size
    found = {"entries": size, "signatures": len(votes), "loop": loop}
    for name, jobs in (("one_process", 1), ("all_cores", cores())):
        speed = _speed(size, _verify(bundle, assembly.convention, jobs))
        found[name] = {**speed, "jobs": jobs, "ratio": speed["per_second"] / loop["per_second"]}
    return found


def _verify(bundle: Path, convention: str, jobs: int) -> float:
    """Return how many seconds the auditor's program takes, its start included."""
    command = [sys.executable, "-m", "audit.cli", "verify", str(bundle), "--convention", convention]
    start = time.perf_counter()
    done = subprocess.run([*command, "--jobs", str(jobs)], capture_output=True, check=False, text=True)  # noqa: S603 - our own program
    seconds = time.perf_counter() - start
    if done.returncode:
        raise Failed(f"plenary-audit says {done.returncode}: {done.stdout}{done.stderr}")
    return seconds


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_turn(signed: Sequence[Sequence[bytes]]) -> list[bytes]:
    """Return everyone's first vote, then everyone's second, and so on."""
    turns = range(max(map(len, signed)))
    return [votes[turn] for turn in turns for votes in signed if turn < len(votes)]


@contextmanager
def _plenary(config: Config) -> Iterator[int]:
    port = free_port()
    with serving(config, port):
        yield port


@contextmanager
def _idle(receipt: bytes) -> Iterator[int]:
    port = free_port()
    with running(gunicorn("voting.benchmark:baseline()", HOST, port), {BODY: receipt.decode()}, port):
        yield port


def rate(loads: Sequence[Load]) -> Figures:
    """Return how many answers came a second, and how long one took."""
    times = sorted(answer.seconds for load in loads for answers in load.answers for answer in answers)
    percentiles = {f"p{part}_ms": 1000 * times[len(times) * part // 100] for part in (50, 95, 99)}
    return {**_speed(len(times), sum(load.seconds for load in loads)), **percentiles}


def _speed(count: int, seconds: float) -> Figures:
    return {"seconds": seconds, "per_second": count / seconds}


def lines(figures: Figures) -> Iterator[str]:
    """Yield the figures as a table."""
    http, verification = figures["http"], figures["verification"]
    yield f"{figures['cores']} cores, load {figures['load']:.1f} before the start"
    yield ""
    yield f"{http['sent']} votes over HTTP, {http['recorded']} recorded, every receipt verified"
    yield f"{'':<34}{'per second':>12}{'ratio':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    for name, title, ratio in (
        ("baseline", "a route that does nothing", 1),
        ("votes", f"votes ({http['votes_a_commit']:.1f} a commit)", http["ratio"]),
    ):
        rate = http[name]
        times = "".join(f"{rate[f'p{part}_ms']:>9.1f}" for part in (50, 95, 99))
        yield f"  {title:<32}{rate['per_second']:>12.0f}{ratio:>8.2f}{times}"
    yield ""
    yield f"a record of {verification['entries']} entries"
    yield f"{'':<34}{'per second':>12}{'ratio':>8}{'seconds':>9}"
    jobs = verification["all_cores"]["jobs"]
    for name, title in (
        ("loop", "only the votes' signatures, a loop"),
        ("one_process", "plenary-audit verify --jobs 1"),
        ("all_cores", f"plenary-audit verify --jobs {jobs}"),
    ):
        speed = verification[name]
        yield f"  {title:<32}{speed['per_second']:>12.0f}{speed.get('ratio', 1):>8.2f}{speed['seconds']:>9.1f}"


@click.command()
@click.option("--votes", type=click.IntRange(1), default=100_000, show_default=True, help="Votes in the record.")
@click.option("--http-votes", type=click.IntRange(1), help="Of these, over HTTP.  [default: up to 5,000]")
@click.option("--connections", type=click.IntRange(1), default=32, show_default=True, help="HTTP connections.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def main(votes: int, http_votes: int | None, connections: int, as_json: bool) -> None:
    """Measure votes over HTTP and the verification of a record, each next to its baseline."""
    http_votes = http_votes or min(votes, 5_000)
    if http_votes > votes:
        raise click.UsageError("--http-votes are some of --votes, and cannot be more.")
    try:
        figures = measure(votes, http_votes, connections)
    except (Failed, LogError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(figures, indent=2) if as_json else "\n".join(lines(figures)))


if __name__ == "__main__":
    main()
