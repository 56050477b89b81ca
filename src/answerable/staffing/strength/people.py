"""The people of a plan, one by one in every draw, counted by the month; and the same in fractions, without chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from answerable.staffing.strength.chances import (
    COMES,
    FIRST_YEAR,
    KINDS,
    LATE,
    OF_COHORTS,
    OF_PEOPLE,
    PASSES,
    SLIPS,
    YEARLY,
    normals,
    shares,
    uniforms,
)
from answerable.staffing.strength.plan import Plan, Share, Slip

YEAR = 365.25
FIRST_YEAR_DAYS = 365
NEVER = 10**7


@dataclass(frozen=True)
class Lives:
    """People of one kind in every draw, people × draws of days: the first day, the first day after training, the first day
    away (NEVER: past any plan). failed: whether they go because they did not pass. Who does not come begins and goes at
    NEVER."""

    starts: np.ndarray
    trained: np.ndarray
    leaves: np.ndarray
    failed: np.ndarray


@dataclass(frozen=True)
class Strength:
    """People by month. Arrays months × draws: in_post, in_training: mean over the days of the month; working: the same in
    experienced people's work, redeployed among it; at_end: in post on the month's last day; joined, left, failed: in the month.
    Redeployed people are not in post."""

    in_post: np.ndarray
    in_training: np.ndarray
    working: np.ndarray
    at_end: np.ndarray
    joined: np.ndarray
    left: np.ndarray
    failed: np.ndarray


def drawn(plan: Plan, draws: int, seed: int) -> Strength:
    """Every person of a plan lived through so many times."""
    edges, productive = plan.edges, productive_days(plan)
    counted = np.zeros((7, plan.months, draws))
    for lives in all_lives(plan, draws, seed):
        for month in range(plan.months):
            counted[:, month] += _in_month(lives, int(edges[month]), int(edges[month + 1]), productive)
    counted[2] += redeployed(plan)[:, None]
    return Strength(*counted)


def all_lives(plan: Plan, draws: int, seed: int) -> Iterator[Lives]:
    """Those in post, then each cohort."""
    yearly = hazard(shares(plan.leaving.yearly, seed, YEARLY, draws))
    early = yearly if plan.leaving.first_year is None else hazard(shares(plan.leaving.first_year, seed, FIRST_YEAR, draws))
    passes, come = (shares(share, seed, purpose, draws) for share, purpose in
                    ((plan.training.passes, PASSES), (plan.slip.come, COMES)))
    yield _in_post(plan, uniforms(seed, OF_PEOPLE, plan.in_post, draws), yearly)
    common, weights = normals(seed, LATE, draws), -np.log(uniforms(seed, SLIPS, len(plan.slip.possible), draws))
    for place, cohort in enumerate(plan.cohorts):
        chances = [uniforms(seed, OF_PEOPLE + KINDS * (place + 1) + kind, cohort.people, draws) for kind in range(3)]
        late = days_late(plan.slip, common, normals(seed, OF_COHORTS + place, draws), weights)
        # Who is here already has come, and passed where the training is over; those in post are counted after both.
        here = cohort.starts < 0
        starts = np.where(here | (chances[0] < come), cohort.starts + (0 if here else late), NEVER)
        trained = starts + plan.training.days
        failed = (starts < NEVER) & (chances[1] >= passes) & (trained > 0)
        gone = trained + stay(-np.log1p(-chances[2]), early, yearly, np.maximum(-trained, 0))
        yield Lives(starts, trained, np.where(failed, trained, gone), failed)


def _in_post(plan: Plan, chances: np.ndarray, yearly: np.ndarray) -> Lives:
    """People there on day 0, experienced; the first of them are those known to go."""
    before = np.full(chances.shape, -NEVER)
    leaves = stay(-np.log1p(-chances), yearly, yearly, np.full(chances.shape, FIRST_YEAR_DAYS)) - FIRST_YEAR_DAYS
    first = 0
    for day, people in plan.leaving.known:
        leaves[first:first + people] = day
        first += people
    return Lives(before, before, leaves, np.zeros(chances.shape, dtype=bool))


def hazard(yearly: np.ndarray) -> np.ndarray:
    """Chance a day of going, of who is there, by the share that goes in a year (constant over the year)."""
    return np.asarray(-np.log1p(-yearly) / YEAR)


def stay(patience: np.ndarray, early: np.ndarray, later: np.ndarray, served: np.ndarray) -> np.ndarray:
    """Days from the end of training to the first day away. patience: exponential with mean 1; early, later: hazards of the
    first year and after it; served: days that are over and in which they did not go."""
    first = np.maximum(FIRST_YEAR_DAYS - served, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = served + patience / early
        after = np.maximum(served, FIRST_YEAR_DAYS) + (patience - early * first) / later
    days = np.where(patience < early * first, within, after)
    return np.asarray(np.floor(np.nan_to_num(np.minimum(days, NEVER), nan=NEVER, posinf=NEVER))).astype(np.int64)


def days_late(slip: Slip, common: np.ndarray, own: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """How late a cohort comes in each draw: one of the possible delays, by a chance that it has in part in common with others.
    weights: delays × draws, how often each delay comes, as uncertain as so few leave it (Rubin 1981: exponential)."""
    level = ndtr(np.sqrt(slip.together) * common + np.sqrt(1 - slip.together) * own)
    shares = weights.cumsum(axis=0) / weights.sum(axis=0)
    places = np.minimum((shares < level).sum(axis=0), len(slip.possible) - 1)
    return np.asarray(np.asarray(slip.possible)[places])


def productive_days(plan: Plan) -> np.ndarray:
    """Days of experienced people's work done by the end of so many days after training: [0, …], long enough for nesting."""
    return np.concatenate([[0.0], np.repeat(plan.training.nesting, 7).cumsum()])


def _worked(days: np.ndarray, productive: np.ndarray) -> np.ndarray:
    """The same for any number of days; after nesting a day is a day."""
    last = len(productive) - 1
    inside = np.clip(days, 0, last)
    return np.asarray(productive[inside] + np.maximum(days - last, 0))


def _in_month(lives: Lives, first: int, end: int, productive: np.ndarray) -> list[np.ndarray]:
    """What a month counts of people, in the order of Strength."""
    until = np.clip(lives.leaves, first, end)
    days = end - first
    came = (lives.starts >= first) & (lives.starts < end)
    went = (lives.leaves >= first) & (lives.leaves < end) & (lives.starts < NEVER)
    return [
        np.maximum(until - np.maximum(lives.starts, first), 0).sum(axis=0) / days,
        np.maximum(np.minimum(until, lives.trained) - np.maximum(lives.starts, first), 0).sum(axis=0) / days,
        (_worked(until - lives.trained, productive) - _worked(first - lives.trained, productive)).sum(axis=0) / days,
        ((lives.starts < end) & (lives.leaves >= end)).sum(axis=0), came.sum(axis=0),
        (went & ~lives.failed).sum(axis=0), (went & lives.failed).sum(axis=0)]


def redeployed(plan: Plan) -> np.ndarray:
    """What redeployed people add to each month, in experienced people's work."""
    edges = plan.edges
    added = np.zeros(plan.months)
    for lent in plan.redeployed:
        days = np.minimum(lent.last, edges[1:]) - np.maximum(lent.first, edges[:-1])
        added += lent.people * lent.productivity * np.maximum(days, 0) / np.diff(edges)
    return added


def as_written(plan: Plan) -> Strength:
    """The plan in fractions of people, draws 1: everyone comes in time, shares are their means, nobody's chance is drawn."""
    days = np.arange(int(plan.edges[-1]))
    yearly = float(hazard(np.array(_mean(plan.leaving.yearly))))
    early = yearly if plan.leaving.first_year is None else float(hazard(np.array(_mean(plan.leaving.first_year))))
    counted = np.zeros((7, plan.months))
    known = sum(people for _day, people in plan.leaving.known)
    going = np.array([sum(people for day, people in plan.leaving.known if day > today) for today in days])
    stays = (plan.in_post - known) * np.exp(-yearly * (days + 1)) + going
    counted += _by_month(plan, stays, 0.0 * stays, stays, plan.in_post, 0.0 * stays, 0.0 * stays)
    for cohort in plan.cohorts:
        counted += _cohort_as_written(plan, cohort.starts, cohort.people, days, early, yearly)
    counted[2] += redeployed(plan)
    return Strength(*counted[:, :, None])


def _mean(share: Share) -> float:
    """The mean of what `shares` draws."""
    return share.value if share.of is None else (share.value * share.of + 0.5) / (share.of + 1)


def _cohort_as_written(plan: Plan, starts: int, people: int, days: np.ndarray, early: float, later: float) -> np.ndarray:
    trained = starts + plan.training.days
    passed = people * (_mean(plan.training.passes) if trained > 0 else 1.0)
    since = days - trained
    served = max(-trained, 0)
    spent = early * (np.minimum(since + 1, FIRST_YEAR_DAYS) - min(served, FIRST_YEAR_DAYS)) + later * (
        np.maximum(since + 1 - FIRST_YEAR_DAYS, 0) - max(served - FIRST_YEAR_DAYS, 0))
    there = np.where(since >= 0, passed * np.exp(-spent), 0.0)
    training = np.where((days >= starts) & (since < 0), float(people), 0.0)
    nesting = np.repeat(plan.training.nesting, 7)
    week = np.where(since < len(nesting), np.append(nesting, 1.0)[np.clip(since, 0, len(nesting))], 1.0)
    joined = np.where(days == starts, float(people), 0.0)
    failed = np.where(days == trained, people - passed, 0.0)
    return _by_month(plan, there + training, training, there * week, people if starts < 0 else 0, joined, failed)


def _by_month(plan: Plan, in_post: np.ndarray, training: np.ndarray, working: np.ndarray, before: float, joined: np.ndarray,
              failed: np.ndarray) -> np.ndarray:
    """Days summed or averaged over months, in the order of Strength."""
    edges = plan.edges[:-1].astype(int)
    lengths = np.diff(plan.edges)
    came, not_passed = np.add.reduceat(joined, edges), np.add.reduceat(failed, edges)
    at_end = in_post[plan.edges[1:].astype(int) - 1]
    left = np.diff(np.concatenate([[before], at_end])) * -1 + came - not_passed
    means = [np.add.reduceat(part, edges) / lengths for part in (in_post, training, working)]
    return np.array([*means, at_end, came, left, not_passed])
