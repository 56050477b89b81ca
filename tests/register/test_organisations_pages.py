"""Organisations, posts and who holds them: their public pages, their forms, and what bodies call things."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from answerable.errors import InputError
from answerable.web.accounts.rights import Refused
from answerable.web.organisations import commands
from answerable.web.organisations.models import Organisation

WEB = Path(__file__).resolve().parents[2] / "src" / "answerable" / "web"
# Where the kinds of body stand beside one another.
MAY_NAME_ONE = {"organisations/models.py", "organisations/terms.py", "accounts/roles.py"}


def shown(body: Any, key: str) -> str:
    return Template(f'{{% term body "{key}" %}}').render(Context({"body": body}))


def test_anybody_reads_who_answers_to_whom(cast: Any) -> None:
    page = cast.signed_in("").get("/organisations/").content.decode()
    row = r"Westshire Police and Crime Commissioner</a>.*?Governing body \(Commissioner\).*?Westshire Police"
    assert re.search(row, page, re.S)
    own = cast.signed_in("").get(f"/organisations/{cast.force.pk}/").content.decode()
    assert "It answers to:" in own
    assert "Change" not in own


def test_who_held_a_post_on_a_day(cast: Any) -> None:
    commands.add_tenure(by=None, post=cast.chief, person="Ann Archer", starts=date(2020, 1, 1), ends=date(2024, 3, 31))
    commands.add_tenure(by=None, post=cast.chief, person="Ben Baker", starts=date(2024, 4, 1))
    commands.add_tenure(by=None, post=cast.chief, person="Cara Cole", starts=date(2023, 6, 1),
                        ends=date(2023, 9, 30), acting=True)
    client = cast.signed_in("")

    def held(on: str) -> str:
        page = client.get(f"/organisations/{cast.force.pk}/?on={on}").content.decode()
        return re.search(r'data-label="Held by">(.*?)</td>', page, re.S)[1]  # type: ignore[index]

    assert "Ben Baker" in held("2026-01-01")
    assert "Ann Archer" in held("2023-07-01")
    assert "Cara Cole (acting)" in held("2023-07-01")
    assert "Ben Baker" in held("no-day")


def test_no_two_hold_one_post_at_a_time(cast: Any) -> None:
    commands.add_tenure(by=None, post=cast.chief, person="Ann Archer", starts=date(2020, 1, 1))
    with pytest.raises(InputError, match=r"Ann Archer holds that post at that time\. End that first"):
        commands.add_tenure(by=None, post=cast.chief, person="Ben Baker", starts=date(2024, 4, 1))


def test_an_administrator_writes_their_own_organisation_alone(cast: Any) -> None:
    client = cast.signed_in("administrator")
    answer = client.post(f"/organisations/{cast.body.pk}/posts/add/", {"title": "Deputy", "short_title": "D"})
    assert answer["Location"] == f"/organisations/{cast.body.pk}/"
    assert client.post(f"/organisations/{cast.other_force.pk}/posts/add/", {"title": "Deputy"}).status_code == 403
    with pytest.raises(Refused):
        commands.add_post(by=cast.account("policy-officer"), organisation=cast.body, title="Deputy")


def test_a_form_with_faults_says_so_and_keeps_what_was_written(cast: Any) -> None:
    answer = cast.signed_in("administrator").post("/organisations/add/", {"kind": "team", "name": "Westshire Police",
                                                                         "starts_day": "31", "starts_month": "2",
                                                                         "starts_year": "2026"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“31 2 2026” is not a day." in page
    assert 'value="Westshire Police"' in page


def test_of_two_who_change_an_organisation_neither_loses_text(cast: Any) -> None:
    client = cast.signed_in("administrator")
    path = f"/organisations/{cast.body.pk}/edit/"
    commands.change_organisation(by=None, organisation=cast.body, version=1, name="Westshire Commissioner",
                                 body_type="commissioner")
    answer = client.post(path, {"name": "The Commissioner for Westshire", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Westshire Commissioner" in page
    assert 'value="The Commissioner for Westshire"' in page


@pytest.mark.parametrize(("kind", "holder"), [
    ("commissioner", "Commissioner"), ("mayor", "Mayor"), ("board", "Chair of the Board"), ("", "head of the body")])
def test_a_body_of_each_type_has_its_terms(db: None, kind: str, holder: str) -> None:
    assert shown(Organisation(kind="body", body_type=kind, name="A body"), "holder") == holder


def test_a_bodys_own_terms_come_first_in_both_languages(cast: Any) -> None:
    changed = commands.change_terms(by=None, organisation=cast.body, version=1,
                                    terms={"meeting": "Holding to account", "meeting_cy": "Dal i gyfrif", "holder": ""})
    assert shown(changed, "meeting") == "Holding to account"
    assert shown(changed, "holder") == "Commissioner"
    with translation.override("cy"):
        assert shown(changed, "meeting") == "Dal i gyfrif"
    with pytest.raises(InputError, match="no page uses a term 'chairperson'"):
        commands.change_terms(by=None, organisation=changed, version=2, terms={"chairperson": "X"})


def test_nothing_assumes_a_commissioner() -> None:
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        name = path.relative_to(WEB).as_posix()
        # The made-up force of the demonstration has a commissioner; its story is content.
        if name in MAY_NAME_ONE or {"migrations", "demonstrating"} & set(path.parts):
            continue
        found = re.search(r"\bPCC\b|commissioner", path.read_text(encoding="utf-8"), re.IGNORECASE)
        assert found is None, f"{name} speaks of a {found[0] if found else ''}: write {{% term body … %}}"
