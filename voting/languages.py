"""The languages of pages: which there are, which one a person reads, and what each calls itself."""

from collections.abc import Sequence
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import has_request_context, request

# The first is the one that messages are written in.
LANGUAGES = ("en", "fr", "es", "de", "pt", "ar")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
COOKIE = "language"


def page_language() -> str:
    """Return the language of the page that is asked for: the person's choice, else her browser's."""
    if not has_request_context():
        return LANGUAGES[0]
    # Nobody sits at the hall screen: its address says what it speaks. Elsewhere an address may name a text's language.
    asked = request.args.get(COOKIE) if request.path == "/screen" else None
    for chosen in (asked, request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    # Of two languages the first is wanted more, and be it as it is spoken in one country: "ar-EG" before "en".
    wanted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((tag for tag in wanted if tag in LANGUAGES), LANGUAGES[0])


def sentence_languages(languages: Sequence[str]) -> list[str]:
    """Return those of a convention's languages that pages speak, or the one that messages are written in."""
    return [language for language in languages if language in LANGUAGES] or [LANGUAGES[0]]


def endonym(tag: str) -> str:
    """Return a language's name in that language, capitalised as it would begin a line; its tag if nobody knows it."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(tag.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return tag
    return name[0].upper() + name[1:] if name else tag


def marked(message: str) -> str:
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def claimed_time(issued_at: str, language: str) -> str:
    """Return a time that a signer's device claimed (RFC 3339), as a paper says it."""
    return f"{format_date(datetime.fromisoformat(issued_at), 'long', locale=language)}, {issued_at[11:19]} UTC"
