"""Who is who: forces and governing bodies with their dates; peer groups of made-up forces."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from answerable.comparing.absences import absence_for, read_absences
from answerable.comparing.organisations import FORCE, Organisations, organisation_id, read_organisations
from answerable.comparing.peers import PeerGroup, peers_of, read_peer_group
from answerable.content import content_files
from answerable.errors import DefinitionError, InputError

OWN = """organisations: ours
version: 1
forces:
  northshire: {name: Northshire Police, aliases: [N&S]}
  southshire: {name: Southshire Constabulary}
  eastshire: {name: Eastshire Police}
"""
GROUP = """peers: ours
version: 1
title: A made-up group
owner: Northshire Police
basis: Made up.
source: Made up for a test.
members:
  - {force: Northshire, from: 2024-04-01}
  - {force: southshire, from: 2024-04-01, to: 2025-03-31}
  - {force: Eastshire Police, from: 2025-04-01}
"""


def organisations(folder: Path, text: str = OWN) -> Organisations:
    """The shipped ones and those of a workspace's own file."""
    (folder / "organisations.yaml").write_text(text, encoding="utf-8")
    return read_organisations(folder / "organisations.yaml")


def group(folder: Path, text: str = GROUP) -> PeerGroup:
    """A peer group read from a file."""
    (folder / "ours.yaml").write_text(text, encoding="utf-8")
    return read_peer_group(folder / "ours.yaml", organisations(folder))


def test_the_territorial_forces_and_three_more_are_shipped() -> None:
    nations = Counter(item.nation for item in read_organisations().by_id.values() if item.kind == FORCE)
    assert nations == {"England": 39, "Wales": 4, "Scotland": 1, "Northern Ireland": 1, "Great Britain": 1}


@pytest.mark.parametrize(("name", "force"), [
    ("D&C", "devon-and-cornwall"), ("Devon & Cornwall Police", "devon-and-cornwall"), ("GMP", "greater-manchester"),
    ("Metropolitan", "metropolitan"), ("the Met", "metropolitan"), ("PSNI", "northern-ireland"),
    ("Hampshire Constabulary", "hampshire"), ("Dyfed Powys", "dyfed-powys"), ("POLICE SCOTLAND", "police-scotland"),
])
def test_a_force_is_found_by_any_name_it_goes_by(name: str, force: str) -> None:
    assert organisation_id(read_organisations(), name, where="row 2") == force


@pytest.mark.parametrize("name", ["Yorkshire", "West", "Police", "", "25 comparable forces",
                                  "Police and Crime Commissioner for Kent"])
def test_what_names_no_force_is_not_taken_for_one(name: str) -> None:
    assert read_organisations().force(name) is None


def test_an_unknown_force_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(InputError, match=r"row 2: there is no police force 'Northumbra'. Did you mean 'northumbria'"):
        organisation_id(read_organisations(), "Northumbra", where="row 2")


@pytest.mark.parametrize(("force", "day", "body"), [
    ("greater-manchester", date(2017, 5, 7), "pcc-greater-manchester"),
    ("greater-manchester", date(2017, 5, 8), "mayor-greater-manchester"),
    ("north-yorkshire", date(2024, 5, 7), "mayor-york-and-north-yorkshire"),
    ("kent", date(2026, 1, 1), "pcc-kent"), ("kent", date(2012, 11, 21), None), ("police-scotland", date(2013, 4, 1),
                                                                                 "scottish-police-authority"),
])
def test_the_governing_body_of_a_force_depends_on_the_day(force: str, day: date, body: str | None) -> None:
    found = read_organisations().governing_body(force, day)
    assert (found.id if found else None) == body


def test_every_force_has_a_governing_body_today_and_every_successor_names_its_predecessor() -> None:
    known = read_organisations()
    forces = [item.id for item in known.by_id.values() if item.kind == FORCE]
    assert [force for force in forces if known.governing_body(force, date(2026, 1, 1)) is None] == []
    changed = [item for item in known.by_id.values() if item.successor]
    assert all(known.by_id[item.successor].predecessor == item.id for item in changed)
    assert all((known.by_id[item.successor].starts or date.min).toordinal() - (item.ends or date.min).toordinal() == 1
               for item in changed)


@pytest.mark.parametrize(("text", "message"), [
    (OWN.replace("aliases", "alias"), "northshire: unknown key 'alias'. Did you mean 'aliases'"),
    (OWN.replace("N&S", "Southshire"), "'southshire' names both northshire and southshire."),
    (OWN + "governing_bodies:\n  b: {name: B, role: king, force: northshire}\n", "role is 'king'. Write"),
    (OWN + "governing_bodies:\n  b: {name: B, role: mayor, force: nowhere}\n", "b: force 'nowhere' is not in the list."),
    (OWN.replace("[N&S]", "[NS], from: 2024-01-01, to: 2023-01-01"), "before from"),
])
def test_a_broken_list_of_organisations_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        organisations(tmp_path, text)
    assert message in str(error.value)


def test_who_is_whose_peer_depends_on_the_day(tmp_path: Path) -> None:
    found = [peers_of([group(tmp_path)], "northshire", date(2025, month, 1)) for month in (3, 4)]
    assert found == [{"ours": {"southshire"}}, {"ours": {"eastshire"}}]
    assert peers_of([group(tmp_path)], "southshire", date(2025, 4, 1)) == {}


@pytest.mark.parametrize(("old", "new", "message"), [
    ("basis: Made up.\n", "", "'basis' is missing."),
    ("owner: Northshire Police\n", "", "'owner' is missing."),
    ("force: Northshire", "force: Northsire", "Northsire: no such police force. Did you mean"),
    ("to: 2025-03-31", "to: 2023-03-31", "before from '2024-04-01'"),
    ("from: 2025-04-01", "from: April", "from is 'April'. Write a date"),
    ("to: 2025-03-31", "until: 2025-03-31", "unknown key 'until'"),
    ("force: Eastshire Police", "force: Northshire", "northshire is in the group twice at once"),
    ("peers: ours", "peers: theirs", "must equal the file's name"),
])
def test_a_broken_peer_group_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        group(tmp_path, GROUP.replace(old, new))
    assert message in str(error.value)


def test_no_peer_group_is_shipped_while_none_is_confirmed() -> None:
    assert content_files("peers") == {}


def test_that_101_has_no_national_standard_is_said_with_its_source() -> None:
    found = absence_for(read_absences(), "101", date(2026, 1, 1))
    assert found is not None
    assert found.words == "There is no national standard for answering 101."
    assert found.address.startswith("https://")
    assert absence_for(read_absences(), "999", date(2026, 1, 1)) is None
    assert absence_for(read_absences(), "101", date(2024, 11, 5)) is None
