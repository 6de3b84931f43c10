"""Vectors for the form of statements: FORMAT.md sections 1, 2, 3 and 11."""

import hashlib
from typing import Any

from audit import canonical, jws
from audit.encoding import b64_encode, b64url_decode, b64url_encode
from audit.keys import ED25519_PRIME, P256_ORDER, SMALL_ORDER_Y
from audit.merkle import leaf_hash
from audit.signing import Ed25519Signer, P256Signer, activation_seed
from tests.audit.fixed import ed25519, p256, seed

P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493


def high_s(signature: bytes) -> bytes:
    """Return the other signature that plain ECDSA accepts for the same message."""
    return signature[:32] + (P256_ORDER - int.from_bytes(signature[32:])).to_bytes(32)


def edwards(y: int, sign: int = 0) -> bytes:
    """Return 32 bytes in the form of an Edwards25519 point."""
    return (y | sign << 255).to_bytes(32, "little")


def small_order_signature(message: bytes) -> bytes:
    """Return a signature by the key "founder" whose R is the neutral point: RFC 8032 alone accepts it.

    With R neutral, R + kA = SB holds for S = k·a, where a is the secret scalar and k = SHA-512(R, A, message).
    """
    half = bytearray(hashlib.sha512(seed("founder")).digest()[:32])
    half[0] &= 248
    half[31] = half[31] & 127 | 64
    neutral = edwards(1)
    public = b64url_decode(ed25519("founder").jwk.x)
    k = int.from_bytes(hashlib.sha512(neutral + public + message).digest(), "little")
    return neutral + (k * int.from_bytes(half, "little") % ED25519_ORDER).to_bytes(32, "little")


def canonical_vectors() -> object:
    accepted = [
        "null",
        "true",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        '""',
        "[]",
        "{}",
        "[[[[[[[[]]]]]]]]",
        '{"a":{"b":[1,{"c":null}]},"b":""}',
        r'"\b\t\n\f\r\"\\/"',
        r'"\u0001\u001f"',
        '"\x7f"',
        '"é€😀"',
        r'"\\u0000"',
        # RFC 8785 section 3.2.3: by UTF-16, where an astral name comes before U+FB33.
        '{"\\r":"Carriage Return","1":"One","\x80":"Control","ö":"Latin Small Letter O With Diaeresis",'
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ]
    refused: list[tuple[bytes, str]] = [
        (b"", "empty"),
        (b"nul", "cut"),
        (b" 1", "white space"),
        (b"1\n", "white space"),
        (b'{"a": 1}', "white space"),
        (b"1.0", "float"),
        (b"1e3", "float"),
        (b"-0", "minus zero"),
        (b"01", "leading zero"),
        (b"+1", "plus"),
        (b"NaN", "not JSON"),
        (b"Infinity", "not JSON"),
        (b"-Infinity", "not JSON"),
        (b"9007199254740992", "above 2^53-1"),
        (b"-9007199254740992", "below -(2^53-1)"),
        (b"9" * 5000, "huge"),
        (b'{"b":1,"a":2}', "order of names"),
        (b'{"a":1,"a":1}', "name twice"),
        (b'{"a":1,"a":2}', "name twice"),
        ('{"\ufb33":1,"😀":2}'.encode(), "order by code points, not UTF-16"),
        (b'"\\u00e9"', "needless escape"),
        (b'"\\/"', "needless escape"),
        (b'"\\u000A"', "escape not in its short form"),
        (b'"\\u001F"', "upper-case escape"),
        (b'"\\ud83d\\ude00"', "needless escape"),
        (b'"\\u0000"', "U+0000"),
        (b'{"\\u0000":1}', "U+0000 in a name"),
        (b'"a\x00"', "bare control character"),
        (b'"\\ud800"', "lone surrogate"),
        (b'"\xed\xa0\x80"', "surrogate in UTF-8"),
        (b'"\xff"', "not UTF-8"),
        (b'"\xc0\xaf"', "overlong UTF-8"),
        (b"\xef\xbb\xbf1", "byte order mark"),
        (b"[[[[[[[[[]]]]]]]]]", "nine levels"),
        (b'{"a":' * 9 + b"1" + b"}" * 9, "nine levels"),
        (b"[" * 5000, "cut, deep"),
    ]
    return {"accepted": accepted, "refused": [{"hex": data.hex(), "why": why} for data, why in refused]}


def encodings_vectors() -> object:
    samples = [b"", b"\x00", b"\xfb\xff", b"\xfb\xff\xbf", seed("sample")]
    return {
        "base64url": {
            "accepted": [{"hex": data.hex(), "text": b64url_encode(data)} for data in samples],
            "refused": ["A", "AA==", "AB", "AAB", "A+8", "A/8", "AA A", "AAA\n", "é", "_", "AAAA="],
        },
        "base64": {
            "accepted": [{"hex": data.hex(), "text": b64_encode(data)} for data in samples],
            "refused": ["A", "AA", "AB==", "AAB=", "-_8=", "AA ==", "AAAA\n", "AA==AA==", "AAAA====", "é", "="],
        },
    }


def keys_vectors() -> object:
    on_curve = p256("device").jwk
    assert on_curve.y is not None
    x, y = int.from_bytes(b64url_decode(on_curve.x)), int.from_bytes(b64url_decode(on_curve.y))
    zero_x = 0x66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4
    bad_p256 = [
        (x, y + 1, "not on the curve"),
        (x, 0, "not on the curve"),
        (0, 0, "not on the curve"),
        (P256_PRIME, zero_x, "x is the prime, where x = 0 would be on the curve"),
        (2**256 - 1, y, "x above the prime"),
    ]
    bad_ed25519 = [(edwards(y, sign), "small order") for y in sorted(SMALL_ORDER_Y) for sign in (0, 1)]
    bad_ed25519 += [(edwards(ED25519_PRIME + k, sign), "y not below the prime") for k in range(19) for sign in (0, 1)]
    bad_ed25519 += [(edwards(2), "not on the curve"), (seed("founder")[:31], "31 bytes")]
    message = b"a message"
    device, founder = p256("device"), ed25519("founder")
    es256, eddsa = device.sign(message), founder.sign(message)
    plus_order = eddsa[:32] + (int.from_bytes(eddsa[32:], "little") + ED25519_ORDER).to_bytes(32, "little")
    cases = [
        (device, es256, None),
        (founder, eddsa, None),
        (device, high_s(es256), "high s"),
        (device, bytes(32) + es256[32:], "r is 0"),
        (device, es256[:32] + bytes(32), "s is 0"),
        (device, es256[:63], "63 bytes"),
        (device, es256 + b"\0", "65 bytes"),
        (device, es256[:32] + b"\0" + es256[32:], "65 bytes, s after a zero"),
        (device, p256("other").sign(message), "other key"),
        (device, P256_ORDER.to_bytes(32) + es256[32:], "r is the order"),
        (founder, plus_order, "S not below the group order"),
        (founder, small_order_signature(message), "R of small order"),
        (founder, edwards(ED25519_PRIME + 1) + small_order_signature(message)[32:], "R not canonical"),
        (founder, ed25519("other").sign(message), "other key"),
        (founder, eddsa[:63], "63 bytes"),
        (founder, eddsa + b"\0", "65 bytes"),
    ]
    return {
        "accepted": [
            {"jwk": key.jwk.members(), "kid": key.kid} for key in (device, founder, p256("other"), ed25519("other"))
        ],
        "refused_p256": [
            {"x": b64url_encode(x.to_bytes(32)), "y": b64url_encode(y.to_bytes(32)), "why": why}
            for x, y, why in bad_p256
        ],
        "refused_ed25519": [{"x": b64url_encode(point), "why": why} for point, why in bad_ed25519],
        "message_hex": message.hex(),
        "signatures": [
            {"jwk": key.jwk.members(), "signature": b64url_encode(signature), "refused": why}
            for key, signature, why in cases
        ],
    }


def vote() -> dict[str, Any]:
    """Return the payload of a vote."""
    return {
        "ballot": {"choice": "yes"},
        "convention": b64url_encode(seed("convention")),
        "issued_at": "2026-05-01T09:30:00Z",
        "mandate": "nord/3",
        "motion": "A-12",
        "nonce": b64url_encode(seed("nonce")[:16]),
        "opening": b64url_encode(seed("opening")),
        "sequence": 1777627800000,
        "type": "vote.cast",
    }


def assembled(header: bytes, payload: bytes, key: Ed25519Signer | P256Signer) -> bytes:
    """Return these very bytes in the form of a JWS with a valid signature."""
    signing_input = f"{b64url_encode(header)}.{b64url_encode(payload)}".encode()
    return signing_input + b"." + b64url_encode(key.sign(signing_input)).encode()


def jws_vectors() -> object:
    device, founder = p256("device"), ed25519("founder")
    header = canonical.dumps({"alg": "ES256", "kid": device.kid, "typ": jws.STATEMENT})
    payload = canonical.dumps(vote())
    valid = [(jws.sign(device, vote(), jws.STATEMENT), device), (jws.sign(founder, vote(), jws.STATEMENT), founder)]
    signing_input, signature = valid[0][0].rsplit(b".", 1)
    last = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    respelt = valid[0][0][:-1] + last[last.index(valid[0][0][-1:]) + 1 :][:1]
    headers = [
        (header.replace(b"ES256", b"none"), "alg none"),
        (header.replace(b"ES256", b"HS256"), "alg HS256"),
        (header.replace(b"ES256", b"EdDSA"), "alg EdDSA"),
        (header.replace(b",", b", "), "white space in the header"),
        (header[:-1] + b',"x":1}', "another header member"),
        (header + b" ", "a space after the header"),
        (header.replace(b',"typ":"plenary-statement-v1"', b""), "no typ"),
        (b'{"alg":"ES256",' + header[1:], "alg twice"),
        (header.replace(b"statement", b"login"), "another typ"),
        (header.replace(b'"alg"', b'"\\u0061lg"'), "escape in the header"),
        (header.replace(device.kid.encode(), b"kid"), "kid of 3"),
    ]
    payloads = [
        (payload.replace(b",", b", "), "white space in the payload"),
        (b"[]", "payload is an array"),
        (b"", "empty payload"),
        (payload[:-1] + b',"type":"vote.cast"}', "name twice in the payload"),
        (payload.replace(b"1777627800000", b"1.0"), "float"),
    ]
    malformed = [(assembled(data, payload, device), why) for data, why in headers]
    malformed += [(assembled(header, data, device), why) for data, why in payloads]
    malformed += [
        (respelt, "unused bits of the signature's base64url"),
        (valid[0][0] + b"==", "padding"),
        (valid[0][0] + b"\n", "newline"),
        (b" " + valid[0][0], "space"),
        (signing_input, "two parts"),
        (valid[0][0] + b".", "four parts"),
        (signing_input + b".", "no signature"),
        (signing_input + b"." + signature[:-2], "signature of 63 bytes"),
        (b"", "empty"),
        ("é".encode() + valid[0][0], "not ASCII"),
    ]
    return {
        "typ": jws.STATEMENT,
        "accepted": [
            {
                "jwk": key.jwk.members(),
                "entry": data.decode(),
                "payload": vote(),
                "digest": jws.parse(data, jws.STATEMENT).digest,
                "leaf_hash": leaf_hash(data).hex(),
            }
            for data, key in valid
        ],
        "bad_signature": [
            (signing_input + b"." + b64url_encode(high_s(b64url_decode(signature.decode()))).encode()).decode()
        ],
        "malformed": [{"entry": data.decode(), "why": why} for data, why in malformed],
    }


def activation_vectors() -> object:
    code = seed("code")[:16]
    key = Ed25519Signer.from_seed(activation_seed(code))
    return {
        "code": b64url_encode(code),
        "seed_hex": activation_seed(code).hex(),
        "jwk": key.jwk.members(),
        "kid": key.kid,
    }
