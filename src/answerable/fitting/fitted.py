"""What a room is made of, estimated from contacts and who was there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.fitting.contacts import ANSWERED, CONTAINED, ELSEWHERE, GAVE_UP, LEFT_MESSAGE, Contacts
from answerable.fitting.presence import Presence, at_once, presence_of
from answerable.fitting.redials import firsts_of, redials_in_words, redials_of
from answerable.simulation.estimating.arriving import (
    Pattern,
    absorbed_by,
    busyness_of,
    drift_of,
    steadiness_of,
    usual_day,
    weekly_pattern,
)
from answerable.simulation.estimating.estimate import Estimate, ratio_over_days
from answerable.simulation.estimating.lasting import Lasting, lasting
from answerable.simulation.estimating.patience import Survival, kaplan_meier, mean_patience, patience_of
from answerable.simulation.estimating.redialling import Redialling
from answerable.simulation.room import Duration


@dataclass(frozen=True)
class FittedLine:
    """A line. arrivals: contacts that come, those lost in the message among them, those that the room itself makes of who gave
    up not (the redials of a line with `redialling`; None: too few callers are known); steadiness: 1 / the variance
    of a half-hour's factor beyond its day's; busyness: standard deviation of a day's
    factor; patience: as a room takes it; waiting: the Kaplan–Meier estimate; mean_patience: were it exponential. message:
    seconds; contained, left: shares of those who come."""

    name: str
    arrivals: Pattern
    steadiness: Estimate
    busyness: Estimate
    talk: Lasting
    wrap: Lasting
    patience: Duration
    waiting: Survival
    mean_patience: Estimate
    message: Lasting
    contained: Estimate
    left: Estimate
    at_once: int
    redialling: Redialling | None = None


@dataclass(frozen=True)
class Fitted:
    """A room's parts. first, last: days fitted to. busyness: of all lines together. weeks: the standard deviation of a
    week's factor. drift: the variance by which a week's level wanders from that of the week before. notes: what a reader has
    to know."""

    contacts: Contacts
    lines: tuple[FittedLine, ...]
    pools: tuple[Presence, ...]
    busyness: Estimate
    weeks: Estimate
    drift: float
    notes: tuple[str, ...]


def fit(contacts: Contacts, duties: np.ndarray | None = None) -> Fitted:
    """Estimate everything. duties: heads on duty by day and half-hour where duties came."""
    redials = redials_of(contacts)
    first = firsts_of(contacts, redials)
    totals = np.bincount(contacts.day[first & (contacts.outcome != ELSEWHERE)], minlength=contacts.days).astype(float)
    levels = _levels(totals, contacts.weekdays)
    return Fitted(
        contacts, tuple(_line(contacts, place, first, found) for place, found in enumerate(redials)),
        presence_of(contacts, duties), busyness_of(totals, contacts.weekdays), _weeks(totals, levels), drift_of(levels),
        (*contacts.notes, *redials_in_words(contacts, redials)))


def _line(contacts: Contacts, line: int, first: np.ndarray, redials: Redialling | None) -> FittedLine:
    own = (contacts.line == line) & (contacts.outcome != ELSEWHERE)
    counts = contacts.counts(line, own & first)
    answered = own & (contacts.outcome == ANSWERED)
    waited = own & contacts.offered & np.isfinite(contacts.wait)
    seconds, gave_up = contacts.wait[waited], contacts.outcome[waited] == GAVE_UP
    pattern = weekly_pattern(counts, contacts.weekdays)
    return FittedLine(
        contacts.lines[line], pattern, steadiness_of(counts, usual_day(pattern, counts, contacts.weekdays),
                                                      absorbed_by(pattern)),
        busyness_of(counts.sum(axis=1), contacts.weekdays),
        lasting(contacts.talk[answered], contacts.day[answered]), lasting(contacts.wrap[answered], contacts.day[answered]),
        patience_of(seconds, gave_up), kaplan_meier(seconds, gave_up), mean_patience(seconds, gave_up),
        lasting(contacts.message[own], contacts.day[own]),
        _share(contacts, own, CONTAINED), _share(contacts, own, LEFT_MESSAGE),
        at_once(contacts, line) if contacts.chat[line] else 1, redials)


def _share(contacts: Contacts, own: np.ndarray, outcome: int) -> Estimate:
    """The share of those who came that had an outcome; a bootstrap over days."""
    those, all_ = (np.bincount(contacts.day[which], minlength=contacts.days).astype(float)
                   for which in (own & (contacts.outcome == outcome), own))
    return ratio_over_days(those, all_)


def _levels(totals: np.ndarray, weekdays: np.ndarray) -> np.ndarray:
    """What came in each whole week, by what is expected of its days; in order, the last ending on the last day."""
    expected = np.array([totals[weekdays == day].mean() for day in weekdays])
    whole = len(totals) // 7 * 7
    came, usual = (values[len(totals) - whole:].reshape(-1, 7).sum(axis=1) for values in (totals, expected))
    return np.asarray(came / np.where(usual > 0, usual, 1.0))


def _weeks(totals: np.ndarray, levels: np.ndarray) -> Estimate:
    """The spread of whole weeks: what days of one week have in common."""
    if len(levels) < 2:
        return Estimate(0.0, 0.0, float("nan"))
    return busyness_of(levels * totals.mean() * 7, np.zeros(len(levels)))
