"""The vectors are what the code makes."""

import pytest

from tests.audit.fixed import FOLDER
from tests.audit.golden import VECTORS, text_of


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_are_made_again_byte_for_byte(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text_of(name)
