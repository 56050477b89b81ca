"""Where few past months say who was there: the plan's draws mixed with the figures' own past carried on (a linear pool)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from answerable.forecasting.projecting import project_one
from answerable.forecasting.projection import Projection
from answerable.forecasting.series import DURATION, MONTH, SHARE, Series
from answerable.staffing.strength.calibrating import CALIBRATED_BY
from answerable.staffing.strength.history import Past
from answerable.staffing.strength.structural import StructuralProjection, with_courses


def mixed(made: StructuralProjection, past: Sequence[Past], seed: int) -> StructuralProjection:
    """The projection with the draws of its first target mixed: of the plan by so many twelfths as past months say who was
    there, the rest by the figures' own past. As it was where the past is too short to be carried on."""
    weight = min(made.conditions.told_by / CALIBRATED_BY, 1.0)
    courses = None if weight == 1 else carried_on(made, past)
    return made if courses is None else with_courses(made, courses, weight, seed)


def carried_on(made: StructuralProjection, past: Sequence[Past]) -> np.ndarray | None:
    """Equally likely courses of the plan's months by the past figures alone, courses × months; None where they are too few."""
    known = {one.place: one.figure for one in past if one.figure is not None}
    if not known:
        return None
    wait = made.targets[0].measure == "mean_wait"
    places = range(min(known), 0)
    values = tuple(None if (figure := known.get(place)) is None else figure if wait else 100 * figure for place in places)
    series = Series("past figures", MONTH, tuple(made.plan.month(place)[0] for place in places), values,
                    DURATION if wait else SHARE)
    found = project_one(series, made.plan.months)
    if not isinstance(found, Projection):
        return None
    return np.array(found.paths)[:, -made.plan.months:] / (1 if wait else 100)
