"""Makes a workspace with the people of the story, in a process of its own: `python story_cast.py FOLDER`.

Gives, as JSON on its last line, role → e-mail address, and the numbers of the organisations and posts.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

PASSWORD = "story-of-the-minutes"
SINCE = date(2020, 1, 1)
PLACES = {"policy-officer": "body", "member": "body", "chief-officer": "force", "manager": "force", "panel-member": "panel"}


def make(folder: Path) -> dict[str, object]:
    """The workspace, its register, and five people."""
    from judged_workspace import make_workspace

    make_workspace(folder)
    from answerable.web.preparing import prepare

    prepare(folder)
    from answerable.web.accounts import commands as accounts
    from answerable.web.organisations import commands as organisations
    from answerable.web.organisations.models import Organisation

    # The workspace's own force and governing body are in its register from the beginning.
    places = {kind: Organisation.objects.get(kind=kind) for kind in ("force", "body")}
    force, body = places["force"], places["body"]
    places["panel"] = organisations.add_organisation(by=None, kind="panel", name="Westshire Police and Crime Panel")
    organisations.add_oversight(by=None, overseer=places["panel"], overseen=body, starts=SINCE)
    chief = organisations.add_post(by=None, organisation=force, title="Chief Constable")
    tenure = organisations.add_tenure(by=None, post=chief, person="C. Chief", starts=SINCE)
    for role, place in PLACES.items():
        user = accounts.add_account(by=None, email=f"{role}@westshire.example", name=role.replace("-", " ").title(),
                                    password=PASSWORD)
        accounts.give_role(by=None, user=user, organisation=places[place], role=role, starts=SINCE)
        if role == "chief-officer":
            user.person = tenure.person
            user.save()
    return {"force": force.pk, "body": body.pk, "chief": chief.pk}


if __name__ == "__main__":
    TESTS = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(TESTS / "web"), str(TESTS / "register")]
    print(json.dumps(make(Path(sys.argv[1]))))
