"""A forecast of demand knows nothing of what came after it, and a silence of the feed is no quiet day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.rooms import LONDON, Call, calls_of, records, room_with, rows_of
from tests.small_force import SmallForce

from answerable.forecasting.projection import NoProjection
from answerable.periods import to_day
from answerable.projecting.demand import LINE, Moment
from answerable.projecting.demand_ahead import Ahead, ahead_of, calendar_of, demand_ahead
from answerable.projecting.demand_table import parts
from answerable.projecting.demand_today import Today, today_of, today_rows, today_sentences

FIRST, DAY = date(2026, 3, 2), date(2026, 4, 28)
NOW = Moment(to_day(DAY), 28)
BEFORE = tuple(call for call in calls_of(FIRST, DAY)
               if call[0].astimezone(LONDON) < datetime(2026, 4, 28, 14, tzinfo=LONDON))


def tell_tale() -> tuple[Call, ...]:
    """What came after: four times as much, then nothing for days, then four times as much again."""
    later = calls_of(DAY, DAY + timedelta(days=11), seed=9, scale=4)
    silent = {DAY + timedelta(days=place) for place in range(3, 8)}
    return tuple(call for call in later if call[0].astimezone(LONDON) >= datetime(2026, 4, 28, 14, tzinfo=LONDON)
                 and call[0].astimezone(LONDON).date() not in silent)


def told(force: SmallForce, until: Moment = NOW) -> Today:
    held = records(force, until)
    ahead = ahead_of(held, calendar_of(force.workspace), held.subject(LINE, "101"), 7, 30)
    assert isinstance(ahead, Ahead)
    today = today_of(ahead, until)
    assert isinstance(today, Today)
    return today


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    return room_with(tmp_path_factory.mktemp("known"), BEFORE)


@pytest.mark.slow
def test_what_comes_later_changes_nothing(known: SmallForce, tmp_path: Path) -> None:
    with_future = room_with(tmp_path, (*BEFORE, *tell_tale()))
    alone, both = told(known), told(with_future)
    assert today_rows(alone) == today_rows(both)
    assert parts(alone.ahead) == parts(both.ahead)
    assert alone.ahead.notes == both.ahead.notes
    assert alone.ahead.forecast.origin == DAY - timedelta(days=1)


def test_as_of_an_earlier_state_a_later_load_changes_nothing(tmp_path: Path) -> None:
    force = room_with(tmp_path, BEFORE)
    whole_days = Moment(to_day(DAY), 0)
    first = demand_ahead(force.workspace, "line", "101", days=3, minutes=1440, until=whole_days)
    force.load(rows_of(tell_tale(), 1_000_000), "later.csv")
    again = demand_ahead(force.workspace, "line", "101", days=3, minutes=1440, as_of=1, until=whole_days)
    now = demand_ahead(force.workspace, "line", "101", days=3, minutes=1440)
    assert isinstance(first, Ahead)
    assert isinstance(again, Ahead)
    assert isinstance(now, Ahead)
    assert parts(first) == parts(again)
    assert (again.manifest.number, now.manifest.number) == (1, 2)
    assert now.forecast.origin == DAY + timedelta(days=11)
    assert again.forecast.origin == DAY - timedelta(days=1)


def test_a_feed_that_stopped_at_noon_is_no_quiet_afternoon(known: SmallForce, tmp_path: Path) -> None:
    noon = datetime(2026, 4, 28, 12, tzinfo=LONDON)
    stopped = told(room_with(tmp_path, tuple(call for call in BEFORE if call[0].astimezone(LONDON) < noon)))
    assert np.flatnonzero(~np.isnan(stopped.seen)).max() == 22
    assert "The records of 28 April 2026 have come up to 11:30 only: what follows is not known." in stopped.ahead.notes
    # What is left begins where the records end, and not at the time that was asked for.
    assert today_rows(stopped)[0]["start"] == "2026-04-28T11:30+01:00"
    whole = told(known)
    assert stopped.rest.factor.mean == pytest.approx(whole.rest.factor.mean, abs=0.15)


def test_a_day_lost_before_the_day_under_way_shifts_nothing(tmp_path: Path) -> None:
    yesterday = DAY - timedelta(days=1)
    without = tuple(call for call in BEFORE if call[0].astimezone(LONDON).date() != yesterday)
    today = told(room_with(tmp_path, without))
    assert today.ahead.forecast.origin == yesterday - timedelta(days=1)
    assert today.day == DAY
    assert today.rest.seen == len([call for call in BEFORE if call[0].astimezone(LONDON).date() == DAY])


def test_too_few_days_end_in_a_sentence(tmp_path: Path) -> None:
    force = room_with(tmp_path, calls_of(DAY, DAY + timedelta(days=6)))
    held = records(force)
    found = ahead_of(held, calendar_of(force.workspace), held.subject(LINE, "101"), 7, 30)
    assert isinstance(found, NoProjection)
    assert found.code == "too-short"


def test_where_too_few_days_tell_how_days_differ_a_tenth_is_assumed_and_said(tmp_path: Path) -> None:
    today = told(room_with(tmp_path, calls_of(DAY - timedelta(days=23), DAY)))
    assert today.ahead.forecast.busyness is None
    assert today.rest.factor.shape == pytest.approx(100 + today.rest.seen)
    assert "Too few days have come to tell how far days differ from their forecast; a tenth was assumed." in \
        today_sentences(today)
