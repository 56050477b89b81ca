"""The records that the kernel works on: what a room is (WORLD), what it is doing (STATE, CONTACT, DESK), what came of it.

Structured arrays, because a compiled function gets them as one address: as many separate arrays they cost seven times the
work itself to hand on (decision 40). Times and durations are seconds from the start of the run.

A class is what arrives; a queue is where it waits. A class has one queue, or two where a switchboard comes first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

MOST_CLASSES, MOST_QUEUES, MOST_POOLS = 8, 12, 8
TABLE_STEPS = 128                           # a duration given as a table has one more quantile than this
MOST_AT_A_DESK = 16

# A duration: its shape (randomness.py), two parameters, and the quantiles of a table.
_SHAPE = [("kind", "i8"), ("first", "f8"), ("second", "f8"), ("table", "f8", (TABLE_STEPS + 1,))]

WORLD = np.dtype([
    ("seed", "u8"),                         # the key of this repetition
    ("classes", "i8"), ("queues", "i8"), ("pools", "i8"), ("slots", "i8"),
    ("slot_seconds", "f8"),
    ("run_out", "f8"),                      # how long those still there go on after the last slot
    # Of each class.
    ("first_queue", "i8", (MOST_CLASSES,)),
    ("message", "f8", (MOST_CLASSES,)),     # seconds of the recorded message before the queue
    ("contained", "f8", (MOST_CLASSES,)), ("hang_up", "f8", (MOST_CLASSES,)),         # shares, within the message
    ("guarded", "i8", (MOST_CLASSES,)),     # whether it has a message, or is turned away by a rule
    ("refuse_when_free", "i8", (MOST_CLASSES,)),    # turned away when no more handlers than this are free; -1: never
    ("refuse_when_waiting", "i8", (MOST_CLASSES,)),     # … when so many wait already; -1: never
    ("divert_to", "i8", (MOST_CLASSES,)), ("divert_share", "f8", (MOST_CLASSES,)),    # of those turned away
    ("attempts", "i8", (MOST_CLASSES,)), ("redial_share", "f8", (MOST_CLASSES,)),     # of those who gave up
    # Of each queue.
    ("plain", "i8", (MOST_QUEUES,)),        # one contact at a time, never broken off, and no queue after it
    ("priority", "i8", (MOST_QUEUES,)),     # 0 goes first
    ("reserve", "i8", (MOST_QUEUES, MOST_POOLS)),   # taken by a pool only while more of its handlers than this are free
    ("next_queue", "i8", (MOST_QUEUES,)), ("next_share", "f8", (MOST_QUEUES,)),
    ("interrupts", "i8", (MOST_QUEUES,)), ("interruptible", "i8", (MOST_QUEUES,)),
    ("concurrency", "i8", (MOST_QUEUES,)), ("slowdown", "f8", (MOST_QUEUES,)),
    ("limit", "f8", (MOST_QUEUES,)), ("short", "f8", (MOST_QUEUES,)),
    ("pools_of", "i8", (MOST_QUEUES, MOST_POOLS + 1)),      # in order of preference, then NONE
    ("queues_of", "i8", (MOST_POOLS, MOST_QUEUES + 1)),     # of each pool by priority, then NONE
    ("chats_in", "i8", (MOST_POOLS,)),      # whether a pool has a queue whose handlers take several at once
])

SHAPES = np.dtype(_SHAPE)
# Rows of the shapes: three for each queue, then two for each class.
TALK_OF, WRAP_OF, PATIENCE_OF, SHAPES_OF_QUEUE = range(4)
REDIAL_AFTER, DIVERT_AFTER, SHAPES_OF_CLASS = range(3)

STATE = np.dtype([
    # Rows of contacts that were used and are free are a list linked through `unused`; from `untouched` on none was used yet.
    ("events", "i8"), ("free_contacts", "i8"), ("untouched", "i8"), ("kept", "i8"), ("fault", "i8"), ("slot", "i8"),
    # Of each class: whether it is open, the mean seconds from one to the next (inf where none come), and the time, the number
    # in its slot and the slot's key of who comes next.
    ("open", "i8", (MOST_CLASSES,)), ("gap", "f8", (MOST_CLASSES,)),
    ("coming", "f8", (MOST_CLASSES,)), ("number", "i8", (MOST_CLASSES,)), ("key", "u8", (MOST_CLASSES,)),
    # Of each queue: a list linked through contacts.
    ("head", "i8", (MOST_QUEUES,)), ("tail", "i8", (MOST_QUEUES,)), ("length", "i8", (MOST_QUEUES,)),
    # Of each pool.
    ("on_duty", "i8", (MOST_POOLS,)), ("at_work", "i8", (MOST_POOLS,)), ("doing", "i8", (MOST_POOLS,)),
])
CONTACT = np.dtype([
    ("name", "u8"), ("class_", "i8"), ("queue", "i8"), ("pool", "i8"), ("attempt", "i8"), ("stage", "i8"), ("slot", "i8"),
    ("version", "i8"), ("before", "i8"), ("after", "i8"),
    ("arrived", "f8"), ("queued", "f8"), ("began", "f8"), ("ends", "f8"), ("left_to_do", "f8"),
    ("unused", "i8"),                       # the row of another contact that is not in use
])
EVENT = np.dtype([("at", "f8"), ("what", "i8")])
DESK = np.dtype([
    ("version", "i8"), ("chats", "i8"), ("queue", "i8"), ("pool", "i8"), ("since", "f8"), ("opened", "f8"),
    ("contact", "i8", (MOST_AT_A_DESK,)), ("left", "f8", (MOST_AT_A_DESK,)),
])

COUNTED = ("offered", "first_attempts", "answered", "within", "abandoned", "short_abandoned", "left_message", "contained",
           "refused", "waited", "wait_answered", "wait_abandoned", "wait_caller", "talk", "wrap")
"""What is counted of a queue in a slot: contacts, and from wait_answered on sums of seconds. See
docs/explanation/simulation.md."""
TALLY = np.dtype([(name, "f8") for name in COUNTED])
SECONDS = np.dtype([("staffed", "f8"), ("busy", "f8")])
KEPT = np.dtype([
    ("class_", "i4"), ("queue", "i4"), ("attempt", "i4"), ("outcome", "i4"), ("pool", "i4"), ("slot", "i4"),
    ("arrived", "f8"), ("queued", "f8"), ("answered", "f8"), ("talked", "f8"), ("free", "f8"), ("left", "f8"),
    ("name", "u8"), ("desk", "i4"),
])
"""A contact by itself. answered, talked, free: NaN where it was not answered; left: NaN where it was. answered: of work that
was broken off, when it was last gone on with. name: its key, of which the next attempt's follows (randomness.again). desk: at
which of the desks a chat was held, else NONE."""

# What became of a contact that is kept.
WAS_ANSWERED, WAS_ABANDONED, LEFT_IN_MESSAGE, WAS_CONTAINED, WAS_REFUSED = range(5)
# Events.
FREED, FINISHED, TALKED, GAVE_UP, RETURNS, AFTER_MESSAGE, CHAT_FINISHED = range(7)
# STATE.fault.
FINE, TOO_MANY_CONTACTS, TOO_MANY_EVENTS, TOO_MANY_KEPT = range(4)
NONE = -1


class Plan(NamedTuple):
    """What changes from slot to slot. mean: contacts expected, classes × slots. open: whether the class is taken, the same.
    staff: handlers on duty, pools × slots."""

    mean: np.ndarray
    open: np.ndarray
    staff: np.ndarray


class Room(NamedTuple):
    """All that a run reads and writes. world, state: one record of WORLD, of STATE. shapes: SHAPES. contacts, events, desks:
    rows of CONTACT, EVENT, DESK; events is a heap. doing: pools × rows, the interruptible work begun. queues: TALLY, queues ×
    slots. pools: SECONDS, pools × slots. kept: KEPT, as many rows as there is room for."""

    world: Any
    state: Any
    shapes: Any
    contacts: Any
    events: Any
    desks: Any
    doing: Any
    queues: Any
    pools: Any
    kept: Any
