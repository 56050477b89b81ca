"""The pages of plans: one live version, banners over the others, what changed, Word and CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from test_plans_changed import MEASURE, plan

from answerable.web.accounts.rights import PUBLIC
from answerable.web.audit.kept import acting
from answerable.web.register import commands_plans as plans
from answerable.web.register.models import Plan, PlanItem
from answerable.web.register.plans_refresh import plans_to_refresh


def page(cast: Any, address: str, role: str = "") -> str:
    answer = cast.signed_in(role).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def two_versions(cast: Any) -> Plan:
    """A public plan whose second version is live."""
    made = plan(cast, visibility=PUBLIC)
    plans.make_live(by=None, plan_version=made.versions.get())
    draft = plans.add_version(by=None, plan=made, reason="The summer was bad.")
    plans.edit_item(by=None, item=draft.items.get(), version=1, due=date(2027, 3, 31), text="Overlap two shifts.")
    plans.make_live(by=None, plan_version=draft)
    return made


def test_a_plan_opens_at_its_live_version(cast: Any) -> None:
    shown = page(cast, two_versions(cast).get_absolute_url())
    assert "Version 2" in shown
    assert "by 31 March 2027" in shown
    assert "Superseded</h2>" not in shown


def test_a_superseded_version_opens_under_a_banner_that_leads_to_what_changed(cast: Any) -> None:
    made = two_versions(cast)
    shown = page(cast, f"/plans/{made.pk}/versions/1/")
    assert "Version 1 was superseded on" in shown
    assert f'href="/plans/{made.pk}/changes/1/2/"' in shown
    changed = page(cast, f"/plans/{made.pk}/changes/1/2/")
    assert "Its last day moved from 31 December 2026 to 31 March 2027, 90 days later." in changed
    assert "The summer was bad." in changed
    assert "[put in:" in changed


def test_drafts_are_read_inside_alone(cast: Any) -> None:
    made = two_versions(cast)
    plans.add_version(by=None, plan=made, reason="Next year.")
    for who, status in (("", 404), ("charlie", 404), ("panel-member", 404), ("manager", 200)):
        client = cast.signed_in(who)
        for address in ("versions/3/", "changes/2/3/", "versions/3/items.csv", "versions/3/plan.docx"):
            assert client.get(f"/plans/{made.pk}/{address}").status_code == status
        assert ("Draft of version 3" in client.get("/plans/").content.decode()) == (status == 200)


def test_a_plan_without_a_live_version_is_not_listed_for_the_public(cast: Any) -> None:
    made = plan(cast, visibility=PUBLIC)
    assert made.title not in page(cast, "/plans/")
    assert cast.signed_in("").get(made.get_absolute_url()).status_code == 404
    assert made.title in page(cast, "/plans/", "manager")


def test_a_plan_says_when_it_is_to_be_looked_at_again(cast: Any) -> None:
    made = plan(cast, visibility=PUBLIC, refresh_due=date(2026, 2, 1))
    plans.make_live(by=None, plan_version=made.versions.get())
    shown = page(cast, made.get_absolute_url())
    assert "It was to be looked at again by 1 February 2026." in shown
    assert "leaves the way that the plan lays out." in shown   # the example stays near 66%
    (told,) = plans_to_refresh(cast.account("manager"))
    assert (told[0].plan, len(told[1].reasons)) == (made, 2)
    assert plans_to_refresh(cast.account("auditor")) == []
    assert plans_to_refresh(cast.account("charlie")) == []


def test_it_is_told_before_which_meeting_a_version_lay(cast: Any) -> None:
    made = two_versions(cast)
    meeting_model, item_model = apps.get_model("meetings", "Meeting"), apps.get_model("meetings", "AgendaItem")
    with acting(None, "test"):
        meeting = meeting_model.objects.create(title="Assurance meeting", body=cast.body, force=cast.force, visibility=PUBLIC)
        item_model.objects.create(meeting=meeting, title="The plan", plan_version=made.versions.get(number=1))
    assert "Assurance meeting" not in page(cast, f"/plans/{made.pk}/versions/1/")   # its agenda is not published yet
    shown = page(cast, f"/plans/{made.pk}/versions/1/", "policy-officer")
    assert "Before which meetings this version lay" in shown
    assert "Assurance meeting" in shown


def test_the_word_document_has_headings_in_order_and_header_rows(cast: Any) -> None:
    made = two_versions(cast)
    document = Document(io.BytesIO(cast.signed_in("").get(f"/plans/{made.pk}/versions/2/plan.docx").content))
    styles = [name for paragraph in document.paragraphs if (name := paragraph.style.name).startswith(("Heading", "Title"))]
    assert styles == ["Title", "Heading 1", "Heading 2", "Heading 1", "Heading 2"]
    assert document.core_properties.title == "999 and 101 Performance Plan, version 2"
    assert all("tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Its last day moved from 31 December 2026 to 31 March 2027, 90 days later." in text


def test_the_items_are_there_as_csv(cast: Any) -> None:
    made = two_versions(cast)
    content = cast.signed_in("").get(f"/plans/{made.pk}/versions/1/items.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["key"], row["measure"], row["comparison"], row["target"], row["due"]) == (
        "1", MEASURE, ">=", "80.0", "2026-12-31")


def test_from_a_new_plan_to_the_live_one_by_forms(cast: Any) -> None:
    manager, chief = cast.signed_in("manager"), cast.signed_in("chief-officer")
    manager.post("/plans/add/", {"title": "Demand Reduction Plan", "force": cast.force.pk})
    made = Plan.objects.get()
    base = f"/plans/{made.pk}/versions/1/"
    manager.post(f"{base}items/add/", {"title": "Fewer repeat calls", "starts_day": 1, "starts_month": 4, "starts_year": 2026})
    manager.post(f"{base}items/1/edit/", {"title": "Fewer repeat contacts", "version": 1})
    manager.post(f"{base}items/add/", {"title": "Second"})
    manager.post(f"{base}items/2/up/")
    assert [item.title for item in PlanItem.objects.all()] == ["Second", "Fewer repeat contacts"]
    manager.post(f"{base}items/2/drop/", {"version": 1})
    assert manager.post(f"{base}live/", {"version": 1}).status_code == 403
    assert chief.post(f"{base}live/", {"version": 1}).status_code == 302
    manager.post(f"/plans/{made.pk}/versions/add/", {"reason": "Next year."})
    assert [(each.number, each.state) for each in made.versions.all()] == [(2, "draft"), (1, "live")]
    assert "Fewer repeat contacts" in page(cast, f"/plans/{made.pk}/versions/2/", "manager")


def test_a_plan_is_added_for_ones_own_organisation_alone(cast: Any) -> None:
    answer = cast.signed_in("manager").post("/plans/add/", {"title": "Theirs", "force": cast.other_force.pk})
    assert answer.status_code == 422
    assert "your own force or governing body" in answer.content.decode()


def test_two_who_change_an_item_lose_nothing(cast: Any) -> None:
    made = plan(cast)
    client, address = cast.signed_in("manager"), f"/plans/{made.pk}/versions/1/items/1/edit/"
    client.post(address, {"title": "Answer 101 sooner", "version": 1})
    answer = client.post(address, {"title": "Answer 101 at once", "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Answer 101 sooner" in text
    assert "Answer 101 at once" in text
    assert PlanItem.objects.get().title == "Answer 101 sooner"


def test_the_signed_out_are_asked_to_sign_in(cast: Any) -> None:
    client = cast.signed_in("")
    for address in ("add/", "1/edit/", "1/versions/add/", "1/versions/1/edit/", "1/versions/1/items/add/"):
        answer = client.get(f"/plans/{address}")
        assert answer.status_code == 302
        assert "next=/plans/" in answer["Location"]


def test_however_many_plans_the_list_asks_the_database_as_often(cast: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(cast, "/plans/", "manager")
        return len(seen)

    two_versions(cast)
    few = asked()
    for _number in range(4):
        two_versions(cast)
    assert asked() == few
