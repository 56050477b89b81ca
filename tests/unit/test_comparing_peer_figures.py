"""Figures of a force and its peers: who is among them, what counts, and why the rest does not."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from answerable.comparing.benchmarks import read_benchmark_file
from answerable.comparing.checking import check_peers
from answerable.comparing.importing import ReadAs, read_list
from answerable.comparing.keeping import write_benchmarks
from answerable.comparing.mapping import import_mapping
from answerable.comparing.organisations import FILE, read_organisations
from answerable.comparing.peer_figures import Span, form_of, groups_on, is_recent, own_peer, peers_for, published
from answerable.comparing.showing import Others, others_of
from answerable.errors import DefinitionError
from answerable.judgement.funnel_forms import MEAN, RATIO, SHARE, Peer
from answerable.judging.peers import among_peers
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.records.synthetic import NEIGHBOURS_FOLDER

QUARTER = Span(date(2026, 9, 30), date(2026, 7, 1))
YEAR = Span(date(2026, 3, 31), date(2025, 4, 1))
OWN = Peer("westshire", "Westshire Police", 900, 1000, own=True)
PLAIN = {"owner": "Somebody", "status": "local", "confidence": "primary", "source": "Made up.",
         "address": "https://figures.example", "unit": "percent", "statistic": "share", "quantity": "calls", "line": '"999"',
         "comparability": "Made up.", "from": "2026-07-01", "to": "2026-09-30", "measure": "999-answered-within-10s"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a workspace of Westshire knows of others."""
    shutil.copytree(NEIGHBOURS_FOLDER, tmp_path / "force")
    return tmp_path / "force"


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    return read_measures()


def others(folder: Path) -> Others:
    return others_of(folder, "Westshire Police")


def add(folder: Path, **given: Any) -> None:
    """One more published figure, in a file of its own."""
    number = len(list((folder / "benchmarks").glob("*.yaml")))
    keys = "\n".join(f"    {key}: {value}" for key, value in (PLAIN | given).items() if value is not None)
    text = f"benchmarks: more{number}\nversion: 1\nfigures:\n  -\n    id: more-{number}\n{keys}\n"
    (folder / "benchmarks" / f"more{number}.yaml").write_text(text, encoding="utf-8")


def peers(folder: Path, measure: Measure, span: Span, group: str | None) -> dict[str, Peer]:
    known = others(folder)
    chosen = next((item for item in known.groups if item.id == group), None)
    return {peer.id: peer for peer in peers_for(known, measure, published(known, measure).get(span, {}), span.ends,
                                                chosen, OWN)}


def figure(month: str, counted: float | None, of: float | None, **given: Any) -> Figure:
    value = None if counted is None or not of else 100 * counted / of
    return Figure("m", given.pop("version", 1), f"{month}-01", f"{month}-28", month, value, "percent", counted, of,
                  given.pop("coverage", 1.0), given.pop("status", "final"), **given)


# ---- periods ----


@pytest.mark.parametrize(("starts", "ends", "kind", "label", "months"), [
    ((2026, 9, 1), (2026, 9, 30), "month", "September 2026", 1),
    ((2026, 7, 1), (2026, 9, 30), "quarter", "July to September 2026", 3),
    ((2025, 4, 1), (2026, 3, 31), "financial-year", "2025/26", 12),
    ((2025, 1, 1), (2025, 12, 31), "days", "1 January 2025 to 31 December 2025", 12),
    ((2025, 11, 1), (2026, 4, 30), "days", "1 November 2025 to 30 April 2026", 6),
    ((2026, 9, 5), (2026, 9, 30), "days", "5 September 2026 to 30 September 2026", 0),
])
def test_a_period_knows_its_kind(starts: Any, ends: Any, kind: str, label: str, months: int) -> None:
    span = Span(date(*ends), date(*starts))
    assert (span.kind, span.label, len(span.months)) == (kind, label, months)


def test_a_position_holds_for_a_year() -> None:
    assert is_recent(YEAR, date(2027, 3, 1))
    assert not is_recent(YEAR, date(2027, 4, 1))


def test_periods_are_those_for_which_a_force_published(folder: Path, measures: dict[str, Measure]) -> None:
    found = sorted(published(others(folder), measures["999-answered-within-10s"]), reverse=True)
    assert found[0] == QUARTER
    # The national figure of all forces together is no force's.
    assert Span(date(2022, 4, 30), date(2021, 11, 1)) not in found


# ---- who is among them ----


def test_the_group_is_taken_as_on_the_last_day(folder: Path, measures: dict[str, Measure]) -> None:
    measure = measures["999-answered-within-10s"]
    assert set(peers(folder, measure, YEAR, "neighbours")) == {"westshire", "northshire", "eastshire"}
    before = Span(date(2025, 3, 31), date(2024, 4, 1))
    assert set(peers(folder, measure, before, "neighbours")) == {"westshire", "northshire", "eastshire", "southshire"}


def test_a_force_that_had_not_joined_yet_is_shown_beside_the_group(folder: Path, measures: dict[str, Measure]) -> None:
    path = folder / "peers" / "shires.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("westshire, from: 2023-04-01", "westshire, from: 2026-09-15"),
                    encoding="utf-8")
    measure = measures["999-answered-within-10s"]
    assert peers(folder, measure, QUARTER, "shires")["westshire"].left_out == ""
    earlier = peers(folder, measure, Span(date(2026, 6, 30), date(2026, 4, 1)), "shires")
    assert earlier["westshire"].left_out == "it was not in the group at the end of the period"


def test_a_member_that_published_nothing_is_listed(folder: Path, measures: dict[str, Measure]) -> None:
    found = peers(folder, measures["999-answered-within-10s"], YEAR, "neighbours")
    assert found["eastshire"].left_out == "nothing that it published for this period is known"


def test_without_a_group_every_force_that_published_is_a_peer(folder: Path, measures: dict[str, Measure]) -> None:
    known = others_of(folder, "Kent Police")
    assert groups_on(known, QUARTER.ends) == [None]
    assert len(published(known, measures["999-answered-within-10s"])[QUARTER]) == 9


# ---- what counts ----


def test_a_denominator_is_what_it_takes(folder: Path, measures: dict[str, Measure]) -> None:
    found = peers(folder, measures["999-answered-within-10s"], QUARTER, "shires")
    north, coast = found["northshire"], found["coastshire"]
    assert north.numerator is not None
    assert (north.left_out, north.level) == ("", north.numerator / (north.denominator or 0))
    assert (coast.left_out, coast.denominator) == ("", None)
    assert SHARE.fault(coast) == "no denominator is known"


def test_a_denominator_alone_gives_the_numerator(folder: Path, measures: dict[str, Measure]) -> None:
    add(folder, about="southshire", value=80, denominator=5000)
    south = peers(folder, measures["999-answered-within-10s"], QUARTER, None)["southshire"]
    assert (south.numerator, south.denominator) == (4000, 5000)


def test_what_is_left_of_all_takes_what_is_left_of_the_numerator(folder: Path, measures: dict[str, Measure]) -> None:
    add(folder, about="southshire", value=88, numerator=4400, denominator=5000, measure=None,
        comparable_to="{101-abandonment: {as: rest, clocks: none}}")
    south = peers(folder, measures["101-abandonment"], QUARTER, None)["southshire"]
    assert (south.numerator, south.denominator, south.left_out) == (600, 5000, "")


@pytest.mark.parametrize(("given", "reason"), [
    ({"reading": "about"}, "it is published as “about 80%”"),
    ({"measure": None, "comparable_to": "{999-answered-within-10s: {clocks: differ}}"}, "the clocks differ"),
    ({"measure": None, "comparable_to": "{999-answered-within-10s: {clocks: unknown}}"}, "which clock was used is not known"),
])
def test_what_does_not_compare_is_shown_with_its_reason(folder: Path, measures: dict[str, Measure], given: dict[str, Any],
                                                        reason: str) -> None:
    add(folder, about="southshire", value=80, denominator=5000, **given)
    south = peers(folder, measures["999-answered-within-10s"], QUARTER, None)["southshire"]
    assert (south.left_out, south.level) == (reason, 0.8)


def test_statements_that_disagree_count_for_nothing(folder: Path, measures: dict[str, Measure]) -> None:
    add(folder, about="southshire", value=80, denominator=5000)
    add(folder, about="southshire", value=85, denominator=5000)
    south = peers(folder, measures["999-answered-within-10s"], QUARTER, None)["southshire"]
    assert south.left_out == "published statements about this period disagree"


def test_a_group_may_declare_figures_alike_and_says_why(folder: Path, measures: dict[str, Measure]) -> None:
    path, measure = folder / "peers" / "shires.yaml", measures["999-answered-within-10s"]
    assert peers(folder, measure, QUARTER, "shires")["eastshire"].left_out == "which clock was used is not known"
    path.write_text(path.read_text(encoding="utf-8") + "alike: {999-answered-within-10s: Agreed on 3 March 2026.}\n",
                    encoding="utf-8")
    east = peers(folder, measure, QUARTER, "shires")["eastshire"]
    assert east.left_out == ""
    assert "Held side by side all the same: Agreed on 3 March 2026." in east.comparability


def test_a_measure_declared_alike_must_be_one(folder: Path) -> None:
    path = folder / "peers" / "shires.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "alike: {101-abandonmet: Agreed.}\n", encoding="utf-8")
    assert "there is no measure '101-abandonmet'. Did you mean '101-abandonment'" in check_peers(folder).faults[0]


@pytest.mark.parametrize("alike", ["alike: {101-abandonment: }", "alike: [101-abandonment]"])
def test_alike_without_a_reason_is_refused(folder: Path, alike: str) -> None:
    path = folder / "peers" / "shires.yaml"
    path.write_text(path.read_text(encoding="utf-8") + alike + "\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="reason"):
        others(folder)


# ---- the own figure ----


def own(folder: Path, figures: list[Figure], span: Span = QUARTER, form: Any = SHARE) -> Peer:
    return own_peer(others(folder), "Westshire Police", figures, form, span)


MONTHS = [figure("2026-07", 80, 100), figure("2026-08", 170, 200), figure("2026-09", 50, 100, untimed=3)]


def test_the_own_figure_is_added_up_from_its_months(folder: Path) -> None:
    found = own(folder, [figure("2026-06", 1, 100), *MONTHS, figure("2026-10", 1, 100)])
    assert (found.id, found.numerator, found.denominator, found.left_out) == ("westshire", 300, 400, "")
    assert found.comparability == "3 without a usable time are left out."
    # Seconds over calls of a mean add up the same way.
    assert own(folder, MONTHS, form=MEAN).value == 0.75


@pytest.mark.parametrize(("month", "reason"), [
    (figure("2026-09", None, None, status="no-data"), "2 of 3 months have a figure"),
    (figure("2026-09", 50, 100, status="provisional"), "its figure is provisional"),
    (figure("2026-09", 50, 100, coverage=0.6), "too few of the expected records have come"),
    (figure("2026-09", 50, 100, version=2), "the definition changed within the period"),
])
def test_an_own_figure_that_is_not_whole_is_not_placed(folder: Path, month: Figure, reason: str) -> None:
    assert own(folder, [*MONTHS[:2], month]).left_out == reason


def test_a_sum_over_some_of_the_months_is_never_shown_for_all(folder: Path) -> None:
    found = own(folder, MONTHS[:2])
    assert (found.level, found.left_out) == (None, "2 of 3 months have a figure")


def test_which_measures_have_a_funnel(measures: dict[str, Measure]) -> None:
    forms = {name: form_of(measure) for name, measure in measures.items()}
    assert (forms["999-answered-within-10s"], forms["101-abandonment"], forms["999-mean-time-to-answer"]) == (
        SHARE, SHARE, MEAN)
    assert all(form is None for name, form in forms.items() if measures[name].kind in (
        "percentile", "count", "occupancy", "composition", "longest", "total", "level", "backlog"))
    assert {form for name, form in forms.items() if measures[name].kind == "ratio"} <= {RATIO, None}


# ---- what was divided ----


@pytest.mark.parametrize(("given", "said"), [
    ({"value": 80, "numerator": 4100, "denominator": 5000}, "4100 ÷ 5000 is 82 per cent"),
    ({"value": 80, "numerator": 4000}, "numerator stands without denominator"),
    ({"value": 80, "denominator": 0}, "denominator is 0"),
    ({"value": 80, "standard_error": 1}, "standard_error goes with the statistic 'mean'"),
    ({"value": 80, "denominator": -4}, "denominator is '-4'"),
])
def test_what_was_divided_must_give_the_value(folder: Path, given: dict[str, Any], said: str) -> None:
    add(folder, about="southshire", **given)
    with pytest.raises(DefinitionError, match=said):
        others(folder)


def test_a_value_may_be_rounded_as_it_was_printed(folder: Path) -> None:
    add(folder, about="southshire", value=81.7, numerator=4087, denominator=5000)
    assert any(item.denominator == 5000 for item in others(folder).benchmarks)


LIST = """force,period,service,metric,value,unit,note,source_url,numerator,denominator
Northshire,2025-10,999,answered_under_10s_pct,90.0,percent,,https://northshire.example/1,900,1000
Northshire,2025-11,999,answered_under_10s_pct,90.0,percent,,https://northshire.example/1,800,1000
Northshire,2025-12,999,answered_under_10s_pct,90.0,percent,,https://northshire.example/1,,1000
Northshire,2026-01,999,answered_under_10s_pct,90.0,percent,,https://northshire.example/1,9x,1000
Northshire,2026-02,999,mean_answer_time_as_printed,0:12:00,text,,https://northshire.example/1,12000,1000
"""


def test_a_list_may_tell_what_was_divided(folder: Path) -> None:
    path = folder / "published.csv"
    path.write_text(LIST, encoding="utf-8")
    mapping = import_mapping("published_call_handling")
    rows = read_list(path, mapping, read_organisations(folder / FILE), ReadAs())
    assert [row.outcome for row in rows] == ["taken", "refused", "taken", "refused", "taken"]
    assert "800 ÷ 1000 is 80 per cent" in rows[1].words
    assert "the numerator '9x' is no number" in rows[3].words
    # 12,000 seconds over 1,000 calls: the time can only have meant 12 seconds.
    assert (rows[4].chosen, rows[4].value) == ("mm:ss", 12)
    kept = read_benchmark_file(write_benchmarks(folder / "benchmarks", path, rows, mapping))
    assert [(item.numerator, item.denominator) for item in kept] == [(900, 1000), (None, 1000), (12000, 1000)]


def test_a_list_without_those_columns_is_read_as_before(folder: Path) -> None:
    path = folder / "published.csv"
    path.write_text("\n".join(line.rsplit(",", 2)[0] for line in LIST.splitlines()[:2]) + "\n", encoding="utf-8")
    rows = read_list(path, import_mapping("published_call_handling"), read_organisations(folder / FILE), ReadAs())
    assert [row.outcome for row in rows] == ["taken"]


# ---- all of it together ----


def year_of(share: float) -> list[Figure]:
    months = [f"{number // 12}-{number % 12 + 1:02}" for number in range(2024 * 12 + 3, 2026 * 12 + 3)]
    return [figure(month, round(share * 20_000), 20_000) for month in months]


@pytest.mark.parametrize(("share", "code"), [(0.10, "usual"), (0.16, "usual"), (0.60, "worse"), (0.0005, "better")])
def test_only_beyond_the_far_limits_a_position_is_anything_but_usual(folder: Path, measures: dict[str, Measure],
                                                                     share: float, code: str) -> None:
    found = among_peers(measures["101-abandonment"], year_of(share), others(folder), "Westshire Police", date(2026, 3, 1))
    assert found.position is not None
    assert found.position.code == code


def test_an_old_position_is_shown_and_no_longer_counts(folder: Path, measures: dict[str, Measure]) -> None:
    found = among_peers(measures["101-abandonment"], year_of(0.6), others(folder), "Westshire Police", date(2027, 6, 1))
    assert found.position is None
    assert found.funnels[0]["points"][0]["outside"] == "above-998"


def test_the_own_force_stands_first_and_the_group_that_can_be_placed(folder: Path, measures: dict[str, Measure]) -> None:
    found = among_peers(measures["101-abandonment"], year_of(0.1), others(folder), "Westshire Police", date(2026, 3, 1))
    assert [funnel["group"]["id"] for funnel in found.funnels] == ["shires", "neighbours"]
    assert [bool(funnel["limits"]) for funnel in found.funnels] == [True, False]
    assert found.funnels[0]["points"][0]["own"]
    assert found.trend is not None
    assert (found.trend["kind"], found.trend["change"]["from"]) == ("financial-year", "2024/25")
    assert len(found.trend["compared"]) == 9


def test_a_measure_of_which_nobody_published_anything_has_no_peers(folder: Path, measures: dict[str, Measure]) -> None:
    found = among_peers(measures["101-offered"], [], others(folder), "Westshire Police", date(2026, 3, 1))
    assert found.as_json() == {"funnels": [], "peer_trend": None}
