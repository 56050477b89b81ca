"""Contact records for the reference tests: hypothesis strategies for them, and the files they are loaded from."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from plain import DIMENSIONS, OPTIONAL, TIMES

Record = dict[str, Any]

LONDON = ZoneInfo("Europe/London")
MILLISECOND = timedelta(milliseconds=1)
# Both sides of each threshold of the catalogue, by a millisecond and inside its second.
SECONDS = (0, 1, 5, 10, 30, 60)
ON_THE_EDGE = tuple(sorted({max(0, 1000 * seconds + off) for seconds in SECONDS for off in (-1, 0, 1, 999)}))
DAY = 86_400_000
A_DAY_OR_SO = (DAY - 1, DAY, DAY + 1, 3_600_000)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Instants around which contacts come, in seasons short enough to ask by half-hour; the last one spans rolling years.
SEASONS: dict[str, tuple[datetime, ...]] = {
    "clocks go back": tuple(map(_utc, ("2024-10-26T22:59:50", "2024-10-27T00:30", "2024-10-27T01:00", "2024-10-27T01:59:59",
                                       "2024-10-28T12:00", "2024-11-01T00:00"))),
    "clocks go forward": tuple(map(_utc, ("2024-03-30T23:59:59", "2024-03-31T00:59:59", "2024-03-31T01:30",
                                          "2024-03-31T23:00", "2024-04-02T08:10"))),
    "leap day": tuple(map(_utc, ("2024-02-28T23:59:55", "2024-02-29T00:00", "2024-02-29T23:45", "2024-03-01T00:00"))),
    "new year": tuple(map(_utc, ("2023-12-31T23:29:58", "2023-12-31T23:59:59", "2024-01-01T00:00", "2024-01-02T09:30"))),
    "two years": tuple(map(_utc, ("2023-02-10T10:00", "2023-03-31T22:59:59", "2023-04-30T23:30", "2023-06-15T12:00",
                                  "2023-09-30T23:00", "2023-12-31T23:50", "2024-02-29T12:00", "2024-05-01T00:00",
                                  "2024-10-27T00:45", "2024-11-05T09:00"))),
}
# A file has a column for every time, or lacks some: then clocks start elsewhere or are not known.
LAYOUTS: tuple[tuple[str, ...], ...] = (
    OPTIONAL, tuple(name for name in OPTIONAL if name != "left_queue_at"),
    tuple(name for name in OPTIONAL if name != "queued_at"),
    tuple(name for name in OPTIONAL if name not in ("queued_at", "left_queue_at")),
    tuple(name for name in OPTIONAL if name not in ("operator_connected_at", "message_ended_at", "queued_at")))

OUTCOMES = ("answered", "answered", "answered", "answered", "abandoned", "abandoned", "callback", "contained",
            "forwarded", "phantom")
DOORS = (("999", "phone"), ("999", "phone"), ("101", "phone"), ("101", "phone"), ("101", "phone"),
         ("switchboard", "phone"), ("chat", "chat"), ("contact-us", "email"), ("report", "web_form"),
         ("social", "social_media"), ("front desk", "counter"))
# Ways in which a time goes missing or wrong; most records have none.
FLAWS = (None,) * 12 + ("no end", "end before", "queue before", "message before", "left before", "left in message",
                        "operator after", "ended before", "a week late", "no queue")

waits = st.one_of(st.sampled_from(ON_THE_EDGE), st.integers(0, 200).map(lambda seconds: 1000 * seconds),
                  st.integers(0, 90_000))
long_waits = st.one_of(st.sampled_from(A_DAY_OR_SO), waits)
stretches = st.one_of(st.none(), st.sampled_from((0, 1, 1_799_999, 1_800_000, 5_400_001)), st.integers(0, 4_000_000),
                      st.just(49 * 1_800_000))


@st.composite
def record(draw: st.DrawFn, season: str, flawless: bool = False) -> Record:
    """One contact, presented near an instant of the season; without its identity. flawless: no time is missing."""
    line, channel = draw(st.sampled_from(DOORS))
    outcome = draw(st.sampled_from(OUTCOMES))
    around = draw(st.sampled_from(SEASONS[season]))
    presented = around + MILLISECOND * draw(st.one_of(st.integers(-20, 20).map(lambda minutes: 60_000 * minutes),
                                                      st.integers(-5_400_000, 5_400_000)))
    made: Record = dict.fromkeys((*TIMES, *DIMENSIONS, "handler"))
    made |= {"line": line, "channel": channel, "outcome": outcome, "presented_at": presented,
             "queue": draw(st.sampled_from((None, "north", "south"))),
             "place": draw(st.sampled_from((None, "east", "west"))),
             "origin": draw(st.sampled_from(("public", "public", "internal", "partner"))),
             "team": draw(st.sampled_from((None, "response")))}
    _before_the_answer(draw, made, line, presented)
    if flawless and outcome == "abandoned":
        made["queued_at"] = made["queued_at"] or made["message_ended_at"] or presented
    _the_end(draw, made, long_waits if channel in ("email", "web_form") else waits)
    if flawless:
        end = made["answered_at"] or presented
        made |= {"message_ended_at": made["message_ended_at"] or presented, "ended_at": made["ended_at"] or end}
        made["wrap_up_ended_at"] = made["wrap_up_ended_at"] or made["ended_at"]
        return made
    made["flaw"] = draw(st.sampled_from(FLAWS))
    _spoil(made, made["flaw"])
    return made


def _before_the_answer(draw: st.DrawFn, made: Record, line: str, presented: datetime) -> None:
    if line == "999":
        made["operator_connected_at"] = presented - MILLISECOND * draw(st.sampled_from((0, 1, 999, 2000, 7500)))
    message = draw(st.sampled_from((None, 0, 1, 20_000, 90_500)))
    if message is not None:
        made["message_ended_at"] = presented + MILLISECOND * message
    if draw(st.booleans()):
        made["queued_at"] = presented + MILLISECOND * (message or draw(st.sampled_from((0, 1500))))


def _the_end(draw: st.DrawFn, made: Record, wait: st.SearchStrategy[int]) -> None:
    """The wait, from the queue on or from the beginning, and what comes after it."""
    presented = made["presented_at"]
    start = made["queued_at"] or draw(st.sampled_from((presented, made["message_ended_at"] or presented)))
    end = start + MILLISECOND * draw(wait)
    if made["outcome"] in ("answered", "abandoned"):
        made[f"{made['outcome']}_at"] = end
    if made["queued_at"] and (made["outcome"] not in ("answered", "abandoned") or draw(st.booleans())):
        made["left_queue_at"] = end - MILLISECOND * draw(st.sampled_from((0, 0, 1, 1000)))
    if made["outcome"] == "answered":
        made["handler"] = draw(st.sampled_from((None, "ann", "bob", "cay")))
        talk, wrap = draw(stretches), draw(stretches)
        made["ended_at"] = None if talk is None else end + MILLISECOND * talk
        made["wrap_up_ended_at"] = None if wrap is None or talk is None else made["ended_at"] + MILLISECOND * wrap


def _spoil(made: Record, flaw: str | None) -> None:
    """Take a time away, or put it where it cannot have been."""
    presented, second = made["presented_at"], 1000 * MILLISECOND
    before = presented - second
    changes: dict[str | None, Record] = {
        "no end": {"answered_at": None, "abandoned_at": None}, "end before": {"answered_at": before},
        "queue before": {"queued_at": before}, "message before": {"message_ended_at": before},
        "left before": {"left_queue_at": before}, "left in message": {"left_queue_at": presented + MILLISECOND},
        "operator after": {"operator_connected_at": presented + second},
        "ended before": {"ended_at": before}, "a week late": {"ended_at": presented + timedelta(days=7) + MILLISECOND},
        "no queue": {"queued_at": None}}
    made |= {name: value for name, value in changes.get(flaw, {}).items() if made[name] is not None}


# A run of few examples is to see many contacts in each; a search (ANSWERABLE_EXAMPLES) also looks for the fewest.
LEAST = 1 if "ANSWERABLE_EXAMPLES" in os.environ else 40


def records(season: str, most: int = 60, flawless: bool = False) -> st.SearchStrategy[list[Record]]:
    """Contacts of a season, each with its own number."""
    return st.lists(record(season, flawless), min_size=LEAST, max_size=most).map(_numbered)


def crowd(items: list[Record]) -> list[Record]:
    """The contacts without a flaw many times over: a few without a time among them do not lose the clock."""
    return [*items, *(item | {"call_id": f"{item['call_id']}-{again}"} for item in items if item.get("flaw") is None
                      for again in range(8))]


def _numbered(made: list[Record]) -> list[Record]:
    return [item | {"call_id": str(number)} for number, item in enumerate(made)]


def write_csv(path: Path, items: Iterable[Record], columns: Collection[str] = OPTIONAL) -> Path:
    """The records as a file for the source generic_csv: times in ISO 8601 with their offset from UTC."""
    names = ("call_id", "presented_at", *columns, *DIMENSIONS, "handler")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([_written(item.get(name)) for name in names] for item in items)
    return path


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="milliseconds")
    return "" if value is None else str(value)
