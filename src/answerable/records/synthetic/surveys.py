"""What people say, what victims are told, and what a look at a handful of records finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from answerable.records.synthetic import texts
from answerable.records.synthetic.callers import PLACES, choose
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.demand import Floats
from answerable.records.synthetic.hours import DAY_MS, Hours, Ints
from answerable.records.synthetic.plain import row_numbers
from answerable.records.synthetic.plan import MonthPlan

HOUR_MS = 3_600_000
OUTCOMES = ("answered", "refused", "not_reached")
ANSWERS = ("completely satisfied", "very satisfied", "fairly satisfied", "neither satisfied nor dissatisfied",
           "fairly dissatisfied", "very dissatisfied", "completely dissatisfied")
AGREEMENT = ("strongly agree", "tend to agree", "neither agree nor disagree", "tend to disagree", "strongly disagree")


@dataclass(frozen=True)
class Survey:
    """A survey. every: months between its waves, the first of them in month `first` of the year; people: asked a wave at
    scale 1 (at least `least`); shares: of answered and refused; content: shares of the answers; felt: how far vacancies move
    them to the last ones; each: for how many people a row stands, at most."""

    name: str
    cohort: str
    questions: tuple[str, ...]
    method: str
    people: int
    shares: tuple[float, float]
    answers: tuple[str, ...]
    content: tuple[float, ...]
    felt: float
    every: int = 1
    first: int = 1
    least: int = 4
    each: int = 1


SATISFIED = (.16, .24, .24, .08, .12, .08, .08)
SURVEYS = (
    Survey("Westshire victim satisfaction", "burglary", ("the service as a whole", "being kept informed"), "telephone", 65,
           (.42, .25), ANSWERS, SATISFIED, 0.6),
    Survey("Westshire victim satisfaction", "domestic abuse", ("the service as a whole", "being kept informed"), "telephone",
           40, (.29, .31), ANSWERS, (.20, .26, .22, .08, .10, .08, .06), 0.8),
    Survey("Westshire confidence survey", "residents", ("the police do a good job here",), "text message", 420, (.31, .10),
           AGREEMENT, (.14, .38, .24, .15, .09), 0.5, every=3, first=1),
    Survey("County residents' panel", "panel members", ("the police can be relied on when needed",), "post", 300, (.63, .02),
           AGREEMENT, (.10, .33, .27, .19, .11), 0.4, every=6, first=3),
    Survey("Town and parish survey", "town and parish councils", ("how often the beat manager is seen", "101 is easy to reach"),
           "post", 90, (.55, .05), AGREEMENT, (.08, .27, .26, .24, .15), 0.9, every=12, first=5, each=12))

WORDS = tuple(dict.fromkeys((*ANSWERS, *AGREEMENT)))
QUESTIONS = tuple(dict.fromkeys(word for survey in SURVEYS for word in survey.questions))


def survey_table(plan: MonthPlan, hours: Hours, scale: float, random: np.random.Generator) -> pa.Table:
    """The month's waves as the table `survey_answers`: a row a person (or people) and question."""
    parts = [_wave(number, survey, plan, hours, scale, random) for number, survey in enumerate(SURVEYS)
             if (plan.month - survey.first) % survey.every == 0]
    survey, asked, outcome, question, answer, place, people = (np.concatenate(values) for values in zip(*parts, strict=True))
    return pa.table({
        "answer_id": row_numbers("V", plan, len(survey)), "asked_at": texts.offset_times(asked, hours),
        "survey": texts.words(survey, tuple(wave.name for wave in SURVEYS)), "outcome": texts.words(outcome, OUTCOMES),
        "question": texts.words(question, QUESTIONS), "answer": texts.words(answer, WORDS),
        "cohort": texts.words(survey, tuple(wave.cohort for wave in SURVEYS)),
        "method": texts.words(survey, tuple(wave.method for wave in SURVEYS)),
        "place": texts.words(place, PLACES), "people": texts.numbers(people)})


def _wave(number: int, survey: Survey, plan: MonthPlan, hours: Hours, scale: float,
          random: np.random.Generator) -> tuple[Ints, ...]:
    """(survey, asked, outcome, question, answer, place, people) of each row; every person answers every question."""
    count = max(survey.least, round(survey.people * scale))
    asked = _in_the_day(hours, count, random)
    outcome = choose((*survey.shares, 1 - sum(survey.shares)), count, random)
    place = random.integers(0, len(PLACES), count)
    people = random.integers(1, survey.each + 1, count)
    shares = _moved(survey, plan)
    known = np.array([WORDS.index(word) for word in survey.answers])
    rows = []
    for question in survey.questions:
        answer = np.where(outcome == 0, known[choose(shares, count, random)], NONE)
        rows.append((np.full(count, number), asked, outcome, np.full(count, QUESTIONS.index(question)), answer, place, people))
    return tuple(np.concatenate(values) for values in zip(*rows, strict=True))


def _moved(survey: Survey, plan: MonthPlan) -> tuple[float, ...]:
    """The shares of the answers in this month: vacancies move some of the first half to the last."""
    content = np.array(survey.content)
    half = len(content) // 2
    part = survey.felt * plan.vacancy
    moved = content.copy()
    moved[:half] *= 1 - part
    moved[-half:] += content[:half][::-1] * part
    return tuple(moved.tolist())


def _in_the_day(hours: Hours, count: int, random: np.random.Generator) -> Ints:
    """Whole minutes between 09:00 and 20:00 of the month's days, in order."""
    starts = hours.start_ms[hours.within_month(hours.start_ms) & (hours.slot >= 18) & (hours.slot < 40)]
    return np.sort(starts[random.integers(0, len(starts), count)] + random.integers(0, 30, count) * 60_000)


EVENTS = ("arrested", "interviewed", "released", "bailed", "bail_changed", "decision_not_to_investigate")
EVENT_SHARES = (.22, .20, .16, .14, .06, .22)
UPDATES_A_MONTH, ENHANCED_SHARE, NEVER_TOLD_SHARE = 320, 0.28, 0.06
TOLD_MEAN_HOURS = (46.0, 20.0)      # standard and enhanced rights; vacancies lengthen both
UPDATE_TEAMS = tuple(f"Investigation {place}" for place in PLACES)


def updates_table(plan: MonthPlan, hours: Hours, scale: float, random: np.random.Generator) -> pa.Table:
    """What victims must be told of, and when they were, as the table `victim_updates`."""
    count = max(6, round(UPDATES_A_MONTH * scale))
    happened = _in_the_day(hours, count, random)
    enhanced = (random.random(count) < ENHANCED_SHARE).astype(np.int64)
    mean: Floats = np.array(TOLD_MEAN_HOURS)[enhanced] * (1 + 4 * plan.vacancy)
    told = happened + (random.gamma(1.4, mean / 1.4) * HOUR_MS).astype(np.int64) // 60_000 * 60_000
    # The telling of what happened late in the last month is not known yet.
    silent = (random.random(count) < NEVER_TOLD_SHARE + plan.vacancy / 4) | (told > happened + 25 * DAY_MS)
    silent |= (plan.before_last == 0) & (told >= hours.month_ends_ms)
    place = random.integers(0, len(PLACES), count)
    return pa.table({
        "update_id": row_numbers("U", plan, count), "happened_at": texts.offset_times(happened, hours),
        "told_at": texts.offset_times(np.where(silent, NONE, told), hours),
        "event": texts.words(choose(EVENT_SHARES, count, random), EVENTS),
        "rights": texts.words(enhanced, ("standard", "enhanced")),
        "team": texts.words(place, UPDATE_TEAMS), "place": texts.words(place, PLACES)})


# (sample, aspects, records a month, share that meets the standard); what does not apply comes on top.
SAMPLES = (("call handling quality", ("vulnerability asked about", "THRIVE recorded", "caller told what comes next"), 25, .84),
           ("crime recording", ("crime recorded within a day",), 30, .93),
           ("regraded incidents", ("reason for the new grade recorded",), 12, .78))
RESULTS = ("met", "not_met", "not_applicable")
NOT_APPLICABLE_SHARE = 0.06


def samples_table(plan: MonthPlan, hours: Hours, random: np.random.Generator) -> pa.Table:
    """The dip samples of the month as the table `samples`: few records each, whatever the force's size."""
    sample, aspect, met = [], [], []
    aspects = tuple(word for _, words, _, _ in SAMPLES for word in words)
    for number, (_, words, records, share) in enumerate(SAMPLES):
        for word in words:
            sample += [number] * records
            aspect += [aspects.index(word)] * records
            met += [share - plan.vacancy * 0.6] * records
    count = len(sample)
    drawn = random.random(count)
    result = np.where(drawn < NOT_APPLICABLE_SHARE, 2, np.where(random.random(count) < np.array(met), 0, 1))
    place = random.integers(0, len(PLACES), count)
    return pa.table({
        "sample_id": row_numbers("M", plan, count), "sampled_at": texts.offset_times(_in_the_day(hours, count, random), hours),
        "sample": texts.words(np.array(sample), _names(SAMPLES)), "result": texts.words(result, RESULTS),
        "aspect": texts.words(np.array(aspect), aspects), "place": texts.words(place, PLACES)})


def _names(samples: Sequence[tuple[str, tuple[str, ...], int, float]]) -> tuple[str, ...]:
    return tuple(name for name, *_ in samples)
