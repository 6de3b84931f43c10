"""How soon an opening reaches everyone who listens, what that costs the server, and whether votes are slower by it."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import click

from audit.errors import LogError
from voting.assembly import Assembly
from voting.benchmark import Figures, check_receipts, cores, in_turn, rate
from voting.load import drive
from voting.own_server import HOST, Failed, free_port, passing_config, serving
from voting.server import allow_connections
from voting.signing import statement_digest
from voting.stream_load import Listeners, listeners

STREAMS = (100, 1_000, 5_000)
VOTES, CONNECTIONS = 1_000, 32


def measure(counts: Sequence[int], votes: int) -> Figures:
    """Open a motion while so many streams are open, for each number; cast votes before the first and with the last.

    Raises:
        Failed: a stream heard nothing, or a vote was not recorded.
        LogError: a receipt proves nothing.
    """
    if allow_connections(max(counts)) < max(counts):
        raise Failed(f"this system does not let a process hold {max(counts)} connections: see ulimit -Hn")
    with passing_config() as config, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        # One vote each: two of one voter on two connections could come in the wrong order.
        assembly, port = Assembly(config, max(*counts, 2 * votes)), free_port()
        signed = in_turn(assembly.sign_votes(2 * votes, pool))
        with serving(config, port) as server, listeners(port) as heard:
            empty = memory(server.pid)
            alone = _cast(assembly, port, signed[:votes], pool)
            openings = [_open(assembly, port, heard, count, server.pid) for count in sorted(counts)]
            listened_to = _cast(assembly, port, signed[votes:], pool)
        assembly.engine.dispose()
    ratio = listened_to["per_second"] / alone["per_second"]
    return {
        "cores": cores(),
        "load": os.getloadavg()[0],
        "empty_mb": empty,
        "openings": openings,
        "votes": {"alone": alone, "listened_to": listened_to, "ratio": ratio},
    }


def _open(assembly: Assembly, port: int, heard: Listeners, count: int, server: int) -> Figures:
    came = heard.come(count)
    assembly.log.catch_up()
    opening = assembly.sign_opening(f"with-{count}")
    request = urllib.request.Request(
        f"http://{HOST}:{port}/statements", opening, {"Content-Type": "application/jose"}, method="POST"
    )
    start = time.perf_counter()
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        answer.read()
    answered = time.perf_counter()
    times = heard.when_heard(f'"opening":"{statement_digest(opening)}"'.encode("ascii"))
    # A stream may hear of it before whoever opened.
    seconds = [max(0.0, when - answered) for when in times]
    parts = {f"p{part}_ms": 1000 * seconds[len(seconds) * part // 100] for part in (0, 50, 95)}
    answer_ms, all_ms = 1000 * (answered - start), 1000 * seconds[-1]
    return {"streams": count, "came": came, "answer_ms": answer_ms, **parts, "all_ms": all_ms, "mb": memory(server)}


def _cast(assembly: Assembly, port: int, votes: Sequence[bytes], pool: Executor) -> Figures:
    queues = [[vote for at, vote in enumerate(votes) if at % CONNECTIONS == n] for n in range(CONNECTIONS)]
    load = pool.submit(drive, port, "/statements", queues).result()
    assembly.log.catch_up()
    commits = check_receipts(assembly, queues, [load])
    return {**rate([load]), "votes_a_commit": len(votes) / commits}


def memory(pid: int) -> float:
    """Return the resident memory of a process and its children in megabytes (10^6 bytes).

    Raises:
        Failed: the system has no `ps`.
    """
    try:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, check=True, text=True)  # noqa: S607 - where it stands differs
    except OSError as error:
        raise Failed(f"the memory of processes is told by `ps`, which this system lacks: {error}") from None
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    return sum(rss for own, parent, rss in rows if pid in (own, parent)) * 1024 / 1e6


def lines(figures: Figures) -> list[str]:
    """Return the figures as a table."""
    votes = figures["votes"]
    told = [
        f"{figures['cores']} cores, load {figures['load']:.1f} before the start",
        f"one server process, {figures['empty_mb']:.0f} MB at first",
        "",
        "from the answer to an opening until the streams had it",
        f"{'streams':>10}{'p50 ms':>10}{'p95 ms':>10}{'all ms':>10}{'server MB':>12}{'came in s':>12}",
    ]
    for each in figures["openings"]:
        times = "".join(f"{each[name]:>10.0f}" for name in ("p50_ms", "p95_ms", "all_ms"))
        told.append(f"{each['streams']:>10}{times}{each['mb']:>12.0f}{each['came']:>12.1f}")
    told += ["", f"{'':<26}{'votes a second':>16}{'ratio':>8}{'p50 ms':>9}{'p95 ms':>9}"]
    last = figures["openings"][-1]["streams"]
    for title, each, ratio in (
        ("nobody listens", votes["alone"], 1.0),
        (f"{last} streams are open", votes["listened_to"], votes["ratio"]),
    ):
        told.append(
            f"  {title:<24}{each['per_second']:>16.0f}{ratio:>8.2f}{each['p50_ms']:>9.1f}{each['p95_ms']:>9.1f}"
        )
    return told


@click.command()
@click.option("--streams", "counts", type=click.IntRange(1), multiple=True, default=STREAMS, show_default=True)
@click.option("--votes", type=click.IntRange(1), default=VOTES, show_default=True, help="Cast before and with streams.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def main(counts: Sequence[int], votes: int, as_json: bool) -> None:
    """Measure how soon an opening reaches every open event stream."""
    try:
        figures = measure(counts, votes)
    except (Failed, LogError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(figures, indent=2) if as_json else "\n".join(lines(figures)))


if __name__ == "__main__":
    main()
