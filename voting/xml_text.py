"""Text for files of office programs, which are XML: what XML has no place for would make the whole file unreadable."""

import re

# Section 2.2 of XML 1.0, but for the halves of surrogate pairs, which no text here holds.
_LACKING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def for_xml(text: str) -> str:
    """Return text with the replacement character in the place of each one that XML lacks."""
    return _LACKING.sub("\ufffd", text)
