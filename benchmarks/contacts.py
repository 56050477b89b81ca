"""Contacts of a made-up force by chance: when they came, what became of them, how long each stretch took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Random = np.random.Generator
Words = tuple[Ints, list[str]]

NONE = -1
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
# The days of the clock changes of Europe/London in the 36 months, as their first millisecond.
CLOCK_CHANGES = [int(np.datetime64(day, "ms").astype(np.int64)) for day in (
    "2023-10-29", "2024-03-31", "2024-10-27", "2025-03-30", "2025-10-26", "2026-03-29")]
LONGEST_MS = 72 * HOUR_MS

# (line, channel, its queues, share of contacts): shares are made up, in the order of size of a county force.
DOORS = (("101", "phone", ("general", "crime", "custody", "switchboard"), 0.60),
         ("999", "phone", ("emergency",), 0.25),
         ("chat", "chat", ("chat",), 0.05),
         ("email", "email", ("messages",), 0.06),
         ("web", "web_form", ("messages",), 0.04))
OUTCOMES = ("answered", "abandoned", "callback", "contained", "phantom")
# By door, in the order of OUTCOMES.
OUTCOME_SHARES = ((0.80, 0.13, 0.02, 0.045, 0.005), (0.965, 0.03, 0, 0, 0.005), (0.9, 0.1, 0, 0, 0),
                  (0.97, 0.03, 0, 0, 0), (0.97, 0.03, 0, 0, 0))
ORIGINS, ORIGIN_SHARES = ("public", "internal", "partner"), (0.86, 0.10, 0.04)
PLACES = ("north", "south")
REASONS = ("crime", "safety", "traffic", "disorder", "missing person", "domestic", "enquiry", "lost property", "update",
           "other")
# Contacts by hour of the day, of 24 parts in all.
HOURS = (0.55, 0.42, 0.35, 0.3, 0.28, 0.33, 0.5, 0.75, 1.05, 1.25, 1.35, 1.4, 1.4, 1.38, 1.38, 1.42, 1.5, 1.52, 1.45, 1.3,
         1.2, 1.1, 0.97, 0.85)
TEAMS, SHIFT_HOURS = 5, 8
ANSWERED_STRAIGHT = 0.35


@dataclass(frozen=True)
class Contacts:
    """Columns of contacts in order of time. times: wall-clock milliseconds since 1970-01-01, negative where there is
    none; words: (code a row, negative where there is none; the words)."""

    times: dict[str, Ints]
    words: dict[str, Words]


def made_contacts(random: Random, first_ms: int, end_ms: int, count: int, on_duty: int) -> Contacts:
    """`count` contacts presented from `first_ms` to before `end_ms` (wall clock), by handlers of whom `on_duty` are at
    work at a time."""
    presented = _arrivals(random, first_ms, end_ms, count)
    door = random.choice(len(DOORS), count, p=[share for *_, share in DOORS])
    outcome = _outcomes(random, door)
    times = _times(random, presented, door, outcome)
    handler = np.where(outcome == OUTCOMES.index("answered"), _handlers(random, presented, on_duty), NONE)
    words = {"line": (door, [line for line, *_ in DOORS]), "channel": (door, [channel for _, channel, *_ in DOORS]),
             "queue": _queues(random, door), "place": _drawn(random, count, PLACES, (0.6, 0.4)),
             "origin": _drawn(random, count, ORIGINS, ORIGIN_SHARES), "outcome": (outcome, list(OUTCOMES)),
             "handler": (handler, [f"H{number:04d}" for number in range(TEAMS * on_duty)]),
             "reason": _drawn(random, count, REASONS, (1 / len(REASONS),) * len(REASONS))}
    return _in_order(_off_clock_changes(times), words)


def _arrivals(random: Random, first_ms: int, end_ms: int, count: int) -> Ints:
    day = random.integers(0, (end_ms - first_ms) // DAY_MS, count)
    hour = random.choice(24, count, p=np.array(HOURS) / sum(HOURS))
    moments: Ints = first_ms + day * DAY_MS + hour * HOUR_MS + random.integers(0, HOUR_MS, count)
    return moments


def _drawn(random: Random, count: int, words: tuple[str, ...], shares: tuple[float, ...]) -> Words:
    return random.choice(len(words), count, p=shares), list(words)


def _outcomes(random: Random, door: Ints) -> Ints:
    limits = np.cumsum(np.array(OUTCOME_SHARES), axis=1)[door]
    found: Ints = (random.random(len(door))[:, None] > limits[:, :-1]).sum(axis=1)
    return found


def _queues(random: Random, door: Ints) -> Words:
    words = list(dict.fromkeys(queue for *_, queues, _ in DOORS for queue in queues))
    sizes = np.array([len(queues) for *_, queues, _ in DOORS])[door]
    starts = np.array([words.index(queues[0]) for *_, queues, _ in DOORS])[door]
    return starts + random.integers(0, sizes), words


def _handlers(random: Random, presented: Ints, on_duty: int) -> Ints:
    """Teams follow one another by shifts; any handler of the team at work takes the contact."""
    team = presented // (SHIFT_HOURS * HOUR_MS) % TEAMS
    numbers: Ints = team * on_duty + random.integers(0, on_duty, len(presented))
    return numbers


def _times(random: Random, presented: Ints, door: Ints, outcome: Ints) -> dict[str, Ints]:
    answered, abandoned = outcome == OUTCOMES.index("answered"), outcome == OUTCOMES.index("abandoned")
    waited = answered | abandoned | (outcome == OUTCOMES.index("callback"))
    general, emergency, chat = door == 0, door == 1, door == 2
    message = np.where(general, presented + random.integers(12_000, 40_000, len(door)), NONE)
    straight = answered & general & (random.random(len(door)) < ANSWERED_STRAIGHT)
    queued = np.where(waited & (general | chat) & ~straight, np.where(general, message, presented), NONE)
    end = np.maximum(np.maximum(queued, message), presented) + _waits(random, door, straight)
    ended = end + _lengths(random, 230_000, len(door))
    live = answered & (general | emergency | chat)
    wrapped = live & (random.random(len(door)) < 0.8)
    return {"presented_at": presented,
            "operator_connected_at": np.where(emergency, presented - _lengths(random, 3_000, len(door)), NONE),
            "message_ended_at": message, "queued_at": queued,
            "answered_at": np.where(answered, end, NONE), "abandoned_at": np.where(abandoned, end, NONE),
            "ended_at": np.where(live, ended, NONE),
            "wrap_up_ended_at": np.where(wrapped, ended + _lengths(random, 90_000, len(door)), NONE)}


def _waits(random: Random, door: Ints, straight: Flags) -> Ints:
    mean = np.array([110_000, 5_500, 45_000, 9 * HOUR_MS, 11 * HOUR_MS])[door]
    waits = np.where(straight, random.integers(300, 900, len(door)), _lengths(random, mean, len(door)))
    return np.minimum(waits, LONGEST_MS)


def _lengths(random: Random, mean_ms: float | Ints, count: int) -> Ints:
    """Milliseconds of a gamma of shape 1.5: few very short ones, a long tail."""
    return (random.gamma(1.5, 1 / 1.5, count) * mean_ms).astype(np.int64)


def _off_clock_changes(times: dict[str, Ints]) -> dict[str, Ints]:
    """Contacts under way in the first three hours of a clock change's day are put a week earlier."""
    begin = np.where(times["operator_connected_at"] >= 0, times["operator_connected_at"], times["presented_at"])
    end = np.max(np.stack(list(times.values())), axis=0)
    over = np.zeros(len(begin), dtype=bool)
    for change in CLOCK_CHANGES:
        over |= (begin < change + 3 * HOUR_MS) & (end >= change)
    return {name: np.where(over & (ms >= 0), ms - 7 * DAY_MS, ms) for name, ms in times.items()}


def _in_order(times: dict[str, Ints], words: dict[str, Words]) -> Contacts:
    order = np.argsort(times["presented_at"], kind="stable")
    return Contacts({name: ms[order] for name, ms in times.items()},
                    {name: (codes[order], known) for name, (codes, known) in words.items()})
