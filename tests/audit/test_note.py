"""Signed notes: FORMAT.md section 7, c2sp.org/signed-note."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.encoding import b64_encode
from audit.errors import NoteError
from audit.keys import PublicKey
from audit.note import MAX_SIGNATURES, NoteSigner, VerifierKey, open_note
from tests.audit.fixed import ed25519, load, log_signer, p256
from tests.audit.golden_statements import edwards

EXAMPLE = load("signed-note.json")
SIGNER = log_signer()
NOTE = SIGNER.sign(b"first\n\nsecond\n")
LINE = NOTE.split(b"\n\n")[2]


def test_the_example_of_the_specification_opens() -> None:
    key = VerifierKey.parse(EXAMPLE["vkey"])
    note = open_note(EXAMPLE["note"].encode(), [key])
    assert note.text == b"This is an example message.\n"
    assert note.signed_by == (key,)
    assert str(key) == EXAMPLE["vkey"]


def test_a_note_may_hold_empty_lines() -> None:
    assert open_note(NOTE, [SIGNER.key]).text == b"first\n\nsecond\n"


def test_every_flipped_byte_is_refused() -> None:
    for at in range(len(NOTE)):
        for mask in (0x01, 0x20, 0x80):
            flipped = bytearray(NOTE)
            flipped[at] ^= mask
            with pytest.raises(NoteError):
                open_note(bytes(flipped), [SIGNER.key])


def test_unknown_signatures_are_ignored_and_known_ones_all_count() -> None:
    text = b"text\n"
    witness = NoteSigner("witness.example", ed25519("witness"))
    other = NoteSigner(SIGNER.key.name, ed25519("other"))
    lines = [signer.sign(text).removeprefix(b"text\n\n") for signer in (witness, SIGNER, other)]
    data = text + b"\n" + b"".join(lines)
    assert open_note(data, [SIGNER.key]).signed_by == (SIGNER.key,)
    assert open_note(data, [SIGNER.key, witness.key]).signed_by == (witness.key, SIGNER.key)
    with pytest.raises(NoteError):
        open_note(data, [])


def test_a_known_key_with_a_bad_signature_refuses_the_whole_note() -> None:
    text = b"text\n"
    witness = NoteSigner("witness.example", ed25519("witness"))
    bad = witness.sign(b"another\n").removeprefix(b"another\n\n")
    data = SIGNER.sign(text) + bad
    assert open_note(data, [SIGNER.key]).text == text
    with pytest.raises(NoteError, match=r"witness\.example"):
        open_note(data, [SIGNER.key, witness.key])


def test_two_signatures_by_one_key_are_refused() -> None:
    with pytest.raises(NoteError, match="two signatures"):
        open_note(NOTE + LINE, [SIGNER.key])


def test_a_hundred_signatures_are_read_and_one_more_is_refused() -> None:
    noise = b"".join(f"\N{EM DASH} w{at} AAAAAAAA\n".encode() for at in range(MAX_SIGNATURES))
    text, _, _ = NOTE.rpartition(LINE)
    assert open_note(text + noise.split(b"\n", 1)[1] + LINE, [SIGNER.key]).signed_by
    with pytest.raises(NoteError):
        open_note(text + noise + LINE, [SIGNER.key])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        LINE,
        b"\n" + LINE,
        NOTE[:-1],
        NOTE + b"\n",
        NOTE + b"x",
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"first", b"fi\trst"),
        NOTE.replace("\N{EM DASH}".encode(), b"-"),
        NOTE.replace(b"\n\n" + LINE, b"\n" + LINE),
        NOTE.replace("\N{EM DASH} ".encode(), b""),
        SIGNER.sign(b"\n").removeprefix(b"\n\n"),
        NOTE + "\N{EM DASH} name\n".encode(),
        NOTE + "\N{EM DASH}  AAAAAAAA\n".encode(),
        NOTE + "\N{EM DASH} na+me AAAAAAAA\n".encode(),
        NOTE + "\N{EM DASH} na\N{NO-BREAK SPACE}me AAAAAAAA\n".encode(),
        NOTE + "\N{EM DASH} na\x01me AAAAAAAA\n".encode(),
        NOTE + "\N{EM DASH} name AAAAAAAA x\n".encode(),
        NOTE + "\N{EM DASH} name AAAAAA==\n".encode(),
        NOTE + "\N{EM DASH} name AAAAAAB=\n".encode(),
        NOTE + "\N{EM DASH} name ".encode() + b"\xff\n",
        NOTE + "\N{EM DASH} ".encode() + b"\xff AAAAAAAA\n",
    ],
)
def test_malformed_notes_are_refused(data: bytes) -> None:
    with pytest.raises(NoteError):
        open_note(data, [SIGNER.key])


@pytest.mark.parametrize("text", [b"tab\t\n", b"\xff\n", b"cr\r\n"])
def test_text_with_other_bytes_is_refused_although_its_signature_is_good(text: bytes) -> None:
    signature = b64_encode(SIGNER.key.key_id + ed25519("log").sign(text))
    line = f"\N{EM DASH} {SIGNER.key.name} {signature}\n".encode()
    with pytest.raises(NoteError, match=r"UTF-8|control"):
        open_note(text + b"\n" + line, [SIGNER.key])


@pytest.mark.parametrize("text", [b"", b"no newline", b"tab\t\n", b"\xff\n", b"cr\r\n"])
def test_text_that_cannot_be_read_back_is_not_signed(text: bytes) -> None:
    with pytest.raises(NoteError):
        SIGNER.sign(text)


def test_a_very_long_note_is_refused() -> None:
    data = SIGNER.sign(b"x" * 1_000_000 + b"\n")
    with pytest.raises(NoteError):
        open_note(data, [SIGNER.key])


def vkey(name: str, key_id: str, data: bytes) -> str:
    """Return the text of a verifier key from its parts."""
    return f"{name}+{key_id}+{b64_encode(data)}"


VKEY = str(SIGNER.key)
NAME, KEY_ID, KEY = VKEY.split("+", 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "++",
        NAME,
        f"{NAME}+{KEY_ID}",
        f"x{VKEY}",
        f"{VKEY}=",
        f"{VKEY}\n",
        f" {VKEY}",
        f"{NAME}+{KEY_ID.upper()}x+{KEY}",
        f"{NAME}+00000000+{KEY}",
        f"{NAME}+{KEY_ID[:7]}+{KEY}",
        f"{NAME}+{KEY_ID}+{KEY[:-1]}",
        f"+{KEY_ID}+{KEY}",
        vkey(NAME, KEY_ID, b"\x04" + SIGNER.key.raw),
        vkey(NAME, KEY_ID, b"\x01" + SIGNER.key.raw + b"\0"),
        vkey(NAME, KEY_ID, b"\x01"),
        vkey(NAME, KEY_ID, b""),
        vkey(NAME, KEY_ID, b"\x01" + edwards(1)),
        "\ud800+00000000+AAAA",
    ],
)
def test_other_verifier_keys_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def test_a_key_of_another_type_is_refused_as_such() -> None:
    with pytest.raises(NoteError, match="type"):
        VerifierKey.parse(vkey(NAME, KEY_ID, b"\x04" + SIGNER.key.raw))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\x01b", "\ud800"])
def test_names_that_would_break_a_line_are_refused(name: str) -> None:
    with pytest.raises(NoteError):
        NoteSigner(name, ed25519("log"))


def test_a_note_is_signed_with_ed25519_alone() -> None:
    with pytest.raises(NoteError):
        VerifierKey("hall.example", PublicKey.from_jwk(p256("device").jwk))


@given(st.binary(max_size=200) | st.text("\n\N{EM DASH} aA+=\t", max_size=60).map(str.encode))
@example(b"text\n\n" + "\N{EM DASH} ".encode() * 40_000 + b"\n")
def test_opening_raises_only_note_errors(data: bytes) -> None:
    with pytest.raises(NoteError):
        open_note(data, [SIGNER.key])


@given(st.text(max_size=80))
def test_parsing_a_verifier_key_raises_only_note_errors(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)
