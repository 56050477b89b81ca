"""What was fitted, and how it held: rows of numbers, and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy.stats import t

from answerable.clocks import SLOTS_A_DAY
from answerable.fitting.checking import FITTED, REAL_ARRIVALS, REAL_STAFF, Able, Compared
from answerable.fitting.contacts import Contacts
from answerable.fitting.fitted import Fitted, FittedLine
from answerable.fitting.presence import LONGEST_GAP, Presence
from answerable.fitting.reserving import Reserved
from answerable.periods import day_label, slot_label, to_date
from answerable.simulation.by_slot import DAYS
from answerable.simulation.estimating.estimate import UNKNOWN, Estimate
from answerable.simulation.estimating.lasting import Lasting
from answerable.simulation.estimating.redialling import WINDOW, Redialling
from answerable.words import format_count, format_things, join_words

_SHAPES = {"exponential": "exponential", "log_normal": "log-normal", "quantiles": "a table of quantiles",
           "constant": "always the same", "never": "never gives up", "weibull": "Weibull"}
# How each figure is said: its words, and whether it is a share.
_FIGURES = {"offered": ("offered to the queue", False), "answered_within": ("answered in time", True),
            "abandoned_share": ("gave up", True), "mean_wait_seconds": ("mean wait of those answered", False)}
# Points of patience that are shown: seconds.
_PATIENCE_AT = (30, 60, 120, 300)


def span_label(first: int, last: int) -> str:
    """Days from one to another, in words."""
    return f"{day_label(to_date(first))} to {day_label(to_date(last))}"


def rows_of(fitted: Fitted, found: Reserved) -> Iterator[dict[str, Any]]:
    """Every parameter with its interval and how it was come by; arrivals by weekday (the half-hours are in the room)."""
    yield _row("all lines", "busyness of a day (standard deviation)", fitted.busyness, "share", "Paule-Mandel on weekdays")
    yield _row("all lines", "busyness of a week (standard deviation)", fitted.weeks, "share", "Paule-Mandel on whole weeks")
    yield _row("all lines", "a week's level differs from the week before (standard deviation)",
               Estimate(fitted.drift**0.5, float("nan"), float("nan")), "share",
               "squared differences of weeks by their distance")
    for line in fitted.lines:
        yield from _line_rows(line)
    for pool in fitted.pools:
        yield from _pool_rows(pool, found.able)
    if found.reserve is not None and found.split is not None:
        first = join_words([name for name in fitted.contacts.lines if name in found.policy.first])
        yield _row(first, "part of all waiting", found.split, "share", "bootstrap over days")
        yield _row(first, "handlers kept free for it", found.reserve, "people",
                   f"part of all waiting, simulated: {', '.join(f'{share:.0%}' for share in found.simulated)} with 0, 1 …")


def half_hour_rows(fitted: Fitted) -> Iterator[dict[str, Any]]:
    """Of each line what is expected in each half-hour of a week, and of each pool the mean of heads there, with intervals."""
    for day, name in enumerate(DAYS):
        own = fitted.contacts.weekdays == day
        for slot in range(SLOTS_A_DAY):
            moment = f"{name[:3].title()} {slot_label(slot)}"
            for line in fitted.lines:
                told = Estimate(*(float(part[day, slot]) for part in (line.arrivals.by_slot, line.arrivals.low,
                                                                      line.arrivals.high)))
                yield _row(line.name, f"arrivals {moment}", told, "contacts", f"{own.sum()} days and the other weekdays' shape")
            for pool in fitted.pools:
                yield _row(pool.name, f"heads {moment}", _mean(pool.heads[own, slot]), "people", f"mean of {own.sum()} days")


def _mean(values: np.ndarray) -> Estimate:
    """A mean with the interval of Student's t; no interval of a single value."""
    if not len(values):
        return UNKNOWN
    mean, count = float(values.mean()), len(values)
    off = float(t.ppf(0.975, count - 1) * values.std(ddof=1) / count**0.5) if count > 1 else float("nan")
    return Estimate(mean, max(mean - off, 0.0), mean + off)


def _row(of: str, parameter: str, estimate: Estimate, unit: str, method: str) -> dict[str, Any]:
    value, low, high = (None if number != number else round(number, 4 if unit == "share" else 2)
                        for number in (estimate.value, estimate.low, estimate.high))
    return {"of": of, "parameter": parameter, "value": value, "low": low, "high": high, "unit": unit, "method": method}


def _line_rows(line: FittedLine) -> Iterator[dict[str, Any]]:
    pattern = line.arrivals
    for place, day in enumerate(DAYS):
        # A weekday's total: each half-hour's uncertainty, and how much days differ.
        total = float(pattern.by_slot[place].sum())
        off = 1.96 * ((pattern.shape[place] / pattern.rate[place] ** 2).sum()
                      + (max(line.busyness.value, 0.0) * total) ** 2 / max(pattern.days[place], 1)) ** 0.5
        yield _row(line.name, f"arrivals of a {day.title()}", Estimate(total, max(total - off, 0.0), total + off), "contacts",
                   f"shrunk to the week's shape by {pattern.trusted[place]:,.0f} contacts a half-hour")
    yield _row(line.name, "busyness of a day (standard deviation)", line.busyness, "share", "Paule-Mandel on weekdays")
    yield _row(line.name, "burstiness of a half-hour (standard deviation)",
               Estimate(line.steadiness.value**-0.5, line.steadiness.high**-0.5, line.steadiness.low**-0.5), "share",
               "likelihood, beyond the day's factor")
    for name, lasting in (("talk", line.talk), ("wrap-up", line.wrap)):
        if lasting.contacts:
            yield _row(line.name, f"mean {name}", lasting.mean, "seconds", _shape(lasting))
    yield _row(line.name, "mean patience, were it exponential", line.mean_patience, "seconds", "all waiting / gave up; exact")
    for seconds in _PATIENCE_AT:
        if len(line.waiting.times) and seconds <= line.waiting.times[-1]:
            yield _row(line.name, f"would still wait after {seconds} s", line.waiting.still_waiting(seconds), "share",
                       "Kaplan-Meier, Greenwood")
    if line.message.contacts:
        yield _row(line.name, "recorded message", line.message.mean, "seconds", "mean; bootstrap over days")
    if line.redialling is not None:
        yield from _redial_rows(line.name, line.redialling)
    for name, share in (("content with the message", line.contained), ("hang up before the queue", line.left)):
        if share.value > 0:
            yield _row(line.name, name, share, "share", "bootstrap over days")


def _redial_rows(line: str, found: Redialling) -> Iterator[dict[str, Any]]:
    yield _row(line, "try again after giving up", found.share, "share",
               f"again within {WINDOW / 3600:.0f} hours, less those answered (Abbott); bootstrap over days")
    if found.redial is not None:
        yield _row(line, "mean time until they try again", found.delay.mean, "seconds", _shape(found.delay))
        yield _row(line, "most attempts", found.attempts, "attempts", "likelihood" if found.limited else
                   "the most that were seen: no limit shows")


def _shape(lasting: Lasting) -> str:
    return f"{_SHAPES[lasting.duration.shape]}, by likelihood on days left out; bootstrap over days"


def _pool_rows(pool: Presence, able: Able) -> Iterator[dict[str, Any]]:
    hours = pool.heads.sum(axis=1) / 2
    method = "duties as worked" if pool.from_duties else "inferred from who answered"
    yield _row(pool.name, "handler hours a day", _mean(hours), "hours", method)
    yield _row(pool.name, "can take a contact, as seen while somebody waits", pool.able, "share", "bootstrap over days")
    share, off = pool.able.value * able.factor, 1.96 * pool.able.value * able.factor * able.error
    yield _row(pool.name, "can take a contact, calibrated", Estimate(share, share - off, share + off), "share",
               "days fitted to, simulated, wait as long as they did")


def in_words(fitted: Fitted) -> Iterator[str]:
    """What was fitted to, and how staffing was come by."""
    contacts = fitted.contacts
    yield (f"Fitted to {format_things(len(contacts.line), 'contact', 'contacts')} of {join_words(contacts.lines)}, "
           f"{span_label(contacts.first, contacts.last)} ({format_things(contacts.days, 'day', 'days')}).")
    for pool in fitted.pools:
        yield (f"Handlers of {pool.name}: from duties as they were worked." if pool.from_duties else
               f"Handlers of {pool.name}: no roster came, so they are inferred from who answered. A handler is taken to be "
               "there from the first answer to the end of the last contact, but for gaps of more than "
               f"{LONGEST_GAP / 60:.0f} minutes.")
    days = min(min(line.arrivals.days) for line in fitted.lines)
    if days < 2:
        yield "Some weekdays came less than twice: how much days differ is hardly known, and the intervals are too narrow."
    yield from fitted.notes


def check_rows(found: Sequence[Compared]) -> Iterator[dict[str, Any]]:
    """Each figure: what was predicted, what came, and by how much they differ."""
    for one in found:
        digits = 4 if _FIGURES[one.figure][1] else 1
        real = None if one.real != one.real else round(float(one.real), digits)
        yield {"line": one.line, "figure": one.figure, "taken": one.taken, "predicted": round(one.predicted.value, digits),
               "low": round(one.predicted.low, digits), "high": round(one.predicted.high, digits), "real": real,
               "inside": one.inside if real is not None else None, "off": None if real is None else round(one.off, digits)}


def check_in_words(found: Sequence[Compared], other: Contacts) -> Iterator[str]:
    """A sentence for each figure of each line, and where the error comes from where it failed."""
    own = [one for one in found if one.taken == FITTED and one.real == one.real]
    inside = sum(one.inside for one in own)
    yield (f"Held against {span_label(other.first, other.last)}, which it was not fitted to: {inside} of "
           f"{format_things(len(own), 'figure lies', 'figures lie')} in the predicted 95% interval.")
    for one in own:
        yield f"{one.line}, {_FIGURES[one.figure][0]}: {_outcome(one)}{_because(one, found)}"


def _outcome(one: Compared) -> str:
    low, high, real = (_said(one.figure, number) for number in (one.predicted.low, one.predicted.high, one.real))
    if one.inside:
        return f"{real}, predicted {low} to {high}: inside."
    edge = one.predicted.low if one.real < one.predicted.low else one.predicted.high
    way = "below" if one.real < one.predicted.low else "above"
    return f"{real}, predicted {low} to {high}: {_apart(one.figure, abs(one.real - edge))} {way}."


def _because(one: Compared, found: Sequence[Compared]) -> str:
    """Of a figure that failed: whether it would have held with the real arrivals, or staff."""
    if one.inside:
        return ""
    others = {two.taken: two for two in found if (two.line, two.figure) == (one.line, one.figure)}
    if one.figure == "offered":
        return " Demand was foretold wrongly."
    if REAL_ARRIVALS in others and others[REAL_ARRIVALS].inside:
        return " With the real arrivals it is inside: demand was foretold wrongly, not service."
    if REAL_STAFF in others and others[REAL_STAFF].inside:
        return " With the real arrivals and staff it is inside: who would be there was foretold wrongly."
    return " With the real arrivals and staff it is outside too: how the room serves is not what the model says."


def _said(figure: str, number: float) -> str:
    if _FIGURES[figure][1]:
        return f"{number * 100:.1f}%"
    return format_count(round(number)) if figure == "offered" else f"{number:.1f} s"


def _apart(figure: str, number: float) -> str:
    if _FIGURES[figure][1]:
        return f"{number * 100:.1f} percentage points"
    return format_count(round(number)) if figure == "offered" else f"{number:.1f} seconds"
