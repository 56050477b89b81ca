"""Every route, tried by a visitor who is not signed in, by somebody of another force, by the wrong role and by the right one.

routes.py says of each route who may open it and who may send its form; a new one needs a line there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, reverse
from judged_workspace import make_workspace
from roles_of_the_cast import ROLES_OF
from routes import ALL, BY_THEMSELVES, ENTRIES, IN, NOBODY, OF_NOBODY, OWN_ACCOUNT, READ, ROUTES, SIGNING_IN, Things

from answerable.web.accounts.rights import INTERNAL, PANEL, PUBLIC
from answerable.web.accounts.roles import ROLES

REFUSED = (403, 404)
# What a page that opens answers: also that something is not so yet (409, 422), or that it goes on elsewhere (302).
OPENS = (200, 302, 409, 422)
READERS = {INTERNAL: ("policy-officer", "analyst"), PANEL: ("policy-officer", "panel-member"),
           PUBLIC: ("", "charlie", "panel-member")}
NOT_READERS = {INTERNAL: ("", "charlie", "panel-member"), PANEL: ("", "charlie"), PUBLIC: ()}


def walked(resolver: Any, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site, at whatever depth, each with the space of names in which it stands."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield space, each
        else:
            yield from walked(each, f"{each.namespace}:" if each.namespace else space)


PATTERNS = list(walked(get_resolver()))
# What is made of releases alone is public, whoever asks.
REGISTER = {each.name: each for _space, each in PATTERNS
            if not each.callback.__module__.startswith("answerable.web.performance")}
SPACES = {each.name: space for space, each in PATTERNS}


class Visitors:
    """Browsers without a screen, one a role, kept for a whole test."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.things = cast, Things(cast)
        self.clients: dict[tuple[str, bool], Client] = {}

    def client(self, role: str, careful: bool = False) -> Client:
        """The browser of a role ("" for nobody). careful: forms are taken only as this site's own pages send them."""
        if (role, careful) not in self.clients:
            client = Client(raise_request_exception=False, enforce_csrf_checks=careful)
            if role:
                client.force_login(self.cast.account(role))
            self.clients[role, careful] = client
        return self.clients[role, careful]

    def path(self, name: str, visibility: str = INTERNAL) -> str:
        """The address of a route, of an object with that visibility."""
        kind = ROUTES[name][0]
        given = self.things.address(kind, visibility) if kind else {}
        names = REGISTER[name].pattern.converters
        return reverse(SPACES[name] + name, kwargs={key: value for key, value in given.items() if key in names})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with measures and a release."""
    return make_workspace(tmp_path_factory.mktemp("routes") / "westshire")


@pytest.fixture
def visitors(cast: Any, workspace: Path) -> Iterator[Visitors]:
    """The visitors."""
    with override_settings(WORKSPACE=workspace):
        yield Visitors(cast)


def holder(right: str) -> str:
    """A role of the cast that has a right, of the body where one of its does."""
    able = [role for role in ROLES_OF if right in ROLES[role].rights]
    return next((role for role in able if ROLES_OF[role] == "body"), able[0])


def without(right: str) -> str:
    """A role of the cast, of the same organisations, that lacks a right."""
    return next(role for role in ("auditor", "analyst", "panel-member") if right not in ROLES[role].rights)


def told(faults: list[str]) -> None:
    assert not faults, "\n".join(faults)


def test_every_route_has_a_line() -> None:
    """Where this fails: add a line to ROUTES in routes.py that says who may open the route, and who may send its form."""
    assert set(REGISTER) - set(ROUTES) - OWN_ACCOUNT - SIGNING_IN - BY_THEMSELVES == set()


def test_every_line_has_a_route() -> None:
    assert set(ROUTES) - set(REGISTER) == set()


def test_what_is_for_everybody_opens_for_everybody(visitors: Visitors) -> None:
    told([f"{name} as {role or 'nobody'}: {status}" for name, (_kind, opens, _sends) in ROUTES.items() if opens == ALL
          for role in ("", "charlie", "auditor")
          if (status := visitors.client(role).get(visitors.path(name)).status_code) != 200])


def test_what_is_for_people_with_an_account_asks_others_to_sign_in(visitors: Visitors) -> None:
    names = [name for name, (_kind, opens, _sends) in ROUTES.items() if opens == IN] + sorted(OWN_ACCOUNT)
    faults = []
    for name in names:
        args = [1] if "pk" in REGISTER[name].pattern.converters else []
        path = visitors.path(name) if name in ROUTES else reverse(name, args=args)
        answer = visitors.client("").get(path)
        if answer.status_code != 302 or not answer["Location"].startswith("/sign-in/"):
            faults.append(f"{name}: {answer.status_code} {answer.get('Location', '')}")
    told(faults)


def test_an_entry_opens_for_its_readers_alone(visitors: Visitors) -> None:
    faults = []
    for name in (name for name, (_kind, opens, _sends) in ROUTES.items() if opens == READ):
        for visibility in (INTERNAL, PANEL, PUBLIC):
            path = visitors.path(name, visibility)
            faults += [f"{name}, {visibility}, as {role or 'nobody'}: {status}, not 200" for role in READERS[visibility]
                       if (status := visitors.client(role).get(path).status_code) != 200]
            faults += [f"{name}, {visibility}, as {role or 'nobody'}: {status}, not 404" for role in NOT_READERS[visibility]
                       if (status := visitors.client(role).get(path).status_code) != 404]
    told(faults)


def rights() -> list[str]:
    """The routes that a right opens."""
    return [name for name, (_kind, opens, _sends) in ROUTES.items() if "." in opens]


def test_what_takes_a_right_opens_for_who_has_it(visitors: Visitors) -> None:
    told([f"{name} as {role}: {status}" for name in rights() for role in [holder(ROUTES[name][1])]
          if (status := visitors.client(role).get(visitors.path(name)).status_code) not in (*OPENS, 404)])


def test_what_takes_a_right_is_closed_to_others(visitors: Visitors) -> None:
    faults = []
    for name in rights():
        path, right = visitors.path(name), ROUTES[name][1]
        status = visitors.client(without(right)).get(path).status_code
        faults += [f"{name} as {without(right)}: {status}"] if status not in REFUSED else []
        answer = visitors.client("").get(path)
        away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        faults += [f"{name} as nobody: {answer.status_code}"] if not away and answer.status_code not in REFUSED else []
        if ROUTES[name][0] not in ("", *OF_NOBODY):
            status = visitors.client("charlie").get(path).status_code
            faults += [f"{name} as charlie: {status}"] if status not in REFUSED else []
    told(faults)


def forms() -> list[str]:
    """The routes to which something can be sent."""
    return [name for name, (_kind, _opens, sends) in ROUTES.items() if sends != NOBODY]


def test_nothing_is_taken_from_who_may_not_send_it(visitors: Visitors) -> None:
    faults = []
    for name in forms():
        path, right = visitors.path(name), ROUTES[name][2]
        for role in ("", "charlie", without(right)) if "." in right else ("",) if right == IN else ("", "charlie"):
            if role == "charlie" and ROUTES[name][0] in ("", *OF_NOBODY):
                continue    # in their own force they may
            answer = visitors.client(role).post(path, {})
            away = answer.status_code == 302 and not role and answer["Location"].startswith("/sign-in/")
            if not away and answer.status_code not in REFUSED:
                faults.append(f"{name} as {role or 'nobody'}: {answer.status_code}")
    told(faults)


def test_a_form_is_taken_from_this_sites_own_pages_alone(visitors: Visitors) -> None:
    faults = []
    for name in forms():
        role = holder(ROUTES[name][2]) if "." in ROUTES[name][2] else "policy-officer"
        answer = visitors.client(role, careful=True).post(visitors.path(name), {})
        if answer.status_code != 403 or "did not come from this site" not in answer.content.decode():
            faults.append(f"{name} as {role}: {answer.status_code}")
    told(faults)


def test_nothing_can_be_sent_where_nothing_is_taken(visitors: Visitors) -> None:
    told([f"{name}: {status}" for name, (_kind, _opens, sends) in ROUTES.items() if sends == NOBODY
          if not name.startswith("list-")      # the API takes new entries at the address of the list
          and (status := visitors.client("policy-officer").post(visitors.path(name), {}).status_code) not in (403, 405)])


def test_what_is_only_sent_cannot_be_opened(visitors: Visitors) -> None:
    told([f"{name}: {status}" for name, (_kind, opens, _sends) in ROUTES.items() if opens == NOBODY
          if (status := visitors.client("policy-officer").get(visitors.path(name)).status_code) != 405])


def test_every_kind_of_entry_is_tried() -> None:
    from answerable.web.organisations.commands_succession import entry_models
    assert {model for model, _fields in ENTRIES.values()} == set(entry_models())
