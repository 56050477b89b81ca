"""Changes to a room in words, as they stand after "With": "2 more handlers from 14:00 to 22:00"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.simulation.room import Line, Pool, Room, Weekday
from answerable.simulation.scenarios.times import DAY, When, clock
from answerable.web.what_if.maps import DAYS
from answerable.web.what_if.telling import of
from answerable.words import join_words


def when_words(when: When) -> str:
    """A span: " from 14:00 to 22:00 on Monday"; nothing for always. Begins with a space."""
    times = "" if (when.start, when.end) == (0, DAY) else _(" from {start} to {end}").format(
        start=clock(when.start), end=clock(when.end % DAY))
    return times + (_(" on {days}").format(days=_days(when.days)) if when.days else "")


def _days(days: tuple[Weekday, ...]) -> str:
    if days == tuple(Weekday)[:5]:
        return _("Monday to Friday")
    return join_words([str(DAYS[day.value]) for day in days])


def staff(room: Room, pool: str, more: int, when: When) -> str:
    """So many more or fewer people of a pool."""
    return _people(more) + _in(room, pool) + when_words(when)


def _people(more: int) -> str:
    words = (ngettext("{number} more handler", "{number} more handlers", more) if more > 0 else
             ngettext("{number} fewer handler", "{number} fewer handlers", -more))
    return words.format(number=abs(more))


def _in(room: Room, pool: str) -> str:
    """Of which pool: nothing where the pool is called what its people are, or is the only one."""
    return "" if len(room.pools) == 1 or pool == "handlers" else _(" in {pool}").format(pool=pool)


def opening(line: str, is_open: bool, when: When) -> str:
    """A line closed, or open."""
    return (_("{line} open") if is_open else _("{line} closed")).format(line=line) + when_words(when)


def vacant(pool: Pool, percent: float) -> str:
    """Vacancies."""
    return _("{percent}% of the posts of {pool} vacant").format(percent=f"{percent:g}", pool=pool.name)


def absent(pool: Pool, percent: float) -> str:
    """Another share of people missing."""
    return _("{percent}% of {pool} absent instead of {now}%").format(
        percent=f"{percent:g}", pool=pool.name, now=f"{pool.absent * 100:g}")


def away(pool: Pool, percent: float) -> str:
    """Another share of people on a break."""
    return _("{percent}% of {pool} on a break instead of {now}%").format(
        percent=f"{percent:g}", pool=pool.name, now=f"{pool.away * 100:g}")


def demand(line: str, percent: float) -> str:
    """More or fewer contacts."""
    words = _("{percent}% more {who}") if percent > 0 else _("{percent}% fewer {who}")
    return words.format(percent=f"{abs(percent):g}", who=of(line))


def talk(line: str, percent: float) -> str:
    """Longer or shorter talk."""
    words = _("talk on {line} {percent}% longer") if percent > 0 else _("talk on {line} {percent}% shorter")
    return words.format(percent=f"{abs(percent):g}", line=line)


def reserve(line: Line, keep: int) -> str:
    """Another reserve."""
    return _("{line} taken only while more than {number} stay free (now {now})").format(
        line=line.name, number=keep, now=reserve_now(line))


def reserve_now(line: Line) -> str:
    """How many must stay free now: one number, or by pool."""
    by_pool = dict(line.service.reserves)
    if not by_pool:
        return f"{line.service.reserve}"
    return join_words([_("{number} of {pool}").format(number=number, pool=pool) for pool, number in by_pool.items()])


def at_once(line: Line, most: int) -> str:
    """Another number of contacts at the same time."""
    return _("{number} contacts by {line} at once instead of {now}").format(
        number=most, line=line.name, now=line.service.at_once)


def down(pools: tuple[str, ...], percent: float, when: When) -> str:
    """An outage."""
    who: Any = join_words(pools) if pools else _("all handlers")
    return _("{percent}% of {who} unable to work").format(percent=f"{percent:g}", who=who) + when_words(when)
