"""The pages of promises: sentence first, filters, files, and only for those who may read."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from answerable.web.accounts.rights import INTERNAL, PUBLIC
from answerable.web.organisations import commands as organisations
from answerable.web.register import commands_promises as promises
from answerable.web.register.models import PromiseEntry
from answerable.web.register.plans_refresh import promises_of
from answerable.web.register.promises_following import follow_promises

MEASURE = "101-answered-within-30s"


def promise(cast: Any, words: str = "80% by March.", due: date | None = date(2026, 3, 31), **changes: Any) -> PromiseEntry:
    """A public promise of the chief constable about a measure of the example."""
    given: dict[str, Any] = {"kind": "target", "said_on": date(2025, 6, 2), "said_by": cast.chief, "body": cast.body,
                             "measure_id": MEASURE, "comparison": ">=", "threshold": 80.0, "visibility": PUBLIC, **changes}
    made: PromiseEntry = promises.add_promise(by=None, words=words, due=due, **given)
    return made


def claim(cast: Any, words: str = "11 posts saved.", **changes: Any) -> PromiseEntry:
    return promise(cast, words, None, measure_id="", comparison="", threshold=None, kind="benefit", **changes)


def page(cast: Any, address: str, role: str = "") -> str:
    answer = cast.signed_in(role).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_the_list_says_first_what_came_of_them(cast: Any) -> None:
    promise(cast, "Half of them by March.", threshold=50.0)
    promise(cast)
    promise(cast, "95% in ten years.", date(2036, 3, 31), threshold=95.0)
    claim(cast)
    shown = page(cast, "/promises/")
    assert "2 promises could be checked: 1 kept, 1 missed." in shown
    assert "1 is still to come: 1 too early to tell." in shown
    assert "The others: 1 for a person to say." in shown


def test_a_state_is_asked_for_by_the_address(cast: Any) -> None:
    promise(cast, "Half of them by March.", threshold=50.0)
    promise(cast, "Eighty in March.")
    shown = page(cast, "/promises/?state=missed")
    assert "Eighty in March." in shown
    assert "Half of them by March." not in shown


def test_the_list_can_be_narrowed(cast: Any) -> None:
    promise(cast, "The one asked for.")
    other = organisations.add_post(by=None, organisation=cast.other_force, title="Chief of the other")
    promise(cast, "Another one.", date(2027, 1, 1), said_by=other, force=cast.other_force, body=None, kind="forecast",
            measure_id="999-mean-time-to-answer")
    for asked in (f"body={cast.body.pk}", f"force={cast.force.pk}", f"post={cast.chief.pk}", f"measure={MEASURE}",
                  "kind=target", "due_from=2026-03-01&due_to=2026-04-01"):
        shown = page(cast, f"/promises/?{asked}")
        assert "The one asked for." in shown
        assert "Another one." not in shown


def test_a_question_without_sense_shows_all(cast: Any) -> None:
    promise(cast)
    for asked in ("body=x", "body=99999999999999999999", "state=<script>", "due_from=soon", "page=x&post=-1"):
        assert "80% by March." in page(cast, f"/promises/?{asked}")


@pytest.mark.parametrize(("who", "sees"), [("", False), ("charlie", False), ("panel-member", False), ("analyst", True)])
def test_what_is_internal_is_seen_inside_alone(cast: Any, who: str, sees: bool) -> None:
    own = promise(cast, "Not for everybody.", visibility=INTERNAL)
    assert ("Not for everybody." in page(cast, "/promises/", who)) == sees
    assert cast.signed_in(who).get(own.get_absolute_url()).status_code == (200 if sees else 404)
    assert ("Not for everybody." in cast.signed_in(who).get("/promises/promises.csv").content.decode()) == sees


def test_one_promise_tells_where_it_stands_with_chart_table_and_what_was_said_before(cast: Any) -> None:
    promise(cast, "Half of them by March.", threshold=50.0, said_on=date(2025, 1, 7))
    shown = page(cast, promise(cast).get_absolute_url())
    assert "in March 2026; promised was 80% or more." in shown
    assert shown.count("<svg") >= 2
    assert "Promised: 80%" in shown
    assert "(the period promised)" in shown
    assert "What was said about the same thing before" in shown
    assert "Half of them by March." in shown


def test_following_settles_what_is_final_and_keeps_the_course(cast: Any) -> None:
    made, ahead = promise(cast), promise(cast, "Later.", date(2036, 1, 1))
    done = follow_promises()
    assert (done.promises, done.courses, [each.pk for each in done.settled]) == (2, 2, [made.pk])
    made.refresh_from_db()
    assert (made.outcome, made.outcome_release) == ("missed", 1)
    assert made.outcome_value is not None
    assert [each.state for each in ahead.courses.all()] == ["early"]
    assert follow_promises().courses == 0
    assert "How it stood, release by release" in page(cast, made.get_absolute_url())


def test_a_figure_that_was_revised_after_settling_is_shown_beside(cast: Any) -> None:
    made = promise(cast)
    promises.follow_promise(by=None, promise=made, release=1, on=date(2026, 4, 3), state="kept", value=80.4,
                            reason="80.4% in March 2026; promised was 80% or more.", settled=True)
    shown = page(cast, made.get_absolute_url())
    assert "was 80.4% when this was settled" in shown
    assert "By the figure as it is now it would be missed." in shown
    assert PromiseEntry.objects.get().outcome == "kept"


def test_the_files_hold_the_whole_list(cast: Any) -> None:
    promise(cast, "=HYPERLINK(1)")
    client = cast.signed_in("")
    rows = list(csv.DictReader(io.StringIO(client.get("/promises/promises.csv").content.decode("utf-8-sig"))))
    assert [(row["state"], row["threshold"], row["due"]) for row in rows] == [("missed", "80.0", "2026-03-31")]
    assert rows[0]["words"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(client.get("/promises/promises.xlsx").content))
    assert book["promises"]["B2"].value == "=HYPERLINK(1)"
    assert book["promises"]["B2"].data_type == "s"


def test_who_promised_what_adds_up(cast: Any) -> None:
    promise(cast)
    claim(cast)
    shown = page(cast, "/promises/who/")
    assert "Chief Constable, Westshire Police" in shown
    assert "By governing body" in shown


def test_however_many_promises_the_list_asks_the_database_as_often(cast: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(cast, "/promises/")
        return len(seen)

    promise(cast)
    few = asked()
    for number in range(12):
        promise(cast, f"Promise {number}")
    assert asked() == few


# The forms.

def given(cast: Any, **changes: Any) -> dict[str, Any]:
    return {"words": "90% in March 2027.", "kind": "target", "said_on_day": 1, "said_on_month": 6, "said_on_year": 2026,
            "said_by": cast.chief.pk, "measure_id": MEASURE, "comparison": ">=", "threshold": "90", "due_day": 31,
            "due_month": 3, "due_year": 2027, "period": "month", **changes}


def test_a_promise_is_recorded_by_the_form(cast: Any) -> None:
    answer = cast.signed_in("policy-officer").post("/promises/add/", given(cast, body=cast.body.pk))
    made = PromiseEntry.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.threshold, made.due, made.force, made.visibility) == (90.0, date(2027, 3, 31), cast.force, "internal")


def test_the_form_says_what_is_wrong(cast: Any) -> None:
    client = cast.signed_in("policy-officer")
    for changes, says in (({"words": ""}, "Write what was promised"), ({"threshold": "900"}, "percentage from 0 to 100"),
                          ({"threshold": ""}, "give both or neither"), ({"due_month": 13}, "is not a day"),
                          ({"said_on_year": 2999}, "cannot be in the future"), ({"outcome": "kept"}, "has no field")):
        answer = client.post("/promises/add/", given(cast, body=cast.body.pk, **changes))
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert not PromiseEntry.objects.exists()


def test_forms_are_for_those_with_the_right(cast: Any) -> None:
    made = claim(cast)
    sent = {"edit": {"version": 1, "words": "x", "kind": "target", "said_on_day": 1, "said_on_month": 6, "said_on_year": 2026},
            "correct": {"text": "x"}, "withdraw": {"version": 1, "reason": "x"},
            "settle": {"version": 1, "outcome": "kept", "reason": "x"}, "visibility": {"version": 1, "visibility": "internal"}}
    for who, status in (("", 302), ("charlie", 403), ("auditor", 403), ("panel-member", 403)):
        client = cast.signed_in(who)
        assert {client.post(f"/promises/{made.pk}/{form}/", values).status_code for form, values in sent.items()} == {status}
    made.refresh_from_db()
    assert (made.version, made.outcome, made.visibility) == (1, "waiting", "public")


def test_a_claim_is_settled_by_the_form_with_what_shows_it(cast: Any) -> None:
    made = claim(cast)
    assert "Say what came of it" in page(cast, made.get_absolute_url(), "member")
    cast.signed_in("member").post(f"/promises/{made.pk}/settle/", {
        "version": 1, "outcome": "missed", "reason": "Seven, by payroll."})
    shown = page(cast, made.get_absolute_url())
    assert "Seven, by payroll." in shown
    assert "Missed" in shown


def test_the_buttons_are_there_for_those_who_may(cast: Any) -> None:
    made = promise(cast, due=date(2036, 1, 1))
    assert "Withdraw the promise" in page(cast, made.get_absolute_url(), "policy-officer")
    assert "Withdraw the promise" not in page(cast, made.get_absolute_url(), "auditor")
    assert "Say what came of it" not in page(cast, made.get_absolute_url(), "member")


def test_whoever_was_faster_is_shown(cast: Any) -> None:
    made = promise(cast, due=date(2036, 1, 1))
    promises.edit_promise(by=None, promise=made, version=1, words="As the other wrote it.")
    sent = {name: value for name, value in given(cast, words="As I wrote it.", version=1).items() if name != "said_by"}
    answer = cast.signed_in("policy-officer").post(f"/promises/{made.pk}/edit/", sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "As I wrote it." in text
    assert "As the other wrote it." in text


def test_ones_own_promises_are_found_for_the_home_page(cast: Any) -> None:
    officer = cast.people["chief-officer"]
    tenure = organisations.add_tenure(by=None, post=cast.chief, person="The chief", starts=date(2020, 1, 1))
    officer.person = tenure.person
    officer.save()
    made = promise(cast, due=date(2036, 1, 1))
    claim(cast, said_by=cast.commissioner)
    assert list(promises_of(cast.account("chief-officer"))) == [made]
    assert list(promises_of(cast.account("analyst"))) == []


def test_the_page_of_a_measure_leads_to_what_was_promised_of_it(cast: Any) -> None:
    """A plain link: the public page is made of the release alone, whoever reads it."""
    assert f'href="/promises/?measure={MEASURE}"' in page(cast, f"/measures/{MEASURE}/")
