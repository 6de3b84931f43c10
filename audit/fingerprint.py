"""The log's root in words, for people who compare it aloud (FORMAT.md section 7)."""

from functools import cache
from importlib.resources import files

WORDS = 8
BITS = 11


def root_words(root: bytes) -> str:
    """Return the first 88 bits of a root of 32 bytes as eight words, each of 11 bits.

    Words catch a mistake and a careless liar. Someone who can sign trillions of entries could make two logs of the same
    words: only the whole root is proof.
    """
    head = int.from_bytes(root[: WORDS * BITS // 8])
    places = [head >> BITS * (WORDS - 1 - i) & (2**BITS - 1) for i in range(WORDS)]
    return " ".join(_wordlist()[place] for place in places)


def wordlist_file() -> bytes:
    """Return the list of words as it was published, one a line (wordlist/VENDORED.md)."""
    return files("audit").joinpath("wordlist", "english.txt").read_bytes()


@cache
def _wordlist() -> list[str]:
    return wordlist_file().decode("ascii").split()
