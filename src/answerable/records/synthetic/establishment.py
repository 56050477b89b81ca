"""Posts and people month by month, as the rotas and their vacancies have it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from answerable.records.synthetic import staffing, texts
from answerable.records.synthetic.demand import Floats
from answerable.records.synthetic.duties import DISPATCHERS, KINDS, PCSOS, ROLES, SPECIALS
from answerable.records.synthetic.hours import Hours
from answerable.records.synthetic.plain import row_numbers
from answerable.records.synthetic.plan import USUAL_VACANCY, VACANCY, MonthPlan
from answerable.records.synthetic.response import planned_officers

HOURS_A_WEEK = 27.0         # that one post puts on the rota: 37 a week less leave, sickness, training, breaks
LEAVERS_A_MONTH = 0.012     # of the posts
TRAINING_MONTHS = 3
VACANCIES_FELT = (1.0, 0.3, 1.5, 0.0, 0.5)      # by group, of the month's vacancy


def establishment_table(plan: MonthPlan, hours: Hours, scale: float) -> pa.Table:
    """The statement of the month's first day as the table `establishment`: by role and kind, full-time equivalents.

    Whoever fills a post now joined three months ago and was in training until then.
    """
    posts, count = _posts(scale), len(ROLES)
    training = np.sum([_passing_out(plan, posts, ahead) for ahead in range(1, TRAINING_MONTHS + 1)], axis=0)
    groups = np.arange(count)
    return pa.table({
        "statement_id": row_numbers("E", plan, count),
        "as_of": texts.offset_times(np.full(count, hours.month_starts_ms), hours),
        "team": texts.words(groups, ("Control room", "Control room", "Response", "Specials", "Neighbourhood")),
        "role": texts.words(groups, ROLES), "kind": texts.words(groups, KINDS),
        "establishment": _tenths(posts), "strength": _tenths(_filled(plan, posts, 0) + training),
        "in_training": _tenths(training), "joiners": _tenths(_passing_out(plan, posts, TRAINING_MONTHS)),
        "leavers": _tenths(posts * LEAVERS_A_MONTH)})


def _posts(scale: float) -> Floats:
    weekly = np.array([staffing.planned(scale).sum() / 2, DISPATCHERS * scale * 24 * 7,
                       planned_officers(scale).sum() * 8, SPECIALS * scale * 2 * 6, PCSOS * scale * 8 * 7])
    posts: Floats = weekly / HOURS_A_WEEK
    return posts


def _filled(plan: MonthPlan, posts: Floats, ahead: int) -> Floats:
    """People who work alone, some months ahead of the plan's."""
    distance = plan.before_last - ahead
    vacancy = VACANCY.get(distance, USUAL_VACANCY) if distance >= 0 else USUAL_VACANCY
    filled: Floats = posts * (1 - np.array(VACANCIES_FELT) * vacancy)
    return filled


def _passing_out(plan: MonthPlan, posts: Floats, ahead: int) -> Floats:
    """People who begin to work alone in the month so far ahead."""
    grown = _filled(plan, posts, ahead) - _filled(plan, posts, ahead - 1)
    passing: Floats = np.maximum(grown + posts * LEAVERS_A_MONTH, 0)
    return passing


def _tenths(values: Floats) -> pa.Array:
    tenths = np.round(values * 10).astype(np.int64)
    return texts.column([texts.digits(tenths // 10, 4), texts.constant(".", len(tenths)), texts.digits(tenths % 10, 1)])
