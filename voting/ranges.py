"""Numbers of badges in few letters, for what thousands of phones are told."""

from collections.abc import Iterable


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in few letters: "1-4,7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
