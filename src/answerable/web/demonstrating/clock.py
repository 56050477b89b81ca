"""The day on which a made-up thing is done. The audit chain keeps the real time: only what the entries say of themselves is
made up, as the demonstration's forecasts are."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

_real_now = timezone.now
_set: list[datetime] = []


def install() -> None:
    """Let Django's clock be set. To be called before any model is loaded: their defaults hold on to the clock they find."""
    timezone.now = _now   # type: ignore[assignment]


def _now() -> datetime:
    return _set[-1] if _set else _real_now()


class Story:
    """Days told as distances from the first day after the newest whole month of records."""

    def __init__(self, base: date) -> None:
        self.base = base

    def day(self, months: int, day: int) -> date:
        """A day so many months after the base's (before it: negative). day: 1 to 28."""
        years, month = divmod(self.base.month - 1 + months, 12)
        return date(self.base.year + years, month + 1, day)

    def moment(self, months: int, day: int, hour: int = 10) -> datetime:
        """The same at a full hour of the force's clocks."""
        return timezone.make_aware(datetime.combine(self.day(months, day), time(hour)))

    def now_is(self, months: int, day: int, hour: int = 10) -> None:
        """From here on it is that moment, but never later than it really is."""
        _set[:] = [min(self.moment(months, day, hour), _real_now())]

    def today(self) -> None:
        """From here on it is as late as it really is."""
        _set.clear()

