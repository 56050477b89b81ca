"""Times as lists print them, read in every way they can be: "0:29:00" is 29 minutes, or 29 seconds and a stray field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from answerable.comparing.plausible import Reported, doubts

HOURS, MINUTES = "h:mm:ss", "mm:ss"
TIME_READINGS = (HOURS, MINUTES)
_TEXT = re.compile(r"(\d+):(\d{1,2})(?::(\d{1,2})(?:\.0+)?)?")
# Every reading of a group's texts is tried with every other: of more texts than this, each is tried by itself.
MOST_TOGETHER = 10


def seconds(text: str) -> dict[str, float]:
    """Reading → seconds, for each way in which a text of two or three fields can be read; empty where it is no time.

    Three fields are hours, minutes and seconds; where the last is 00 they may be minutes, seconds and a stray field,
    as spreadsheets write what was typed as mm:ss. Two fields are minutes and seconds, or hours and minutes.
    """
    match = _TEXT.fullmatch(text.strip())
    if match is None or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return {}
    first, second = int(match[1]), int(match[2])
    read = {HOURS: 3600.0 * first + 60 * second + int(match[3] or 0)}
    if match[3] is None or int(match[3]) == 0:
        read[MINUTES] = 60.0 * first + second
    return read


def sensible(open_numbers: Mapping[str, tuple[Reported, Mapping[str, float]]],
             known: Sequence[Reported]) -> dict[str, set[str]]:
    """Key → the readings that leave nothing impossible.

    open_numbers: key → (the number with any value, reading → seconds), all of one subject; known: numbers of the same
    subject whose values are sure. An empty set: no reading makes sense.
    """
    keys = list(open_numbers)
    if len(keys) > MOST_TOGETHER:
        return {key: sensible({key: open_numbers[key]}, known)[key] for key in keys}
    found: dict[str, set[str]] = {key: set() for key in keys}
    for chosen in product(*(open_numbers[key][1] for key in keys)):
        numbers = [_with(open_numbers[key][0], open_numbers[key][1][reading])
                   for key, reading in zip(keys, chosen, strict=True)]
        if not any(set(doubt.keys) & set(keys) for doubt in doubts([*numbers, *known])):
            for key, reading in zip(keys, chosen, strict=True):
                found[key].add(reading)
    return found


def _with(number: Reported, value: float) -> Reported:
    return Reported(number.key, number.about, number.line, number.starts, number.ends, number.statistic, value, number.unit)
