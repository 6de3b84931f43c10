"""An undo list: what a refused statement or a failed batch changed is put back, in reverse order."""

from collections.abc import Callable, MutableMapping
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Journal:
    """Records every change of the fold's state until it is committed."""

    __slots__ = ("_undo",)

    def __init__(self) -> None:
        self._undo: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def set(self, target: object, name: str, value: object) -> None:
        """Set an attribute."""
        self._undo.append((setattr, (target, name, getattr(target, name))))
        setattr(target, name, value)

    def put(self, mapping: MutableMapping[K, V], key: K, value: V) -> None:
        """Set a member of a mapping."""
        if key in mapping:
            self._undo.append((mapping.__setitem__, (key, mapping[key])))
        else:
            self._undo.append((mapping.__delitem__, (key,)))
        mapping[key] = value

    def remove(self, mapping: MutableMapping[K, V], key: K) -> None:
        """Remove a member of a mapping; put back, it comes last in order."""
        self._undo.append((mapping.__setitem__, (key, mapping.pop(key))))

    def append(self, items: list[V], value: V) -> None:
        """Append to a list."""
        self._undo.append((items.pop, ()))
        items.append(value)

    def mark(self) -> int:
        """Return a place to which `unwind` can go back."""
        return len(self._undo)

    def unwind(self, mark: int) -> None:
        """Put back everything that changed since `mark`."""
        while len(self._undo) > mark:
            undo, arguments = self._undo.pop()
            undo(*arguments)

    def forget(self) -> None:
        """Make all changes final."""
        self._undo.clear()
