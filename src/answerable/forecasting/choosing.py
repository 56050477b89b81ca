"""By which way each series is projected: the one that erred least from earlier origins, its own evidence weighed with that of
the whole pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.forecasting.histories import Rows
from answerable.forecasting.models import FLOORS, WAYS, Courses
from answerable.forecasting.scales import Numbers

Choice = npt.NDArray[np.int64]

# One wild month counts as so many usual errors at most.
MOST = 10.0
# On the scale of models.
LEAST_MOVED = 1e-9
# A series' own origins weigh against the pool's as many as these.
POOL_WEIGHT = 12.0
# What is expected of a way before anything is known weighs as much as so many origins: those of one series err alike for long.
START_WEIGHT = 48.0
# An origin weighs half when a third of what is known now came after it: what a short history taught tells little of a long one.
HALVINGS = 6.0


@dataclass(frozen=True)
class Evidence:
    """Errors of every way at every row. scaled: (ways, rows, ahead) signed errors over the row's own error, nan where not
    known; sums: the absolute ones added up over the periods ahead, nan as 0; owners: how many series."""

    rows: Rows
    scaled: Numbers
    sums: Numbers
    owners: int

    @property
    def alike(self) -> float:
        """How many origins side by side say the same: their periods ahead overlap."""
        return float(max(1.0, self.scaled.shape[2] / 4))

    def reach(self, now: int) -> Choice:
        """How many of each row's periods ahead had come by the place `now`."""
        return np.clip(now - self.rows.origin, 0, self.scaled.shape[2])

    def weights(self, now: int) -> Numbers:
        """What each row weighs at `now`: 0 where none of its outcomes had come, and where it is too old to be tried."""
        age = np.maximum(now - self.rows.origin, 0)
        known = self.rows.known
        return np.where((self.reach(now) > 0) & (age < self.rows.spacing.tried), 0.5 ** (HALVINGS * age / (known + age)), 0.0)


def gather(rows: Rows, found: Courses, owners: int) -> Evidence:
    """The errors of all ways, to be looked at as of any origin."""
    # A history in which nothing ever moved has no error of its own: over it, any change would be beyond all measure, and the
    # intervals of every other series with it.
    moved = np.nanmax(rows.seen, axis=1) - np.nanmin(rows.seen, axis=1) > LEAST_MOVED
    scaled = np.where(moved[:, None], (rows.outcome - found.forecasts) / found.error[:, None], np.nan)
    sums = np.cumsum(np.nan_to_num(np.minimum(np.abs(scaled), MOST)), axis=2)
    return Evidence(rows, scaled, sums, owners)


def losses(evidence: Evidence, now: int) -> tuple[Numbers, Numbers]:
    """((owners, ways) summed errors, (owners,) weight of origins) of what had come by `now`."""
    reach, weights = evidence.reach(now), evidence.weights(now)
    use = np.flatnonzero(weights)
    owner = evidence.rows.owner[use]
    picked = evidence.sums[:, use, reach[use] - 1] * weights[use]
    total = np.stack([by_owner(owner, way, evidence.owners) for way in picked], axis=1)
    return total, by_owner(owner, weights[use], evidence.owners)


def by_owner(owner: Choice, amounts: Numbers, owners: int) -> Numbers:
    """Amounts of rows added up by the series they belong to."""
    return np.bincount(owner, amounts, minlength=owners).astype(np.float64)


def choose(evidence: Evidence, now: int) -> tuple[Choice, Choice]:
    """(the way of each owner, the best floor of each owner) by what had come by `now`, and by nothing later.

    Each way's error is taken over that of the first floor, as a logarithm; the owner's own and the pool's are averaged by
    the number of its origins. A model must have the least of all, so it must beat every floor.
    """
    total, number = losses(evidence, now)
    together = np.maximum(total.sum(axis=0), 1e-9)
    pool = np.log(together / together[0])
    own = np.log(np.maximum(total, 1e-9) / np.maximum(total[:, :1], 1e-9))
    share = (number / (number + POOL_WEIGHT))[:, None]
    judged = share * own + (1 - share) * pool
    start = np.array([way.start for way in WAYS]) * START_WEIGHT / (number.sum() / evidence.alike + START_WEIGHT)
    floors = np.array(FLOORS)
    best = judged + start
    return best.argmin(axis=1).astype(np.int64), floors[judged[:, floors].argmin(axis=1)].astype(np.int64)
