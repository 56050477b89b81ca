"""The odds that a projected figure meets a value, and how they are said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError
from answerable.forecasting.projection import Projection
from answerable.forecasting.scales import Numbers
from answerable.words import _, mark

Hits = npt.NDArray[np.bool_]

COMPARISONS: dict[str, Callable[[Numbers, float], Hits]] = {
    ">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}
# The likelihood scale of the Intergovernmental Panel on Climate Change (Mastrandrea et al. 2010), without its outermost words.
WORDS = ((0.1, mark("very unlikely")), (1 / 3, mark("unlikely")), (2 / 3, mark("about as likely as not")),
         (0.9, mark("likely")), (1.0, mark("very likely")))


def met(projection: Projection, value: float, comparison: str) -> tuple[float, ...]:
    """P(the figure of each step compares so with the value). comparison: one of >=, >, <=, <; value: in the series' unit.

    Never 0 or 1: a finite number of courses cannot tell never from seldom. Raises InputError for another comparison.
    """
    return _shares(_hits(projection, value, comparison))


def met_by(projection: Projection, value: float, comparison: str) -> tuple[float, ...]:
    """P(some step up to and including each one compares so with the value): from the same courses as `met`."""
    return _shares(np.logical_or.accumulate(_hits(projection, value, comparison), axis=1))


def odds_in_words(odds: float) -> str:
    """Odds from 0 to 1 as people say them: "unlikely (18%)", "very likely (over 99%)"."""
    words = next(words for bound, words in WORDS if odds < bound or bound == 1.0)
    return _("{words} ({percent})").format(words=_(words), percent=percent_of(odds))


def percent_of(odds: float) -> str:
    """Odds in percent, never 0% or 100%."""
    if odds < 0.01:
        return _("under 1%")
    if odds > 0.99:
        return _("over 99%")
    return f"{min(max(round(100 * odds), 1), 99)}%"


def _hits(projection: Projection, value: float, comparison: str) -> Hits:
    if comparison not in COMPARISONS:
        raise InputError(f"'{comparison}' is not a comparison.", remedy=f"Use one of: {', '.join(COMPARISONS)}.")
    return np.asarray(COMPARISONS[comparison](np.array(projection.paths), value))


def _shares(hits: Hits) -> tuple[float, ...]:
    return tuple(((hits.sum(axis=0) + 0.5) / (len(hits) + 1)).tolist())
