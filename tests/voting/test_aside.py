"""Long work in a server that answers all requests in one thread: others are answered meanwhile."""

import subprocess
import sys

import pytest

from voting.aside import aside

SERVER = """
from gevent import monkey
monkey.patch_all()
from contextvars import ContextVar
import gevent
from voting.aside import aside
language, answered = ContextVar("language"), []
language.set("fr")
gevent.spawn(answered.append, "a vote")
def work():
    # Computes, and gives nothing away, until somebody else was answered.
    while not answered:
        pass
    return language.get()
print(aside(work), *answered)
def fails():
    raise ValueError("no paper")
try:
    aside(fails)
except ValueError as error:
    print(error)
"""


def test_others_are_answered_while_something_is_computed() -> None:
    ran = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, timeout=60)
    assert ran.stdout.splitlines() == ["fr a vote", "no paper"], ran.stderr


def test_without_such_a_server_it_is_done_at_once() -> None:
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 // 0)
    assert aside(lambda: "made") == "made"
