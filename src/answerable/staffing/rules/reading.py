"""Reading rule sets: shipped ones by their name, own ones by their file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

from answerable.content import content_files
from answerable.content.located import File, Part
from answerable.errors import InputError, did_you_mean
from answerable.staffing.rules.kinds import (
    AverageHours,
    Break,
    ContractHours,
    DailyRest,
    DutyLength,
    FreeWeekends,
    Kind,
    MostNights,
    Night,
    NightAverage,
    PeriodRest,
    Publication,
    RestBetween,
    RestDays,
    Rule,
    RuleSet,
    Step,
    Way,
)

_COMMON = ("name", "kind", "source", "note")
_SUCCESSIVE = ("every", "successive")
Reader = tuple[tuple[str, ...], Callable[[Part], Kind]]


def read_rules(named: str) -> RuleSet:
    """The rule set of a name ("working-time-regulations-1998") or a file (one that ends in .yaml). Raises InputError for a
    name that is not known, DefinitionError with the line of every fault."""
    if named.endswith((".yaml", ".yml")):
        return read_rule_file(Path(named))
    known = content_files("roster_rules")
    if named not in known:
        raise InputError(f"there are no rules named '{named}'.", remedy=did_you_mean(named, known)
                         or f"There are {', '.join(known)}; or name a file that ends in .yaml.")
    return read_rule_file(known[named])


def read_rule_file(path: Path) -> RuleSet:
    """The rule set of a file."""
    file = File(path, "the rules")
    top = file.top
    top.known("title", "about", "address", "night", "breaks_are_work", "rules")
    night, breaks_are_work = _night(top), top.flag("breaks_are_work")
    found = RuleSet(path.stem, top.text("title"), top.text("about"), top.text("address", default=""),
                    tuple(_rule(part, night, breaks_are_work) for part in top.parts("rules")))
    file.finish()
    return found


def _night(top: Part) -> Night:
    part = top.part("night")
    part.known("begins", "ends", "hours")
    return Night(_clock(part, "begins"), _clock(part, "ends"), part.number("hours", above=True))


def _clock(part: Part, key: str) -> time:
    try:
        return time.fromisoformat(part.text(key))
    except ValueError:
        part.fault(key, 'must be a time of day such as "23:00", in quotes')
        return time(0)


def _rule(part: Part, night: Night, breaks_are_work: bool) -> Rule:
    kind = part.choice("kind", _KINDS)
    keys, read = _KINDS[kind]
    part.known(*_COMMON, *keys)
    return Rule(part.text("name"), read(part), part.text("source"), part.text("note", default=""), night, breaks_are_work)


def _successive(part: Part) -> bool:
    return part.choice("periods", _SUCCESSIVE, default="every") == "successive"


def _whole(part: Part, key: str) -> int:
    return part.whole(key, least=1)


def _hours(part: Part) -> float:
    return part.number("hours", above=True)


def _ways(part: Part) -> PeriodRest:
    found = []
    for own in part.parts("ways"):
        own.known("weeks", "rests", "hours")
        weeks = _whole(own, "weeks")
        if weeks > 2:
            own.fault("weeks", f"must be 1 or 2; it is {weeks}")
        found.append(Way(7 * min(weeks, 2), _whole(own, "rests"), _hours(own)))
    return PeriodRest(tuple(found))


def _steps(part: Part) -> Break:
    found: list[Step] = []
    for own in part.parts("steps"):
        own.known("from", "over", "minutes")
        if ("from" in own.content) == ("over" in own.content):
            own.fault("minutes", "must have one of from (hours, or more) and over (more than so many hours) beside it")
        beyond = "over" in own.content
        found.append(Step(own.number("over" if beyond else "from", default=0.0), beyond, own.whole("minutes")))
        if len(found) > 1 and (found[-1].hours, found[-1].beyond) <= (found[-2].hours, found[-2].beyond):
            own.fault("minutes", "must stand below a step of fewer hours: the steps rise")
    return Break("work" if part.choice("of", ("duty", "work"), default="duty") == "work" else "duty", tuple(found))


def _rest_days(part: Part) -> RestDays:
    whole = part.choice("periods", ("every", "weeks"), default="every") == "weeks"
    days = _whole(part, "in_days")
    if whole and days % 7:
        part.fault("in_days", f"must be whole weeks where periods are weeks; it is {days}")
    return RestDays(_whole(part, "at_least"), days, whole)


def _most_nights(part: Part) -> MostNights:
    return MostNights(part.whole("at_most"), _whole(part, "in_days"))


_KINDS: dict[str, Reader] = {
    "average hours": (("hours", "weeks", "periods"),
                      lambda part: AverageHours(_hours(part), _whole(part, "weeks"), _successive(part))),
    "night workers' average": (("hours", "weeks", "periods", "share", "rest_hours"), lambda part: NightAverage(
        _hours(part), _whole(part, "weeks"), _successive(part), part.number("share", most=1.0),
        part.number("rest_hours", most=48.0))),
    "daily rest": (("hours",), lambda part: DailyRest(part.number("hours", above=True, most=24.0))),
    "rest between duties": (("hours",), lambda part: RestBetween(_hours(part))),
    "rest in the week": (("ways",), _ways),
    "breaks": (("of", "steps"), _steps),
    "length of duty": (("hours",), lambda part: DutyLength(_hours(part))),
    "rest days": (("at_least", "in_days", "periods"), _rest_days),
    "nights": (("at_most", "in_days"), _most_nights),
    "hours of the contract": (("weeks", "full_time"),
                              lambda part: ContractHours(_whole(part, "weeks"), part.number("full_time", above=True))),
    "free weekends": (("at_least", "in_weeks"), lambda part: FreeWeekends(_whole(part, "at_least"), _whole(part, "in_weeks"))),
    "publication": (("notice_months", "covers_months"), lambda part: Publication(
        part.whole("notice_months"), part.whole("covers_months"))),
}
KINDS: tuple[str, ...] = tuple(_KINDS)


def shipped_rules() -> dict[str, Path]:
    """Name → file of every shipped rule set."""
    return content_files("roster_rules")
