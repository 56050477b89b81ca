"""What goes wrong between an incident and its row in a file, at known rates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.hours import DAY_MS, Hours, Ints
from answerable.records.synthetic.incident_exports import TIMES, day_of_month
from answerable.records.synthetic.incidents import Incidents
from answerable.records.synthetic.plan import WRONG_DATE, MonthPlan
from answerable.records.synthetic.texts import Mask

# Shares of the incidents created after 04:00 that could suffer each and do; none suffers two.
INCIDENT_DIRT = {
    "arrived_before_created": 1.5e-3,   # an impossible arrival, up to ten minutes early; of those attended
    "empty_number": 6.0e-4,             # the field of the incident's number is empty
    "shifted_row": 4.0e-4,              # a field is missing and those after it stand one to the left
}
KINDS = ("clean", *INCIDENT_DIRT)
CALM_SLOT = 8


@dataclass(frozen=True)
class IncidentDamage:
    """What happens to each incident of a month on its way into the file. kind: codes into KINDS; earlier_ms: how far an
    impossible arrival lies before the creation; misdated: the row stands under the date of the day after."""

    kind: Ints
    earlier_ms: Ints
    misdated: Mask

    def of(self, kind: str) -> Mask:
        """Which incidents suffer this."""
        which: Mask = self.kind == KINDS.index(kind)
        return which

    def take(self, which: Ints) -> IncidentDamage:
        """The damage of the incidents at these positions."""
        return IncidentDamage(self.kind[which], self.earlier_ms[which], self.misdated[which])


def draw_incident_damage(logs: Incidents, plan: MonthPlan, hours: Hours, random: np.random.Generator) -> IncidentDamage:
    """What goes wrong this month, by the rates of INCIDENT_DIRT, and the day under a wrong date."""
    count = len(logs)
    kind = np.searchsorted(np.cumsum(list(INCIDENT_DIRT.values())), random.random(count), side="right") + 1
    kind = np.where(kind == len(KINDS), 0, kind)
    impossible = kind == KINDS.index("arrived_before_created")
    kind = np.where((impossible & (logs.arrived == NONE)) | (hours.slot[hours.index(logs.created)] < CALM_SLOT), 0, kind)
    month, day = WRONG_DATE
    misdated = (day_of_month(logs, hours) == day) & (plan.before_last == month)
    return IncidentDamage(kind, random.integers(1, 601, count) * 1000, misdated)


def incidents_as_told(logs: Incidents, damage: IncidentDamage) -> Incidents:
    """The incidents with wrong dates and impossible arrivals in place of the true ones."""
    shift = damage.misdated * DAY_MS
    told = replace(logs, **{name: np.where(getattr(logs, name) == NONE, NONE, getattr(logs, name) + shift)
                            for name in TIMES})
    wrong = damage.of("arrived_before_created") & (told.arrived != NONE)
    return replace(told, arrived=np.where(wrong, told.created - damage.earlier_ms, told.arrived))


def dirty_lines(lines: list[bytes], damage: IncidentDamage, delimiter: bytes) -> list[bytes]:
    """The data lines of a file with empty numbers and shifted rows."""
    for row in np.flatnonzero(damage.of("empty_number")):
        lines[row] = lines[row][lines[row].index(delimiter):]
    for row in np.flatnonzero(damage.of("shifted_row")):
        number, _, *rest = lines[row].split(delimiter)
        lines[row] = delimiter.join([number, *rest, b""])
    return lines
