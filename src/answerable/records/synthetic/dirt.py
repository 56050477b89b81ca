"""What goes wrong between the event and the file, at known rates: real exports are never clean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from answerable.records.synthetic import texts
from answerable.records.synthetic.contacts import ABANDONED, NONE, Contacts
from answerable.records.synthetic.exports import OLD_TELEPHONE, System
from answerable.records.synthetic.hours import Hours, Ints, to_date
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.texts import Mask

# Shares of the telephone rows that could suffer each and do (between 04:00 and midnight); no row suffers two.
DIRT = {
    "answered_before_presented": 2.5e-4,    # an impossible time, up to ten minutes early; of answered calls
    "abandoned_before_presented": 1.0e-3,   # the same for a hang-up (old system only), of the hang-ups
    "unknown_outcome": 1.2e-4,              # an outcome word that no mapping knows
    "short_row": 1.0e-4,                    # the last fields of the row are missing
    "repeated_row": 3.0e-4,                 # the row stands twice in the file
}
KINDS = ("clean", *DIRT)
UNKNOWN_OUTCOME = "XR7"
LOST_FIELDS = 3
EARLIER_SECONDS = (1, 600)
CALM_SLOT = 8           # nothing is damaged before 04:00: no damaged time falls into a change of the clocks
REPEATED_HOURS = 3      # how much of the month before stands again at the head of a file


@dataclass(frozen=True)
class Damage:
    """What happens to each contact of a month on its way into the file. kind: codes into KINDS; lost: the
    export lacks its day; earlier_ms: how far an impossible time lies before the contact came."""

    kind: Ints
    lost: Mask
    earlier_ms: Ints

    def of(self, kind: str) -> Mask:
        """Which contacts suffer this, of those that the file has."""
        which: Mask = (self.kind == KINDS.index(kind)) & ~self.lost
        return which

    def loaded(self) -> Mask:
        """Which contacts a careful loading ends with: not those that are lost or cannot be placed."""
        loaded: Mask = ~self.lost & ~self.of("unknown_outcome") & ~self.of("short_row")
        return loaded


def draw_damage(contacts: Contacts, plan: MonthPlan, hours: Hours, system: System,
                random: np.random.Generator) -> Damage:
    """What goes wrong this month, by the rates of DIRT."""
    count, index = len(contacts), hours.index(contacts.presented)
    kind = np.searchsorted(np.cumsum(list(DIRT.values())), random.random(count), side="right") + 1
    kind = np.where(kind == len(KINDS), 0, kind)
    possible = {"answered_before_presented": contacts.answered != NONE,
                "abandoned_before_presented": (contacts.outcome == ABANDONED) & (system is OLD_TELEPHONE)}
    for name, where in possible.items():
        kind = np.where((kind == KINDS.index(name)) & ~where, 0, kind)
    kind = np.where(hours.slot[index] < CALM_SLOT, 0, kind)
    earlier = random.integers(EARLIER_SECONDS[0], EARLIER_SECONDS[1] + 1, count) * 1000
    lost = np.array([to_date(day).day == plan.outage_day for day in hours.day])[index]
    return Damage(kind, lost, earlier)


def no_damage(contacts: Contacts) -> Damage:
    """A month in which all goes well."""
    count = len(contacts)
    return Damage(np.zeros(count, np.int64), np.zeros(count, np.bool_), np.zeros(count, np.int64))


def as_told(contacts: Contacts, damage: Damage) -> Contacts:
    """The contacts with the impossible times in place of the true ones."""
    impossible = contacts.presented - damage.earlier_ms
    answered, abandoned = damage.of("answered_before_presented"), damage.of("abandoned_before_presented")
    # The moment of leaving the queue, where a system records it apart, stays right.
    left = np.where(answered, contacts.answered, contacts.left)
    return replace(contacts, answered=np.where(answered, impossible, contacts.answered),
                   left=np.where(abandoned, impossible, left))


def dirty_table(table: pa.Table, damage: Damage, outcome_column: str) -> tuple[pa.Table, Ints]:
    """The table with unknown outcomes, lost rows gone, others repeated; and the contact behind each row."""
    position = table.column_names.index(outcome_column)
    outcomes = table[outcome_column].combine_chunks()
    unknown = texts.overwritten(outcomes, damage.of("unknown_outcome"), UNKNOWN_OUTCOME)
    table = table.set_column(position, outcome_column, unknown)
    kept = np.flatnonzero(~damage.lost)
    rows = np.repeat(kept, 1 + damage.of("repeated_row")[kept])
    return table.take(texts.numbers(rows)), rows


def cut_short(lines: list[bytes], rows: Ints, damage: Damage, delimiter: bytes) -> list[bytes]:
    """The data lines of a file, the damaged ones without their last fields."""
    for number in np.flatnonzero(damage.of("short_row")[rows]):
        lines[number] = delimiter.join(lines[number].split(delimiter)[:-LOST_FIELDS])
    return lines


def repeatable(contacts: Contacts, rows: Ints, damage: Damage, hours: Hours) -> Ints:
    """Which rows of a file stand again in the next month's: the undamaged ones of its last hours."""
    late = contacts.presented[rows] >= hours.month_ends_ms - REPEATED_HOURS * 3_600_000
    return np.flatnonzero(late & (damage.kind[rows] == 0))
