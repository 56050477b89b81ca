"""The figures of what was seen as rows: for the page, the download and the paper alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.what_if.telling import limit_words, number, signed

DIGITS = {"within": 1, "abandoned": 1, "wait": 0}


def columns(told: Mapping[str, Any]) -> list[str]:
    """The headings of the table of lines."""
    if told["lines"][0]["then"] is None:
        return [_("Line"), _("Come"), _("Within the limit, of 100"), _("Give up, of 100"), _("Mean wait, seconds")]
    return [_("Line"), _("Come"), _("Within the limit, of 100"), _("Difference"), _("Give up, of 100"), _("Difference"),
            _("Mean wait, seconds"), _("Difference")]


def rows(told: Mapping[str, Any]) -> list[list[str]]:
    """A row for each line. Where something is changed a cell says "84.1 (now 78.0)", and the next by how much they differ,
    with the range that holds the true difference in 95 of 100 such ranges."""
    return [list(_row(line)) for line in told["lines"]]


def _row(line: Mapping[str, Any]) -> Iterator[str]:
    yield _("{line}, limit {limit}").format(line=line["name"], limit=limit_words(line["limit"]))
    now, then = line["now"], line["then"]
    yield _both(now["came"], then and then["came"], 0)
    for key, digits in DIGITS.items():
        yield _both(now[key], then and then[key], digits)
        if then:
            yield difference_words(line["difference"][key], digits)


def _both(now: float | None, then: float | None, digits: int) -> str:
    if then is None or number(now, digits) == number(then, digits):
        return number(now, digits)
    return _("{then} (now {now})").format(then=number(then, digits), now=number(now, digits))


def difference_words(difference: list[float] | None, digits: int = 1) -> str:
    """A difference with its range; "none to be told" where the range holds 0."""
    if difference is None:
        return "–"
    if not any(difference):
        return _("none")
    mean, low, high = (signed(each, max(digits, 1)) for each in difference)
    if difference[1] <= 0 <= difference[2]:
        return _("none to be told ({low} to {high})").format(low=low, high=high)
    return _("{mean} ({low} to {high})").format(mean=mean, low=low, high=high)


def pool_columns(told: Mapping[str, Any]) -> list[str]:
    """The headings of the table of pools."""
    return [_("Pool"), _("Hours on duty, without breaks and absence"), _("Busy, of 100 minutes on duty")]


def pool_rows(told: Mapping[str, Any]) -> list[list[str]]:
    """A row for each pool."""
    return [[pool["name"], _both(pool["now"]["hours"], pool["then"] and pool["then"]["hours"], 0),
             _both(pool["now"]["busy"], pool["then"] and pool["then"]["busy"], 1)] for pool in told["pools"]]


def download(told: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The rows of the CSV file: a row a figure, its header first."""
    yield ["line_or_pool", "figure", "unit", "now", "with_the_changes", "difference", "difference_low", "difference_high",
           "limit_seconds", "repetitions"]
    units = {"came": "contacts", "within": "percent", "abandoned": "percent", "wait": "seconds"}
    for line in told["lines"]:
        for key, unit in units.items():
            then, off = line["then"], (line["difference"] or {}).get(key) or [None] * 3
            yield [line["name"], key, unit, line["now"][key], then and then[key], *off, line["limit"], told["repetitions"]]
    for pool in told["pools"]:
        for key, unit in (("hours", "hours"), ("busy", "percent")):
            yield [pool["name"], key, unit, pool["now"][key], pool["then"] and pool["then"][key], None, None, None, None,
                   told["repetitions"]]


__all__ = ["columns", "difference_words", "download", "pool_columns", "pool_rows", "rows"]
