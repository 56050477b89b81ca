"""A recommendation from being made to its outcome."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answerable.errors import InputError
from answerable.web.accounts.rights import Refused
from answerable.web.organisations import commands as organisations
from answerable.web.register import commands_actions as actions
from answerable.web.register import commands_deferrals as deferrals
from answerable.web.register import commands_progress as progress
from answerable.web.register import commands_recommendations as commands
from answerable.web.register.models import Recommendation


def make(cast: Any, title: str = "Publish waits by hour", **fields: Any) -> Recommendation:
    """A recommendation of the governing body to its force."""
    made: Recommendation = commands.add_recommendation(by=None, **{"title": title, "made_by": cast.body, "body": cast.body,
                                                                   "force": cast.force} | fields)
    return made


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_who_is_to_respond_follows_from_who_recommends(cast: Any) -> None:
    inspectorate = organisations.add_organisation(by=None, kind="inspectorate", name="Inspectorate of Made-up Forces")
    assert make(cast).to == cast.force
    assert make(cast, made_by=cast.panel).to == cast.body
    assert make(cast, made_by=inspectorate).to == cast.force
    assert make(cast, made_by=inspectorate, to=cast.body).to == cast.body


def test_its_clock_is_wound_when_it_is_made_and_when_it_is_changed(cast: Any) -> None:
    entry = make(cast, clock="inspectorate", published_on=date(2027, 1, 1))
    assert entry.response_due == date(2027, 2, 25)
    commands.edit_recommendation(by=None, recommendation=entry, version=1, clock="working-days", clock_days=1,
                                 calendar="Scotland", published_on=date(2027, 3, 25))
    entry.refresh_from_db()
    assert entry.response_due == date(2027, 3, 29)
    with pytest.raises(ValidationError, match="day of publication"):
        make(cast, clock="inspectorate")
    with pytest.raises(InputError, match="none is given"):
        make(cast, clock="date")


def test_only_whoever_is_to_respond_responds(cast: Any) -> None:
    entry = make(cast)
    for role in ("member", "policy-officer", "panel-member", "analyst", "charlie"):
        with pytest.raises(Refused):
            commands.respond(by=cast.account(role), recommendation=entry, verdict="accepted", reason="Yes.")
    commands.respond(by=cast.account("chief-officer"), recommendation=entry, verdict="accepted", reason="We will from June.")
    of_the_panel = make(cast, made_by=cast.panel)
    with pytest.raises(Refused):
        commands.respond(by=cast.account("chief-officer"), recommendation=of_the_panel, verdict="accepted", reason="Yes.")
    commands.respond(by=cast.account("member"), recommendation=of_the_panel, verdict="partly", reason="The first half.")


@pytest.mark.parametrize(("verdict", "reason", "told"), [("accepted", " ", "Say what is or will be done"),
                                                         ("perhaps", "So.", "perhaps")])
def test_a_response_needs_a_verdict_and_a_reason(cast: Any, verdict: str, reason: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        commands.respond(by=None, recommendation=make(cast), verdict=verdict, reason=reason)


def test_it_is_closed_with_its_outcome_once_its_actions_are(cast: Any) -> None:
    entry = make(cast)
    with pytest.raises(ValidationError, match="has to be answered"):
        commands.record_outcome(by=None, recommendation=entry, outcome="Published.")
    commands.respond(by=None, recommendation=entry, verdict="accepted", reason="We will.")
    action = actions.add_action(by=None, title="Publish them", recommendation=entry, owners=[cast.chief])
    assert (action.body, action.force) == (cast.body, cast.force)
    with pytest.raises(ValidationError, match="1 of the actions"):
        commands.record_outcome(by=cast.account("member"), recommendation=entry, outcome="Published.")
    progress.close_action(by=cast.account("member"), action=action, text="On the site since June.")
    commands.record_outcome(by=cast.account("member"), recommendation=entry, outcome="Published each hour.")
    entry.refresh_from_db()
    assert (entry.state, entry.outcome) == ("closed", "Published each hour.")
    commands.reopen_recommendation(by=cast.account("member"), recommendation=entry, reason="They stopped.")
    entry.refresh_from_db()
    assert entry.state == "answered"
    assert [each.outcome for each in entry.history.order_by("history_id")] == ["", "", "Published each hour.", "They stopped."]


def test_a_later_response_stands_and_the_earlier_is_kept(cast: Any) -> None:
    entry = make(cast)
    for verdict in ("rejected", "accepted"):
        commands.respond(by=None, recommendation=entry, verdict=verdict, reason=f"{verdict} for a reason")
    assert [each.verdict for each in entry.responses.all()] == ["rejected", "accepted"]
    shown = text(cast.signed_in("policy-officer").get(entry.get_absolute_url()))
    assert shown.index("accepted for a reason") < shown.index("(an earlier response)") < shown.index("rejected for a reason")


def test_a_deferral_needs_the_event_that_ends_it_and_a_latest_day(cast: Any) -> None:
    today = timezone.localdate()
    entry = make(cast, clock="date", response_due=today + timedelta(days=10))
    latest = today + timedelta(days=90)
    with pytest.raises(ValidationError, match="which event ends"):
        deferrals.defer_recommendation(by=None, recommendation=entry, until=" ", latest=latest, reason="Scrutiny first.")
    for day in (today - timedelta(days=1), entry.response_due):
        with pytest.raises(ValidationError, match="latest day of the deferral"):
            deferrals.defer_recommendation(by=None, recommendation=entry, until="The panel reports", latest=day, reason="So.")
    deferrals.defer_recommendation(by=cast.account("member"), recommendation=entry, until="The panel reports", latest=latest,
                                   reason="Scrutiny first.")
    entry.refresh_from_db()
    assert entry.until == latest
    with pytest.raises(ValidationError, match="deferred already"):
        deferrals.defer_recommendation(by=None, recommendation=entry, until="Another", latest=latest, reason="So.")
    assert "Deferred until this event: The panel reports." in text(cast.signed_in("member").get(entry.get_absolute_url()))
    deferrals.end_recommendation_deferral(by=None, recommendation=entry, event="The panel reported.")
    entry.refresh_from_db()
    assert entry.until == today + timedelta(days=10)
    assert entry.deferrals.get().ended_by == "The panel reported."


def test_what_the_law_sets_cannot_be_deferred(cast: Any) -> None:
    entry = make(cast, clock="inspectorate", published_on=timezone.localdate())
    with pytest.raises(ValidationError, match="set by law"):
        deferrals.defer_recommendation(by=None, recommendation=entry, until="Later", latest=date(2099, 1, 1), reason="So.")


def test_an_action_put_off_is_overdue_again_after_the_event_or_the_latest_day(cast: Any) -> None:
    today = timezone.localdate()
    action = actions.add_action(by=None, title="Rate it red", body=cast.body, force=cast.force, due=today - timedelta(days=9))
    deferrals.defer_action(by=None, action=action, until="The panel reports", latest=today + timedelta(days=5), reason="So.")
    overdue = type(action).objects.overdue
    assert not overdue(today).exists()
    assert overdue(today + timedelta(days=6)).exists()
    deferrals.end_action_deferral(by=None, action=action, event="It reported.", due=today + timedelta(days=30))
    action.refresh_from_db()
    assert action.until == today + timedelta(days=30)
    assert [each.kind for each in action.updates.all()] == ["deferred", "resumed"]


def test_its_page_says_by_when_and_by_which_rule_a_response_is_due(cast: Any) -> None:
    today = timezone.localdate()
    entry = make(cast, clock="inspectorate", published_on=today - timedelta(days=43), visibility="public")
    shown = text(cast.signed_in("").get(entry.get_absolute_url()))
    assert "in 12 days (56 days, of which the day of publication" in shown
    late = make(cast, "Late", clock="working-days", clock_days=1, published_on=today - timedelta(days=30), visibility="public")
    shown = text(cast.signed_in("").get(late.get_absolute_url()))
    assert "(1 working day of England and Wales after" in shown
    assert "Overdue by" in shown
    commands.respond(by=None, recommendation=late, verdict="rejected", reason="It cannot be measured.")
    assert "days late" in text(cast.signed_in("").get(late.get_absolute_url()))


def test_the_list_counts_filters_and_is_downloaded(cast: Any) -> None:
    make(cast, "Waits", visibility="public", clock="date", response_due=timezone.localdate() - timedelta(days=2))
    commands.respond(by=None, recommendation=make(cast, "Answered one", visibility="public", reference="2.1"), verdict="partly",
                     reason="Half.")
    make(cast, "Of the panel", made_by=cast.panel)
    client = cast.signed_in("auditor")
    shown = text(client.get("/recommendations/"))
    assert "2 recommendations wait for a response. 1 overdue; 1 answered and not closed yet." in shown
    for question, titles in (("?state=overdue", ["Waits"]), ("?state=answered", ["Answered one"]), ("?q=2.1", ["Answered one"]),
                             (f"?made_by={cast.panel.pk}", ["Of the panel"]), ("", ["Waits", "Of the panel", "Answered one"])):
        lines = client.get(f"/recommendations/recommendations.csv{question}").content.decode().splitlines()
        assert [line.split(",")[2] for line in lines[1:]] == titles
    assert client.get("/recommendations/recommendations.xlsx").content[:2] == b"PK"
    public = text(cast.signed_in("").get("/recommendations/"))
    assert "Waits" in public
    assert "Of the panel</a>" not in public


def test_the_list_takes_as_many_queries_for_60_as_for_one(cast: Any) -> None:
    client, taken = cast.signed_in("policy-officer"), []
    make(cast)
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/recommendations/")
        taken.append(len(queries))
        for number in range(59):
            entry = make(cast, f"Number {number}")
            if number < 20:
                commands.respond(by=None, recommendation=entry, verdict="accepted", reason="Yes.")
                actions.add_action(by=None, title="Do it", recommendation=entry)
    assert taken[0] == taken[1] <= 12


def test_it_is_made_edited_and_answered_by_forms(cast: Any) -> None:
    officer, chief = cast.signed_in("policy-officer"), cast.signed_in("chief-officer")
    given = {"title": "Publish waits", "text": "", "reference": "1", "home": f"{cast.body.pk}-{cast.force.pk}",
             "made_by": cast.body.pk, "to": cast.force.pk, "published_on_day": "1", "published_on_month": "1",
             "published_on_year": "2027", "clock": "inspectorate", "clock_days": "", "calendar": "England", "measure_id": "",
             "response_due_day": "", "response_due_month": "", "response_due_year": ""}
    assert officer.get("/recommendations/add/").status_code == 200
    answer = officer.post("/recommendations/add/", given | {"clock": "working-days"})
    assert answer.status_code == 422
    assert "This time limit needs it." in text(answer)
    address = officer.post("/recommendations/add/", given)["Location"]
    assert "25 February 2027" in text(officer.get(address))
    given.pop("home")
    assert officer.post(f"{address}wording/", given | {"version": 1, "title": "Publish all waits"}).status_code == 302
    assert officer.post(f"{address}wording/", given | {"version": 1, "title": "Publish none"}).status_code == 409
    assert officer.get(f"{address}respond/").status_code == 403
    assert chief.post(f"{address}respond/", {"verdict": "partly", "reason": "By day."}).status_code == 302
    shown = text(officer.get(address))
    assert "Publish all waits" in shown
    assert "Accepted in part" in shown
    for what in ("outcome", "defer", "resume", "reopen", "visibility"):
        assert officer.get(f"{address}{what}/").status_code == 200
        assert cast.signed_in("").get(f"{address}{what}/").status_code == 302
        assert cast.signed_in("charlie").get(f"{address}{what}/").status_code == 404
