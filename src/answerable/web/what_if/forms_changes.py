"""The form with which a room is changed. Everything in it may be left empty: then it is as it is in the room.

The fields of a room's pools and lines carry their place in it: "vacant_0" is of the first pool. Those of spans carry the number
of their row: "staff1_more". What is filled in stands in the address, so that it can be sent to somebody and read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.errors import AnswerableError
from answerable.simulation.room import Line, Room, Weekday
from answerable.simulation.scenarios.changes import (
    Absent,
    Arrivals,
    AtOnce,
    Away,
    Change,
    Down,
    Lasts,
    Opening,
    Reserve,
    Staff,
    changed,
)
from answerable.simulation.scenarios.times import DAY, When
from answerable.web.components.forms import Form
from answerable.web.meetings.forms_meetings import TimeField
from answerable.web.what_if import changing as words
from answerable.web.what_if.limits import check_room
from answerable.web.what_if.maps import days_of_week, kinds, usual

# How many rows of a kind can be filled in; one more than is filled in is shown.
ROWS = {"staff": 4, "line": 3, "down": 2}
GROUPS = {"every_day": (), "weekdays": tuple(Weekday)[:5], "weekend": tuple(Weekday)[5:]}
MOST_PEOPLE, MOST_PERCENT = 500, 300


@dataclass(frozen=True)
class Said:
    """A change, with its words."""

    change: Change
    words: str


def _number(label: str, least: float, most: float, *, whole: bool = False) -> forms.Field:
    kind = forms.IntegerField if whole else forms.FloatField
    return kind(label=label, required=False, min_value=least, max_value=most, widget=forms.TextInput(
        {"class": "govuk-input govuk-input--width-4", "inputmode": "numeric" if whole and least >= 0 else "text"}))


class ChangesForm(Form):
    """What is different. Its values get `changed`, the room as it would be, and `said`, the changes."""

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        self.room = room
        super().__init__(*args, **kwargs)
        self.fields |= dict(_fields(room))
        for name, field in self.fields.items():
            if not field.widget.is_hidden and "class" not in field.widget.attrs:
                field.widget.attrs["class"] = "govuk-select"
            if isinstance(field, TimeField):
                field.widget.attrs |= {"class": "govuk-input govuk-input--width-4", "autocomplete": "off"}
            if isinstance(field, forms.ChoiceField):
                # Left as it is, the script keeps it out of the address.
                field.widget.attrs["data-usual"] = str(self._usual(name))

    def clean(self) -> dict[str, Any]:
        """The values, with the changes and the room as it would be."""
        cleaned = super().clean()
        room, said = self.room, []
        for names, made in _changes(self.room, cleaned):
            try:
                room = changed(room, (made.change,))
            except AnswerableError as error:
                self.add_error(next(iter(names)), error.line())
            else:
                said.append(made)
        try:
            check_room(room)
        except AnswerableError as error:
            self.add_error(None, error.line())
        cleaned["changed"], cleaned["said"] = room, tuple(said)
        return cleaned

    def filled_in(self) -> dict[str, str]:
        """The fields that say something, as they were written: for the address."""
        return {name: self.data[name] for name in self.fields if self.data.get(name, "") not in ("", self._usual(name))}

    def _usual(self, name: str) -> Any:
        field = self.fields[name]
        return field.initial if isinstance(field, forms.ChoiceField) else None

    def rows(self, kind: str) -> list[list[forms.BoundField]]:
        """The rows of a kind that are filled in, and one more."""
        told = [number for number in range(1, ROWS[kind] + 1) if self[f"{kind}{number}_{WANTED[kind]}"].value()]
        shown = range(1, min(max(told, default=0) + 1, ROWS[kind]) + 1)
        return [[self[f"{kind}{number}_{part}"] for part in _ROWS[kind]] for number in shown]

    def of_pools(self) -> list[dict[str, Any]]:
        """For each pool its name and fields, each with what it is now."""
        return [{"name": pool.name, "fields": [self._cell(part, place, POOL_PARTS, now) for part, now in (
            ("vacant", ""), ("absent", f"{pool.absent * 100:g}%"), ("away", f"{pool.away * 100:g}%"))]}
            for place, pool in enumerate(self.room.pools)]

    def of_lines(self) -> list[dict[str, Any]]:
        """For each line its name and fields, each with what it is now; None for a field that it does not have."""
        return [{"name": line.name, "fields": [self._cell(part, place, LINE_PARTS, now) for part, now in (
            ("demand", ""), ("talk", ""), ("reserve", words.reserve_now(line)), ("at_once", f"{line.service.at_once}"))]}
            for place, line in enumerate(self.room.lines)]

    def _cell(self, part: str, place: int, columns: Mapping[str, Any], now: str) -> dict[str, Any] | None:
        name = f"{part}_{place}"
        return {"field": self[name], "now": now, "column": columns[part]} if name in self.fields else None


# The parts of a row, and those that say that a row is meant.
_ROWS = {"staff": ("pool", "more", "days", "from", "to"), "line": ("line", "what", "days", "from", "to"),
         "down": ("pool", "lost", "days", "from", "to")}
WANTED = {"staff": "more", "line": "line", "down": "lost"}
POOL_PARTS = {"vacant": gettext_lazy("Posts vacant, %"), "absent": gettext_lazy("Absent, %"),
              "away": gettext_lazy("On a break, %")}
LINE_PARTS = {"demand": gettext_lazy("More contacts, % (−10: fewer)"), "talk": gettext_lazy("Longer talk, %"),
              "reserve": gettext_lazy("Handlers kept free"), "at_once": gettext_lazy("At once")}


def _fields(room: Room) -> Iterator[tuple[str, forms.Field]]:
    pools = [(pool.name, pool.name) for pool in room.pools]
    lines = [(line.name, line.name) for line in room.lines]
    for number in range(1, ROWS["staff"] + 1):
        yield f"staff{number}_pool", _choice(_("Where"), pools)
        yield f"staff{number}_more", _number(_("How many more (−2: two fewer)"), -MOST_PEOPLE, MOST_PEOPLE, whole=True)
        yield from _when(f"staff{number}")
    for number in range(1, ROWS["line"] + 1):
        yield f"line{number}_line", _choice(_("Line"), [("", _("none")), *lines])
        yield f"line{number}_what", _choice(_("Is"), [("closed", _("closed")), ("open", _("open"))])
        yield from _when(f"line{number}")
    for number in range(1, ROWS["down"] + 1):
        yield f"down{number}_pool", _choice(_("Where"), [("", _("everywhere")), *pools])
        yield f"down{number}_lost", _number(_("Cannot work, %"), 0, 100)
        yield from _when(f"down{number}")
    for place, pool in enumerate(room.pools):
        yield f"vacant_{place}", _number(_("{pool}: posts vacant, %").format(pool=pool.name), 0, 100)
        yield f"absent_{place}", _number(_("{pool}: absent, %").format(pool=pool.name), 0, 100)
        yield f"away_{place}", _number(_("{pool}: on a break, %").format(pool=pool.name), 0, 100)
    for place, line in enumerate(room.lines):
        yield from _of_line(f"{place}", line)
    yield "map", _choice(_("What the map shows"), kinds(room), usual(room))


def _of_line(place: str, line: Line) -> Iterator[tuple[str, forms.Field]]:
    yield f"demand_{place}", _number(_("{line}: contacts, % more").format(line=line.name), -100, MOST_PERCENT)
    yield f"talk_{place}", _number(_("{line}: talk, % longer").format(line=line.name), -90, MOST_PERCENT)
    yield f"reserve_{place}", _number(_("{line}: kept free").format(line=line.name), 0, MOST_PEOPLE, whole=True)
    if line.service.at_once > 1:
        yield f"at_once_{place}", _number(_("{line}: at once").format(line=line.name), 1, 16, whole=True)


def _choice(label: str, choices: list[tuple[str, str]], initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial or choices[0][0])


def _when(row: str) -> Iterator[tuple[str, forms.Field]]:
    yield f"{row}_days", _choice(_("Days"), [(key, str(said)) for key, said in days_of_week()])
    yield f"{row}_from", TimeField(label=_("From"), required=False)
    yield f"{row}_to", TimeField(label=_("To"), required=False)


def _changes(room: Room, cleaned: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Said]]:
    """The changes that were asked for, each with the fields that ask for it."""
    for number in range(1, ROWS["staff"] + 1):
        if more := cleaned.get(f"staff{number}_more"):
            pool, when = cleaned.get(f"staff{number}_pool") or room.pools[0].name, _span(cleaned, f"staff{number}")
            yield (f"staff{number}_from",), Said(Staff(pool, add=more, when=when), words.staff(room, pool, more, when))
    for number in range(1, ROWS["line"] + 1):
        if line := cleaned.get(f"line{number}_line"):
            is_open, when = cleaned.get(f"line{number}_what") == "open", _span(cleaned, f"line{number}")
            yield (f"line{number}_from",), Said(Opening(line, is_open, when), words.opening(line, is_open, when))
    for place, pool in enumerate(room.pools):
        yield from _of_pool(pool, {part: cleaned.get(f"{part}_{place}") for part in ("vacant", "absent", "away")}, place)
    for place, line in enumerate(room.lines):
        for part in ("demand", "talk", "reserve", "at_once"):
            if (value := cleaned.get(f"{part}_{place}")) is not None and (said := _line_change(part, line, value)):
                yield (f"{part}_{place}",), said
    for number in range(1, ROWS["down"] + 1):
        if lost := cleaned.get(f"down{number}_lost"):
            pools, when = tuple(filter(None, [cleaned.get(f"down{number}_pool")])), _span(cleaned, f"down{number}")
            yield (f"down{number}_from",), Said(Down(lost / 100, pools, when), words.down(pools, lost, when))


def _of_pool(pool: Any, asked: Mapping[str, Any], place: int) -> Iterator[tuple[tuple[str, ...], Said]]:
    if asked["vacant"]:
        yield (f"vacant_{place}",), Said(Staff(pool.name, times=1 - asked["vacant"] / 100), words.vacant(pool, asked["vacant"]))
    if asked["absent"] is not None and asked["absent"] != pool.absent * 100:
        yield (f"absent_{place}",), Said(Absent(asked["absent"] / 100, pool.name), words.absent(pool, asked["absent"]))
    if asked["away"] is not None and asked["away"] != pool.away * 100:
        yield (f"away_{place}",), Said(Away(asked["away"] / 100, pool.name), words.away(pool, asked["away"]))


def _line_change(part: str, line: Line, value: float) -> Said | None:
    if part == "demand" and value:
        return Said(Arrivals(1 + value / 100, line.name), words.demand(line.name, value))
    if part == "talk" and value:
        return Said(Lasts("talk", 1 + value / 100, line.name), words.talk(line.name, value))
    if part == "reserve" and words.reserve_now(line) != f"{value}":
        return Said(Reserve(line.name, int(value)), words.reserve(line, int(value)))
    if part == "at_once" and value != line.service.at_once:
        return Said(AtOnce(line.name, int(value)), words.at_once(line, int(value)))
    return None


def _span(cleaned: Mapping[str, Any], row: str) -> When:
    """When a row says that it is: from midnight, to midnight, on every day where it does not say."""
    start, end = cleaned.get(f"{row}_from"), cleaned.get(f"{row}_to")
    day = cleaned.get(f"{row}_days") or "every_day"
    return When(start.hour * 60 + start.minute if start else 0, (end.hour * 60 + end.minute if end else 0) or DAY,
                GROUPS[day] if day in GROUPS else (Weekday[day.upper()],))
