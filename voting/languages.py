"""The languages of pages: which there are, which one a person reads, and what each calls itself."""

from collections.abc import Sequence
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import has_request_context, request
from flask_babel import get_locale

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


def number_in(value: int, language: str) -> str:
    """Return a count as people of a language write it, in English if pages do not speak it; view.js writes the same."""
    # Spanish leaves four digits together: CLDR's minimumGroupingDigits, of which Babel knows nothing.
    if language == "es" and abs(value) < 10_000:
        return str(value)
    return format_decimal(value, locale=language if language in LANGUAGES else LANGUAGES[0])


def number_here(value: int) -> str:
    """Return a count in the language of the page."""
    return number_in(value, str(get_locale()))


def moment_here(issued_at: str) -> str:
    """Return a time in UTC (RFC 3339) as people of the page's language write it; the page says once that it is UTC."""
    return format_datetime(datetime.fromisoformat(issued_at), locale=str(get_locale()))


def claimed_time(issued_at: str, language: str) -> str:
    """Return a time that a signer's device claimed (RFC 3339), as a paper says it."""
    return f"{format_date(datetime.fromisoformat(issued_at), 'long', locale=language)}, {issued_at[11:19]} UTC"
