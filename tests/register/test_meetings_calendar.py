"""The programme of a year by a rule, and calendars that are read back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from answerable.web.accounts.rights import PUBLIC
from answerable.web.audit.kept import acting
from answerable.web.meetings import commands
from answerable.web.meetings.commands_calendar import make_calendar_address
from answerable.web.meetings.models import AgendaTemplate, Meeting
from answerable.web.meetings.programme import LAST, Rule, is_bank_holiday, proposed_days
from answerable.web.meetings.views_programme import items_of, lines_of
from answerable.web.register.commands_actions import add_action


def days(rule: Rule, first: date, last: date) -> list[date]:
    return [each.day for each in proposed_days(rule, first, last)]


def test_the_last_tuesday_of_each_month_but_august() -> None:
    found = days(Rule(1, LAST, but_months=frozenset({8})), date(2027, 1, 1), date(2027, 12, 31))
    assert found == [date(2027, month, day) for month, day in (
        (1, 26), (2, 23), (3, 30), (4, 27), (5, 25), (6, 29), (7, 27), (9, 28), (10, 26), (11, 30), (12, 28))]


@pytest.mark.parametrize("first", [date(2026, 1, 31), date(2028, 2, 29)])
def test_every_three_months_over_the_end_of_a_year(first: date) -> None:
    found = days(Rule(4, 2, every=3), first.replace(day=1), first + timedelta(days=365))
    assert all(day.weekday() == 4 and 8 <= day.day <= 14 for day in found)
    assert [day.month for day in found] == [(first.month - 1 + 3 * step) % 12 + 1 for step in range(len(found))]


def test_bank_holidays_are_marked() -> None:
    marked = {each.day for each in proposed_days(Rule(0, LAST), date(2027, 1, 1), date(2027, 12, 31)) if each.bank_holiday}
    assert marked == {date(2027, 3, 29), date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27)}
    assert not is_bank_holiday(date(2027, 6, 1))


def rule(cast: Any, **given: Any) -> dict[str, Any]:
    return {"body": cast.body.pk, "title": "Accountability", "week": "0", "weekday": "0", "every": "1", "but_months": ["8"],
            "first_day": "1", "first_month": "1", "first_year": "2027",
            "last_day": "30", "last_month": "6", "last_year": "2027", "begins": "2:30pm", "place": ""} | given


def test_a_programme_is_shown_before_it_is_made(cast: Any) -> None:
    client, address = cast.signed_in("policy-officer"), reverse("programme")
    shown = client.post(address, rule(cast, _show="1")).content.decode()
    assert "Bank holiday" in shown
    assert 'value="2027-01-25" checked' in shown
    assert 'value="2027-05-31">' in shown    # a bank holiday is there to choose, and not chosen
    assert not Meeting.objects.exists()
    client.post(address, rule(cast, _make="1", _day=["2027-01-25", "2027-06-28", "2027-06-29"]))
    assert [each.starts_at for each in Meeting.objects.order_by("starts_at")] == [
        datetime(2027, 1, 25, 14, 30, tzinfo=UTC), datetime(2027, 6, 28, 13, 30, tzinfo=UTC)]


def test_a_programme_without_a_day_or_of_ten_years_is_refused(cast: Any) -> None:
    client, address = cast.signed_in("policy-officer"), reverse("programme")
    assert client.post(address, rule(cast, _make="1")).status_code == 422
    assert client.post(address, rule(cast, _show="1", last_year="2037")).status_code == 422
    assert cast.signed_in("analyst").post(address, rule(cast, _show="1")).status_code == 403
    assert not Meeting.objects.exists()


def test_a_templates_items_are_lines(cast: Any) -> None:
    items = items_of("Apologies\n\nPerformance: Answering 101\nA note: on nothing\nMatters arising\n")
    assert [(each["kind"], each["title"]) for each in items] == [
        ("apologies", "Apologies"), ("measures", "Answering 101"), ("item", "A note: on nothing"),
        ("matters-arising", "Matters arising")]
    assert items_of(lines_of(items)) == items
    client = cast.signed_in("policy-officer")
    client.post(reverse("agenda-template-add"), {"body": cast.body.pk, "name": "Monthly", "kind": "monthly", "minutes": "90",
                                                 "items": lines_of(items)})
    template = AgendaTemplate.objects.get()
    assert template.items == [each | {"note": ""} for each in items]
    changed = client.post(template.get_absolute_url(), {"name": "Monthly", "kind": "", "minutes": "60", "version": "1",
                                                        "items": "Apologies"})
    assert changed.status_code == 302
    assert cast.signed_in("charlie").get(template.get_absolute_url()).status_code in (403, 404)
    with pytest.raises(ValidationError, match="no item"):
        commands.add_template(by=None, body=cast.body, name="Odd", items=[{"kind": "odd", "title": "Odd"}])


@pytest.fixture
def meeting(cast: Any) -> Any:
    """A public meeting in summer time."""
    planned = commands.add_meeting(by=cast.people["policy-officer"], title="Board, in public; with tea", body=cast.body,
                                   starts_at=datetime(2026, 7, 7, 13, 30, tzinfo=UTC), place="County Hall")
    return commands.publish_meeting(by=cast.people["policy-officer"], meeting=planned, visibility=PUBLIC)


def events(client: Any, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_public_calendar_is_read_back_on_the_clocks_of_the_force(cast: Any, meeting: Any) -> None:
    commands.add_meeting(by=cast.people["policy-officer"], title="Inside", body=cast.body,
                         starts_at=datetime(2026, 7, 8, 13, 30, tzinfo=UTC))
    for address in (reverse("calendar"), reverse("calendar-body", args=[cast.body.pk])):
        answer = cast.signed_in("").get(address)
        read = Calendar.from_ical(answer.content)
        (event,) = read.walk("VEVENT")
        assert str(event["summary"]) == "Board, in public; with tea"
        assert event["dtstart"].dt == datetime(2026, 7, 7, 14, 30, tzinfo=ZoneInfo("Europe/London"))
        assert event["dtstart"].params["TZID"] == "Europe/London"
        assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/London"]
        assert event["url"] == f"http://testserver{meeting.get_absolute_url()}"
    assert cast.signed_in("").get(reverse("calendar-body", args=[cast.panel.pk])).status_code == 404


def test_a_change_counts_up_the_sequence_and_keeps_the_uid(cast: Any, meeting: Any) -> None:
    client, by = cast.signed_in(""), cast.people["policy-officer"]
    (before,) = events(client, reverse("calendar"))
    changed = commands.change_meeting(by=by, meeting=meeting, starts_at=meeting.starts_at + timedelta(days=7), ends_at=None)
    (moved,) = events(client, reverse("calendar"))
    assert (str(moved["uid"]), moved["sequence"]) == (str(before["uid"]), before["sequence"] + 1)
    commands.change_meeting(by=by, meeting=changed, kind="board")
    (same,) = events(client, reverse("calendar"))
    assert same["sequence"] == moved["sequence"]
    commands.cancel_meeting(by=by, meeting=meeting)
    (cancelled,) = events(client, reverse("calendar"))
    assert (str(cancelled["status"]), cancelled["sequence"]) == ("CANCELLED", moved["sequence"] + 1)


def test_a_private_address_shows_ones_own_meetings_and_actions(cast: Any, meeting: Any) -> None:
    commands.add_meeting(by=cast.people["policy-officer"], title="Inside", body=cast.body,
                         starts_at=datetime(2026, 7, 8, 13, 30, tzinfo=UTC))
    add_action(by=None, title="Brief the board", body=cast.body, due=date(2026, 12, 31))
    add_action(by=None, title="Some day", body=cast.body)
    page = cast.signed_in("policy-officer").post(reverse("calendar-make"))
    assert "no-store" in page["Cache-Control"]
    secret = page.content.decode().partition("/private/")[2].partition(".ics")[0]
    client, address = cast.signed_in(""), reverse("calendar-private", args=[secret])
    assert {str(each["summary"]) for each in events(client, address)} == {"Board, in public; with tea", "Inside"}
    (todo,) = Calendar.from_ical(client.get(address).content).walk("VTODO")
    assert (str(todo["summary"]), todo["due"].dt) == ("Brief the board", date(2026, 12, 31))
    cast.signed_in("policy-officer").post(reverse("calendar-end"))
    assert client.get(address).status_code == 404


def test_a_new_private_address_ends_the_one_before(cast: Any) -> None:
    first, second = (make_calendar_address(cast.account("auditor")) for _time in range(2))
    client = cast.signed_in("")
    assert client.get(reverse("calendar-private", args=[first])).status_code == 404
    assert events(client, reverse("calendar-private", args=[second])) == []


def test_an_account_that_is_switched_off_has_no_calendar(cast: Any) -> None:
    user = cast.account("auditor")
    secret = make_calendar_address(user)
    user.is_active = False
    with acting(None, "test"):
        user.save()
    assert cast.signed_in("").get(reverse("calendar-private", args=[secret])).status_code == 404
