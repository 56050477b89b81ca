"""What if: a control room is changed on a page, what comes of it is saved, compared, and taken to a meeting."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from answerable.simulation.results import difference_of
from answerable.simulation.room_file import read_room
from answerable.simulation.scenarios.changes import Opening, Staff, changed
from answerable.simulation.scenarios.times import When
from answerable.simulation.simulating import simulate
from answerable.web.meetings import commands as meetings
from answerable.web.meetings.commands_packs import make_pack
from answerable.web.meetings.pack_content import pack_content
from answerable.web.what_if import simulator
from answerable.web.what_if.models import KeptRoom, Scenario

pytestmark = pytest.mark.django_db
ROOM = """name: Small room
days: 1
lines:
  "101":
    arrivals: 14
    talk: {exponential: 240}
    patience: {exponential: 200}
    pools: [handlers]
  chat:
    arrivals: 4
    talk: {exponential: 300}
    patience: {exponential: 200}
    pools: [handlers]
    priority: 1
    at_once: 2
    open: [{from: "08:00", to: "22:00"}]
pools:
  handlers: {staff: 3, absent: 0.1}
"""
TWO_MORE = {"room": "small", "staff1_more": "2", "staff1_from": "14:00", "staff1_to": "22:00", "repetitions": "24"}


@pytest.fixture(scope="module", autouse=True)
def ready() -> None:
    """The simulator, ready."""
    simulator.get_ready()


@pytest.fixture(autouse=True)
def small_room(tmp_path: Path) -> Any:
    """A workspace with one small room."""
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "small.yaml").write_text(ROOM, encoding="utf-8")
    with override_settings(WORKSPACE=tmp_path):
        yield tmp_path


def words(answer: Any) -> str:
    """What a page says, without its elements."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def saved(cast: Any, name: str = "Two more late", role: str = "manager", **asked: str) -> Scenario:
    """A scenario that somebody saved by the form."""
    address = f"/what-if/save/?{urlencode(TWO_MORE | asked)}"
    answer = cast.signed_in(role).post(address, {"name": name, "description": "Why not."})
    assert answer.status_code == 302, words(answer)
    return Scenario.objects.order_by("-pk").first()


def test_the_page_says_in_a_sentence_what_the_simulator_finds(cast: Any, small_room: Path) -> None:
    answer = cast.signed_in("manager").get("/what-if/", TWO_MORE)
    room = read_room(small_room / "rooms" / "small.yaml")
    then = changed(room, [Staff("handlers", add=2, when=When(14 * 60, 22 * 60))])
    now, after = simulate(room, 24, simulator.SEED), simulate(then, 24, simulator.SEED)
    mean, _error = difference_of(*((each.counted("101", "within"), each.counted("101", "answered"))
                                   for each in (now, after)))
    said = words(answer)
    assert "With 2 more handlers from 14:00 to 22:00," in said
    before = now.share_within("101").mean * 100
    assert f"of 100 calls to 101 that are answered are within 30 seconds instead of {before:.0f}" in said
    assert f"the difference is {mean * 100:+.1f} points" in said
    assert "24 repetitions of 1 day" in said


def test_the_script_gets_what_came_of_it_alone(cast: Any) -> None:
    part = cast.signed_in("manager").get("/what-if/", TWO_MORE, headers={"X-Part": "result"}).content.decode()
    assert "<html" not in part
    assert 'data-sentence="With 2 more handlers' in part


def test_a_time_within_a_half_hour_is_told_beside_its_field(cast: Any) -> None:
    answer = cast.signed_in("manager").get("/what-if/", TWO_MORE | {"staff1_from": "14:10"})
    assert answer.status_code == 422
    assert 'href="#id_staff1_from"' in answer.content.decode()
    assert "Nothing is simulated until this is put right" in words(answer)


def test_a_field_that_the_form_does_not_have_is_refused(cast: Any) -> None:
    assert cast.signed_in("manager").get("/what-if/", {"room": "small", "stuff1_more": "2"}).status_code == 422


def test_a_room_that_is_not_there_is_not_found(cast: Any) -> None:
    manager = cast.signed_in("manager")
    assert [manager.get("/what-if/", {"room": key}).status_code for key in ("other", "../small", "room-99")] == [404] * 3


def test_who_comes_while_two_what_ifs_run_is_told_at_once(cast: Any) -> None:
    assert simulator._COMING.acquire(blocking=False)
    assert simulator._COMING.acquire(blocking=False)
    try:
        answer = cast.signed_in("manager").get("/what-if/", TWO_MORE)
    finally:
        simulator._COMING.release()
        simulator._COMING.release()
    assert answer.status_code == 200
    assert "is being simulated just now" in words(answer)


def test_a_scenario_keeps_what_was_seen_and_its_room(cast: Any, small_room: Path) -> None:
    scenario = saved(cast)
    (small_room / "rooms" / "small.yaml").write_text(ROOM.replace("staff: 3", "staff: 30"), encoding="utf-8")
    page = words(cast.signed_in("analyst").get(scenario.get_absolute_url()))
    assert "Two more late" in page
    assert "With 2 more handlers from 14:00 to 22:00," in page
    assert "Why not." in page
    assert scenario.room.text == ROOM
    assert scenario.seen["repetitions"] == 24


def test_a_room_as_it_is_can_be_saved_too(cast: Any) -> None:
    scenario = saved(cast, "As it is", staff1_more="")
    assert scenario.changes == []
    assert "As the room is now: " in words(cast.signed_in("manager").get(scenario.get_absolute_url()))


def test_a_scenario_is_internal_until_somebody_publishes_it(cast: Any) -> None:
    address = saved(cast).get_absolute_url()
    assert [cast.signed_in(role).get(address).status_code for role in ("", "charlie", "policy-officer")] == [404] * 3
    assert cast.signed_in("manager").post(f"{address}visibility/", {"visibility": "public"}).status_code == 403
    assert cast.signed_in("chief-officer").post(f"{address}visibility/", {"visibility": "public"}).status_code == 302
    assert cast.signed_in("").get(address).status_code == 200


def test_what_is_withdrawn_leaves_the_list_and_comes_back(cast: Any) -> None:
    scenario, manager = saved(cast), cast.signed_in("manager")
    manager.post(f"{scenario.get_absolute_url()}withdraw/")
    assert "Two more late" not in words(manager.get("/scenarios/"))
    assert "Two more late" in words(manager.get("/scenarios/", {"state": "withdrawn"}))
    manager.post(f"{scenario.get_absolute_url()}bring-back/")
    assert "Two more late" in words(manager.get("/scenarios/"))


def test_the_changed_room_is_a_file_that_the_command_line_reads(cast: Any, tmp_path: Path) -> None:
    scenario, manager = saved(cast, line1_line="chat", line1_from="16:00", line1_to="20:00"), cast.signed_in("manager")
    file = tmp_path / "changed.yaml"
    file.write_bytes(manager.get(f"{scenario.get_absolute_url()}room.yaml").content)
    room = read_room(tmp_path / "rooms" / "small.yaml")
    wanted = changed(room, [Staff("handlers", add=2, when=When(840, 1320)), Opening("chat", False, When(960, 1200))])
    got = read_room(file)
    assert (got.pools[0].staff, got.lines[1].open) == (wanted.pools[0].staff, wanted.lines[1].open)
    assert manager.get(f"{scenario.get_absolute_url()}room-now.yaml").content.decode() == ROOM
    assert "101,within,percent," in manager.get(f"{scenario.get_absolute_url()}figures.csv").content.decode()


def test_a_scenario_taken_to_a_meeting_comes_out_in_its_pack(cast: Any) -> None:
    meeting = meetings.add_meeting(by=None, title="Assurance", body=cast.body, force=cast.force,
                                   starts_at=timezone.now() + timedelta(days=9))
    scenario, manager = saved(cast), cast.signed_in("manager")
    answer = manager.post(f"{scenario.get_absolute_url()}meeting/", {"meeting": meeting.pk, "late_reason": ""})
    assert answer.status_code == 302, words(answer)
    said = [block for section in pack_content(meeting, "internal", 1)["sections"] for block in section["blocks"]]
    assert any("With 2 more handlers from 14:00 to 22:00," in block.get("text", "") for block in said)
    assert any(f"/scenarios/{scenario.pk}/" in block.get("text", "") for block in said)
    assert any(block["kind"] == "table" and block["rows"][0][0].startswith("101, limit") for block in said)
    assert make_pack(cast.account("policy-officer"), meeting, "internal").pdf.size > 1000
    assert cast.signed_in("policy-officer").get(scenario.get_absolute_url()).status_code == 200
    again = manager.post(f"{scenario.get_absolute_url()}meeting/", {"meeting": meeting.pk, "late_reason": ""})
    assert again.status_code == 422


def test_scenarios_are_compared_with_the_same_callers(cast: Any) -> None:
    chosen = [saved(cast), saved(cast, "The same again"), saved(cast, "Three fewer", staff1_more="-3")]
    page = words(cast.signed_in("manager").get("/scenarios/compare/", {"scenario": [each.pk for each in chosen]}))
    assert "“The same again”: of calls to 101, no difference" in page
    assert "“Three fewer”:" in page
    assert "All had the same callers." in page


def test_a_room_is_put_in_and_its_faults_are_told_with_their_lines(cast: Any) -> None:
    manager = cast.signed_in("manager")
    bad = ROOM.replace("priority: 1", "priority: -1").replace("absent", "absnt").encode()
    answer = manager.post("/what-if/rooms/", {"file": SimpleUploadedFile("room.yaml", bad)})
    assert answer.status_code == 422
    assert "line 14: lines &gt; chat &gt; priority" in answer.content.decode()
    assert "line 18: pools &gt; handlers &gt; absnt is not known here" in answer.content.decode()
    answer = manager.post("/what-if/rooms/", {"file": SimpleUploadedFile("room.yaml", ROOM.encode())})
    assert answer["Location"].endswith(f"?room=room-{KeptRoom.objects.get().pk}")
    assert "As the room is now" in words(manager.get(answer["Location"]))
    assert cast.signed_in("charlie").get(answer["Location"]).status_code == 404


HOSTILE = {
    "refers to parts of itself": ROOM + "outages: &a [{from: '08:00', to: '09:00', lost: 0.1}, *a]\n",
    "1000000000 days": ROOM.replace("days: 1", "days: 1000000000"),
    "slots are 1 minutes": ROOM.replace("days: 1", "days: 1\nslot_minutes: 1"),
    "contacts would come": ROOM.replace("arrivals: 14", "arrivals: 90000"),
    "must not be more than 20,000,000 in all": ROOM.replace("arrivals: 14", "arrivals: 900000"),
    "arrivals must be one number": ROOM.replace("arrivals: 14", "arrivals: .inf"),
    "people of handlers": ROOM.replace("staff: 3", "staff: 9000"),
    "must not have more than 20,000 on duty": ROOM.replace("staff: 3", "staff: 90000"),
    "parts within parts": ROOM + "outages: " + "[" * 40 + "]" * 40,
    "round in a circle": ROOM.replace("    arrivals: 14", "    arrivals: 14\n    refused: {when_free: 9, to: chat}").replace(
        "    arrivals: 4\n", "    arrivals: 4\n    refused: {when_free: 9, to: '101'}\n"),
    "attempts must be at most 100": ROOM.replace(
        "    arrivals: 14", "    arrivals: 14\n    redial: {share: 1, after: 0, attempts: 999999999}"),
}


@pytest.mark.parametrize("said", HOSTILE)
def test_a_room_that_would_hold_the_server_up_is_refused(cast: Any, said: str) -> None:
    file = SimpleUploadedFile("room.yaml", HOSTILE[said].encode())
    answer = cast.signed_in("manager").post("/what-if/rooms/", {"file": file})
    assert answer.status_code == 422
    assert said.strip() in answer.content.decode()
