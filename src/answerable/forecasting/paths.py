"""Equally likely courses: one pattern of ranks for a pool, so that every period's values fill its distribution evenly."""

from __future__ import annotations

import numpy as np

from answerable.forecasting.scales import Numbers

PATHS = 500
SEED = 7


def levels_of_paths(together: Numbers) -> Numbers:
    """(PATHS, ahead) levels between 0 and 1: in each column every (k − ½)/PATHS once, ranked alike as `together` says."""
    ahead = len(together)
    half = np.random.default_rng(SEED).standard_normal((PATHS // 2, ahead))
    # Each course comes with its mirror image, so that the middle of any period is its median.
    drawn = np.concatenate([half, -half]) @ np.linalg.cholesky(together).T
    ranks = drawn.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.asarray((ranks + 0.5) / PATHS)
