"""A pattern and a need laid out as a programme."""

from __future__ import annotations

from math import inf

from answerable.staffing.shifts.laid_out import SURPLUS, Ask, LaidOut
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import Pattern, Rotation, Tours
from answerable.staffing.shifts.weeks import lay_out_rotation, lay_out_singles, lay_out_tours


def lay_out(pattern: Pattern, need: Need, ask: Ask) -> LaidOut:
    """The programme of what is asked. Raises InputError where the pattern does not fit the need's slots."""
    laid = LaidOut(pattern, need, ask)
    laid.cover = [laid.builder.row(float(people)) for people in need.people]
    if ask.people is not None:
        laid.heads = laid.builder.row(-inf, float(ask.people))
    if ask.people is not None or ask.share > 0:
        _lay_out_shortage(laid)
    if isinstance(pattern.weeks, Tours):
        lay_out_tours(laid, pattern.weeks)
    elif isinstance(pattern.weeks, Rotation):
        lay_out_rotation(laid, pattern.weeks)
    else:
        lay_out_singles(laid)
    return laid


def _lay_out_shortage(laid: LaidOut) -> None:
    allowed = laid.builder.row(-inf, laid.ask.share * laid.need.work if laid.ask.people is None else inf)
    cost = 1.0 + SURPLUS if laid.ask.people is not None else 0.0
    laid.short = [laid.builder.variable(cost, [(row, 1.0), (allowed, 1.0)], whole=False) for row in laid.cover]
