"""Long work beside the requests of a server that answers all of them in one thread."""

from collections.abc import Callable
from contextvars import copy_context
from functools import cache
from typing import TypeVar

from gevent import monkey
from gevent.threadpool import ThreadPool

Made = TypeVar("Made")


def aside(work: Callable[[], Made]) -> Made:
    """Return what `work` returns; votes are taken meanwhile, which else would wait for as long as it computes.

    The request's context goes along, and with it the language. One such work is done at a time: fonts and the like are
    not made for several threads.
    """
    if not monkey.is_module_patched("threading"):
        return work()
    made: Made = _pool().apply(copy_context().run, (work,))
    return made


@cache
def _pool() -> ThreadPool:
    return ThreadPool(1)
