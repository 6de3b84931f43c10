"""The core modules in a real browser: every vector, and agreement with the Python side in both directions."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from audit import canonical, jws
from audit.encoding import b64url_decode, b64url_encode
from audit.keys import PublicKey
from audit.signing import Ed25519Signer, activation_seed
from ballots.jwk import Jwk
from tests.audit.fixed import load
from tests.browser.scripted import blank_page, run


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with blank_page(browser) as page:
        yield page


# --- canonical JSON and encodings ----------------------------------------------------------------


def test_every_canonical_text_is_read_and_written_back(page: Page) -> None:
    found = run(
        page,
        'const c = await use("canonical"); return argument.map((text) => c.stringify(c.parse(text)));',
        load("canonical.json")["accepted"],
    )
    assert found == load("canonical.json")["accepted"]


def test_every_other_spelling_is_refused(page: Page) -> None:
    refused = load("canonical.json")["refused"]
    codes = run(
        page,
        """const {parse} = await use("canonical");
        return Promise.all(argument.map((hex) => refusal(() => parse(fromHex(hex)))));""",
        [case["hex"] for case in refused],
    )
    assert [case["why"] for case, code in zip(refused, codes, strict=True) if code != "bad_form"] == []


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(value=values)
def test_both_sides_write_the_same_bytes(page: Page, value: object) -> None:
    ours = canonical.dumps(value).decode("utf-8")
    theirs = run(page, 'return (await use("canonical")).stringify(JSON.parse(argument));', ours)
    assert theirs == ours


@pytest.mark.parametrize(
    ("kind", "read", "write"), [("base64url", "fromBase64url", "toBase64url"), ("base64", "fromBase64", "toBase64")]
)
def test_encodings(page: Page, kind: str, read: str, write: str) -> None:
    cases = load("encodings.json")[kind]
    script = f"""const e = await use("encoding");
      return {{read: argument.accepted.map(({{text}}) => toHex(e.{read}(text))),
        written: argument.accepted.map(({{hex}}) => e.{write}(fromHex(hex))),
        refused: await Promise.all(argument.refused.map((text) => refusal(() => e.{read}(text))))}};"""
    found = run(page, script, cases)
    assert found["read"] == [case["hex"] for case in cases["accepted"]]
    assert found["written"] == [case["text"] for case in cases["accepted"]]
    assert found["refused"] == ["bad_form"] * len(cases["refused"])


# --- keys and signatures -------------------------------------------------------------------------


def test_key_ids(page: Page) -> None:
    cases = load("keys.json")["accepted"]
    found = run(
        page,
        'const {thumbprint} = await use("keys"); return Promise.all(argument.map(({jwk}) => thumbprint(jwk)));',
        cases,
    )
    assert found == [case["kid"] for case in cases]


def test_signatures_are_judged_as_python_judges_them(page: Page) -> None:
    cases = load("keys.json")
    codes = run(
        page,
        """const {verifySignature} = await use("keys"); const {fromBase64url} = await use("encoding");
        const message = fromHex(argument.message_hex);
        return Promise.all(argument.signatures.map(({jwk, signature}) =>
          refusal(() => verifySignature(jwk, fromBase64url(signature), message))));""",
        cases,
    )
    expected = [None if case["refused"] is None else "bad_signature" for case in cases["signatures"]]
    assert codes == expected


def test_points_that_are_no_keys_are_refused(page: Page) -> None:
    cases = load("keys.json")
    keys = [{"crv": "P-256", "kty": "EC", "x": case["x"], "y": case["y"]} for case in cases["refused_p256"]]
    keys += [{"crv": "Ed25519", "kty": "OKP", "x": case["x"]} for case in cases["refused_ed25519"]]
    signature = cases["signatures"][0]["signature"]
    codes = run(
        page,
        """const {verifySignature} = await use("keys"); const {fromBase64url} = await use("encoding");
        return Promise.all(argument.keys.map((jwk) =>
          refusal(() => verifySignature(jwk, fromBase64url(argument.signature), new Uint8Array(1)))));""",
        {"keys": keys, "signature": signature},
    )
    assert [key for key, code in zip(keys, codes, strict=True) if code != "bad_form"] == []


def test_an_activation_code_makes_the_key_of_the_vector(page: Page) -> None:
    case = load("activation.json")
    found = run(
        page,
        'const s = await (await use("new-keys")).activationSigner(argument); return {jwk: s.jwk, kid: s.kid};',
        case["code"],
    )
    assert found == {"jwk": case["jwk"], "kid": case["kid"]}


def test_what_an_activation_key_signs_verifies_in_python(page: Page) -> None:
    found = run(
        page,
        """const {newCode, activationSigner} = await use("new-keys");
        const code = newCode(); const signer = await activationSigner(code);
        return {code, signature: toHex(await signer.sign(utf8("a message")))};""",
    )
    seed = activation_seed(b64url_decode(found["code"]))
    key = PublicKey.from_jwk(Ed25519Signer.from_seed(seed).jwk)
    key.verify(bytes.fromhex(found["signature"]), b"a message")


def test_what_a_device_key_signs_verifies_in_python_and_is_low_s(page: Page) -> None:
    """Forty signatures: without normalising, half of them would be high-s and refused."""
    found = run(
        page,
        """const {newDeviceKey} = await use("new-keys");
        const {deviceSigner} = await use("keys"); const {signJws} = await use("jws");
        const key = await newDeviceKey(); const signer = deviceSigner(key); const made = [];
        for (let at = 0; at < 40; at += 1) made.push(await signJws(signer, "plenary-statement-v1", {at}));
        const leaked = await refusal(() => crypto.subtle.exportKey("jwk", key.privateKey));
        return {jwk: key.jwk, kid: key.kid, made, leaked};""",
    )
    key = PublicKey.from_jwk(Jwk(found["jwk"]["x"], found["jwk"]["y"]))
    assert key.kid == found["kid"]
    assert found["leaked"] == 15, "DOMException InvalidAccessError: the private half cannot be exported"
    for at, made in enumerate(found["made"]):
        parsed = jws.parse(made["jws"].encode(), jws.STATEMENT)
        key.verify(parsed.signature, parsed.signing_input)
        assert (parsed.payload, parsed.kid, parsed.digest) == ({"at": at}, key.kid, made["digest"])


def test_statements_of_the_vectors_verify(page: Page) -> None:
    cases = load("jws.json")
    found = run(
        page,
        """const {parseJws, verifyJws} = await use("jws"); const {leafHash} = await use("merkle");
        return Promise.all(argument.accepted.map(async ({entry, jwk}) => {
          const parsed = await parseJws(entry, argument.typ);
          await verifyJws(parsed, jwk);
          return {payload: parsed.payload, digest: parsed.digest, leaf_hash: toHex(await leafHash(utf8(entry)))};
        }));""",
        cases,
    )
    assert found == [{name: case[name] for name in ("payload", "digest", "leaf_hash")} for case in cases["accepted"]]


def test_malformed_statements_and_the_high_s_twin_are_refused(page: Page) -> None:
    cases = load("jws.json")
    malformed = run(
        page,
        """const {parseJws} = await use("jws");
        return Promise.all(argument.map((entry) => refusal(() => parseJws(entry, "plenary-statement-v1"))));""",
        [case["entry"] for case in cases["malformed"]],
    )
    assert [case["why"] for case, code in zip(cases["malformed"], malformed, strict=True) if code != "bad_form"] == []
    twins = run(
        page,
        """const {parseJws, verifyJws} = await use("jws");
        return Promise.all(argument.entries.map((entry) =>
          refusal(async () => verifyJws(await parseJws(entry, "plenary-statement-v1"), argument.jwk))));""",
        {"entries": cases["bad_signature"], "jwk": cases["accepted"][0]["jwk"]},
    )
    assert twins == ["bad_signature"] * len(cases["bad_signature"])


def test_sequence_numbers_grow_even_within_one_millisecond(page: Page) -> None:
    found = run(
        page,
        """const {newDeviceKey} = await use("new-keys");
        const {deviceSigner} = await use("keys"); const {sign} = await use("statement");
        const identity = {...deviceSigner(await newDeviceKey()), convention: "A".repeat(43)};
        Date.now = () => 1777627800000;
        const one = () => sign(identity, "polling.ended", {motion: "A-1"});
        const made = await Promise.all(Array.from({length: 20}, one));
        return made.map(({payload}) => payload);""",
    )
    numbers = [payload["sequence"] for payload in found]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 20))
    assert len({payload["nonce"] for payload in found}) == 20
    assert set(found[0]) == {"type", "convention", "sequence", "issued_at", "nonce", "motion"}


# --- small things that pages rely on -------------------------------------------------------------


def test_a_short_code_is_forty_bits_in_crockford(page: Page) -> None:
    kid = b64url_encode(bytes.fromhex("0123456789") + bytes(27))
    assert run(page, 'return (await use("keys")).shortCode(argument);', kid) == "04HM-ASW9"


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/desk", "/desk"),
        ("/audit?x=1#y", "/audit?x=1#y"),
        (None, "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
        ("/a/..//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("desk", "/"),
    ],
)
def test_sign_in_goes_nowhere_else(page: Page, wanted: str | None, path: str) -> None:
    assert run(page, 'return (await use("session")).safePath(argument);', wanted) == path


@pytest.mark.parametrize(
    ("agent", "app"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 350.0",
            "Instagram",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 Chrome/130.0 [FB_IAB/FB4A;FBAV/490.0]",
            "Facebook",
        ),
        ("Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 Version/4.0 Chrome/130.0 Mobile Safari/537.36", ""),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0", "WeChat"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            None,
        ),
        # An app that reads square codes and shows what they lead to.
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", ""),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 CriOS/130.0 Mobile/15E148 Safari/604.1", None),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", None),
        ("Mozilla/5.0 (Android 15; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", None),
    ],
)
def test_browsers_inside_apps_are_recognised(page: Page, agent: str, app: str | None) -> None:
    assert run(page, 'return (await use("surroundings")).inAppBrowser(argument);', agent) == app


def test_badge_links_are_read_strictly(page: Page) -> None:
    code, convention = b64url_encode(bytes(16)), b64url_encode(bytes(32))
    cases = [
        f"#{code}.{convention}",
        "",
        "#",
        f"#{code}",
        f"#{code}.{convention}.x",
        f"#{code[:-1]}.{convention}",
        f"#{code}.{convention[:-1]}",
        f"#{code[:-1]}B.{convention}",
    ]
    found = run(
        page,
        """const {readBadge} = await use("activation"); const out = [];
        for (const text of argument) {
          let value;
          const code = await refusal(() => { value = readBadge(text); });
          out.push(code ?? value);
        }
        return out;""",
        cases,
    )
    assert found == [{"code": code, "convention": convention}, None, None, *["bad_form"] * 5]
