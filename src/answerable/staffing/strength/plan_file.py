"""A plan's file (YAML) read into a Plan. What may stand in it: docs/how-to/plan-people.md."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np

from answerable.content.located import File, Part
from answerable.periods import MONTH_NAMES, first_day_of_month, month_number, to_day
from answerable.staffing.strength.plan import (
    ALL,
    NONE,
    Absence,
    Cohort,
    Demand,
    Leaving,
    Plan,
    Redeployed,
    Share,
    Slip,
    Training,
    Wandering,
)

MOST_MONTHS, MOST_PEOPLE = 36, 5000
_PLAN = ("name", "begins", "months", "establishment", "in_post", "room_for", "joiners", "training", "leavers", "abstraction",
         "redeployed", "slip", "demand", "efficiency")
_COUNTED = re.compile(r"(\d+) of (\d+)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_MONTHS = tuple(name.lower() for name in MONTH_NAMES)


def read_plan(path: Path) -> Plan:
    """The plan of a file. Raises DefinitionError with the line of every fault."""
    file = File(path, "the plan")
    top = file.top
    top.known(*_PLAN)
    begins = month_of(top, "begins", str(top.content.get("begins")))
    months = top.whole("months", default=12, least=1)
    if months > MOST_MONTHS:
        top.fault("months", f"must be at most {MOST_MONTHS}; it is {months}")
        months = MOST_MONTHS
    posts, in_post = _establishment(top, begins, months), _people(top, "in_post")
    plan = Plan(
        str(top.content.get("name", path.stem)), begins, posts, in_post,
        room_for=top.number("room_for", default=posts[0], above=True, unit="people"), training=_training(top),
        cohorts=tuple(_cohort(part, begins) for part in _listed(top, "joiners")), leaving=_leaving(top, begins, in_post),
        absence=_absence(top), redeployed=tuple(_redeployed(part, begins) for part in _listed(top, "redeployed")),
        slip=_slip(top), demand=_demand(top), efficiency=top.number("efficiency", default=0.05, most=0.5), where=str(path))
    if plan.cohorts and "training" not in top.content:
        top.fault("joiners", "join, but nothing is said of their training. Write training: {weeks: …}")
    file.finish()
    return plan


def month_of(part: Part, key: str, text: str) -> date:
    """The first day of a month such as "2026-05"; a stand-in, and a fault, where it is none."""
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12 and int(found[1]) >= 1:
        return date(int(found[1]), int(found[2]), 1)
    part.fault(key, f"must be a month such as 2026-05; it is {text!r}")
    return date(2000, 1, 1)


def share(part: Part, key: str, *, default: Share | None = None) -> Share:
    """A share: a number from 0 to 1, or a count such as "41 of 52"."""
    value = part.content.get(key)
    if value is None and default is not None:
        return default
    counted = _COUNTED.fullmatch(value.strip()) if isinstance(value, str) else None
    if counted:
        some, all_ = int(counted[1]), int(counted[2])
        if 0 <= some <= all_ and all_ > 0:
            return Share(some / all_, all_)
    elif isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return Share(float(value))
    part.fault(key, f'must be a share from 0 to 1, or a count such as "41 of 52"; it is {value!r}')
    return default or NONE


def _people(part: Part, key: str) -> int:
    people = part.whole(key)
    if people > MOST_PEOPLE:
        part.fault(key, f"must be at most {MOST_PEOPLE} people; it is {people}")
    return min(people, MOST_PEOPLE)


def _listed(top: Part, key: str) -> list[Part]:
    return top.parts(key) if key in top.content else []


def _day(part: Part, key: str, begins: date) -> int:
    found = part.day(key)
    return to_day(found) - to_day(begins) if found else 0


def _establishment(top: Part, begins: date, months: int) -> tuple[float, ...]:
    """Posts by month: one number, or numbers that hold from the month at which they stand."""
    if not isinstance(top.content.get("establishment"), dict):
        return (top.number("establishment", above=True, unit="posts"),) * months
    part = top.part("establishment")
    changes = sorted((month_of(part, key, key), part.number(key, above=True, unit="posts")) for key in part.content)
    if changes and changes[0][0] > begins:
        part.fault(f"{changes[0][0]:%Y-%m}", f"is the first month with a number, and the plan begins in {begins:%Y-%m}: "
                                             "write the posts of that month too")
    first = int(month_number(np.array([to_day(begins)]))[0])
    days = [int(first_day_of_month(first + place)) for place in range(months)]
    return tuple(([1.0] + [posts for start, posts in changes if to_day(start) <= day])[-1] for day in days)


def _training(top: Part) -> Training:
    if "training" not in top.content:
        return Training(0)
    part = top.part("training")
    part.known("weeks", "passes", "nesting")
    return Training(7 * part.whole("weeks"), share(part, "passes", default=ALL), _nesting(part))


def _nesting(part: Part) -> tuple[float, ...]:
    """Productivity week by week: a list, or a straight line over so many weeks."""
    value = part.content.get("nesting", [])
    if isinstance(value, dict):
        own = part.part("nesting")
        own.known("weeks", "from")
        weeks, first = own.whole("weeks", least=1), own.number("from", default=0.5, most=1.0)
        return tuple(float(first + (1 - first) * week / weeks) for week in range(weeks))
    if not isinstance(value, list) or not all(isinstance(one, int | float) and 0 <= one <= 1 for one in value):
        part.fault("nesting", f"must be a list of shares from 0 to 1, one a week, or {{weeks, from}}; it is {value!r}")
        return ()
    return tuple(map(float, value))


def _cohort(part: Part, begins: date) -> Cohort:
    part.known("starts", "people")
    return Cohort(_day(part, "starts", begins), _people(part, "people"), f"line {part.file.line(part.keys)}")


def _leaving(top: Part, begins: date, in_post: int) -> Leaving:
    if "leavers" not in top.content:
        return Leaving()
    part = top.part("leavers")
    part.known("in_a_year", "in_first_year", "known")
    known = []
    for one in _listed(part, "known"):
        one.known("from", "people")
        known.append((_day(one, "from", begins), _people(one, "people")))
        if known[-1][0] < 0:
            one.fault("from", "lies before the plan begins: leave those out of in_post")
    if sum(people for _day_, people in known) > in_post:
        part.fault("known", f"are more people than the {in_post} in post")
    return Leaving(_yearly(part, "in_a_year"), _yearly(part, "in_first_year") if "in_first_year" in part.content else None,
                   tuple(sorted(known)))


def _yearly(part: Part, key: str) -> Share:
    found = share(part, key, default=NONE)
    if found.value == 1 and found.of is None:
        part.fault(key, "must be below 1: everyone would be gone on the first day")
        return NONE
    return found


def _absence(top: Part) -> Absence:
    if "abstraction" not in top.content:
        return Absence()
    part = top.part("abstraction")
    part.known("usual", "by_month", "sd", "carries_over")
    usual = part.number("usual", most=0.9)
    return Absence(usual, _by_month(part, least=-usual, most=0.9 - usual), _wandering(part))


def _wandering(part: Part) -> Wandering:
    return Wandering(part.number("sd", default=0.0, most=0.5), part.number("carries_over", default=0.0, most=0.99))


def _by_month(part: Part, *, least: float, most: float) -> tuple[tuple[int, float], ...]:
    if "by_month" not in part.content:
        return ()
    own = part.part("by_month")
    own.known(*_MONTHS)
    return tuple((_MONTHS.index(name) + 1, own.number(name, least=least, most=most)) for name in own.content
                 if name in _MONTHS)


def _redeployed(part: Part, begins: date) -> Redeployed:
    part.known("from", "to", "people", "productivity")
    first, last = _day(part, "from", begins), _day(part, "to", begins) + 1
    if last <= first:
        part.fault("to", "lies before from")
    return Redeployed(first, last, _people(part, "people"), part.number("productivity", default=1.0, most=1.0))


def _slip(top: Part) -> Slip:
    if "slip" not in top.content:
        return Slip()
    part = top.part("slip")
    part.known("come", "weeks_late", "together")
    weeks = part.content.get("weeks_late", [0])
    if not isinstance(weeks, list) or not weeks or not all(isinstance(one, int) and 0 <= one <= 104 for one in weeks):
        part.fault("weeks_late", f"must be a list of whole weeks, one for each cohort so far; it is {weeks!r}")
        weeks = [0]
    return Slip(share(part, "come", default=ALL), tuple(7 * one for one in sorted(weeks)),
                part.number("together", default=0.5, most=1.0))


def _demand(top: Part) -> Demand:
    if "demand" not in top.content:
        return Demand()
    part = top.part("demand")
    part.known("growth", "growth_sd", "by_month", "sd", "carries_over")
    return Demand(part.number("growth", default=0.0, least=-0.5, most=1.0), part.number("growth_sd", default=0.0, most=0.5),
                  _by_month(part, least=0.2, most=5.0), _wandering(part))
