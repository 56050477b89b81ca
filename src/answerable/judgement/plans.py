"""Chart plans: versioned content that says how a measure's usual range is worked out, and why so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.content import content_files, unknown_keys
from answerable.errors import InputError
from answerable.judgement.kinds import KINDS, XMR
from answerable.judgement.reading import Fields
from answerable.judgement.rules import DEFAULT_RULE_SET, RULE_SETS, RuleSet
from answerable.judgement.seasons import FIGURES_NEEDED
from answerable.words import _, capital

FOLDER = "chart_plans"
KEYS = ("chart_plan", "version", "title", "kind", "rule_set", "baseline", "minimum_points", "season", "within_possible",
        "measures", "reason")
DEFAULT_PLAN = "default-1"
ALL = "all"
NONE, MONTH = "none", "month"
SEASONS = (NONE, MONTH)
# Fewer figures tell nothing reliable about what is usual (Making Data Count: a baseline of 12 to 20).
MINIMUM_POINTS = 12


@dataclass(frozen=True)
class Baseline:
    """Which figures of a phase its lines are drawn from: the first `points` of it, or those of the periods that start from
    `first` to `last`, both included."""

    points: int | None = None
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the period that starts on a day lies within the dates."""
        return (self.first or date.min) <= day <= (self.last or date.max)

    @property
    def words(self) -> str:
        """The baseline in words."""
        if self.points is not None:
            return _("the first {number} figures of a phase").format(number=self.points)
        return _("the figures from {first} to {last}").format(first=self.first, last=self.last)


@dataclass(frozen=True)
class ChartPlan:
    """How a series is judged against what is usual for it.

    kind: one of kinds.KINDS; baseline: None where all figures of a phase make its lines; minimum_points: figures of the
    baseline below which there are no lines; season: MONTH where the series is judged without what is usual for each calendar
    month; within_possible: whether drawn lines are cut at what the unit can be (judging never is); measures: ids of those it
    is for; for_all: whether it is for every measure that no other plan names; reason: why it is as it is.
    """

    id: str
    title: str = ""
    kind: str = XMR
    rule_set: RuleSet = DEFAULT_RULE_SET
    baseline: Baseline | None = None
    minimum_points: int = MINIMUM_POINTS
    season: str = NONE
    within_possible: bool = False
    measures: tuple[str, ...] = ()
    for_all: bool = False
    reason: str = ""

    @property
    def needed(self) -> int:
        """Figures that a first phase needs before there are lines."""
        return max(self.minimum_points, FIGURES_NEEDED if self.season == MONTH else 0)

    @property
    def words(self) -> str:
        """The plan in one sentence."""
        baseline = self.baseline.words if self.baseline else _("all final figures of a phase")
        season = _("seasonally adjusted by month") if self.season == MONTH else _("not seasonally adjusted")
        return _("{kind}; lines from {baseline}, at least {needed}; {season}; rules {rules}").format(
            kind=capital(_(KINDS[self.kind].words)), baseline=baseline, needed=self.needed, season=season,
            rules=self.rule_set.id)

    def meaning(self) -> dict[str, Any]:
        """What decides the lines and what is found, as plain values: what must not change under one id."""
        baseline = self.baseline
        dates = baseline and [day.isoformat() for day in (baseline.first, baseline.last) if day]
        return {"kind": self.kind, "rule_set": self.rule_set.id, "baseline": baseline and (baseline.points or dates),
                "minimum_points": self.minimum_points, "season": self.season, "within_possible": self.within_possible}

    def as_json(self) -> dict[str, Any]:
        """The plan as a judgement names it."""
        return {"id": self.id, "words": self.words, "reason": self.reason, "within_possible": self.within_possible}


def read_plan(path: Path) -> ChartPlan:
    """The chart plan in one YAML file. Raises DefinitionError with every fault of it: key, value and remedy."""
    fields = Fields(path, "chart plan", KEYS)
    measures, for_all = _measures(fields)
    plan = ChartPlan(
        id=fields.name("chart_plan", version=fields.whole("version")), title=fields.text("title"),
        kind=fields.choice("kind", KINDS), rule_set=RULE_SETS[fields.choice("rule_set", RULE_SETS)],
        baseline=_baseline(fields), minimum_points=fields.whole("minimum_points", default=MINIMUM_POINTS, least=2),
        season=fields.choice("season", SEASONS), within_possible=_yes_or_no(fields, "within_possible"),
        measures=measures, for_all=for_all, reason=fields.text("reason"))
    if not fields.faults:
        fields.faults += _contradictions(plan)
    fields.finish()
    return plan


def read_plans(own: Path | None = None) -> tuple[ChartPlan, ...]:
    """Every chart plan, those of the folder `own` before the shipped; of each name the newest version.

    A file in `own` replaces the shipped one of its name. Raises DefinitionError for a faulty file, InputError where two plans
    of one origin are for the same measure, or both for all.
    """
    found: dict[tuple[bool, str], tuple[int, ChartPlan]] = {}
    for path in content_files(FOLDER, own).values():
        plan, shipped = read_plan(path), path.parent != own
        name, version = plan.id.rsplit("-", 1)
        if (shipped, name) not in found or found[shipped, name][0] < int(version):
            found[shipped, name] = (int(version), plan)
    for shipped in (False, True):
        _check_apart([plan for (from_us, _name), (_number, plan) in found.items() if from_us == shipped])
    return tuple(plan for (_shipped, _name), (_number, plan) in sorted(found.items(), key=lambda item: item[0]))


def plan_for(plans: Iterable[ChartPlan], measure: str) -> ChartPlan:
    """The plan of a measure: the first that names it, else the first for all, else the shipped default."""
    known = tuple(plans)
    for plan in known:
        if measure in plan.measures:
            return plan
    return next((plan for plan in known if plan.for_all), None) or default_plan()


@lru_cache(maxsize=1)
def default_plan() -> ChartPlan:
    """The shipped plan for every measure without one of its own."""
    return read_plan(content_files(FOLDER)[DEFAULT_PLAN])


def _check_apart(plans: Sequence[ChartPlan]) -> None:
    taken: dict[str, str] = {}
    for plan in plans:
        for measure in [*plan.measures, *([ALL] if plan.for_all else [])]:
            if measure in taken:
                raise InputError(f"the chart plans '{taken[measure]}' and '{plan.id}' are both for {measure}.",
                                 remedy="Leave it in one of them.")
            taken[measure] = plan.id


def _measures(fields: Fields) -> tuple[tuple[str, ...], bool]:
    given = fields.content.get("measures")
    if given == ALL:
        return (), True
    if isinstance(given, list) and all(isinstance(name, str) and name for name in given):
        return tuple(given), False
    fields.faults.append(f"measures is '{given}'. Write a list of measures' ids, or {ALL} for every measure that no other "
                         "plan names.")
    return (), False


def _baseline(fields: Fields) -> Baseline | None:
    given = fields.content.get("baseline")
    if given is None:
        return None
    if isinstance(given, int) and not isinstance(given, bool) and given >= 2:
        return Baseline(points=given)
    if isinstance(given, dict):
        fields.faults += unknown_keys(given, ("from", "to"), inside="baseline")
        dates = Fields(fields.path, "chart plan", ("from", "to"), content=given, inside="baseline")
        first, last = dates.day("from"), dates.day("to")
        fields.faults += [fault for fault in dates.faults if fault not in fields.faults]
        if first and last and last < first:
            fields.faults.append(f"baseline: to is '{last}', before from '{first}'. Write the later day there.")
        return Baseline(first=first, last=last)
    fields.faults.append(f"baseline is '{given}'. Write how many first figures of a phase, such as 24, or "
                         "{from: 2023-04-01, to: 2025-03-31}; leave it out for all figures.")
    return None


def _yes_or_no(fields: Fields, key: str) -> bool:
    given = fields.content.get(key)
    if not isinstance(given, bool):
        fields.faults.append(f"'{key}' is missing. Write true or false." if given is None
                             else f"{key} is '{given}'. Write true or false.")
    return bool(given)


def _contradictions(plan: ChartPlan) -> list[str]:
    """What cannot hold together in a plan that is well-formed key by key."""
    faults = []
    if plan.baseline and plan.baseline.points is not None and plan.baseline.points < plan.needed:
        faults.append(f"baseline is {plan.baseline.points}, fewer than the {plan.needed} figures that lines need: there would "
                      "never be lines. Write more, or lower 'minimum_points'.")
    if plan.season != NONE and plan.kind != XMR:
        faults.append(f"season is '{plan.season}' with kind '{plan.kind}'. Only xmr charts are seasonally adjusted: without "
                      "its season a share is no longer numerator ÷ denominator. Write kind: xmr, or season: none.")
    if KINDS[plan.kind].between_events and (plan.measures or plan.for_all):
        faults.append(f"kind is '{plan.kind}', with a point for each event, but measures have one for each month. Write "
                      "'measures: []' and give the points from Python, or choose another kind.")
    return faults
