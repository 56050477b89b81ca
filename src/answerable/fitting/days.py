"""Which days a room is fitted to, and which it is held against."""

from __future__ import annotations

from datetime import date

from answerable.errors import InputError
from answerable.periods import period_end, to_date, to_day

MOST_DAYS = 91          # thirteen weeks: older weeks tell of another season, and of other people
FEWEST_DAYS = 7

Span = tuple[int, int]


def read_span(said: str) -> Span:
    """A month ("2026-09"), or days ("2026-09-22:2026-09-28"), as local days. Raises InputError for anything else."""
    try:
        if ":" in said:
            first, last = (to_day(date.fromisoformat(part)) for part in said.split(":"))
            if first <= last:
                return first, last
        elif len(said) == 7:
            first = to_day(date.fromisoformat(f"{said}-01"))
            return first, period_end("month", first)
    except ValueError:
        pass
    raise InputError(f"'{said}' is no month and no span of days.", remedy="Write 2026-09, or 2026-09-22:2026-09-28.")


def read_day(said: str) -> int:
    """A day such as 2026-09-22, as a local day. Raises InputError."""
    try:
        return to_day(date.fromisoformat(said))
    except ValueError as error:
        raise InputError(f"'{said}' is no day.", remedy="Write it as 2026-09-22.") from error


def chosen_days(came: Span, first: str | None, last: str | None, check_on: str | None) -> tuple[Span, Span]:
    """(the days to fit to, the days to check on), of those that came.

    Checked on, where nothing else is asked for: the last whole month, where four weeks before it came, else the last week.
    Fitted to: the thirteen weeks before that, or what there is of them; or from and to the days named. Raises InputError where
    the two overlap, or less than a week is left to fit to.
    """
    check = read_span(check_on) if check_on else _last_month(came)
    check = max(check[0], came[0]), min(check[1], came[1])
    if check[0] > check[1]:
        raise InputError(f"no contact came in {check_on}.", remedy=f"Contacts came {_said(came)}.")
    end = min(read_day(last) if last else check[0] - 1, came[1])
    begin = max(read_day(first) if first else end - MOST_DAYS + 1, came[0])
    if begin <= check[1] and check[0] <= end:
        raise InputError(f"the days fitted to ({_said((begin, end))}) and those checked on ({_said(check)}) overlap: a room "
                         "would be held against what it was made of.", remedy="Name other days with --to or --check-on.")
    if end - begin + 1 < FEWEST_DAYS:
        raise InputError(f"{_said((begin, end))} is less than a week to fit to.",
                         remedy="Name days with --from, --to and --check-on (2026-09-22:2026-09-28) that leave more.")
    return (begin, end), check


def _last_month(came: Span) -> Span:
    last = to_day(to_date(came[1] + 1).replace(day=1)) - 1
    first = to_day(to_date(last).replace(day=1))
    return (first, last) if first - came[0] >= 28 else (came[1] - 6, came[1])


def _said(span: Span) -> str:
    return f"from {to_date(span[0])} to {to_date(span[1])}"
