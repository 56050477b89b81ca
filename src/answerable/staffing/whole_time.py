"""The fewest handler hours for targets over the whole time: a week's share of a week's calls.

Such a target does not say when to be good at it, so the search puts a handler where one more gains most, and takes one away
where one fewer loses least. What a handler more or fewer is worth in a slot is read off the room with one more, and one
fewer, in every slot, with the same callers: three simulations tell it of all slots at once. As neighbours then change too, it
is read off anew in every round, and a round that found nothing better is followed by one of half as many steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from answerable.simulation.results import Simulated
from answerable.staffing.targets import Target

MOST_ROUNDS, PATIENT_FOR = 24, 4        # rounds in all, and such that bring hardly anything
WORTH_A_ROUND = 0.997                   # of the hours before: a round that leaves more than that brought hardly anything
Ask = Callable[[np.ndarray], Simulated]


class WholeTime:
    """A search among handlers by slot. ask: gives the simulated room with so many handlers by slot. least: by slot, never
    gone below. confidence: the share of repetitions that must meet each target; None: their mean must."""

    def __init__(self, ask: Ask, targets: Sequence[Target], staff: Sequence[int], least: Sequence[int],
                 confidence: float | None) -> None:
        self.ask, self.targets, self.confidence = ask, targets, confidence
        self.staff, self.least = np.maximum(staff, least), np.array(least)
        self.best: tuple[int, ...] | None = None
        self.rounds, self.changed, self.idle = 0, len(self.staff), 0
        self.most = max(len(self.staff) // 2, 1)                # steps of a round

    @property
    def settled(self) -> bool:
        """Whether rounds have ceased to find clearly fewer hours, or nothing is to be changed."""
        return self.best is not None and (self.idle >= PATIENT_FOR or self.changed == 0)

    def step(self) -> None:
        """One round: what stands, one more and one fewer everywhere are asked, and the best of single changes are made."""
        here, more, fewer = (self.ask(np.maximum(self.staff + change, self.least)) for change in (0, 1, -1))
        self.rounds += 1
        margins = np.array([self._margin(target, here) for target in self.targets])
        self._remember(margins)
        middle, above, below = (self._by_slot(result) for result in (here, more, fewer))
        before = self.staff.copy()
        self.staff = self._changed(margins, np.maximum(above - middle, 0.0), np.maximum(middle - below, 0.0))
        self.changed = int((self.staff != before).sum())

    def _margin(self, target: Target, result: Simulated) -> float:
        """What may be lost before the target is missed; below 0 what is lacking."""
        margins = target.margins(result)
        if self.confidence is None:
            return float(margins.mean())
        return float(np.quantile(margins, 1 - self.confidence, method="lower"))

    def _by_slot(self, result: Simulated) -> np.ndarray:
        return np.array([target.margins_by_slot(result) for target in self.targets])

    def _remember(self, margins: np.ndarray) -> None:
        before = sum(self.best) if self.best else np.inf
        if (margins >= 0).all() and self.staff.sum() < before:
            self.best = tuple(map(int, self.staff))
        if self.best and not sum(self.best) < WORTH_A_ROUND * before:
            self.idle, self.most = self.idle + 1, max(self.most // 2, 1)

    def _changed(self, margins: np.ndarray, gains: np.ndarray, losses: np.ndarray) -> np.ndarray:
        """The staff after this round. gains, losses: targets × slots."""
        staff, room = self.staff.copy(), self.most
        while (margins < 0).any() and room:
            slot = _most_useful(margins, gains)
            if slot is None:
                break
            staff[slot] += 1
            margins = margins + gains[:, slot]
            gains[:, slot], losses[:, slot], room = 0.0, np.inf, room - 1
        while room and (slot := _least_missed(margins, np.where(staff > self.least, losses, np.inf))) is not None:
            staff[slot] -= 1
            margins = margins - losses[:, slot]
            gains[:, slot], losses[:, slot], room = 0.0, np.inf, room - 1
        return self._exchanged(staff, gains, losses, room)

    def _exchanged(self, staff: np.ndarray, gains: np.ndarray, losses: np.ndarray, room: int) -> np.ndarray:
        """Handlers moved from where they are hardly missed to where they are of use: at least twice as much, as what is read
        off is not exact."""
        scale = np.maximum(gains.max(axis=1, initial=0.0), 1e-12)[:, None]
        gain = (gains / scale).min(axis=0)
        loss = np.where(staff > self.least, (losses / scale).max(axis=0), np.inf)
        for _ in range(room // 2):
            to, source = int(gain.argmax()), int(loss.argmin())
            if to == source or not gain[to] > 2 * loss[source]:
                break
            staff[to] += 1
            staff[source] -= 1
            gain[[to, source]], loss[[to, source]] = 0.0, np.inf
        return staff


def _most_useful(margins: np.ndarray, gains: np.ndarray) -> int | None:
    """The slot in which one more handler takes most off what is lacking; None where none does."""
    lacking = np.maximum(-margins, 0.0)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        use = np.nan_to_num(np.minimum(gains, lacking) / lacking).sum(axis=0)
    return int(use.argmax()) if use.max() > 0 else None


def _least_missed(margins: np.ndarray, losses: np.ndarray) -> int | None:
    """The slot in which one handler fewer takes the smallest share of any margin; None where every one would miss a
    target."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(losses > 0, losses / np.maximum(margins, 0.0)[:, None], 0.0).max(axis=0)
    return int(shares.argmin()) if shares.min() < 1 else None
