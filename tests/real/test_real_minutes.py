"""Three public minutes, labelled by hand: positions, kinds and owners' roles, without a word of their text.

They lie beside the folder of ANSWERABLE_DATA. Minutes in other styles, made up: tests/unit/test_minutes_in_many_styles.py.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from answerable.documents import open_document
from answerable.documents.minutes import read_minutes
from answerable.measures.catalogue import read_measures
from marked_minutes import Label, Score, score, together

FOLDER = Path(os.environ.get("ANSWERABLE_DATA") or "nowhere").parent / "minutes"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the three minutes do not lie beside ANSWERABLE_DATA")

# "maybe": people differ on it, so it counts neither way: a question to the meeting that is worded as an action; a decision
# told in passing; a wish ("would like to", "the first step was to"); history; work that was already going on.
LABELS: dict[str, tuple[Label, ...]] = {
    "2017-12-19_monthly_assurance_meeting.txt": (
        Label("commitment", 611, 719),
        Label("action", 801, 857, "none"),
        Label("commitment", 938, 997),
        Label("maybe", 1067, 1208),
        Label("commitment", 2084, 2211),
        Label("maybe", 1964, 2083),
        Label("decision", 2567, 2607),
        Label("decision", 2610, 2683),
        Label("decision", 2686, 2872),
        Label("maybe", 2995, 3061),
        Label("promise", 3760, 3941),
        Label("promise", 3944, 4047),
        Label("commitment", 4048, 4100),
        Label("promise", 4494, 4705),
        Label("commitment", 4706, 4823, "CC"),
        Label("action", 5297, 5358, "DCC"),
        Label("action", 5364, 5434, "DCC"),
        Label("action", 5440, 5549, "CC"),
        Label("commitment", 6482, 6616, "DCC"),
        Label("maybe", 6949, 7028),
        Label("figure", 7029, 7130),
        Label("promise", 7131, 7291, "DCC"),
        Label("figure", 8599, 8694),
        Label("figure", 8695, 8786),
        Label("maybe", 8918, 9021),
        Label("action", 9041, 9109, "DCC"),
        Label("promise", 9364, 9513),
        Label("commitment", 9577, 9699),
        Label("commitment", 9825, 9946),
        Label("promise", 10062, 10305, "CC"),
        Label("action", 10327, 10441, "ALL"),
        Label("next_meeting", 10679, 10711),
    ),
    "2018-10-26_monthly_assurance_meeting.txt": (
        Label("commitment", 1409, 1540, "ACC"),
        Label("commitment", 1544, 1642),
        Label("maybe", 1911, 1978),
        Label("action", 2509, 2612, "PCC / CC"),
        Label("commitment", 3389, 3515),
        Label("commitment", 4447, 4610, "Business Services"),
        Label("maybe", 5028, 5101),
        Label("commitment", 5207, 5323, "CC"),
        Label("action", 5333, 5453, "DCC"),
        Label("commitment", 6270, 6429),
        Label("commitment", 6430, 6566, "DCC"),
        Label("action", 8235, 8362, "none"),
        Label("action", 8364, 8466, "PCC and CC"),
        Label("commitment", 8561, 8721, "CC and PCC"),
        Label("next_meeting", 9028, 9090),
    ),
    "2021-05-18_extraordinary_assurance_meeting.txt": (
        Label("promise", 958, 1049),
        Label("maybe", 1325, 1438),
        Label("commitment", 1864, 2059, "ACC"),
        Label("promise", 2260, 2353),
        Label("commitment", 2692, 2854, "Digital Services"),
        Label("commitment", 2855, 2915, "ACC"),
        Label("commitment", 3764, 3975, "ACC"),
        Label("commitment", 4104, 4242),
        Label("promise", 4309, 4463),
        Label("promise", 4464, 4590),
        Label("maybe", 4591, 4733),
        Label("maybe", 4734, 4844),
        Label("promise", 5421, 5542),
        Label("commitment", 5543, 5685),
        Label("commitment", 5852, 5984, "ACC"),
        Label("action", 5995, 6098, "ACC"),
        Label("maybe", 7293, 7466),
        Label("maybe", 8600, 8731),
        Label("maybe", 8732, 8793),
        Label("maybe", 7765, 7794),
        Label("commitment", 9161, 9273, "PCC"),
        Label("commitment", 9275, 9398),
        Label("action", 9408, 9506, "ACC"),
        Label("commitment", 10122, 10232, "PCC"),
        Label("next_meeting", 10536, 10557),
    ),
}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    measures = frozenset(read_measures())
    return {name: score(read_minutes(open_document((FOLDER / name).read_bytes(), name), measures), labels)
            for name, labels in LABELS.items()}


def test_marked_actions_are_found_with_their_owner_as_printed(scores: dict[str, Score]) -> None:
    whole = together(scores.values())
    assert whole.recall("action") >= 0.9
    assert whole.recall("action", owners=True) >= 0.9


def test_commitments_that_nothing_marks_are_found(scores: dict[str, Score]) -> None:
    assert together(scores.values()).recall("commitment") >= 0.75


def test_promises_decisions_figures_and_next_meetings_are_found(scores: dict[str, Score]) -> None:
    whole = together(scores.values())
    assert whole.recall("promise") >= 0.75
    assert whole.recall("decision", "figure") >= 0.75
    assert whole.recall("next_meeting") == 1.0


def test_most_of_what_is_proposed_is_what_a_person_would_want(scores: dict[str, Score]) -> None:
    assert all(one.precision >= 0.7 for one in scores.values())


def test_the_days_of_the_meetings_are_known() -> None:
    for name in LABELS:
        reading = read_minutes(open_document((FOLDER / name).read_bytes(), name), ())
        assert reading.meeting.held is not None
        assert reading.meeting.held.isoformat() == name[:10]
        assert "PCC" in reading.meeting.abbreviations
