"""The register with a cast: two forces, the body and the panel of the first, and somebody in every role.

Everything is made by commands of the program itself (by=None). The database is SQLite in memory, or the one that
ANSWERABLE_DATABASE names.
"""

from __future__ import annotations

import copy
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))   # the example release stands with the tests of the pages

from django.test import Client
from django.test.utils import override_settings
from example_release import write_example_release
from roles_of_the_cast import ROLES_OF

from answerable.web.accounts import commands as accounts
from answerable.web.organisations import commands as organisations

PASSWORD = "correct-horse-battery"


@dataclass
class Cast:
    """Everybody in the story. people: role → account; charlie: a chief officer of another force, who may see nothing;
    second: another member of the body."""

    force: Any
    other_force: Any
    body: Any
    panel: Any
    chief: Any
    commissioner: Any
    people: dict[str, Any]
    charlie: Any
    second: Any

    def signed_in(self, role: str) -> Client:
        """A browser without a screen in which somebody with that role ("charlie", "second" too; "" for nobody) is signed in."""
        client = Client(raise_request_exception=False)
        if role:
            client.force_login(self.account(role))
        return client

    def account(self, role: str) -> Any:
        """The account with that role, read afresh, so that its rights are."""
        person = {"charlie": self.charlie, "second": self.second}.get(role) or self.people[role]
        return type(person).objects.get(pk=person.pk)


def account(role: str, organisation: Any, name: str = "") -> Any:
    """A new account with one role."""
    email = f"{name or role}@{organisation.pk}.example"
    user = accounts.add_account(by=None, email=email, name=(name or role).replace("-", " ").title(), password=None)
    accounts.give_role(by=None, user=user, organisation=organisation, role=role, starts=date(2020, 1, 1))
    return user


def make_cast() -> Cast:
    """The cast, added to the database."""
    add = organisations.add_organisation
    force = add(by=None, kind="force", name="Westshire Police", short_name="Westshire")
    other = add(by=None, kind="force", name="Eastshire Police")
    body = add(by=None, kind="body", body_type="commissioner", name="Westshire Police and Crime Commissioner")
    panel = add(by=None, kind="panel", name="Westshire Police and Crime Panel")
    organisations.add_oversight(by=None, overseer=body, overseen=force, starts=date(2020, 1, 1))
    organisations.add_oversight(by=None, overseer=panel, overseen=body, starts=date(2020, 1, 1))
    chief = organisations.add_post(by=None, organisation=force, title="Chief Constable", short_title="CC")
    commissioner = organisations.add_post(by=None, organisation=body, title="Police and Crime Commissioner", short_title="PCC")
    places = {"force": force, "body": body, "panel": panel}
    people = {role: account(role, places[place]) for role, place in ROLES_OF.items()}
    return Cast(force, other, body, panel, chief, commissioner, people, account("chief-officer", other, "charlie"),
                account("member", body, "second"))


@pytest.fixture(scope="session")
def first_cast(django_db_setup: None, django_db_blocker: Any) -> Cast:
    """The cast, made once and left in the database: it takes a tenth of a second, and every test wants it."""
    with django_db_blocker.unblock():
        return make_cast()


@pytest.fixture
def cast(first_cast: Cast, db: None) -> Cast:
    """The cast, in the database as it was made: what a test changes is undone after it. A test that needs real transactions
    empties the database at its end; then the cast is made anew."""
    there = type(first_cast.force).objects.filter(pk=first_cast.force.pk).exists()
    return copy.deepcopy(first_cast) if there else make_cast()


@pytest.fixture(scope="session")
def released_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one small release."""
    folder = tmp_path_factory.mktemp("register-workspace")
    write_example_release(folder, number=1)
    return folder


@pytest.fixture(autouse=True)
def on_the_example_release(released_workspace: Path) -> Any:
    """Every page of these tests stands on that release; passwords are hashed quickly, and are enough to sign in."""
    with override_settings(WORKSPACE=released_workspace, REQUIRE_SECOND_FACTOR=False,
                           PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
