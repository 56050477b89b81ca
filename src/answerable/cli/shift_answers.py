"""What `shifts` says of patterns: sentences, tables, CSV and JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.simulation.results import Simulated
from answerable.simulation.room import Room
from answerable.staffing.rules.kinds import RuleSet
from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.telling import by_slot, in_words, summary
from answerable.staffing.shifts.working_weeks import WEEKS, Broken, Burden, broken, burden, lives
from answerable.staffing.targets import Target

_COMPARED = ("people", "people_1%_short", "hours_a_person", "hours", "bound", "gap", "short_share", "worst", "worst_short",
             "surplus_half_hours", "weekends", "nights_4_weeks", "rules_broken")


@dataclass(frozen=True)
class Answer:
    """All that is said of a pattern. nearly: the cover with at most a hundredth of the need short, where it was asked for;
    simulated: the room with the cover's people, and the targets it is held against."""

    cover: Cover
    nearly: Cover | None
    burden: Burden | None
    broken: tuple[Broken, ...]
    simulated: tuple[Room, Simulated] | None
    targets: tuple[Target, ...]

    def row(self) -> dict[str, Any]:
        """In one row."""
        own = summary(self.cover)
        if self.nearly:
            own["people_1%_short"] = self.nearly.people
        if self.burden:
            own |= {"weekends": round(self.burden.weekends, 3), "nights_4_weeks": round(self.burden.nights, 2)}
        own["rules_broken"] = len(self.broken)
        for target in self.targets if self.simulated else ():
            assert self.simulated
            own[f"probability {target}"] = target.met_over_all(self.simulated[1])
        return own


def answer_of(cover: Cover, nearly: Cover | None, sets: Sequence[RuleSet], simulated: tuple[Room, Simulated] | None,
              targets: Sequence[Target]) -> Answer:
    """What a cover asks of people worked out, beside what was found before."""
    own = lives(cover)
    return Answer(cover, nearly, burden(own), tuple(broken(own, sets)), simulated, tuple(targets))


def told(answer: Answer) -> Iterator[str]:
    """The pattern in sentences."""
    cover = answer.cover
    yield from in_words(cover)
    if answer.nearly is not None and answer.nearly.people is not None:
        nearly = answer.nearly
        yield (f"With at most 1% of the need short {nearly.people:,} people do (bound {nearly.bound:,.1f}, gap "
               f"{nearly.gap:.2%}).")
    if answer.burden:
        own = answer.burden
        yield (f"A person works on {own.weekends:.0%} of weekends and {own.nights:.1f} nights in four weeks "
               f"(at most {own.most_nights:.1f}).")
        yield from _rules(answer)
    if answer.simulated:
        yield from _simulated(answer)
    yield from cover.need.how


def _rules(answer: Answer) -> Iterator[str]:
    if not answer.broken:
        yield f"Over {WEEKS} weeks nobody's duties break the rules that were checked."
    for one in answer.broken:
        yield f"{one.set}: {one.rule}: broken by the duties of {one.people:,} people, such as {one.example}"


def _simulated(answer: Answer) -> Iterator[str]:
    assert answer.simulated
    room, result = answer.simulated
    for target in answer.targets:
        yield (f"{room.name}, simulated: {target} over the week is met with a probability of {target.met_over_all(result):.0%} "
               f"({result.repetitions} weeks run); missed in {int(target.missed(result).sum())} of {room.slots} half-hours.")
    for queue in result.queues if not answer.targets else ():
        if result.counted(queue, "answered").sum():
            yield f"{room.name}, simulated: {queue} {result.share_within(queue).mean:.1%} of those answered in time."


def print_answers(answers: list[Answer], arguments: Namespace) -> None:
    """Print what was found of one pattern or of several."""
    if arguments.format == "csv":
        print(as_csv([row for answer in answers for row in by_slot(answer.cover)]))
    elif arguments.format == "json":
        print(as_json({"covers": [_document(answer) for answer in answers]}))
    else:
        for answer in answers:
            print("\n".join([*told(answer), ""]))
        if len(answers) > 1:
            rows = [answer.row() for answer in answers]
            print(as_table([{"pattern": row["pattern"], **{name: row.get(name) for name in _COMPARED}} for row in rows]))
        else:
            print(as_table(by_slot(answers[0].cover), ("from", "need", "on_duty", "on_break", "at_desks", "short", "surplus")))


def _document(answer: Answer) -> dict[str, Any]:
    cover = answer.cover
    return {**answer.row(), "sentences": list(told(answer)),
            "rules": [{"set": one.set, "rule": one.rule, "people": one.people, "example": one.example}
                      for one in answer.broken],
            "shifts": [{"shift": own.shift.type.name, "weekday": own.shift.weekday, "start_minutes": own.shift.start,
                        "minutes": own.shift.type.minutes, "people": own.people,
                        "breaks": [{"after_minutes": at, "minutes": own.shift.type.breaks[place].minutes, "people": people}
                                   for place, at, people in own.breaks]} for own in cover.rostered],
            "half_hours": by_slot(cover)}
