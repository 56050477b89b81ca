"""Numbers and lists as people read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from answerable.errors import InputError, did_you_mean
from answerable.words.translating import _, ngettext, vowels

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MOST_DECIMALS = 6

def format_count(number: float) -> str:
    """A number of things with commas between thousands: "23,291"; one decimal where it is not whole."""
    return _number(number, 0 if float(number).is_integer() else 1)


def join_words(words: Sequence[str]) -> str:
    """A list as a sentence names it: "a", "a and b", "a, b and c". An empty list gives the empty string."""
    if len(words) < 2:
        return "".join(words)
    return vowels(_("{all_but_last} and {last}").format(all_but_last=", ".join(words[:-1]), last=words[-1]))


def format_value(value: float | None, unit: str, *, apart_from: float | None = None,
                 shortest: bool = False) -> str:
    """A figure with its unit, as a page shows it.

    value: in the unit's own terms (percent 0 to 100, seconds, number of contacts); None gives "no figure".
    unit: "percent" ("65.4%"), "seconds" ("12 seconds", "1 minute 38 seconds", "2 hours 5 minutes"),
    "contacts" or "count" ("23,291"), "ratio" ("1.25"), "hours" ("1,204.5 hours"),
    "full-time equivalents" ("12.5 full-time equivalents").
    apart_from: a value, such as a target, that the text must not seem to equal when the figure does not:
    79.96% beside a target of 80% stays "79.96%" and is never rounded onto it.
    shortest: leave out zeros after the point, as for a target: "80%".
    Raises InputError on an unknown unit.
    """
    if unit not in _UNITS:
        raise InputError(f"unknown unit '{unit}'.",
                         remedy=f"{did_you_mean(unit, _UNITS)} Units are {join_words(UNITS)}.".lstrip())
    if value is None:
        return _("no figure")
    others = [0.0] if apart_from is None else [0.0, apart_from]
    return _UNITS[unit](float(value), others, shortest)


def _percent(value: float, others: Sequence[float], shortest: bool) -> str:
    # "100%" and "0%" say all and none; a rounded 99.96 must not.
    if value in (0, 100):
        return _("{number}%").format(number=_number(value, 0))
    return _("{number}%").format(number=_apart(value, 1, [100.0, *others], shortest))


def _ratio(value: float, others: Sequence[float], shortest: bool) -> str:
    return _apart(value, 2, others, shortest)


def _hours_worked(value: float, others: Sequence[float], shortest: bool) -> str:
    text = _apart(value, 1, others, True)
    return ngettext("{number} hour", "{number} hours", value).format(number=text)


def _full_time(value: float, others: Sequence[float], shortest: bool) -> str:
    return _("{number} full-time equivalents").format(number=_apart(value, 1, others, True))


def _contacts(value: float, others: Sequence[float], shortest: bool) -> str:
    return format_count(value) if value.is_integer() else _apart(value, 1, others, shortest)


def _seconds(value: float, others: Sequence[float], shortest: bool) -> str:
    text = _plain_seconds(value)
    like = [other for other in others if other != value and text == _plain_seconds(other)]
    # Rounded onto the target it missed (or met): the seconds with the decimals that tell them apart.
    return _("{number} seconds").format(number=_apart(value, 1, like, shortest)) if like else text


def _plain_seconds(value: float) -> str:
    sign, size = ("−" if value < 0 else ""), abs(value)
    for limit, step, show in ((MINUTE, 0.1, _under_a_minute), (HOUR, 1, _minutes), (2 * DAY, MINUTE, _hours)):
        # Round before choosing the words, so that 59.96 becomes "1 minute" and not "60.0 seconds".
        rounded = _rounded(size, step)
        if rounded < limit:
            return sign + show(rounded)
    return sign + _days(_rounded(size, HOUR))


def _under_a_minute(size: float) -> str:
    number = _number(size, 0 if size.is_integer() else 1)
    return ngettext("{number} second", "{number} seconds", size).format(number=number)


def _minutes(size: float) -> str:
    minutes, seconds = divmod(int(size), MINUTE)
    larger = ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    smaller = ngettext("{number} second", "{number} seconds", seconds).format(number=seconds)
    return f"{larger} {smaller}" if seconds else larger


def _hours(size: float) -> str:
    hours, minutes = divmod(int(size) // MINUTE, 60)
    larger = ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    smaller = ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    return f"{larger} {smaller}" if minutes else larger


def _days(size: float) -> str:
    days, hours = divmod(int(size) // HOUR, 24)
    larger = ngettext("{number} day", "{number} days", days).format(number=format_count(days))
    smaller = ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    return f"{larger} {smaller}" if hours else larger


def _apart(value: float, decimals: int, others: Sequence[float], shortest: bool) -> str:
    """The number with as many decimals as keep it from reading like another number that it is not."""
    different = [other for other in others if other != value]
    while decimals < MOST_DECIMALS and any(_decimal(value, decimals) == _decimal(other, decimals)
                                           for other in different):
        decimals += 1
    text = _number(value, decimals)
    return text.rstrip("0").rstrip(".") if shortest and "." in text else text


def _number(value: float, decimals: int) -> str:
    return f"{_decimal(value, decimals):,}".replace("-", "−")


def _decimal(value: float, decimals: int) -> Decimal:
    # Half up on the digits people see (65.25 → 65.3), as with a pencil; adding 0 turns −0 into 0.
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def _rounded(value: float, step: float) -> float:
    return float((Decimal(repr(value)) / Decimal(repr(step))).quantize(Decimal(1), ROUND_HALF_UP)
                 * Decimal(repr(step)))


_UNITS: dict[str, Callable[[float, Sequence[float], bool], str]] = {
    "percent": _percent, "seconds": _seconds, "contacts": _contacts, "count": _contacts, "ratio": _ratio,
    "hours": _hours_worked, "full-time equivalents": _full_time}
UNITS = tuple(_UNITS)


def format_things(number: float, one: str, many: str) -> str:
    """A number of things with its noun: "1 record", "23,291 records"."""
    return f"{format_count(number)} {ngettext(one, many, number)}"
