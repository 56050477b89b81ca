"""What was seen, in sentences: the one that stands first, and one for each other line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.words import format_value, join_words

Line = Mapping[str, Any]


def of(name: str) -> str:
    """Who comes by a line: "calls to 101", "contacts by chat"."""
    return _("calls to {line}").format(line=name) if name.isdigit() else _("contacts by {line}").format(line=name)


def limit_words(seconds: float) -> str:
    """A limit in words: "30 seconds", "24 hours"."""
    return format_value(seconds, "seconds", shortest=True)


def number(value: float | None, digits: int = 1) -> str:
    """A number with a minus sign and commas between thousands, a dash for none."""
    return "–" if value is None else f"{value:,.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 1) -> str:
    """A number with its sign, 0 without one."""
    text = f"{value:+.{digits}f}"
    return text[1:] if not text.strip("+-0.") else text.replace("-", "−")


def whole(value: float | None) -> str:
    """A share of 100 as people say it; one decimal where whole numbers would say all or none of what is not quite that."""
    if value is None:
        return "–"
    rounded = round(value)
    return f"{value:.1f}" if rounded in (0, 100) and value != rounded else f"{rounded}"


def main_line(told: Mapping[str, Any], wanted: str = "") -> Line:
    """The line that the first sentence is about: the one wanted, else the one to which most come."""
    lines = told["lines"]
    return next((line for line in lines if line["name"] == wanted), None) or max(lines, key=lambda line: line["now"]["came"])


def first_sentence(told: Mapping[str, Any], changes: Sequence[str], wanted: str = "") -> str:
    """What came of it for one line, and in what the changes lie."""
    line = main_line(told, wanted)
    if not changes or line["then"] is None:
        return _("As the room is now: {what}").format(what=_plainly(line))
    return _("With {changes}, {what}").format(changes=join_words(changes), what=_against(line))


def other_sentences(told: Mapping[str, Any], wanted: str = "") -> Iterator[str]:
    """A sentence for each other line, and what its handlers' time says."""
    main = main_line(told, wanted)
    for line in told["lines"]:
        if line is not main:
            words = _plainly(line) if line["then"] is None else _against(line)
            yield words[:1].upper() + words[1:]
    for pool in told["pools"]:
        yield _pool(pool)


def _plainly(line: Line) -> str:
    now = line["now"]
    if not now["came"]:
        return _("nobody comes by {line}.").format(line=line["name"])
    if now["within"] is None:
        return _("none of the {who} are answered.").format(who=of(line["name"]))
    return _("{share} of 100 {who} that are answered are within {limit}; {gone} of 100 give up; the mean wait is {wait}."
             ).format(share=whole(now["within"]), who=of(line["name"]), limit=limit_words(line["limit"]),
                      gone=whole(now["abandoned"]), wait=_wait(now["wait"]))


def _wait(seconds: float) -> str:
    return format_value(round(seconds), "seconds")


def _against(line: Line) -> str:
    now, then, difference = line["now"], line["then"], line["difference"]["within"]
    if difference is None:
        return _plainly({**line, "now": then})
    if not any(difference):
        return _("{share} of 100 {who} that are answered are within {limit}, as now.").format(
            share=whole(then["within"]), who=of(line["name"]), limit=limit_words(line["limit"]))
    if difference[1] <= 0 <= difference[2]:
        return _("{share} of 100 {who} that are answered are within {limit}; no difference to now can be told ({low} to {high} "
                 "points).").format(share=whole(then["within"]), who=of(line["name"]), limit=limit_words(line["limit"]),
                                    low=signed(difference[1]), high=signed(difference[2]))
    return _("{share} of 100 {who} that are answered are within {limit} instead of {before}; the difference is {difference} "
             "points, {low} to {high}.").format(
        share=_apart(then["within"], now["within"]), before=_apart(now["within"], then["within"]), who=of(line["name"]),
        limit=limit_words(line["limit"]), **_range(difference))


def _apart(value: float, other: float) -> str:
    """A share as people say it, with as many decimals as tell it from another."""
    return next((text for digits in (0, 1, 2) if (text := number(value, digits)) != number(other, digits)), number(value, 2))


def _range(difference: Sequence[float]) -> dict[str, str]:
    """A difference and its range with as many decimals as tell its ends apart."""
    digits = next((digits for digits in (1, 2) if round(difference[1], digits) != round(difference[2], digits)), 2)
    return dict(zip(("difference", "low", "high"), (signed(each, digits) for each in difference), strict=True))


def _pool(pool: Mapping[str, Any]) -> str:
    now, then = pool["now"], pool["then"]
    if then is None:
        return _("In the pool {pool}, people on duty are busy {busy}% of their time.").format(
            pool=pool["name"], busy=whole(now["busy"]))
    more = round(then["hours"] - now["hours"])
    hours = ngettext("{number} hour", "{number} hours", abs(more)).format(number=abs(more))
    duty = (_("as many hours on duty as now") if not more else
            (_("{hours} more on duty than now") if more > 0 else _("{hours} fewer on duty than now")).format(hours=hours))
    return _("In the pool {pool}, people on duty are busy {busy}% of their time, now {before}%; {duty}.").format(
        pool=pool["name"], busy=whole(then["busy"]), before=whole(now["busy"]), duty=duty)


def fault_words(told: Mapping[str, Any]) -> list[str]:
    """What is wrong with the room as it is, and as it was changed."""
    words = {"unstable": _("From {at} on more work comes than the handlers can do, and it is not caught up by the end: waits "
                           "grow for as long as the room runs, and their means depend on its length."),
             "stopped": _("At {at} so many wait that the simulation was stopped: the queue grows without bound. The figures "
                          "are of what came before.")}
    which = {"now": _("The room as it is: {what}"), "then": _("With the changes: {what}")}
    return [which[each["which"]].format(what=words[each["kind"]].format(at=each["at"])) for each in told["faults"]]


def certainty(told: Mapping[str, Any]) -> str:
    """On what the numbers rest."""
    days = told["days"]
    length = ngettext("{number} day", "{number} days", int(days) if days == int(days) else 2).format(number=f"{days:g}")
    return _("{repetitions} repetitions of {length}, each with the same callers now and with the changes. 95 of 100 such "
             "ranges hold the true difference; more repetitions make them narrower.").format(
        repetitions=told["repetitions"], length=length)
