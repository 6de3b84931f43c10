"""Base64 in its one form: FORMAT.md section 1, RFC 4648."""

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.encoding import BadEncoding, b64_decode, b64_encode, b64url_decode, b64url_encode, digest
from tests.audit.fixed import load

VECTORS = load("encodings.json")


@pytest.mark.parametrize("case", VECTORS["base64url"]["accepted"])
def test_base64url_vectors(case: dict[str, str]) -> None:
    assert b64url_decode(case["text"]).hex() == case["hex"]
    assert b64url_encode(bytes.fromhex(case["hex"])) == case["text"]


@pytest.mark.parametrize("case", VECTORS["base64"]["accepted"])
def test_base64_vectors(case: dict[str, str]) -> None:
    assert b64_decode(case["text"]).hex() == case["hex"]
    assert b64_encode(bytes.fromhex(case["hex"])) == case["text"]


@pytest.mark.parametrize("text", VECTORS["base64url"]["refused"])
def test_other_spellings_of_base64url_are_refused(text: str) -> None:
    with pytest.raises(BadEncoding):
        b64url_decode(text)
    with pytest.raises(BadEncoding):
        b64url_decode(text.encode())


@pytest.mark.parametrize("text", VECTORS["base64"]["refused"])
def test_other_spellings_of_base64_are_refused(text: str) -> None:
    with pytest.raises(BadEncoding):
        b64_decode(text)


@given(st.binary(max_size=80))
def test_both_are_what_the_standard_library_writes(data: bytes) -> None:
    assert b64_encode(data) == b64encode(data).decode()
    assert b64url_encode(data) == urlsafe_b64encode(data).decode().rstrip("=")
    assert b64_decode(b64_encode(data)) == b64url_decode(b64url_encode(data)) == data


@given(st.text(max_size=12) | st.text("AQgwB+/-_= \n", max_size=12))
def test_what_decodes_encodes_to_the_same_characters(text: str) -> None:
    for decode, encode in ((b64_decode, b64_encode), (b64url_decode, b64url_encode)):
        try:
            data = decode(text)
        except BadEncoding:
            continue
        assert encode(data) == text


def test_a_digest_is_sha256_in_43_characters() -> None:
    assert b64url_decode(digest(b"abc")) == sha256(b"abc").digest()
    assert len(digest(b"abc")) == 43
