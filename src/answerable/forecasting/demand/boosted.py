"""Boosted trees with a Poisson objective, on what departs from the base (LightGBM: Ke and others 2017)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from answerable.forecasting.demand.features import Pairs, levels_of, table_of
from answerable.forecasting.demand.past import Past
from answerable.forecasting.demand.seasons import DayModel
from answerable.forecasting.demand.types import Floats

# At most so many rows are learnt from, the latest; fewer days than this are too few to learn anything from.
ROWS, LEAST_DAYS = 40_000, 49
TREES = 100
SETTINGS: dict[str, Any] = {"objective": "poisson", "learning_rate": 0.07, "max_bin": 63, "num_leaves": 15,
                            "min_data_in_leaf": 40, "lambda_l2": 5.0,
                            "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1,
                            "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1}


@cache
def library() -> Any | None:
    """LightGBM, or None where it cannot be loaded (its libgomp is missing, for one)."""
    try:
        import lightgbm
    except (ImportError, OSError):
        return None
    return lightgbm


def boosted(past: Past, model: DayModel | None) -> Floats | None:
    """(ahead × slots): the rates, or None where the past is too short or LightGBM cannot be loaded."""
    lightgbm = library()
    if lightgbm is None or model is None or past.days < LEAST_DAYS + past.ahead:
        return None
    levels = levels_of(past, model.effect)
    pairs = matched_pairs(past)
    table = table_of(levels, pairs)
    target = past.rates[pairs.day]
    learnt = ~np.isnan(target)
    features, base, counts = table.values[learnt], table.base[learnt], target[learnt]
    coming = table_of(levels, Pairs(past.days + np.arange(past.ahead), np.arange(1, past.ahead + 1)))
    flat = coming.values.reshape(-1, len(coming.columns))
    data = lightgbm.Dataset(features, counts, init_score=np.log(base), categorical_feature=[table.columns.index("weekday")])
    scores = lightgbm.train(SETTINGS, data, TREES).predict(flat, raw_score=True)
    rates = coming.base * np.exp(np.asarray(scores).reshape(coming.base.shape))
    return np.asarray(np.where(past.open_ahead(), rates, 0.0))


def matched_pairs(past: Past) -> Pairs:
    """The days to learn from, each at the leads it would have from the same weekday as the origin: the latest ROWS rows."""
    open_slots = max(1, int(past.week_open.sum()) / 7)
    weeks = _weeks_learnt((past.ahead - 1) // 7 + 1)
    day = np.arange(max(28, past.days - int(ROWS / open_slots / len(weeks))), past.days)
    lead = (day - past.days) % 7 + 1
    leads = [lead + 7 * week for week in weeks]
    days = np.concatenate([day for _ in leads])
    lead = np.concatenate(leads)
    enough = days - lead + 1 >= 28
    return Pairs(days[enough], lead[enough])


def _weeks_learnt(weeks: int) -> list[int]:
    """The weeks ahead that are learnt from: all up to three, otherwise first, middle and last."""
    return list(range(weeks)) if weeks <= 3 else [0, weeks // 2, weeks - 1]
