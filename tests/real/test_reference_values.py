"""The real files, loaded as a user would, give the values that were measured on them by other means (their READMEs)."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run

DATA = os.environ.get("ANSWERABLE_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="the real files are not here: set ANSWERABLE_DATA to their folder")

CALLS = "technion_anonymous_bank_1999/february1999.tsv.gz"
BANDS = "decc_psap_2025/phone_hourly_2025w44-w46.csv.gz"


def answerable(*words: str) -> Any:
    """What the command prints, as JSON where it is asked for that. Run here: the start of a process for each question would
    take most of the time."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(words) == 0
    return json.loads(out.getvalue()) if "json" in words else out.getvalue()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """A workspace with both real files, and what loading them said."""
    folder = str(tmp_path_factory.mktemp("real") / "ws")
    answerable("init", folder)
    said = {source: answerable("load", folder, source, str(Path(DATA or "") / name), "--format", "json")
            for source, name in (("technion_anonymous_bank", CALLS), ("decc_psap_phone", BANDS))}
    return folder, said


def figures(folder: str, measure: str, *words: str) -> list[dict[str, Any]]:
    """Figures of a measure, as scripts get them."""
    found: list[dict[str, Any]] = answerable("figures", folder, measure, *words, "--format", "json")
    return found


def test_every_call_of_the_bank_is_accounted_for(workspace: tuple[str, dict[str, Any]]) -> None:
    said = workspace[1]["technion_anonymous_bank"]
    assert (said["read"], said["accepted"], said["quarantined"], said["duplicate"]) == (33344, 33344, 0, 0)
    faults = {(fault["fault"], fault["column"]): fault["records"] for fault in said["faults"]}
    assert faults == {("before-its-predecessor", "message_ended_at"): 25, ("answered-without-time", "answered_at"): 50}


def test_the_outcomes_of_the_bank_s_calls(workspace: tuple[str, dict[str, Any]]) -> None:
    rows = figures(workspace[0], "contacts-recorded", "--by", "all,outcome", "--where", "line=bank")
    assert {row["outcome"]: row["value"] for row in rows} == {"answered": 27162, "abandoned": 5904, "phantom": 278}


def test_those_who_queued_at_the_bank(workspace: tuple[str, dict[str, Any]]) -> None:
    bank = ("--by", "month", "--where", "line=bank")
    (share,) = figures(workspace[0], "queue-abandonment", *bank)
    (mean,) = figures(workspace[0], "queue-wait-mean", *bank)
    (median,) = figures(workspace[0], "queue-wait-median", *bank)
    assert (share["numerator"], share["denominator"], round(share["value"], 2)) == (3932, 18306, 21.48)
    assert (mean["denominator"], mean["value"]) == (18306, pytest.approx(76.12252813285262, abs=1e-12))
    assert median["value"] == 50


@pytest.mark.parametrize(("line", "total", "abandoned", "within"), [("911", 4805, 1408, 3037), ("ADM", 9667, 131, 7739)])
def test_the_sums_of_the_bands_on_both_denominators(workspace: tuple[str, dict[str, Any]], line: str, total: int,
                                                    abandoned: int, within: int) -> None:
    where = ("--by", "all", "--where", f"line={line}")
    (offered,) = figures(workspace[0], "answered-within-10s-of-offered", *where)
    (answered,) = figures(workspace[0], "answered-within-10s-of-answered", *where)
    (lost,) = figures(workspace[0], "abandonment", *where)
    assert (offered["numerator"], offered["denominator"]) == (within, total)
    assert (answered["numerator"], answered["denominator"]) == (within, total - abandoned)
    assert (lost["numerator"], lost["denominator"]) == (abandoned, total)


def test_a_threshold_inside_a_band_has_no_value_but_bounds(workspace: tuple[str, dict[str, Any]]) -> None:
    (row,) = figures(workspace[0], "queue-wait-mean", "--by", "all", "--where", "line=911") or [{"value": None}]
    assert row["value"] is None
