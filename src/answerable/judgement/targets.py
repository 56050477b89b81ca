"""Targets: versioned content that says what a measure is held to, by whom, and how far it compares."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answerable.content import content_files
from answerable.errors import InputError
from answerable.judgement.reading import Fields
from answerable.judgement.series import HIGHER, LOWER, NEUTRAL
from answerable.words import _, format_value, mark


@dataclass(frozen=True)
class Comparison:
    """How a figure is held against a target: the test, the direction in which it is met, and its English."""

    met: Callable[[float, float], bool]
    direction: str
    words: str


@dataclass(frozen=True)
class Status:
    """How binding a target is: what it is called in a sentence, and the words that say whose it is."""

    noun: str
    words: str


COMPARISONS = {
    ">=": Comparison(operator.ge, HIGHER, mark("{value} or more")),
    ">": Comparison(operator.gt, HIGHER, mark("more than {value}")),
    "<=": Comparison(operator.le, LOWER, mark("{value} or less")),
    "<": Comparison(operator.lt, LOWER, mark("less than {value}")),
}
# The most binding first: of two targets in force at one time the first of this order is used.
STATUSES = {
    "statutory": Status(mark("statutory target"), mark("set by law")),
    "national": Status(mark("national standard"), mark("national standard")),
    "inspectorate": Status(mark("inspectorate's standard"), mark("used by the inspectorate")),
    "local": Status(mark("local target"), mark("local target of {owner}")),
    "aspiration": Status(mark("aspiration"), mark("local aspiration of {owner}, not a national standard")),
}
KEYS = ("target", "version", "measure", "value", "comparison", "owner", "status", "source", "address",
        "from", "to", "comparability", "applies_to")


@dataclass(frozen=True)
class Target:
    """One version of a target.

    value: in the measure's unit; ends: last day in force, None while it has no end; comparability: what
    stands between the target and a like-for-like comparison, empty where nothing does; address: of the source, may be
    empty; applies_to: the id of the one force that it is for, empty where it is for every force that has it.
    """

    id: str
    version: int
    measure: str
    value: float
    comparison: str
    owner: str
    status: str
    source: str
    starts: date
    ends: date | None
    comparability: str
    address: str = ""
    applies_to: str = ""

    def met(self, value: float) -> bool:
        """Whether a value meets the target, with the strictness of its comparison."""
        return COMPARISONS[self.comparison].met(value, self.value)

    def in_force(self, day: date) -> bool:
        """Whether the target holds on a local day; the first and the last day are inside."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def for_force(self, force: str | None) -> bool:
        """Whether the target is for a force (its id; None: one that is not known)."""
        return self.applies_to in ("", force)

    def words(self, unit: str) -> str:
        """The target as a page shows it: "80% or more (local aspiration of ..., not a national standard)"."""
        amount = _(COMPARISONS[self.comparison].words).format(value=self._amount(unit))
        return f"{amount} ({_(STATUSES[self.status].words).format(owner=self.owner)})"

    def position(self, value: float, unit: str) -> str:
        """Where a value stands: "below the 80% aspiration", "at the 90% national standard"."""
        side = _("above") if value > self.value else _("below") if value < self.value else self._level()
        return _("{side} the {value} {noun}").format(
            side=side, value=self._amount(unit), noun=_(STATUSES[self.status].noun))

    def _amount(self, unit: str) -> str:
        return format_value(self.value, unit, shortest=True)

    def _level(self) -> str:
        if self.met(self.value):
            return _("at")
        above = COMPARISONS[self.comparison].direction == HIGHER
        return _("at, and not above,") if above else _("at, and not below,")

    def as_json(self, unit: str) -> dict[str, Any]:
        """The "target" part of a measure's release file; `source` carries the note on comparability."""
        return {"value": self.value, "comparison": self.comparison, "owner": self.owner,
                "status": self.status, "source": f"{self.source} {self.comparability}".strip(),
                "address": self.address, "words": self.words(unit)}


def read_target(path: Path) -> Target:
    """The target in one YAML file. Raises DefinitionError with every fault of it: key, value and remedy."""
    fields = Fields(path, "target", KEYS)
    starts, ends = fields.day("from"), fields.day("to", optional=True)
    if starts and ends and ends < starts:
        fields.faults.append(f"to is '{ends}', before from '{starts}'. Write the last day in force, or leave "
                             "'to' out.")
    target = Target(
        id=fields.name("target"), version=fields.whole("version"), measure=fields.text("measure"),
        value=fields.number("value"), comparison=fields.choice("comparison", COMPARISONS),
        owner=fields.text("owner"), status=fields.choice("status", STATUSES), source=fields.text("source"),
        starts=starts or date.min, ends=ends, comparability=fields.text("comparability", default=""),
        address=fields.text("address", default=""), applies_to=fields.text("applies_to", default=""))
    fields.finish()
    return target


def read_targets(own: Path | None = None) -> tuple[Target, ...]:
    """Every target: the shipped ones and those in the folder `own`.

    A file in `own` replaces the shipped one of its name; the targets of `own` also replace every shipped
    target of the same measure, since a force that has set its own is held to that.
    """
    targets = {path: read_target(path) for path in content_files("targets", own).values()}
    chosen = {target.measure for path, target in targets.items() if path.parent == own}
    return tuple(target for path, target in targets.items()
                 if path.parent == own or target.measure not in chosen)


def target_for(targets: Iterable[Target], measure: str, day: date, force: str | None = None) -> Target | None:
    """The target of a measure on a local day: of several in force the most binding, then the latest begun.

    force: the id of the force that is judged; None, or another's id, leaves out what is for one force alone.
    """
    in_force = [target for target in targets
                if target.measure == measure and target.in_force(day) and target.for_force(force)]
    binding = list(STATUSES)
    return min(in_force, default=None,
               key=lambda target: (binding.index(target.status), -target.starts.toordinal(), target.id))


def check_target(target: Target, direction: str) -> None:
    """Raise InputError where a target is met in the direction that its measure calls the worse."""
    needed = COMPARISONS[target.comparison].direction
    if direction not in (needed, NEUTRAL):
        raise InputError(f"comparison '{target.comparison}' is met by {needed} values, but the measure "
                         f"'{target.measure}' says that {direction} is better.",
                         where=f"target '{target.id}'",
                         remedy="Change the target's comparison or the measure's direction.")
