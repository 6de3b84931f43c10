"""Servers of halls, forked from one process that has imported all of it: importing costs more than most tests do.

It reads orders, a line of JSON each, and answers with a number: `listen` with a port that is held from now on, `begin`
with the server's process id, `wait` when it has ended. tests/voting/test_crash.py starts servers from nothing.
"""

# ruff: noqa: E402 - as in gunicorn's worker, everything that waits is patched before the application is imported.
from gevent import monkey

monkey.patch_all()

import gc
import importlib
import json
import os
import random
import signal
import sys
from contextlib import suppress
from socket import SO_REUSEADDR, SOL_SOCKET
from typing import Any

from flask import Flask
from gunicorn.app import wsgiapp
from jinja2 import FileSystemBytecodeCache, StrictUndefined

from voting.languages import LANGUAGES, endonym
from voting.server import gunicorn

# What each server would import only once it runs.
for name in ("gunicorn.workers.ggevent", "voting.app"):
    importlib.import_module(name)
for language in LANGUAGES:
    endonym(language)
# A template is compiled once, by the server that is first asked for it; a name that it misses is an error.
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(sys.argv[1]), "undefined": StrictUndefined}
# What is collected in a server would be copied for it.
gc.freeze()

# Plain ones: gevent's own would begin an event loop here, which is for each child to begin.
fork, waitpid = monkey.get_original("os", ("fork", "waitpid"))
socket = monkey.get_original("socket", "socket")

# Below those that systems give to clients: a killed server comes back to its own, which nobody may have taken by then.
PORTS = range(20_000, 32_000)


def listen() -> Any:
    """Listen on a loopback port: a free one that is only named could be another's before the server has it."""
    for port in random.sample(PORTS, 100):
        listening = socket()
        # As gunicorn's own: else connections that a killed server had would keep its port from the next one.
        listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        with suppress(OSError):
            listening.bind(("127.0.0.1", port))
            listening.listen(2048)
            return listening
        listening.close()
    raise RuntimeError("no loopback port is free")


def begin(listening: Any, environment: dict[str, str]) -> int:
    """Fork a server that leads a process group of its own, and return its process id."""
    child = fork()
    # By both of them, whoever runs first.
    os.setpgid(child, child)
    if child:
        listening.close()
        return child
    os.dup2(os.open(os.devnull, os.O_RDWR), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.environ.update(environment)
    _, _, *sys.argv = gunicorn("voting.server:make_app()", *listening.getsockname())
    sys.argv[sys.argv.index("--bind") + 1] = f"fd://{listening.fileno()}"
    sys.exit(wsgiapp.run())


def obey() -> None:
    """Follow orders until nobody can give any; then end what still runs."""
    sockets: dict[int, Any] = {}
    running: set[int] = set()
    for line in sys.stdin:
        match json.loads(line):
            case {"listen": True}:
                made = listen()
                sockets[answer := made.getsockname()[1]] = made
            case {"begin": port, "environment": environment}:
                running.add(answer := begin(sockets.pop(port), environment))
            case {"wait": server}:
                # A hall is stopped again whose server was killed before.
                answer = waitpid(server, 0)[1] if server in running else 0
                running.discard(server)
        print(answer, flush=True)
    for server in running:
        os.killpg(server, signal.SIGKILL)


if __name__ == "__main__":
    obey()
