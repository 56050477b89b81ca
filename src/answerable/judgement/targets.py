"""Targets: versioned content that says what a measure is held to, by whom, and how far it compares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answerable.content import content_files
from answerable.errors import InputError
from answerable.judgement.aims import COMPARISONS, Aim, Amount
from answerable.judgement.evidence import FALL, RISE
from answerable.judgement.reading import Fields
from answerable.judgement.series import NEUTRAL
from answerable.words import _, mark


@dataclass(frozen=True)
class Status:
    """How binding a target is: what it is called in a sentence, and the words that say whose it is."""

    noun: str
    words: str


# The most binding first: of two targets in force at one time the first of this order is used.
STATUSES = {
    "statutory": Status(mark("statutory target"), mark("set by law")),
    "national": Status(mark("national standard"), mark("national standard")),
    "inspectorate": Status(mark("inspectorate's standard"), mark("used by the inspectorate")),
    "local": Status(mark("local target"), mark("local target of {owner}")),
    "aspiration": Status(mark("aspiration"), mark("local aspiration of {owner}, not a national standard")),
}
KEYS = ("target", "version", "measure", "value", "comparison", "aim", "since", "owner", "status", "source", "address",
        "from", "to", "comparability", "applies_to", "warn_below")
# Odds, in per cent, under which a warning may be given: at neither end would one ever be given, or cleared.
LEAST_WARN_BELOW, MOST_WARN_BELOW = 1, 90
# Where neither the target nor the workspace says: as soon as missing it is more likely than meeting it.
DEFAULT_WARN_BELOW = 50.0


@dataclass(frozen=True)
class Target:
    """One version of a target.

    asks: a value to be met, or a way to move; ends: last day in force, None while it has no end; comparability: what
    stands between the target and a like-for-like comparison, empty where nothing does; address: of the source, may be
    empty; applies_to: the id of the one force that it is for, empty where it is for every force that has it; warn_below: odds
    of meeting it, in per cent, under which a warning is given ahead, None where the workspace's settings say.
    """

    id: str
    version: int
    measure: str
    asks: Amount | Aim
    owner: str
    status: str
    source: str
    starts: date
    ends: date | None
    comparability: str
    address: str = ""
    applies_to: str = ""
    warn_below: float | None = None

    @property
    def amount(self) -> Amount | None:
        """The value to be met; None where the target is an aim: then nothing can be met, missed or drawn."""
        return self.asks if isinstance(self.asks, Amount) else None

    @property
    def aim(self) -> Aim | None:
        """The way to move; None where there is a value to be met."""
        return self.asks if isinstance(self.asks, Aim) else None

    @property
    def value(self) -> float | None:
        """The value to be met, in the measure's unit; None where the target is an aim."""
        return self.amount.value if self.amount else None

    def in_force(self, day: date) -> bool:
        """Whether the target holds on a local day; the first and the last day are inside."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def for_force(self, force: str | None) -> bool:
        """Whether the target is for a force (its id; None: one that is not known)."""
        return self.applies_to in ("", force)

    def words(self, unit: str) -> str:
        """The target as a page shows it: "80% or more (local aspiration of ..., not a national standard)"."""
        return f"{self.asks.words(unit)} ({_(STATUSES[self.status].words).format(owner=self.owner)})"

    def position(self, value: float, unit: str) -> str | None:
        """Where a value stands: "below the 80% aspiration", "at the 90% national standard"; None where it is an aim."""
        return self.amount.position(value, unit, _(STATUSES[self.status].noun)) if self.amount else None

    def as_json(self, unit: str) -> dict[str, Any]:
        """The "target" part of a measure's release file; `source` carries the note on comparability."""
        return {**self.asks.as_json(), "owner": self.owner,
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
        asks=_asks(fields, starts or date.min, ends), owner=fields.text("owner"),
        status=fields.choice("status", STATUSES), source=fields.text("source"), starts=starts or date.min, ends=ends,
        comparability=fields.text("comparability", default=""), address=fields.text("address", default=""),
        applies_to=fields.text("applies_to", default=""), warn_below=_warn_below(fields))
    fields.finish()
    return target


def _warn_below(fields: Fields) -> float | None:
    if fields.content.get("warn_below") is None:
        return None
    if fields.content.get("aim") is not None:
        fields.faults.append(f"warn_below is '{fields.content['warn_below']}', but an aim has no value, and so no odds of "
                             "being met. Leave it out.")
    return fields.number("warn_below", least=LEAST_WARN_BELOW, most=MOST_WARN_BELOW)


def _asks(fields: Fields, starts: date, ends: date | None) -> Amount | Aim:
    """What a file asks: exactly one of value with comparison, and aim."""
    given = [key for key in ("value", "comparison", "aim", "since") if fields.content.get(key) is not None]
    amount = "value" in given or "comparison" in given
    if amount and "aim" in given:
        fields.faults.append(f"aim is '{fields.content['aim']}', and there is '{given[0]}' too. A target is a value to be met "
                             "or a way to move: leave out 'aim', or 'value' and 'comparison'.")
    elif not amount and "aim" not in given:
        fields.faults.append("neither 'value' with 'comparison' nor 'aim' is given. Write the value to be met and how it is "
                             f'met; or, where the owner named none, aim: {FALL} or aim: {RISE}.')
    elif amount and "since" in given:
        fields.faults.append(f"since is '{fields.content['since']}', but only an aim counts movement from a day. Leave it out.")
    if amount:
        return Amount(fields.number("value"), fields.choice("comparison", COMPARISONS))
    since = fields.day("since", optional=True) or starts
    if ends and since > ends:
        fields.faults.append(f"since is '{since}', after to '{ends}'. Write the day from which movement counts, or leave it "
                             "out.")
    return Aim(fields.choice("aim", (FALL, RISE)) if "aim" in given else FALL, since)


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
    """Raise InputError where a target is met, or meant to move, in the direction that its measure calls the worse; and for an
    aim of a measure that calls neither better, as no movement of it could be called an improvement."""
    asks, needed = target.asks, target.asks.direction
    if isinstance(asks, Amount) and direction not in (needed, NEUTRAL):
        raise InputError(f"comparison '{asks.comparison}' is met by {needed} values, but the measure "
                         f"'{target.measure}' says that {direction} is better.",
                         where=f"target '{target.id}'",
                         remedy="Change the target's comparison or the measure's direction.")
    if isinstance(asks, Aim) and direction != needed:
        better = "neither direction" if direction == NEUTRAL else direction
        raise InputError(f"aim '{asks.way}' takes {needed} values for better, but the measure '{target.measure}' says that "
                         f"{better} is better.",
                         where=f"target '{target.id}'", remedy="Change the target's aim or the measure's direction.")
