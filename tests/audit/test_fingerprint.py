"""A root in words: FORMAT.md section 7."""

import hashlib

import pytest

from audit.fingerprint import root_words, wordlist_file
from tests.audit.fixed import load

PUBLISHED = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"


def test_the_list_is_the_published_one() -> None:
    assert hashlib.sha256(wordlist_file()).hexdigest() == PUBLISHED
    words = wordlist_file().decode().splitlines()
    assert len(words) == len({word[:4] for word in words}) == 2048


@pytest.mark.parametrize("vector", load("root-words.json"), ids=lambda vector: vector["root"][:8])
def test_the_words_are_the_first_bits(vector: dict[str, str]) -> None:
    root = bytes.fromhex(vector["root"])
    assert root_words(root) == vector["words"]
    bits = "".join(f"{byte:08b}" for byte in root)
    listed = wordlist_file().decode().split()
    assert vector["words"].split() == [listed[int(bits[at : at + 11], 2)] for at in range(0, 88, 11)]


@pytest.mark.parametrize("byte", range(11))
def test_every_bit_of_the_first_88_changes_a_word(byte: int) -> None:
    for bit in range(8):
        changed = bytearray(32)
        changed[byte] ^= 1 << bit
        assert root_words(bytes(changed)) != root_words(bytes(32))
