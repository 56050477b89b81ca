"""What happened, in the order in which it did: after the bad summer, through the plan, to the meeting that is to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answerable.web.demonstrating.cast import Cast
from answerable.web.demonstrating.clock import Story
from answerable.web.meetings import commands as meetings
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_plans import add_item, add_plan, add_version, edit_item, make_live
from answerable.web.register.commands_progress import add_evidence, ask_for_closing, close_action, report_progress
from answerable.web.register.commands_promises import add_promise
from answerable.web.register.commands_recommendations import add_recommendation, respond

LINE = "101-answered-within-30s"
EMERGENCY = "999-answered-within-10s"
AGENDA = [{"kind": "apologies", "title": "Apologies"}, {"kind": "minutes", "title": "Minutes of the last meeting"},
          {"kind": "matters-arising", "title": "Matters arising"},
          {"kind": "measures", "title": "Holding to account: performance"},
          {"kind": "questions", "title": "Questions put in advance"},
          {"kind": "plan", "title": "999 and 101 Performance Plan"},
          {"kind": "other-business", "title": "Any other business"}, {"kind": "next-meeting", "title": "Next meeting"}]


@dataclass
class Told:
    """What later parts of the story go back to."""

    template: Any = None
    plan: Any = None
    collapse: Any = None
    winter: Any = None
    summer: Any = None
    briefing: Any = None


def tell(story: Story, cast: Cast) -> None:
    """The whole story, month by month."""
    told = Told()
    _the_collapse(story, cast, told)
    _the_plan(story, cast, told)
    _the_winter(story, cast, told)
    _the_new_telephones(story, cast, told)
    _the_meeting_to_come(story, cast, told)
    story.today()


def _the_collapse(story: Story, cast: Cast, told: Told) -> None:
    """An extraordinary meeting after 101 collapsed."""
    by, people = cast.people["officer"], cast.people
    story.now_is(-16, 2)
    told.template = meetings.add_template(by=by, body=cast.body, name="Assurance meeting", kind="Assurance", items=AGENDA)
    told.collapse = meetings.add_meeting(
        by=by, title="Extraordinary assurance meeting: answering the public", body=cast.body, force=cast.force,
        kind="Assurance", starts_at=story.moment(-14, 9, 14), place="Meeting room 1",
        template=told.template, visibility="public")
    question = meetings.ask_question(
        by=people["commissioner"], text="101 fell from eight in ten calls answered within 30 seconds to half of them within "
        "three months. When did the force know, and when will it be put right?", body=cast.body, force=cast.force,
        meeting=told.collapse, asked_by=cast.posts["PCC"], to=cast.posts["DCC"], due=story.day(-14, 5), measure_id=LINE)
    story.now_is(-14, 4)
    meetings.answer_question(by=people["chief"], question=question, answer="The vacancies were known in May. That they would "
                             "reach 19% of the posts by August was not foreseen. A recruitment plan begins in September; the "
                             "control room reaches its establishment in the spring.")
    meetings.publish_question(by=by, question=question, visibility="public")
    story.now_is(-14, 9, 15)
    told.briefing = add_action(
        by=by, title="Provide the commissioner with quarterly briefings on progress against the 999 and 101 Performance Plan",
        meeting=told.collapse, owners=[cast.posts["DCC"]], due=story.day(-10, 15), origin="meeting", measure_id=LINE,
        visibility="public")
    promise = add_promise(
        by=by, words="The force will answer 80% of 101 calls within 30 seconds by March.", kind="commitment",
        said_by=cast.posts["DCC"], said_on=story.day(-14, 9), meeting=told.collapse, measure_id=LINE, comparison=">=",
        threshold=80, due=story.day(-8, 28), visibility="public")
    undated = add_action(by=by, title="Agree what the public is told while 101 is slow", meeting=told.collapse,
                         owners=[cast.posts["Supt"], cast.posts["PO"]], origin="meeting", visibility="public")
    _minute(by, told.collapse, [
        ("noted", "The meeting followed questions that the commissioner had put in writing.", {}),
        ("action", told.briefing.title, {"action": told.briefing}), ("promise", promise.words, {"promise": promise}),
        ("action", undated.title, {"action": undated})])
    story.now_is(-12, 6)
    report_progress(by=people["manager"], action=undated, text="Words for the recorded message were drafted with the "
                    "communications team.", shared=True)


def _minute(by: Any, meeting: Any, outcomes: list[tuple[str, str, dict[str, Any]]]) -> None:
    """Write what came of a meeting into its minutes."""
    item = meeting.agenda.filter(kind="measures").first()
    for kind, text, made in outcomes:
        meetings.add_minute(by=by, meeting=meeting, kind=kind, text=text, agenda_item=item, **made)


def _the_plan(story: Story, cast: Cast, told: Told) -> None:
    """The plan that answered the collapse: its first version, live from October."""
    people = cast.people
    story.now_is(-13, 1)
    told.plan = add_plan(by=people["chief"], title="999 and 101 Performance Plan", body=cast.body, force=cast.force,
                         purpose="How the force will answer emergency and other calls in time again.",
                         summary="Fill the vacancies first; shift 101 staff to the peaks; answer 999 before all else.",
                         refresh_due=story.day(-6, 1), visibility="public")
    first = told.plan.versions.get()
    add_item(by=people["chief"], plan_version=first, title="Answer 101 within 30 seconds", owner=cast.posts["Supt"],
             text="Eight in ten calls, measured from joining the queue.", measure_id=LINE, comparison=">=", target=80,
             starts=story.day(-13, 1), due=story.day(-8, 28))
    add_item(by=people["chief"], plan_version=first, title="Keep 999 above nine in ten", owner=cast.posts["Supt"],
             measure_id=EMERGENCY, comparison=">=", target=90, starts=story.day(-13, 1), due=story.day(2, 28))
    add_item(by=people["chief"], plan_version=first, title="Recruit to establishment", owner=cast.posts["DCC"],
             text="From 19% vacancies to none.", starts=story.day(-13, 1), due=story.day(-7, 28))
    make_live(by=people["chief"], plan_version=first)


def _the_winter(story: Story, cast: Cast, told: Told) -> None:
    """A second meeting: what was said is looked at, an inspectorate's recommendation comes in."""
    by, people = cast.people["officer"], cast.people
    story.now_is(-11, 1)
    told.winter = meetings.add_meeting(by=by, title="Assurance meeting", body=cast.body, force=cast.force, kind="Assurance",
                                       starts_at=story.moment(-10, 20), place="Meeting room 1", template=told.template,
                                       previous=told.collapse, visibility="public")
    meetings.close_meeting(by=by, meeting=told.collapse, next_meeting=told.winter)
    story.now_is(-10, 20, 9)
    meetings.approve_minutes(by=people["commissioner"], meeting=told.collapse, at=told.winter)
    story.now_is(-10, 20, 12)
    benefit = add_promise(by=by, words="The new telephone system will save eleven posts.", kind="benefit",
                          said_by=cast.posts["DCC"], said_on=story.day(-10, 20), meeting=told.winter, due=story.day(2, 28),
                          visibility="public")
    forecast = add_promise(by=by, words="999 will stay above 90% answered within 10 seconds through the summer.",
                           kind="forecast", said_by=cast.posts["Supt"], said_on=story.day(-10, 20), meeting=told.winter,
                           measure_id=EMERGENCY, comparison=">=", threshold=90, due=story.day(-3, 28), visibility="public")
    _minute(by, told.winter, [("promise", benefit.words, {"promise": benefit}),
                              ("promise", forecast.words, {"promise": forecast}),
                              ("noted", "The first quarterly briefing was received.", {})])
    add_evidence(by=people["chief"], action=told.briefing, text="First quarterly briefing, given to the meeting in January.")
    story.now_is(-9, 10)
    recommendation = add_recommendation(
        by=by, title="Record every change of grade with its reason", made_by=cast.inspectorate, body=cast.body,
        force=cast.force, to=cast.force, reference="Report on crime recording, recommendation 3", published_on=story.day(-9, 5),
        clock="inspectorate", measure_id="regraded-share", visibility="public")
    story.now_is(-8, 12)
    respond(by=people["constable"], recommendation=recommendation, verdict="accepted",
            reason="Supervisors will enter the reason from April on; a dip sample follows each quarter.")
    add_action(by=people["chief"], title="Dip sample of regraded incidents each quarter", owners=[cast.posts["HoP"]],
               recommendation=recommendation, due=story.day(-3, 28), origin="recommendation", measure_id="regraded-share",
               visibility="public")


def _the_new_telephones(story: Story, cast: Cast, told: Told) -> None:
    """The summer's meeting: a measure is lost, a decision is taken, the plan gets its second version."""
    by, people = cast.people["officer"], cast.people
    story.now_is(-6, 3)
    told.summer = meetings.add_meeting(by=by, title="Assurance meeting", body=cast.body, force=cast.force, kind="Assurance",
                                       starts_at=story.moment(-5, 16), place="Meeting room 1", template=told.template,
                                       previous=told.winter, visibility="public")
    meetings.close_meeting(by=by, meeting=told.winter, next_meeting=told.summer)
    story.now_is(-5, 16, 9)
    meetings.approve_minutes(by=people["deputy"], meeting=told.winter, at=told.summer)
    story.now_is(-5, 16, 12)
    decision = meetings.add_decision(
        by=by, title="Live chat stays closed", text="Live chat was closed in April and is not opened again this year.",
        reason="The handlers are needed for 101 while the new telephone system settles.", body=cast.body, force=cast.force,
        meeting=told.summer, risk="People who cannot telephone lose a way to reach the force; text relay and 999 by text stay.",
        decided_by=cast.posts["CC"], decided_on=story.day(-5, 16), review_on=story.day(1, 15), visibility="public")
    lost = add_action(by=by, title="Restore the caller's clock of 999, which the new telephone system does not record",
                      meeting=told.summer, owners=[cast.posts["HoP"]], due=story.day(-1, 15), origin="meeting",
                      visibility="public")
    promise = add_promise(by=by, words="101 will be at 85% within 30 seconds by December.", kind="target",
                          said_by=cast.posts["DCC"], said_on=story.day(-5, 16), meeting=told.summer, measure_id=LINE,
                          comparison=">=", threshold=85, due=story.day(1, 28), visibility="public")
    _minute(by, told.summer, [("decision", decision.text, {"decision": decision}), ("action", lost.title, {"action": lost}),
                              ("promise", promise.words, {"promise": promise})])
    story.now_is(-4, 8)
    second = add_version(by=people["chief"], plan=told.plan, reason="The target of March was met and the telephones changed.",
                         summary="Hold 101 through the winter; count the recorded message into the wait.",
                         refresh_due=story.day(2, 1))
    edit_item(by=people["chief"], item=second.items.get(key="1"), version=None, target=85, due=story.day(1, 28),
              text="Measured from joining the queue, and from June on from the beginning of the recorded message too.")
    make_live(by=people["chief"], plan_version=second)
    ask_for_closing(by=people["chief"], action=told.briefing, text="Four briefings were given; they go on as a standing item.")


def _the_meeting_to_come(story: Story, cast: Cast, told: Told) -> None:
    """What is open for the next meeting."""
    by, people = cast.people["officer"], cast.people
    story.now_is(-2, 10)
    close_action(by=people["commissioner"], action=told.briefing, text="Four briefings received, the last in July.")
    coming = meetings.add_meeting(by=by, title="Assurance meeting", body=cast.body, force=cast.force, kind="Assurance",
                                  starts_at=story.moment(1, 15), place="Meeting room 1", template=told.template,
                                  previous=told.summer, visibility="public")
    meetings.close_meeting(by=by, meeting=told.summer, next_meeting=coming)
    meetings.ask_question(
        by=people["panel"], text="Will the force publish how long people wait in the recorded message of 101?", body=cast.body,
        force=cast.force, meeting=coming, to=cast.posts["DCC"], due=story.day(1, 8), measure_id=LINE)
    add_action(by=by, title="Publish the residents' survey by district", body=cast.body, force=cast.force,
               owners=["ALL"], origin="panel", visibility="panel")
