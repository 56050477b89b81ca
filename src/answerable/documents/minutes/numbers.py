"""Numbers of a sentence with their unit: those that state a value, and those of a measure's name ("within 30 seconds")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNITS = {"%": "percent", "per cent": "percent", "percent": "percent", "percentage points": "percentage points",
         "seconds": "seconds", "second": "seconds", "secs": "seconds", "minutes": "minutes", "minute": "minutes",
         "mins": "minutes", "hours": "hours", "hour": "hours", "hrs": "hours", "days": "days", "weeks": "weeks",
         "months": "months", "years": "years", "calls": "contacts", "contacts": "contacts", "emails": "contacts",
         "incidents": "count", "crimes": "count", "offences": "count", "complaints": "count", "burglaries": "count",
         "victims": "count", "vacancies": "count", "reports": "count", "logs": "count",
         "fte": "full-time equivalents", "ftes": "full-time equivalents", "posts": "full-time equivalents",
         "full-time equivalents": "full-time equivalents", "officers": "people", "staff": "people", "people": "people",
         "pcsos": "people", "specials": "people", "constables": "people", "call handlers": "people"}
TIMES = {"minutes": 60, "hours": 3600}
WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
         "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50}
SCALES = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}
_UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w.,/])(?P<pound>£\s?)?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{'|'.join(WORDS)})\b)"
    rf"\s?(?P<scale>(?:million|billion|thousand|bn|m|k)\b)?(?:\s*(?P<unit>(?:{_UNIT})(?![\w-])))?"
    r"(?![\d/])(?!-\d)", re.IGNORECASE)
# A number of things that have no unit of their own: "1,204 referrals".
THINGS = "things"
FOLLOWED = re.compile(r"\s*(?:[a-z-]+\s+){0,2}[a-z-]+s\b")
# Numbers that name a line; nobody counts so many of anything.
LINES = ("999", "101")
# "3 minutes 12 seconds", "2 minutes 40".
SECONDS_TOO = re.compile(r"\s*(?:and\s+)?([0-5]?\d)(?:\s*(?:seconds?|secs?|s)\b|(?=[\s.,;)]|$))")
# Before a number: it says how a measure is counted, and is not its value.
OF_A_NAME = re.compile(r"(?:within|inside|in under|under|in less than|less than|longer than|after|in|than)\s+(?:the\s+)?$",
                       re.IGNORECASE)
COMPARISONS = tuple((word, re.compile(rf"(?:{words})\s+(?:the\s+)?$", re.IGNORECASE)) for word, words in (
    ("at least", r"at least|minimum of|no less than|above|over|more than|exceed\w*"),
    ("at most", r"at most|no more than|maximum of|below|under|less than|fewer than|up to")))


# "Nine out of ten", "8 out of 10": a share.
OUT_OF = re.compile(rf"\b(\d+|{'|'.join(WORDS)})\s+(?:calls?\s+|callers?\s+)?out\s+of\s+(?:every\s+)?(\d+|{'|'.join(WORDS)})\b",
                    re.IGNORECASE)


def _plain(said: str) -> float:
    said = said.lower()
    return float(WORDS[said]) if said in WORDS else float(said.replace(",", ""))


@dataclass(frozen=True)
class Number:
    """A number of a sentence. value: in its unit (minutes and hours in seconds); unit: as in the catalogue, "pounds", or ""
    where none is printed; comparison: "at least", "at most" or ""; of_a_name: it belongs to a measure's name."""

    start: int
    end: int
    value: float
    unit: str
    comparison: str = ""
    of_a_name: bool = False


def find_numbers(sentence: str) -> Iterator[Number]:
    """The numbers of a sentence, in their order. Numbers of lines (999, 101), of plans and of years are none of them."""
    taken = 0
    for match in OUT_OF.finditer(sentence):
        part, whole = _plain(match[1]), _plain(match[2])
        if 0 <= part <= whole and whole:
            taken = match.end()
            yield Number(match.start(), match.end(), 100 * part / whole, "percent")
    for match in NUMBER.finditer(sentence):
        said = match["number"].lower()
        value = _plain(said)
        unit = "pounds" if match["pound"] else UNITS.get((match["unit"] or "").lower(), "")
        year = len(said) == 4 and said[:2] in ("19", "20")
        if match.start() < taken or said in LINES or (not unit and (said in WORDS or year)):
            continue
        if not unit and FOLLOWED.match(sentence, match.end()):
            unit = THINGS
        end = match.end()
        if unit == "minutes" and (rest := SECONDS_TOO.match(sentence, end)):
            value, end = value + int(rest[1]) / 60, rest.end()
        value *= SCALES.get((match["scale"] or "").lower(), 1)
        before = sentence[max(0, match.start() - 24):match.start()]
        name = unit in ("seconds", "minutes", "hours", "days") and OF_A_NAME.search(before) is not None
        comparison = next((word for word, pattern in COMPARISONS if pattern.search(before)), "")
        value, unit = (value * TIMES[unit], "seconds") if unit in TIMES else (value, unit)
        taken = end
        yield Number(match.start(), end, value, unit, comparison, name)
