"""Scenarios side by side: simulated anew, all with the same callers where their rooms expect the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from answerable.simulation.results import Simulated
from answerable.simulation.room import Room
from answerable.web.what_if import simulator
from answerable.web.what_if.models import Scenario
from answerable.web.what_if.seeing import seen
from answerable.web.what_if.tables import difference_words
from answerable.web.what_if.telling import limit_words, main_line, number, of, signed
from answerable.web.what_if.trying import question

MOST = 4
_KINDS = (("within", 1), ("abandoned", 1), ("wait", 0))


def compared(chosen: Sequence[Scenario], user: Any) -> dict[str, Any]:
    """What the page of a comparison says: sentences, and for each line a table with a column a scenario. The first is what the
    others are held against. Raises simulator.NotReady, simulator.Busy, and InputError where a room can no longer be read."""
    rooms = [_room(each, user) for each in chosen]
    results = simulator.simulated(tuple(rooms))
    told = [seen(rooms[0], results[0], room, result) for room, result in zip(rooms, results, strict=True)]
    names = [each.name for each in chosen]
    return {"sentences": list(_sentences(names, told)), "tables": [_table(name, names, told) for name in results[0].queues],
            "hours": _hours(names, results), "repetitions": results[0].repetitions,
            "same": len({tuple(line.arrivals for line in room.lines) for room in rooms}) == 1}


def _room(entry: Scenario, user: Any) -> Room:
    from answerable.web.what_if.views_scenarios import asked_again

    asked = question(asked_again(entry), user)
    asked.form.is_valid()
    room: Room = asked.form.cleaned_data["changed"]
    return room


def _sentences(names: Sequence[str], told: Sequence[dict[str, Any]]) -> Any:
    for name, each in zip(names[1:], told[1:], strict=True):
        line = main_line(each)
        off = line["difference"]["within"]
        if off is None:
            continue
        if off[1] <= 0 <= off[2]:
            yield _("“{name}”: of {who}, no difference to “{first}” can be told in the share answered within {limit} ({low} to "
                    "{high} points).").format(name=name, first=names[0], who=of(line["name"]),
                                              limit=limit_words(line["limit"]), low=signed(off[1]), high=signed(off[2]))
        else:
            yield _("“{name}”: {share} of 100 {who} that are answered are within {limit}, {before} with “{first}”; the "
                    "difference is {difference} points, {low} to {high}.").format(
                name=name, first=names[0], who=of(line["name"]), limit=limit_words(line["limit"]),
                share=number(line["then"]["within"]), before=number(line["now"]["within"]), difference=signed(off[0]),
                low=signed(off[1]), high=signed(off[2]))


def _table(queue: str, names: Sequence[str], told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A line's table: a row a figure; in each column the figure, and below it the difference to the first."""
    words = {"within": _("Answered within the limit, of 100"), "abandoned": _("Give up, of 100"),
             "wait": _("Mean wait, seconds")}
    lines = [next((line for line in each["lines"] if line["name"] == queue), None) for each in told]
    rows = [(words[key], [{"name": names[place], "figure": number(line["then"][key], digits) if line else "–",
                           "difference": difference_words(line["difference"][key], digits) if line and place else ""}
                          for place, line in enumerate(lines)]) for key, digits in _KINDS]
    limit = limit_words(lines[0]["limit"]) if lines[0] else ""
    return {"name": _("{line}, limit {limit}").format(line=queue, limit=limit), "rows": rows}


def _hours(names: Sequence[str], results: Sequence[Simulated]) -> list[tuple[str, str]]:
    """The name of each, and its hours on duty, all pools together."""
    return [(name, number(float(result.staffed.sum()) / 3600, 0)) for name, result in zip(names, results, strict=True)]
