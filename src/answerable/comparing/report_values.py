"""The values of a report as people print them: "86%", "1,204", "4 min 31 s", "98% or more"; none is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from answerable.comparing.times import seconds
from answerable.errors import InputError, did_you_mean
from answerable.judgement.evidence import FALL, RISE
from answerable.judgement.series import HIGHER, LOWER, NEUTRAL

PERCENT, SECONDS, COUNT, RATIO = "percent", "seconds", "count", "ratio"
UNIT_WORDS = {
    PERCENT: ("percent", "per cent", "%", "percentage", "share"),
    COUNT: ("count", "number", "contacts", "incidents", "calls", "people"),
    SECONDS: ("seconds", "time", "s", "sec", "duration"), RATIO: ("ratio", "rate", "per person"),
}
DIRECTION_WORDS = {
    HIGHER: ("higher", "higher is better", "high", "up", "more", "more is better", "increase", "above"),
    LOWER: ("lower", "lower is better", "low", "down", "less", "less is better", "fewer", "decrease", "below"),
    NEUTRAL: ("neutral", "neither", "none", "n/a"),
}
MEANT_WORDS = {
    RISE: ("rise", "increase", "up", "go up", "improve upwards", "grow", "higher"),
    FALL: ("fall", "decrease", "down", "go down", "reduce", "reduction", "lower"),
}
_NUMBER = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?|[-−]?\.\d+")
_TIME = re.compile(r"(?:(?P<h>\d+)\s*(?:hours?|hrs?|h)\s*)?(?:(?P<m>\d+)\s*(?:minutes?|mins?|m)\s*)?"
                   r"(?:(?P<s>\d+(?:\.\d+)?)\s*(?:seconds?|secs?|s))?")
_AT_LEAST = re.compile(r"^(>=|≥|>|at least|more than|over|above)\s*|\s*(or more|or above|or higher|\+)$")
_AT_MOST = re.compile(r"^(<=|≤|<|at most|less than|under|below|up to)\s*|\s*(or less|or below|or fewer|or lower)$")
STRICT = (">", "<", "more than", "less than", "over", "under", "above", "below")
NONE = ("", "-", "–", "n/a", "na", "none", "not set", "nil", "tbc")


@dataclass(frozen=True)
class Amount:
    """A printed amount. unit: what its own sign tells, empty where it has none; direction: "higher" or "lower" where it is a
    target that says on which side it is met, else empty; strict: whether a figure equal to it misses it; half: half of the last
    digit printed, in the value's unit: how far the true value may lie from it."""

    value: float
    unit: str = ""
    direction: str = ""
    strict: bool = False
    half: float = 0.0


def amount(text: str) -> Amount | None:
    """A printed amount; None for an empty cell or a dash. Raises InputError for what is no amount, or can be read in two ways.
    """
    plain = " ".join(text.casefold().split())
    if plain in NONE:
        return None
    for pattern, direction in ((_AT_LEAST, HIGHER), (_AT_MOST, LOWER)):
        match = pattern.search(plain)
        if match:
            return replace(_value(pattern.sub("", plain), text), direction=direction, strict=(match[1] or "") in STRICT)
    return _value(plain, text)


def _value(plain: str, text: str) -> Amount:
    bare = re.sub(r"\s*(%|per cent|percent)$", "", plain)
    if _NUMBER.fullmatch(bare):
        decimals = len(bare.partition(".")[2])
        number = float(bare.replace(",", "").replace("−", "-"))
        return Amount(number, PERCENT if bare != plain else "", half=0.5 * 10 ** -decimals)
    match = _TIME.fullmatch(plain)
    if match and any(match.groups()):
        value = 3600.0 * int(match["h"] or 0) + 60.0 * int(match["m"] or 0) + float(match["s"] or 0)
        # "4 min" may stand for anything that is nearer to it than to 3 or 5.
        decimals = len((match["s"] or "").partition(".")[2])
        half = 0.5 * 10 ** -decimals if match["s"] else 30.0 if match["m"] else 1800.0
        return Amount(value, SECONDS, half=half)
    readings = set(seconds(plain).values())
    if len(readings) == 1:
        return Amount(readings.pop(), SECONDS, half=0.5)
    if readings:
        raise InputError(f"'{text}' can be read as minutes and seconds, or as hours and minutes.",
                         remedy="Write 8m05s or 8h05m.")
    raise InputError(f"'{text}' is no number.", remedy="Write 86%, 1,204 or 4m31s; leave the cell empty where there is none.")


def word(text: str, kinds: Mapping[str, tuple[str, ...]], what: str) -> str:
    """The kind that a word means; empty for an empty cell. Raises InputError, with the nearest words, for an unknown one."""
    plain = " ".join(text.casefold().split())
    if not plain:
        return ""
    known = {name: kind for kind, names in kinds.items() for name in names}
    if plain not in known:
        raise InputError(f"{what} '{text}' is not known.",
                         remedy=f"{did_you_mean(plain, known)} Write {', '.join(kinds)}.".lstrip())
    return known[plain]
