"""A smooth curve that never falls, through points that may by chance."""

from __future__ import annotations

import numpy as np


def rising(values: np.ndarray) -> np.ndarray:
    """The never-falling row nearest to a row of values by squares: neighbours out of order are averaged (Ayer, Brunk, Ewing,
    Reid and Silverman 1955)."""
    blocks: list[list[float]] = []
    for value in values.tolist():
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, number = blocks.pop()
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + mean * number) / (blocks[-1][1] + number), blocks[-1][1] + number]
    return np.concatenate([np.full(int(number), mean) for mean, number in blocks])


def smooth(places: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """A curve through never-falling values that never falls: cubic between the points, its slope at each the harmonic mean of
    the slopes beside it (Fritsch and Butland 1984). Outside of the points it stays where it is."""
    gaps, rises = np.diff(places), np.diff(values)
    slopes = rises / gaps
    inner = np.zeros(len(places))
    before, after = slopes[:-1], slopes[1:]
    weights = (2 * gaps[1:] + gaps[:-1], gaps[1:] + 2 * gaps[:-1])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        inner[1:-1] = np.where(before * after > 0, sum(weights) / (weights[0] / before + weights[1] / after), 0.0)
    inner[0], inner[-1] = slopes[0], slopes[-1]
    at = np.clip(wanted, places[0], places[-1])
    left = np.clip(np.searchsorted(places, at, side="right") - 1, 0, len(places) - 2)
    part, gap = (at - places[left]) / gaps[left], gaps[left]
    found = ((1 + 2 * part) * (1 - part) ** 2 * values[left] + part * (1 - part) ** 2 * gap * inner[left]
             + part**2 * (3 - 2 * part) * values[left + 1] - part**2 * (1 - part) * gap * inner[left + 1])
    return np.asarray(found)
