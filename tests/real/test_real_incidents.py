"""The real incident files, loaded through their shipped sources, give what was worked out from them by other means."""

from __future__ import annotations

import csv
import gzip
import statistics
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from answerable.records.preparing import LoadReport
from answerable.workspace import Workspace

NEW_YORK = ZoneInfo("America/New_York")
INCIDENTS = "decc_psap_2025/cad_incidents_2025w35-w46.csv.gz"
DISPATCHES = "fdny_fire_dispatch_2023/fire_incident_dispatch_50k.csv.gz"
# Priority → incidents with both times, and the median from start to arrival in seconds, as the file's README has it.
README_MEDIANS = {"1": (459, 294.7), "2": (6791, 501.8), "3": (778, 1291.6), "4": (2446, 1720.9)}


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def loaded(folder: Path, source: str, path: Path, time_zone: str) -> tuple[Workspace, LoadReport]:
    workspace = Workspace.create(folder / source, time_zone=time_zone)
    return workspace, workspace.load(source, path)


@pytest.fixture(scope="module")
def control_room(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, LoadReport]:
    return loaded(tmp_path_factory.mktemp("decc"), "decc_psap_incidents", real_data / INCIDENTS, "America/New_York")


@pytest.fixture(scope="module")
def fire(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, LoadReport]:
    return loaded(tmp_path_factory.mktemp("fdny"), "fdny_incident_dispatch", real_data / DISPATCHES, "America/New_York")


class TestControlRoom:
    """Police, fire and ambulance incidents of a US control room over twelve weeks with a change of clocks."""

    def test_every_row_is_accepted_and_the_doubled_hour_is_named(self, control_room: tuple[Workspace, LoadReport]) -> None:
        _, report = control_room
        assert (report.read, report.accepted, report.quarantined, report.duplicate) == (18_915, 18_915, 0, 0)
        assert [(fault["fault"], fault["column"], fault["records"]) for fault in report.faults] == [
            ("hour-that-comes-twice", "created_at", 8)]

    def _waits(self, real_data: Path, priority: str, seconds: Callable[[datetime, datetime], float]) -> list[float]:
        pairs = [(row["Incident_Start_Time"], row["Incident_Arrival_Time"]) for row in rows_of(real_data / INCIDENTS)
                 if row["Agency"] == "POLICE" and row["Priority_Number"] == priority]
        return [seconds(datetime.fromisoformat(start), datetime.fromisoformat(arrival)) for start, arrival in pairs
                if start not in ("", "NULL") and arrival not in ("", "NULL")]

    @pytest.mark.parametrize("priority", README_MEDIANS)
    def test_medians_on_the_wall_are_those_of_the_readme(self, real_data: Path, priority: str) -> None:
        """The README held the clock on the wall at the arrival against the one at the start, also over the night of the
        change: so one priority 2 and one priority 4 incident arrived before they began, and others an hour too soon."""
        on_the_wall = self._waits(real_data, priority, lambda start, arrival: (arrival - start).total_seconds())
        size, median = README_MEDIANS[priority]
        assert (len(on_the_wall), round(statistics.median(on_the_wall), 1)) == (size, pytest.approx(median, abs=0.051))
        assert sum(wait < 0 for wait in on_the_wall) == (priority in ("2", "4"))

    @pytest.mark.parametrize("priority", README_MEDIANS)
    def test_the_figures_are_the_medians_between_instants(self, real_data: Path, control_room: tuple[Workspace, LoadReport],
                                                          priority: str) -> None:
        between = self._waits(real_data, priority, instants_apart)
        rows = control_room[0].figure_rows("attendance-time-median", "all,grade", {"agency": "POLICE"})
        row, = [row for row in rows if row["grade"] == priority]
        size, median = README_MEDIANS[priority]
        assert (row["denominator"], len(between), min(between) >= 0) == (size, size, True)
        assert row["value"] == pytest.approx(statistics.median(between), abs=0.001)
        assert row["value"] == pytest.approx(median, abs=0.8)

    def test_incidents_of_all_agencies(self, control_room: tuple[Workspace, LoadReport]) -> None:
        by = {row["agency"]: 0 for row in control_room[0].figure_rows("incidents-created", "all,agency")}
        for row in control_room[0].figure_rows("incidents-created", "all,agency,origin") + _others(control_room[0]):
            by[row["agency"]] += row["value"]
        assert by == {"POLICE": 12_397, "EMS": 4_419, "FIRE": 2_099}


def _others(workspace: Workspace) -> list[dict[str, object]]:
    """Incidents that do not come from the public: the shipped measure leaves them out."""
    definition = (Path(__file__).parents[2] / "src/answerable/catalogue/measures/incidents-created.yaml").read_text("utf-8")
    text = definition.replace("incidents-created", "incidents-of-others").replace("origin = 'public'", "origin <> 'public'")
    (workspace.folder / "measures" / "incidents-of-others.yaml").write_text(text, encoding="utf-8")
    return workspace.figure_rows("incidents-of-others", "all,agency")


def instants_apart(start: datetime, arrival: datetime) -> float:
    """Seconds between two walls as instants: of an hour that comes twice, the passes between which least time lies and
    none backwards (an incident is soon attended)."""
    starts, arrivals = ([wall.replace(tzinfo=NEW_YORK, fold=fold).timestamp() for fold in (0, 1)] for wall in (start, arrival))
    return min(end - begin for begin in starts for end in arrivals if end >= begin)


class TestFireDispatch:
    """The fire department of New York publishes the seconds of each response beside the times: an answer key."""

    def test_every_row_is_accepted_without_a_fault(self, fire: tuple[Workspace, LoadReport]) -> None:
        _, report = fire
        assert (report.read, report.accepted, report.faults) == (50_000, 50_000, [])

    def test_every_response_is_the_published_one_or_a_second_more(self, real_data: Path,
                                                                  fire: tuple[Workspace, LoadReport]) -> None:
        """The city cuts its seconds before it subtracts: half of the rows are one second more."""
        held = attendance_by_number(fire[0])
        valid = [row for row in rows_of(real_data / DISPATCHES) if row["VALID_INCIDENT_RSPNS_TIME_INDC"] == "Y"]
        more = [held[row["STARFIRE_INCIDENT_ID"]] / 1000 - int(row["INCIDENT_RESPONSE_SECONDS_QY"]) for row in valid]
        assert (len(more), more.count(0), more.count(1)) == (32_964, 16_483, 16_481)
        published = sorted(int(row["INCIDENT_RESPONSE_SECONDS_QY"]) for row in valid)
        assert round(statistics.fmean(published), 1) == 357.9
        assert published[(90 * len(published) + 99) // 100 - 1] == 526
        ours = [held[row["STARFIRE_INCIDENT_ID"]] / 1000 for row in valid]
        assert statistics.fmean(ours) == pytest.approx(357.9 + 16_481 / 32_964, abs=0.051)

    def test_mean_and_90th_percentile_of_all_arrivals(self, real_data: Path, fire: tuple[Workspace, LoadReport]) -> None:
        times = [(row["INCIDENT_DATETIME"], row["FIRST_ON_SCENE_DATETIME"]) for row in rows_of(real_data / DISPATCHES)]
        seconds = sorted((_us(arrival) - _us(start)).total_seconds() for start, arrival in times if arrival not in ("", "NA"))
        mean, = fire[0].figure_rows("attendance-time-mean", "all")
        late, = fire[0].figure_rows("attendance-time-90th-percentile", "all")
        assert (mean["denominator"], mean["value"]) == (35_888, pytest.approx(statistics.fmean(seconds), abs=1e-9))
        assert late["value"] == seconds[(90 * len(seconds) + 99) // 100 - 1]


def _us(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")


def attendance_by_number(workspace: Workspace) -> dict[str, int]:
    """Number of an incident → milliseconds from its creation to the first arrival."""
    files = workspace.head().parts("incidents", "records").values()
    rows = [row for ref in files for row in
            pq.read_table(workspace.store.path(ref), columns=["number", "attendance_ms"]).to_pylist()]
    return {row["number"]: row["attendance_ms"] for row in rows if row["attendance_ms"] is not None}


def test_all_calls_for_service_of_san_antonio(real_data: Path, tmp_path: Path) -> None:
    workspace, report = loaded(tmp_path, "san_antonio_calls_for_service",
                               real_data / "san_antonio_pd_calls_2022_2026/sapd_calls.csv.gz", "America/Chicago")
    assert (report.read, report.accepted, report.quarantined) == (717_152, 717_152, 0)
    counted = {row["grade"]: row["value"] for row in workspace.figure_rows("incidents-created", "all,grade")}
    assert sorted(counted.values(), reverse=True) == [355_842, 211_524, 82_531, 67_255]
    days = [row for row in workspace.figure_rows("incidents-created", "day") if row["value"]]
    assert len(days) == 211
    # One time a call: nothing can be told of arrivals, nor of who waits for a unit.
    for measure in ("attendance-time-median", "unresourced-average", "unresourced-oldest"):
        row, = workspace.figure_rows(measure, "all") or [{"value": None}]
        assert row["value"] is None, row
