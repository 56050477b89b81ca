"""What cannot be forecast, said in one plain sentence."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.demand.rolling import LEAST_DAYS
from answerable.forecasting.demand.types import Demand
from answerable.forecasting.projection import NoProjection
from answerable.words import _, format_count

# Three days more to be judged by; of whole days, which give one outcome each, two weeks more.
LEAST, LEAST_OF_DAYS = LEAST_DAYS + 3, 2 * LEAST_DAYS


def nothing_lately(demand: Demand) -> NoProjection:
    """What is said where there were days enough, but none lately by which a forecast could be judged."""
    return NoProjection(demand.id, "lost", _("Too little is known of the last weeks to judge a forecast by."))


def refuse(demand: Demand, days: int) -> NoProjection | None:
    """Why there is no forecast after the first `days` days, or None."""
    counts = np.asarray(demand.counts[:days], dtype=float)
    known = counts[~np.isnan(counts)]
    with_rows = int((~np.isnan(counts)).any(axis=1).sum()) if days else 0
    if days and not len(known):
        return NoProjection(demand.id, "lost", _("No count is known."))
    least = LEAST_OF_DAYS if demand.slots == 1 else LEAST
    if days < least or with_rows < least // 2:
        return NoProjection(demand.id, "too-short", _("{days} days are known; a forecast needs {least}, so that every weekday "
                            "has been seen twice and a forecast can be judged.").format(
                                days=format_count(with_rows), least=least))
    if not known.any():
        return NoProjection(demand.id, "all-zero", _("Every count is 0: there is nothing to forecast from."))
    if len(known) > 1 and (known == known[0]).all():
        return NoProjection(demand.id, "constant", _("Every count is {value}: real demand varies, so this is not a count of it."
                            ).format(value=format_count(float(known[0]))))
    return None
