"""When nothing is projected, and why, in one plain sentence."""

from __future__ import annotations

from answerable.forecasting.projection import NoProjection
from answerable.forecasting.series import MONTH, QUARTER, WEEK, YEAR, Series
from answerable.forecasting.spacing import spacing_of
from answerable.words import _, mark

MANY = {WEEK: mark("weeks"), MONTH: mark("months"), QUARTER: mark("quarters"), YEAR: mark("years")}
# A series without a figure for longer than this is no longer going on.
LONGEST_SILENCE = {WEEK: 8, MONTH: 3, QUARTER: 2, YEAR: 1}
SHARE_KNOWN = 0.6


def refusal(series: Series) -> NoProjection | None:
    """Why a series cannot be projected; None where it can."""
    known = [value for value in series.values if value is not None]
    periods = _(MANY[series.every])
    if not known:
        return NoProjection(series.id, "lost", _("There is no figure to project from."))
    enough = spacing_of(series.every).enough
    if len(known) < enough:
        return NoProjection(series.id, "too-short", _(
            "A projection needs figures of at least {enough} {periods}; there are {known}.").format(
                enough=enough, periods=periods, known=len(known)))
    return _silent(series, periods) or _gaps(series, periods) or _constant(series, known)


def _silent(series: Series, periods: str) -> NoProjection | None:
    silence = len(series.values) - 1 - max(index for index, value in enumerate(series.values) if value is not None)
    if silence <= LONGEST_SILENCE[series.every]:
        return None
    return NoProjection(series.id, "lost", _(
        "There has been no figure for the last {silence} {periods}, so nothing is said of the next ones.").format(
            silence=silence, periods=periods))


def _gaps(series: Series, periods: str) -> NoProjection | None:
    """Over the last years that a model looks at, too few figures."""
    first = next(index for index, value in enumerate(series.values) if value is not None)
    recent = series.values[first:][-max(3 * spacing_of(series.every).season, spacing_of(series.every).enough):]
    known = sum(value is not None for value in recent)
    if known >= SHARE_KNOWN * len(recent):
        return None
    return NoProjection(series.id, "too-many-gaps", _(
        "Only {known} of the last {all} {periods} have a figure, too few to project from.").format(
            known=known, all=len(recent), periods=periods))


def _constant(series: Series, known: list[float]) -> NoProjection | None:
    recent = known[-spacing_of(series.every).enough:]
    if len(set(known)) > 1 and len(set(recent)) > 1:
        return None
    if not any(recent):
        return NoProjection(series.id, "all-zero", _(
            "The last {count} figures are all 0, so nothing tells how they may change.").format(count=len(recent)))
    return NoProjection(series.id, "constant", _(
        "The last {count} figures are all the same, so nothing tells how they may change.").format(count=len(recent)))
