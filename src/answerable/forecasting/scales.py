"""On which scale a series is projected, so that no forecast passes 0 or 100%."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError
from answerable.forecasting.series import COUNT, DURATION, NUMBER, RATIO, SHARE, Series

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

# A share of unknown size is taken as one of so many: 100% is then 99.75% on the logit scale.
SIZE_UNKNOWN = 200.0
# Added to a count: with two things more, the logarithm of a few is nearly even about its middle. Added to a duration or
# ratio: a hundredth of the first figures' median.
COUNT_OFFSET = 2.0
SHARE_OF_MEDIAN = 0.01
FIRST_FIGURES = 6
PERIODS_OF_SIZE = 12


@dataclass(frozen=True)
class Scale:
    """There and back. kind: the series' scale; offset: what is added before the logarithm."""

    kind: str
    offset: float = 0.0

    def forth(self, values: Numbers, sizes: Numbers | None = None) -> Numbers:
        """Values of the series' unit on the scale of models; sizes: the denominators of shares. nan stays nan."""
        if self.kind == NUMBER:
            return values.astype(float)
        if self.kind == SHARE:
            size = np.full(values.shape, SIZE_UNKNOWN) if sizes is None else sizes
            count = values / 100 * size
            # Cox's empirical logit: half a case on either side, so that 0% and 100% are finite.
            return np.asarray(np.log((count + 0.5) / (size - count + 0.5)))
        return np.asarray(np.log(values + self.offset))

    def back(self, places: Numbers, size: float = SIZE_UNKNOWN) -> Numbers:
        """Places on the scale of models in the series' unit; size: the denominator of a share to come."""
        return back_together(self.kind, places, np.array(self.offset), np.array(size))


def back_together(kind: str, places: Numbers, offset: Numbers, size: Numbers) -> Numbers:
    """Places of series of one kind in their units. offset, size: of each, so shaped that they broadcast."""
    if kind == NUMBER:
        return places
    if kind == SHARE:
        share = 1 / (1 + np.exp(-np.minimum(np.maximum(places, -50), 50)))
        return np.asarray(np.minimum(np.maximum(100 * (share * (size + 1) - 0.5) / size, 0), 100))
    return np.asarray(np.maximum(np.exp(np.minimum(places, 700)) - offset, 0))


def scale_of(series: Series) -> Scale:
    """The scale of a series. Raises InputError where a value is not possible on the scale that was named."""
    known = np.array([value for value in series.values if value is not None], dtype=float)
    _check(series, known)
    if series.scale in (DURATION, RATIO):
        first = known[known > 0][:FIRST_FIGURES]
        return Scale(series.scale, SHARE_OF_MEDIAN * float(np.median(first)) if len(first) else 1.0)
    return Scale(series.scale, COUNT_OFFSET if series.scale == COUNT else 0.0)


def _check(series: Series, known: Numbers) -> None:
    if series.scale not in (SHARE, COUNT, DURATION, RATIO, NUMBER):
        raise InputError(f"'{series.scale}' is not a scale of a series ('{series.id}').",
                         remedy=f"Use one of: {', '.join((SHARE, COUNT, DURATION, RATIO, NUMBER))}.")
    if not np.isfinite(known).all():
        raise InputError(f"'{series.id}' holds a value that is no number.", remedy="Use None where there is no figure.")
    if series.scale != NUMBER and (known < 0).any():
        raise InputError(f"'{series.id}' holds {known.min():g}, and a {series.scale} is never below 0.",
                         remedy="Mend the figure, or name the scale 'number'.")
    if series.scale == SHARE and (known > 100).any():
        raise InputError(f"'{series.id}' holds {known.max():g}, and a share is never above 100 percent.",
                         remedy="Mend the figure, or name the scale 'ratio'.")


def sizes_of(series: Series) -> Numbers | None:
    """The denominators of a share: those not known take the median of the known before them; None where there are none."""
    if series.scale != SHARE or series.weights is None:
        return None
    sizes = np.array([np.nan if size is None or size <= 0 else size for size in series.weights], dtype=float)
    for index in np.flatnonzero(np.isnan(sizes)):
        before = sizes[max(0, index - PERIODS_OF_SIZE):index]
        sizes[index] = np.median(before[~np.isnan(before)]) if (~np.isnan(before)).any() else SIZE_UNKNOWN
    return sizes
