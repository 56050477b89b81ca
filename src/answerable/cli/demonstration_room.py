"""The made-up force's control room as a file, with questions to be put to it: a week made of what its records are made of."""

from __future__ import annotations

from math import gamma, sqrt
from pathlib import Path

import numpy as np

from answerable.records.synthetic.callers import HANDLING, Handling
from answerable.records.synthetic.demand import DEMAND, day_shape, night_out
from answerable.records.synthetic.plan import CHAT_HOURS, MESSAGE_SECONDS, USUAL_VACANCY
from answerable.records.synthetic.staffing import PHONE_LINES, planned
from answerable.simulation.room import Duration, Line, Message, Pool, Refusal, Room, Service
from answerable.simulation.room_writing import yaml_of
from answerable.what_if.keeping import ROOMS, SCENARIOS

ROOM = "westshire"
SLOTS = 7 * 48
SCENARIO_FILES = {
    "one-more-in-the-evening": """\
name: one more handler from 16:00 to 20:00
description: What one more handler in the busiest hours of each day is worth.
room: westshire
changes:
  - staff: {pool: handlers, add: 1, from: "16:00", to: "20:00"}
""",
    "chat-closed-at-the-peak": """\
name: live chat closed from 12:00 to 17:00
description: Should live chat close at the peak? Six of ten who find it closed telephone 101; one of the desk answers calls.
room: westshire
changes:
  - close: {line: chat, from: "12:00", to: "17:00"}
  - staff: {pool: chat desk, add: -1, from: "12:00", to: "17:00"}
  - staff: {pool: handlers, add: 1, from: "12:00", to: "17:00"}
""",
    "evening-and-reserve": """\
name: handlers of the evening, and how many stay free for 999
description: The cheapest of these that meets both targets.
room: westshire
targets: ["999 within 90%", "101 within 70%"]
vary:
  evening handlers:
    each: {from: -2, to: 3}
    changes:
      - staff: {pool: handlers, add: each, from: "16:00", to: "00:00"}
  reserve for 999:
    each: [0, 1, 2]
    changes:
      - reserve: {line: "101", keep: each}
""",
}


def add_what_if(workspace: Path, scale: float) -> None:
    """Write the room and its scenarios into a workspace. scale: of the force."""
    text = yaml_of(room_of_the_force(scale))
    for folder, name, content in ((ROOMS, ROOM, text), *((SCENARIOS, name, text) for name, text in SCENARIO_FILES.items())):
        (workspace / folder).mkdir(exist_ok=True)
        (workspace / folder / f"{name}.yaml").write_text(content, encoding="utf-8")


def room_of_the_force(scale: float) -> Room:
    """An ordinary week of the made-up force, chat open as at first, with its usual vacancies."""
    staff = np.floor(planned(scale).ravel() * (1 - USUAL_VACANCY) + 0.5).astype(int).tolist()
    is_open = tuple(CHAT_HOURS[0][0] <= slot % 48 < CHAT_HOURS[0][1] for slot in range(SLOTS))
    chat = Line("chat", _arrivals("chat", scale), _service("chat", "chat desk", at_once=3, slowdown=0.4, within=60.0),
                refusal=Refusal(to="101", share=0.6, after=Duration("exponential", 300.0)), open=is_open)
    phones = tuple(Line(name, _arrivals(name, scale), _service(name, "handlers", priority=int(name != "999"),
                                                               within=10.0 if name == "999" else 30.0),
                        message=Message(float(MESSAGE_SECONDS[True])) if name == "101" else None) for name in PHONE_LINES)
    desk = max(2 * round(scale), 2)
    return Room("Westshire control room", (*phones, chat), (
        Pool("handlers", tuple(max(number, 2) for number in staff)),
        Pool("chat desk", tuple(desk if there else 0 for there in is_open))), SLOTS, busyness=0.06, warm_up=8)


def _arrivals(line: str, scale: float) -> tuple[float, ...]:
    demand, weekday, slot = DEMAND[line], np.repeat(np.arange(7), 48), np.tile(np.arange(48), 7)
    nights = np.where(night_out(weekday, slot), demand.nights_out, 1.0)
    found = demand.daily * scale * np.array(demand.weekdays)[weekday] * day_shape(demand)[slot] * nights
    return tuple(np.round(found, 3).tolist())


def _service(line: str, pool: str, *, priority: int = 0, at_once: int = 1, slowdown: float = 0.0, within: float) -> Service:
    handling = HANDLING[line]
    return Service(_log_normal(handling.talk_seconds, handling.talk_variation), (pool,),
                   wrap=_log_normal(handling.wrap_seconds, handling.wrap_variation), patience=_patience(handling),
                   priority=priority, at_once=at_once, slowdown=slowdown, within=within)


def _log_normal(mean: float, variation: float) -> Duration:
    return Duration("log_normal", mean, round(mean * variation, 3))


def _patience(handling: Handling) -> Duration:
    shape = handling.patience_shape
    variation = sqrt(gamma(1 + 2 / shape) / gamma(1 + 1 / shape) ** 2 - 1)
    return Duration("weibull", handling.patience_seconds, round(handling.patience_seconds * variation, 3))
