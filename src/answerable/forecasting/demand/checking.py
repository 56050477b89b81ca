"""What cannot be forecast, said in one plain sentence."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.rolling import LEAST_DAYS
from answerable.forecasting.demand.types import Demand
from answerable.forecasting.projection import NoProjection
from answerable.words import _, format_count

LEAST = LEAST_DAYS + 7


def refuse(demand: Demand, days: int) -> NoProjection | None:
    """Why there is no forecast after the first `days` days, or None."""
    counts = np.asarray(demand.counts[:days], dtype=float)
    known = counts[~np.isnan(counts)]
    with_rows = int((~np.isnan(counts)).any(axis=1).sum()) if days else 0
    if days and not len(known):
        return NoProjection(demand.id, "lost", _("No count is known."))
    if days < LEAST or with_rows < LEAST // 2:
        return NoProjection(demand.id, "too-short", _("{days} days are known; a forecast needs {least}, so that every weekday "
                            "has been seen twice and once more to be judged by.").format(
                                days=format_count(with_rows), least=LEAST))
    if not known.any():
        return NoProjection(demand.id, "all-zero", _("Every count is 0: there is nothing to forecast from."))
    if len(known) > 1 and (known == known[0]).all():
        return NoProjection(demand.id, "constant", _("Every count is {value}: real demand varies, so this is not a count of it."
                            ).format(value=format_count(float(known[0]))))
    return None
