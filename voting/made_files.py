"""Files that were made for somebody, kept for the next one who asks."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import cast

from flask import current_app

from voting.aside import aside

_MOST_KEPT = 128


class MadeFiles:
    """The files made last, each made once: a long text or a large roll call takes seconds, and anybody may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Hashable, ...], bytes] = OrderedDict()

    def of(self, key: tuple[Hashable, ...], make: Callable[[], bytes]) -> bytes:
        """Return the file with this key, by which all that stands in it is told."""
        with self._lock:
            content = self._kept.pop(key, None) or aside(make)
            self._kept[key] = content
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return content


def made_files() -> MadeFiles:
    """Return the files of the server that answers the current request."""
    return cast(MadeFiles, current_app.extensions["plenary_files"])
