"""One look at a what-if: the room and the changes that an address asks for, simulated, and all that its page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils import translation
from django.utils.html import format_html_join

from answerable.web.components.languages import english_text, in_welsh
from answerable.web.what_if import simulator, tables
from answerable.web.what_if.forms_changes import ChangesForm
from answerable.web.what_if.maps import difference_map, map_of, usual
from answerable.web.what_if.rooms import OpenedRoom, choices, open_room
from answerable.web.what_if.seeing import seen
from answerable.web.what_if.telling import certainty, fault_words, first_sentence, other_sentences
from answerable.words import speaking, unquoted

ROOM, COUNT = "room", "repetitions"


@dataclass(frozen=True)
class Question:
    """What an address asks: a room, the form with the changes, and how many repetitions (None: as many as fit)."""

    opened: OpenedRoom
    form: ChangesForm
    count: int | None

    @property
    def changes(self) -> list[str]:
        """The changes in words."""
        return [said.words for said in self.form.cleaned_data["said"]]

    @property
    def map(self) -> str:
        """Which map is shown."""
        found: str = self.form.cleaned_data.get("map") or usual(self.opened.room)
        return found

    def asked(self) -> dict[str, str]:
        """What the address says, without what says nothing."""
        count = {COUNT: f"{self.count}"} if self.count else {}
        return {ROOM: self.opened.key} | self.form.filled_in() | count


def question(given: QueryDict | Mapping[str, str], user: Any) -> Question:
    """The question of an address. Raises Http404 where there is no such room for the reader; InputError and DefinitionError
    with what is wrong with its file."""
    key = given.get(ROOM) or choices(user)[0].key
    opened = open_room(key, user)
    if opened is None:
        raise Http404
    data = {"map": usual(opened.room)} | {name: value for name, value in given.items() if name not in (ROOM, COUNT)}
    count = next((each for each in simulator.COUNTS if f"{each}" == given.get(COUNT)), None)
    return Question(opened, ChangesForm(data, room=opened.room), count)


def look(asked: Question) -> dict[str, Any]:
    """What is seen: the numbers (seeing.py), with "map" and "difference_map", "line" (which one the map shows). The form is
    valid. Raises simulator.NotReady and simulator.Busy."""
    room, key = asked.opened.room, asked.map
    changed = asked.form.cleaned_data["changed"] if asked.form.cleaned_data["said"] else None
    now, then = (*simulator.simulated((room, changed) if changed else (room,), asked.count), None)[:2]
    told = seen(room, now, changed, then)
    shown = map_of(changed, then, key) if changed and then else map_of(room, now, key)
    return told | {"line": key.partition(":")[2], "map": asdict(shown),
                   "difference_map": asdict(difference_map(room, now, then, key)) if then else None}


def in_words(told: Mapping[str, Any], changes: list[str]) -> dict[str, Any]:
    """What a page says of what was seen, now or when it was saved."""
    return _sentences(told, changes) | {
            "columns": tables.columns(told),
            "rows": [list(zip(row, tables.columns(told), strict=True)) for row in tables.rows(told)],
            "pool_columns": tables.pool_columns(told),
            "pool_rows": [list(zip(row, tables.pool_columns(told), strict=True)) for row in tables.pool_rows(told)],
            "maps": [_drawn(each) for each in (told.get("map"), told.get("difference_map")) if each]}


def _sentences(told: Mapping[str, Any], changes: list[str]) -> dict[str, Any]:
    """All sentences, in English on a Welsh page too, where they are marked: half of each would be Welsh otherwise, since limits
    and counts have their Welsh and the sentences around them have not."""
    wanted = told.get("line", "")
    with translation.override("en-gb"), speaking("en"):
        first, others = first_sentence(told, changes, wanted), list(other_sentences(told, wanted))
        faults, rests = fault_words(told), certainty(told)
    return {"sentence": _whole(first), "others": [*map(_whole, others)], "faults": [*map(_whole, faults)],
            "certainty": _whole(rests)}


def _whole(sentence: str) -> str:
    """An English sentence, on a Welsh page marked as a whole: its parts may have been marked already."""
    return english_text(unquoted(sentence)) if in_welsh() else sentence


def _drawn(found: Mapping[str, Any]) -> dict[str, Any]:
    """A map with the elements of its cells, by weekday, and as a table by half-hour. A template would take half of the time
    that the whole page may take for these hundreds of cells."""
    days = [(day, format_html_join("", '<i class="k-{}">{}</i>', ((cell["kind"], cell["text"]) for cell in cells)))
            for day, cells in found["rows"]]
    table = [(column, format_html_join("", '<td class="govuk-table__cell">{}</td>', (
        (cells[place]["text"] or "–",) for _day, cells in found["rows"]))) for place, column in enumerate(found["columns"])]
    return dict(found) | {"days": days, "table": table}


def address(asked: Mapping[str, str]) -> str:
    """What stands after the "?" of an address that asks this."""
    return urlencode(asked)
