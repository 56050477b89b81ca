"""The plot: where a slot and a value lie in pixels, and how a value stands on the axis."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.words import _

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Plot:
    """The area of the figures. left: pixels between the chart's edge and the area; size: of text, in pixels; before: empty
    slots left of the first figure.
    """

    left: int
    width: int
    height: int
    size: int
    slots: int
    low: float
    high: float
    ticks: tuple[float, ...]
    before: int = 0

    def x(self, slot: float) -> float:
        """Pixels from the left edge of the area to the left edge of a slot (its middle: slot + 0.5)."""
        return round((slot + self.before) * self.width / self.slots, 2)

    def y(self, value: float) -> float:
        """Pixels from the top of the area down to a value in the measure's unit."""
        return round((self.high - value) / (self.high - self.low) * self.height, 2)

    def shows(self, value: float) -> bool:
        """Whether a value lies on the axis."""
        return self.low <= value <= self.high


def tick_text(value: float, unit: str) -> str:
    """A value as it stands beside an axis, as short as may be: "60%", "45 s", "1 min 30 s", "12,000"."""
    if unit == "seconds":
        return _clock(value)
    number = f"{value:,.10g}"
    return _("{number}%").format(number=number) if unit == "percent" else number


def _clock(seconds: float) -> str:
    if seconds < MINUTE:
        return _("{number} s").format(number=f"{seconds:g}")
    if seconds < HOUR:
        minutes, rest = divmod(seconds, MINUTE)
        text = _("{number} min").format(number=f"{minutes:g}")
        return f"{text} {_clock(rest)}" if rest else text
    return _("{number} h").format(number=f"{seconds / HOUR:,.4g}")
