"""Pico CSS as it was released, and what our pages take of it, which `python -m tests.pico` writes."""

import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path

STATIC = Path(__file__).parent.parent.parent / "voting" / "static"
RELEASED = Path(__file__).parent / "pico.min.css"
RELEASED_DIGEST = "fbc9a63fc9fc9f72d12fd7fc9806e11fa9f77ae4f9cad146b27003a1119ba3db"
TAKEN = STATIC / "vendor" / "pico.css"
TAKEN_BY_PHONES = STATIC / "vendor" / "pico-phone.css"
OWN = STATIC / "css"

# Selectors that name one of these are left out: no page has what they are for (`unused_markup` says how it would look
# in a page), browsers that ours do not reach need them, or our own sheet does without.
LEFT_OUT = {
    r":host": None,
    r"^\[data-theme": "data-theme=",
    r"^\[role=(?:search|group|switch|link)\]": r'role="(?:search|group|switch|link)"',
    r"\[type=checkbox\]\[role=switch\]": None,
    r"^\[type=(?:range|color)\]": r'type="(?:range|color)"',
    r"^\[type=(?:date|datetime-local|month|week)\]": r'type="(?:date|datetime-local|month|week)"',
    r"^\[type=reset\]": r'type="reset"',
    r"\[aria-invalid": "aria-invalid",
    r"^\[data-tooltip\]": "data-tooltip",
    r"\[aria-label=breadcrumb\]": 'aria-label="breadcrumb"',
    r"^select\[multiple\]": r"<select[^>]* multiple",
    # What is busy has no turning wheel here, and its words wrap.
    r"^\[aria-busy=true\]:not\(": None,
    # Our own sheet stops all movement.
    r"^:not\(\[aria-busy=true\]\)": None,
    r"^progress:indeterminate|\[dir=rtl\] progress": r"<progress(?![^>]* value)",
    r"::-ms|:-ms-|::-moz-focus-inner|:-moz-focusring|:-moz-ui-invalid|@-moz-document": None,
    r"^(?:(?:nav |label>)?details)?\.(?:container|grid|overflow-auto|dropdown|modal-is-\w+)\b": (
        r'class="(?:[^"]* )?(?:container|grid|overflow-auto|dropdown|modal-is-open)[" ]'
    ),
    r"\.close\b|\.striped": r'class="(?:[^"]* )?(?:striped|close)[" ]',
    r"^:where\(\.modal": None,
    r"^(?:samp|mark|hgroup|audio|hr|abbr|address|sub|sup|h5|h6)\b|^pre>?\s?samp": (
        r"<(?:samp|mark|hgroup|audio|hr|abbr|address|sub|sup|h5|h6|iframe)\b"
    ),
    r"^:where\(iframe": None,
    # Links of the second rank; buttons of it stay.
    r"^(?!.*button\W).*\.(?:contrast|secondary)|:not\(\[role=button\]\)\)\.(?:contrast|secondary)": (
        r'<a class="(?:contrast|secondary)'
    ),
    r"^details summary\[role=button\]\.contrast": None,
    r"^aside": r"<aside[^>]*>\s*<(?:nav|ul)",
    r"^nav li (?:\[role=button\]|\[type=button\]|button|input|select)": None,
    r"^@keyframes (?:tooltip|progress|modal)": None,
    r"article>(?:header|footer)": r"<article[^>]*>\s*<header",
}

# What the pages in which a delegate votes are without besides, under the same two heads.
LEFT_OUT_BY_PHONES = {
    r"^dialog|^:where\(dialog": "<dialog",
    # As what is selected, not as what a selector excludes.
    r"^(?:(?!:not\().)*\[type=(?:file|search|date|checkbox|time|month|week)|\)(?::is\()?\[type=(?:search|date)": (
        r'type="(?:file|search|date|checkbox|time|month|week|datetime-local)"'
    ),
    r"^progress": "<progress",
    r"^kbd": "<kbd",
    r"^tfoot|^thead": "<t(?:foot|head)",
    r"^fig(?:ure|caption)": "<fig(?:ure|caption)",
    r"\.contrast": 'class="contrast',
}


def parts(css: str) -> Iterator[tuple[str, str]]:
    """Yield each rule as what stands before its braces and what stands within."""
    depth = start = opened = 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            opened = at if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at]
                start = at + 1


def split(text: str, sign: str) -> list[str]:
    """Split at a sign that stands in no brackets and no quotes."""
    found, depth, quote = [""], 0, ""
    for one in text:
        quote = "" if one == quote else quote or (one if one in "\"'" else "")
        depth += (one in "([") - (one in ")]")
        if one == sign and depth == 0 and not quote:
            found.append("")
        else:
            found[-1] += one
    return [one for one in found if one]


def selected(css: str, left_out: Collection[str]) -> str:
    """Return the rules whose selectors some page may have."""
    kept = ""
    for head, body in parts(css):
        if head.startswith(("@media", "@supports")):
            inner = selected(body, left_out)
            kept += f"{head}{{{inner}}}" if inner else ""
            continue
        names = [one for one in split(head, ",") if not any(re.search(pattern, one) for pattern in left_out)]
        kept += f"{','.join(names)}{{{body}}}" if names else ""
    return kept


def without(css: str, dead: set[str], where: str = "") -> str:
    """Return the rules without what declares these variables, in rules whose selector matches."""
    kept = ""
    for head, body in parts(css):
        if head.startswith(("@media", "@supports")):
            inner = without(body, dead, where)
            kept += f"{head}{{{inner}}}" if inner else ""
        elif head.startswith("@"):
            kept += f"{head}{{{body}}}"
        else:
            told = [
                one
                for one in split(body, ";")
                if not (re.search(where, head) and one.partition(":")[0].strip() in dead)
            ]
            kept += f"{head}{{{';'.join(told)}}}" if told else ""
    return kept


def own_sheet() -> str:
    """Return all that we write ourselves, without comments."""
    return re.sub(r"/\*.*?\*/", "", "".join(one.read_text() for one in sorted(OWN.rglob("*.css"))), flags=re.DOTALL)


def taken(by_phones: bool = False) -> str:
    """Return the part of Pico that our pages use, or those alone in which a delegate votes.

    Raises:
        ValueError: the file beside this one is not the release that is named in its note.
    """
    released = RELEASED.read_bytes()
    if hashlib.sha256(released).hexdigest() != RELEASED_DIGEST:
        raise ValueError(f"{RELEASED.name} is not the release")
    own = own_sheet()
    css = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", released.decode(), flags=re.DOTALL)
    css = selected(css, {**LEFT_OUT, **(LEFT_OUT_BY_PHONES if by_phones else {})})
    # Colours and sizes that our own sheet sets anew, on the same element and later, for either scheme.
    ours = set(
        re.findall(
            r"(--pico-[\w-]+)\s*:", "".join(b for h, b in parts(own) if h.startswith((":root", '[data-theme="light"]')))
        )
    )
    css = without(css, ours, r"^:root(?::not\([^)]*\))?$")
    while dead := set(re.findall(r"(--pico-[\w-]+)\s*:", css)) - set(re.findall(r"var\((--pico-[\w-]+)", css + own)):
        css = without(css, dead)
    return css + "\n"
