"""The people of the demonstration: organisations, posts, accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answerable.web.accounts.commands import add_account, give_role
from answerable.web.accounts.commands_people import tie_account
from answerable.web.demonstrating.clock import Story
from answerable.web.organisations.commands import add_organisation, add_oversight, add_post, add_tenure
from answerable.web.organisations.models import Organisation
from answerable.web.organisations.own import make_own

PASSWORD = "made-up-westshire"   # said at the end of `answerable demo`
# Name of the account → (role, organisation, name of a person that nobody is).
PEOPLE = {
    "analyst": ("analyst", "force", "Robin Made-Up, performance analyst"),
    "manager": ("manager", "force", "Sam Made-Up, head of contact"),
    "chief": ("chief-officer", "force", "Alex Made-Up, deputy chief constable"),
    "constable": ("chief-officer", "force", "Jo Made-Up, chief constable"),
    "officer": ("policy-officer", "body", "Kim Made-Up, policy officer"),
    "commissioner": ("member", "body", "Lee Made-Up, commissioner"),
    "deputy": ("member", "body", "Max Made-Up, deputy commissioner"),
    "panel": ("panel-member", "panel", "Pat Made-Up, panel member"),
    "auditor": ("auditor", "body", "Chris Made-Up, auditor"),
    "administrator": ("administrator", "body", "Ash Made-Up, administrator"),
}


@dataclass(frozen=True)
class Cast:
    """Everybody. posts: by short title; people: name of the account → account."""

    force: Any
    body: Any
    panel: Any
    inspectorate: Any
    control_room: Any
    posts: dict[str, Any]
    people: dict[str, Any]


def make_cast(story: Story, force: str, governing_body: str) -> Cast:
    """Add everybody, as of three years before the story's end."""
    story.now_is(-30, 3)
    make_own(force, governing_body)
    own, body = Organisation.objects.get(kind="force"), Organisation.objects.get(kind="body")
    panel = add_organisation(by=None, kind="panel", name="Westshire Police and Crime Panel")
    inspectorate = add_organisation(by=None, kind="inspectorate", name="Inspectorate of the Shires (made up)")
    room = add_organisation(by=None, kind="team", name="Operations and Communications Centre", short_name="OCC", parent=own)
    add_oversight(by=None, overseer=panel, overseen=body)
    places = {"force": own, "body": body, "panel": panel}
    cast = Cast(own, body, panel, inspectorate, room, _posts(own, body, room),
                {name: _account(name, role, places[place], words) for name, (role, place, words) in PEOPLE.items()})
    _hold_posts(story, cast)
    return cast


def _posts(force: Any, body: Any, room: Any) -> dict[str, Any]:
    given = [(force, "Chief Constable", "CC"), (force, "Deputy Chief Constable", "DCC"),
             (room, "Superintendent, Public Contact", "Supt"), (force, "Head of Performance", "HoP"),
             (body, "Police and Crime Commissioner", "PCC"), (body, "Deputy Commissioner", "DPCC"),
             (body, "Policy Officer", "PO")]
    return {short: add_post(by=None, organisation=where, title=title, short_title=short) for where, title, short in given}


def _account(name: str, role: str, organisation: Any, words: str) -> Any:
    user = add_account(by=None, email=f"{name}@westshire.example", name=words, password=PASSWORD)
    give_role(by=None, user=user, organisation=organisation, role=role)
    return user


def _hold_posts(story: Story, cast: Cast) -> None:
    """Each post has somebody; the superintendent changed in the middle of the story."""
    held = {"CC": "constable", "DCC": "chief", "HoP": "analyst", "PCC": "commissioner", "DPCC": "deputy", "PO": "officer"}
    for short, name in held.items():
        tenure = add_tenure(by=None, post=cast.posts[short], person=cast.people[name].name.partition(",")[0],
                            starts=story.day(-30, 1))
        tie_account(by=None, user=cast.people[name], person=tenure.person)
    add_tenure(by=None, post=cast.posts["Supt"], person="Dana Made-Up", starts=story.day(-30, 1), ends=story.day(-11, 28))
    now = add_tenure(by=None, post=cast.posts["Supt"], person="Sam Made-Up", starts=story.day(-10, 1))
    tie_account(by=None, user=cast.people["manager"], person=now.person)
