"""Servers of halls, forked from one process that has imported all of it: importing costs more than most tests do.

It reads orders, a line of JSON each: the arguments and the environment of a server, answered with its process id; or
the process id of one to wait for, answered when it has ended. tests/voting/test_crash.py starts servers from nothing.
"""

# ruff: noqa: E402 - as in gunicorn's worker, everything that waits is patched before the application is imported.
from gevent import monkey

monkey.patch_all()

import json
import os
import signal
import sys

import gunicorn.workers.ggevent  # noqa: F401
from gunicorn.app import wsgiapp

import voting.app  # noqa: F401

# Plain ones: the event loop of gevent's own is for the children to begin.
fork, waitpid = monkey.get_original("os", ("fork", "waitpid"))


def begin(arguments: list[str], environment: dict[str, str]) -> int:
    """Fork a server that leads a process group of its own, and return its process id."""
    child = fork()
    # By both of them, whoever runs first.
    os.setpgid(child, child)
    if child:
        return child
    os.dup2(os.open(os.devnull, os.O_RDWR), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.environ.update(environment)
    sys.argv = ["gunicorn", *arguments]
    sys.exit(wsgiapp.run())


def obey() -> None:
    """Follow orders until nobody can give any; then end what still runs."""
    running = set[int]()
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            running.discard(order["wait"])
            print(waitpid(order["wait"], 0)[1], flush=True)
        else:
            running.add(server := begin(**order))
            print(server, flush=True)
    for server in running:
        os.killpg(server, signal.SIGKILL)


if __name__ == "__main__":
    obey()
