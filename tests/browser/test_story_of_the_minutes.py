"""The story of the minutes, from a meeting that asks for a briefing to the action that is closed with evidence.

Each step is taken in the browser by somebody with the right role, and refused to somebody without it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from example_projections import projection
from playwright.sync_api import Browser, Page
from running_site import running_site
from story_cast import PASSWORD

MEASURE = "101-answered-within-30s"
TODAY = date.today()
YES, NO = (200,), (403, 404)


@dataclass
class Story:
    """The site, who is signed in, and the numbers of organisations and posts."""

    site: str
    folder: Path
    browser: Browser
    numbers: dict[str, int]
    people: dict[str, Page] = field(default_factory=dict)

    def as_(self, role: str) -> Page:
        """The browser of somebody who signed in with a password; "" for nobody."""
        if role not in self.people:
            page = self.people[role] = self.browser.new_context().new_page()
            page.set_default_timeout(20_000)
            if role:
                page.goto(f"{self.site}/sign-in/")
                page.get_by_label("E-mail address").fill(f"{role}@westshire.example")
                page.get_by_label("Password").fill(PASSWORD)
                page.get_by_role("button", name="Sign in", exact=True).click()
                page.get_by_role("button", name="Sign out").wait_for()
        return self.people[role]

    def read(self, role: str, address: str) -> str:
        """The words of a page."""
        page = self.as_(role)
        answer = page.goto(self.site + address, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"
        return page.inner_text("main")

    def sends(self, role: str, address: str, **values: Any) -> str:
        """Fill in the form of a page and send it; gives the address at which one ends."""
        page = self.as_(role)
        page.goto(self.site + address, wait_until="domcontentloaded")
        for name, value in values.items():
            _fill(page, name, value)
        form = page.locator(f'main form:has([name^="{next(iter(values), "version")}"])')
        form.locator('button[type="submit"]').last.click()
        page.wait_for_load_state("domcontentloaded")
        faults = page.locator(".govuk-error-summary")
        assert faults.count() == 0, f"{address}: {faults.first.inner_text()}"
        return page.url.removeprefix(self.site)

    def refused(self, role: str, address: str, **values: str) -> None:
        """Neither the page nor what it would send is there for this person."""
        context = self.as_(role).context
        asked = context.request.get(self.site + address)
        token = next((each["value"] for each in context.cookies() if each["name"] == "csrftoken"), "")
        sent = context.request.post(self.site + address, form=values, headers={"X-CSRFToken": token})
        assert (asked.status, sent.status) in {(one, two) for one in NO for two in NO}, f"{role} at {address}"


def _fill(page: Page, name: str, value: Any) -> None:
    if isinstance(value, date):
        for part in ("day", "month", "year"):
            page.locator(f'main [name="{name}_{part}"]').fill(str(getattr(value, part)))
        return
    box = page.locator(f'main [name="{name}"]')
    kind = box.first.evaluate("box => box.tagName === 'SELECT' ? 'select' : box.type")
    if kind == "select":
        box.select_option(value)
    elif kind in ("radio", "checkbox"):
        which = "" if value is True else f'[value="{value}"]'
        page.locator(f'main [name="{name}"]{which}').check(force=True)
    elif kind != "hidden":
        box.fill(str(value))


@pytest.fixture
def story(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """The workspace of the story, served. Passwords alone are enough here: the second proof has tests of its own."""
    monkeypatch.setenv("ANSWERABLE_REQUIRE_SECOND_FACTOR", "0")
    folder = tmp_path / "westshire"
    made = subprocess.run([sys.executable, str(Path(__file__).with_name("story_cast.py")), str(folder)], check=True,
                          stdout=subprocess.PIPE, text=True)
    with running_site(folder) as site:
        told = Story(site, folder, browser, json.loads(made.stdout.splitlines()[-1]))
        yield told
        for page in told.people.values():
            page.context.close()


def _release_again(folder: Path) -> None:
    """Release the same figures once more, now with what is expected of the months ahead."""
    first, second = folder / "releases" / "0001", folder / "releases" / "0002.making"
    shutil.copytree(first, second)
    path = second / "measures" / f"{MEASURE}.json"
    measure = json.loads(path.read_bytes())
    path.write_text(json.dumps(measure | {"projection": projection(measure)}))
    header = json.loads((first / "release.json").read_bytes()) | {"number": 2}
    header["files"][f"measures/{MEASURE}.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (second / "release.json").write_text(json.dumps(header))
    second.rename(folder / "releases" / "0002")


def test_from_a_meeting_that_asks_to_an_action_closed_with_evidence(story: Story) -> None:
    meeting = a_meeting_asks_for_a_briefing(story)
    promise = the_chief_officer_promises(story, meeting)
    a_plan_gets_its_second_version(story)
    figures_arrive_and_the_promise_is_at_risk(story, promise)
    the_rating_is_overridden_by_two(story)
    the_next_meeting_brings_the_action_forward(story, meeting)
    inquiry = an_inquiry_pauses_the_stage(story)
    it_recommends_and_the_force_responds(story, inquiry)
    its_report_ends_the_pause(story, inquiry)
    the_action_is_closed_with_evidence(story)


def a_meeting_asks_for_a_briefing(story: Story) -> str:
    """The policy officer writes down the meeting and what it asks for."""
    story.refused("manager", "/meetings/add/", title="Mine", body=str(story.numbers["body"]))
    meeting = story.sends("policy-officer", "/meetings/add/", title="Assurance meeting", body=str(story.numbers["body"]),
                          force=str(story.numbers["force"]), day=TODAY - timedelta(days=30), begins="14:30")
    write = f"{meeting}minutes/write/?item=0&kind=action"
    story.refused("manager", write, text="Nothing is to be done.")
    story.sends("policy-officer", write, text="The force is to brief the board on 101 each quarter.",
                title="Brief the board on 101 each quarter", owners=str(story.numbers["chief"]), due=TODAY + timedelta(days=60))
    assert "Brief the board on 101 each quarter" in story.read("chief-officer", "/my/")
    return meeting


def the_chief_officer_promises(story: Story, meeting: str) -> str:
    """80% by December, said at the meeting."""
    story.refused("manager", "/promises/add/", words="90%")
    promise = story.sends(
        "chief-officer", "/promises/add/", words="80% of 101 calls within 30 seconds by December.", kind="commitment",
        said_by=str(story.numbers["chief"]), said_on=TODAY - timedelta(days=30), meeting=meeting.strip("/").split("/")[-1],
        measure_id=MEASURE, comparison=">=", threshold="80", due=date(2026, 12, 31), force=str(story.numbers["force"]),
        body=str(story.numbers["body"]))
    assert "80% of 101 calls" in story.read("policy-officer", "/promises/?state=early")
    return promise


def a_plan_gets_its_second_version(story: Story) -> None:
    """Version 1 is live, version 2 takes its place and says what changed."""
    story.refused("member", "/plans/add/", title="A plan of mine")
    plan = story.sends("chief-officer", "/plans/add/", title="999 and 101 Performance Plan", force=str(story.numbers["force"]),
                       body=str(story.numbers["body"]))
    story.sends("chief-officer", f"{plan}versions/1/items/add/", title="Answer 101 sooner", measure_id=MEASURE, comparison=">=",
                target="75", due=TODAY + timedelta(days=200))
    story.refused("policy-officer", f"{plan}versions/1/live/", version="1")
    story.sends("chief-officer", f"{plan}versions/1/live/")
    story.refused("member", f"{plan}versions/add/", reason="I say so.")
    story.sends("chief-officer", f"{plan}versions/add/", reason="The promise of 80% by December.")
    story.sends("chief-officer", f"{plan}versions/2/items/add/", title="Twenty more call handlers",
                due=TODAY + timedelta(days=100))
    for role in ("manager", "policy-officer", "panel-member"):
        story.refused(role, f"{plan}versions/2/live/", version="1")
    story.sends("chief-officer", f"{plan}versions/2/live/")
    assert "Superseded" in story.read("policy-officer", f"{plan}versions/1/")
    assert "Twenty more call handlers" in story.read("policy-officer", f"{plan}changes/1/2/")


def figures_arrive_and_the_promise_is_at_risk(story: Story, promise: str) -> None:
    """The next release says what is to be expected of December. No person says how a promise stands that a measure tells, and
    whoever made it least of all."""
    _release_again(story.folder)
    for role in ("chief-officer", "manager", "panel-member"):
        story.refused(role, f"{promise}settle/", outcome="kept", reason="I say so.", version="1")
    assert "80% of 101 calls" in story.read("policy-officer", "/promises/?state=at-risk")
    assert "80% of 101 calls" in story.read("chief-officer", "/my/")
    assert story.as_("").context.request.get(f"{story.site}{promise}").status == 404   # it is not public


def the_rating_is_overridden_by_two(story: Story) -> None:
    """The chief officer proposes, a member stands for it."""
    new = f"/judgements/new/override/?measure={MEASURE}"
    story.refused("manager", new, measure=MEASURE, reason="I say so.")
    request = story.sends("chief-officer", new, rating="not-rated", evidence="The supplier's report of a fault.",
                          expires=TODAY + timedelta(days=60), reason="A fault of the switch lost calls.")
    assert "is put in place until" in story.read("member", "/my/")
    for role in ("manager", "policy-officer"):
        story.refused(role, f"{request}stand/", version="1", read="on")
    story.sends("member", f"{request}stand/", read=True)
    assert "published as Chief Constable" in story.read("policy-officer", request)


def the_next_meeting_brings_the_action_forward(story: Story, meeting: str) -> None:
    """What is open goes on to the next meeting."""
    story.refused("manager", f"{meeting}close/")
    story.sends("policy-officer", f"{meeting}close/", day=TODAY + timedelta(days=14), begins="14:30")
    assert "Brief the board on 101 each quarter" in story.read("member", "/meetings/2/")


def an_inquiry_pauses_the_stage(story: Story) -> str:
    """The policy officer opens it; the pause waits for its second person."""
    story.refused("chief-officer", "/inquiries/new/", title="Mine", terms="None.")
    inquiry = story.sends("policy-officer", "/inquiries/new/", title="Waits on 101", terms="Why people wait on 101.",
                          visibility="public", takes_examples=True, pauses=MEASURE, latest=TODAY + timedelta(days=120))
    request = "/judgements/2/"
    assert "Scrutiny is paused until" in story.read("chief-officer", "/my/") + story.read("member", "/my/")
    story.refused("manager", f"{request}stand/", version="1", read="on")
    asked = "chief-officer" if "asks you" in story.read("chief-officer", "/my/") else "member"
    story.sends(asked, f"{request}stand/", read=True)
    assert "Recorded" in story.read("policy-officer", inquiry)
    return inquiry


def it_recommends_and_the_force_responds(story: Story, inquiry: str) -> None:
    """A recommendation, and what the force says to it."""
    number = inquiry.strip("/").split("/")[-1]
    story.refused("manager", f"/recommendations/add/?inquiry={number}", title="Do nothing")
    made = story.sends("policy-officer", f"/recommendations/add/?inquiry={number}", title="Move duties to the weekend",
                       made_by=str(story.numbers["body"]), clock="none")
    story.refused("policy-officer", f"{made}respond/", verdict="accepted", reason="We agree with ourselves.")
    story.sends("chief-officer", f"{made}respond/", verdict="accepted", reason="From January on.")
    assert "Move duties to the weekend" in story.read("member", inquiry)


def its_report_ends_the_pause(story: Story, inquiry: str) -> None:
    """The report is public, and what rested rests no more."""
    story.refused("chief-officer", f"{inquiry}report/", title="Mine", text="All is well.")
    story.sends("policy-officer", f"{inquiry}report/", title="Why people wait", text="Too few people at weekends.")
    assert "Too few people at weekends." in story.read("", inquiry)
    record = story.read("policy-officer", "/judgements/?state=over")
    assert "Scrutiny is paused until" in record
    assert "Scrutiny is paused until" not in story.read("policy-officer", "/judgements/?state=stands")


def the_action_is_closed_with_evidence(story: Story) -> None:
    """Its owner says that it is done and shows it; somebody else closes it."""
    story.refused("panel-member", "/actions/1/evidence/", text="I saw it.")
    story.refused("panel-member", "/actions/1/ask/", text="It is done.")
    story.sends("chief-officer", "/actions/1/evidence/", text="The first briefing.", link="https://westshire.example/briefing")
    story.sends("chief-officer", "/actions/1/ask/", text="The briefing was held and is published.")
    story.refused("chief-officer", "/actions/1/close/", text="It is done.")
    story.refused("manager", "/actions/1/close/", text="It is done.")
    assert "Brief the board on 101 each quarter" in story.read("policy-officer", "/my/")
    story.sends("policy-officer", "/actions/1/close/", text="The board had its briefing on the first of the month.")
    closed = story.read("member", "/actions/1/")
    assert "Closed" in closed
    assert "The board had its briefing" in closed
