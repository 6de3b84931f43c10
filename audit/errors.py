"""Errors of the log and of the bundle; refusals of statements are in ballots, `errors` and `..._errors`."""


class LogError(Exception):
    """The log, or something that claims to be part of it, is not what it should be."""


class NoteError(LogError):
    """A signed note or a checkpoint is malformed, or its signature does not verify."""


class ProofError(LogError):
    """An inclusion proof, a consistency proof or a receipt is malformed or does not verify."""


class TileError(LogError):
    """A tile, an entry bundle or the path of one is malformed."""


class BundleError(LogError):
    """A bundle is malformed; `where` names the member or the offset at which it goes wrong."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class Unusable(Exception):
    """The input cannot be read at all, so nothing can be said about it (exit code 2)."""
