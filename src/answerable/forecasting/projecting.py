"""Series projected: each from its last figure, in the way that erred least before, with what was erred as its interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from answerable.errors import InputError
from answerable.forecasting.histories import Prepared
from answerable.forecasting.models import WAYS
from answerable.forecasting.paths import levels_of_paths
from answerable.forecasting.pooling import AsOf, Pool, as_of, outlook, pool_of
from answerable.forecasting.projection import Method, NoProjection, Projection, Step
from answerable.forecasting.refusing import MANY, refusal
from answerable.forecasting.scales import Numbers
from answerable.forecasting.series import Series
from answerable.forecasting.skill import ASKED, Tested
from answerable.forecasting.spacing import SPACINGS, check_starts, label, last_day, later
from answerable.words import _

VERSION = 1
# Origins at which a projection's own record is told, in years where there are seasons.
YEARS_TESTED = 2
Progress = Callable[[int, int], None]
Answers = dict[str, Projection | NoProjection]


def project_all(series: Sequence[Series], ahead: int, *, progress: Progress | None = None) -> list[Projection | NoProjection]:
    """Every series projected until `ahead` periods after its last one, in the order given.

    Series of one kind of period are pooled: they choose and calibrate together. progress: called with (series done, of all).
    A series that cannot be projected gives a NoProjection. Raises InputError for a faulty series, or a name given twice.
    """
    check(series, ahead)
    answers: Answers = {}
    for every in SPACINGS:
        group = sorted((one for one in series if one.every == every), key=lambda one: one.id)
        refused = {one.id: refusal(one) for one in group}
        answers |= {name: answer for name, answer in refused.items() if answer is not None}
        able = [one for one in group if refused[one.id] is None]
        if able:
            for answer in _project_pool(pool_of(able, every, ahead, _years_tested(every)), ahead):
                answers[answer.series] = answer
                if progress:
                    progress(len(answers), len(series))
    return [answers[one.id] for one in series]


def project_one(series: Series, ahead: int) -> Projection | NoProjection:
    """One series by itself, its intervals from its own errors alone. As `project_all`."""
    return project_all([series], ahead)[0]


def check(series: Sequence[Series], ahead: int) -> None:
    """Raises InputError for a faulty series, a name given twice, or less than one period ahead."""
    if ahead < 1:
        raise InputError(f"A projection of {ahead} periods is none.", remedy="Ask for 1 or more.")
    names = sorted(one.id for one in series)
    for name, following in pairwise(names):
        if name == following:
            raise InputError(f"The series '{name}' is given twice.", remedy="Give each series a name of its own.")
    for one in series:
        check_starts(one.id, one.every, one.starts)
        if len(one.starts) != len(one.values) or (one.weights is not None and len(one.weights) != len(one.values)):
            raise InputError(f"'{one.id}' has {len(one.starts)} periods and {len(one.values)} figures.",
                             remedy="Give one figure, and one weight where there are any, for each period.")


def _project_pool(pool: Pool, ahead: int) -> Iterator[Projection | NoProjection]:
    rows, years = pool.evidence.rows, _years_tested(pool.every)
    tested, ends = Tested(len(pool.series)), np.array([one.last for one in pool.series])
    final: dict[int, tuple[int, AsOf, Numbers]] = {}
    for now in np.unique(rows.origin).tolist():
        here = np.flatnonzero((rows.origin == now) & (ends[rows.owner] - now <= years))
        known = as_of(pool, now) if len(here) else None
        if known is None:
            continue
        newest = here[ends[rows.owner[here]] == now]
        if len(newest):
            courses = known.spread.at(levels_of_paths(known.spread.together).T)
            final.update({int(rows.owner[row]): (int(row), known, courses) for row in newest})
        older = np.setdiff1d(here, newest)
        if len(older):
            tested.add(pool, older, known, known.spread.at(ASKED))
    for owner in range(len(pool.series)):
        yield _answer(pool, owner, final.get(owner), tested, ahead)


def _years_tested(every: str) -> int:
    """From how many periods before its last figure a series' own record is told."""
    spacing = SPACINGS[every]
    return YEARS_TESTED * spacing.season if spacing.season > 1 else spacing.tried


def _answer(pool: Pool, owner: int, final: tuple[int, AsOf, Numbers] | None, tested: Tested,
            ahead: int) -> Projection | NoProjection:
    one = pool.series[owner]
    if final is None:
        return NoProjection(one.series.id, "too-short", _("There are too few figures to tell how far a projection may err."))
    row, known, errors = final
    length = ahead + len(one.series.values) - len(one.values)
    told = outlook(pool, np.array([row]), known, known.spread.quantiles)
    paths = outlook(pool, np.array([row]), known, errors).quantiles[0, :length].T
    if one.whole:
        # Of three things a month, "at least 3" begins at 2½ on a scale that knows no whole numbers.
        paths = np.rint(paths)
    way = WAYS[known.choice[owner]]
    backtest = tested.of(owner, int(known.floor[owner]), len(pool.series))
    every, start = one.series.every, one.series.starts[len(one.values) - 1]
    steps = tuple(_step(every, later(every, start, step + 1), step + 1, told.quantiles[0, step], told.floor[0, step])
                  for step in range(length))
    return Projection(one.series.id, last_day(every, start), Method(way.id, VERSION, _(way.words)), steps,
                      tuple(map(tuple, paths.tolist())), backtest, _notes(one))


def _step(every: str, start: date, ahead: int, quantiles: Numbers, floor: float) -> Step:
    return Step(start, last_day(every, start), label(every, start), ahead, tuple(quantiles.tolist()), float(floor))


def _notes(one: Prepared) -> tuple[str, ...]:
    silent = len(one.series.values) - len(one.values)
    if not silent:
        return ()
    return (_("The last {silent} {periods} have no figure; the projection starts before them.").format(
        silent=silent, periods=_(MANY[one.series.every])),)
