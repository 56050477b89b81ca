"""Projections to put into a ledger, made plainly."""

from __future__ import annotations

from datetime import date, timedelta

from answerable.forecasting.projection import LEVELS, Backtest, Method, Projection, Step
from answerable.judgement.aims import Amount
from answerable.ledger import Outlook

MEASURE = "101-answered-within-30s"
NO_BACKTEST = Backtest(0, 0, "seasonal-naive", None, None, None, None, None, 0)


def month(number: int) -> tuple[date, date]:
    """First and last day of a month counted from September 2026."""
    year, place = divmod(8 + number, 12)
    after_year, after = divmod(9 + number, 12)
    return date(2026 + year, place + 1, 1), date(2026 + after_year, after + 1, 1) - timedelta(days=1)


def projected(*medians: float, origin: date = date(2026, 8, 31), measure: str = MEASURE, version: int = 1,
              half_width: float = 4.5, target: float | None = None, odds: tuple[float, ...] = (), floor: float = 60.0,
              method: str = "theta", better: str = "higher") -> Outlook:
    """A projection with these medians for the months from September 2026 on, its 90% interval so wide on each side."""
    steps = tuple(Step(*month(place), f"month {place + 1}", place + 1,
                       tuple(median + half_width * (level - 0.5) / 0.45 for level in LEVELS), floor)
                  for place, median in enumerate(medians))
    projection = Projection(measure, origin, Method(method, 1, "by hand"), steps, (), NO_BACKTEST)
    targets = () if target is None else [Amount(target, ">=")] * len(medians)
    return Outlook(projection, measure, version, "percent", better, targets, odds, odds)
