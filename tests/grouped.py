"""Numbers as people write them, by language: what no program works out here, and all programs must come to."""

VOTES, WEIGHT = 1_235, 12_350
GROUPED = {
    "en": {999: "999", VOTES: "1,235", WEIGHT: "12,350", 1_234_567: "1,234,567"},
    "fr": {999: "999", VOTES: "1\u202f235", WEIGHT: "12\u202f350", 1_234_567: "1\u202f234\u202f567"},
    "es": {999: "999", VOTES: "1235", WEIGHT: "12.350", 1_234_567: "1.234.567"},
    "de": {999: "999", VOTES: "1.235", WEIGHT: "12.350", 1_234_567: "1.234.567"},
    "pt": {999: "999", VOTES: "1.235", WEIGHT: "12.350", 1_234_567: "1.234.567"},
    "ar": {999: "999", VOTES: "1,235", WEIGHT: "12,350", 1_234_567: "1,234,567"},
}


def otherwise(language: str) -> set[str]:
    """Return how other languages and machines write the votes and the weight, and this one does not."""
    own = GROUPED[language]
    return {
        form for number in (VOTES, WEIGHT) for form in (str(number), *(one[number] for one in GROUPED.values()))
    } - set(own.values())
