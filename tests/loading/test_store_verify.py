"""`answerable store verify` finds whatever was damaged and names it: file, table, month, and what its records came from."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from answerable.cli import run
from answerable.records.store import Manifest
from answerable.records.tidying import tidy
from answerable.records.verifying import Finding, verify
from answerable.releases import release
from small_force import SmallForce, call


def visits(month: int, count: int = 60) -> list[dict[str, object]]:
    """Visits to the counter, one of them with an outcome that nobody knows."""
    rows = [call(f"{month}/{number}", f"2026-{month:02}-{1 + number % 28:02} 10:{number % 60:02}:00", channel="counter",
                 line="counter", answered=f"2026-{month:02}-{1 + number % 28:02} 10:{number % 60:02}:09")
            for number in range(count)]
    rows[3]["outcome"] = "lost"
    return rows


@pytest.fixture(scope="module")
def as_filled(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """Two months from two files, a correction of the second, and a release."""
    force = SmallForce(tmp_path_factory.mktemp("filled"))
    force.load(visits(1), "january.csv")
    force.load(visits(2), "february.csv")
    force.load(visits(2, 50), "february.csv")
    release(force.workspace)
    return force


@pytest.fixture
def filled(as_filled: SmallForce, tmp_path: Path) -> SmallForce:
    """The same, to be damaged."""
    return as_filled.copied(tmp_path / "copy")


def found(force: SmallForce) -> list[Finding]:
    """What is found."""
    return verify(force.workspace.store).findings


def flip(path: Path) -> None:
    """Turn one bit of the byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_whole_store_has_no_finding(filled: SmallForce) -> None:
    verified = verify(filled.workspace.store)
    assert verified.findings == []
    assert (verified.manifests, verified.releases) == (3, 1)
    assert verified.files > 10


def test_a_flipped_byte_is_found_in_every_single_file(filled: SmallForce) -> None:
    folder, head = filled.workspace.folder, filled.workspace.head()
    for ref in head.files():
        path = folder / ref.name
        whole = path.read_bytes()
        flip(path)
        finding, = found(filled)
        assert (finding.kind, finding.file) == ("changed", ref.name)
        path.write_bytes(whole)
    assert found(filled) == []


def test_a_damaged_month_is_named_with_the_files_that_it_came_from(filled: SmallForce) -> None:
    ref = filled.workspace.head().parts("contacts", "records")["2026-02"]
    flip(filled.workspace.folder / ref.name)
    finding, = found(filled)
    assert (finding.table, finding.month, finding.part, finding.manifests) == ("contacts", "2026-02", "records", (3, 3))
    assert finding.load_again == (("calls", "february.csv"),)
    assert "february.csv" in finding.remedy
    assert "SHA-256" in finding.what


@pytest.mark.parametrize(("harm", "kind"), [
    (lambda path: path.unlink(), "missing"),
    (lambda path: path.write_bytes(path.read_bytes()[:-10]), "changed"),
    (lambda path: path.write_bytes(b""), "changed"),
    (lambda path: path.write_bytes(path.read_bytes() + b"\0"), "changed")])
def test_a_file_that_is_gone_cut_off_or_grown(filled: SmallForce, harm: Callable[[Path], object], kind: str) -> None:
    ref = filled.workspace.head().tables["contacts"]["2026-01"]["days"]
    harm(filled.workspace.folder / ref.name)
    finding, = found(filled)
    assert (finding.kind, finding.file, finding.part, finding.manifests) == (kind, ref.name, "days", (1, 3))


def test_a_file_of_an_older_state_alone_is_looked_at_too(filled: SmallForce) -> None:
    store = filled.workspace.store
    old = store.read(store.manifest_files()[2]).parts("contacts", "records")["2026-02"]
    (filled.workspace.folder / old.name).unlink()
    finding, = found(filled)
    assert (finding.file, finding.manifests) == (old.name, (2, 2))


def committed_with(force: SmallForce, part: str, change: Callable[[pa.Table], pa.Table], table_name: str = "contacts",
                   month: str = "2026-01") -> str:
    """A state one of whose files is another one, whole and rightly listed. Returns the file's name."""
    store = force.workspace.store
    manifest: Manifest = force.workspace.head()
    table = change(pq.read_table(store.path(manifest.tables[table_name][month][part])))

    def write(path: Path) -> int:
        pq.write_table(table, path)
        return int(table.num_rows)

    ref = store.keep(f"cells/{table_name}/{part}", month, write)
    manifest.tables[table_name][month][part] = ref
    manifest.number += 1
    store.commit(manifest)
    return ref.name


@pytest.mark.parametrize("part", ["days", "months"])
def test_cells_that_do_not_agree_with_their_records(filled: SmallForce, part: str) -> None:
    name = committed_with(filled, part, lambda table: table.slice(1) if part == "days" else pa.concat_tables([table, table]))
    finding, = found(filled)
    assert (finding.kind, finding.file, finding.month, finding.part) == ("cells", name, "2026-01", part)
    assert "where its records are 59" in finding.what


def test_answers_are_counted_as_the_people_they_stand_for(force: SmallForce) -> None:
    rows = [{"answer_id": number, "asked_at": "2026-06-01 10:00:00", "survey": "victims", "outcome": "answered",
             "question": "overall", "answer": "satisfied", "people": 3 + number} for number in range(5)]
    force.load(rows, "answers.csv", "generic_survey_answers")
    assert found(force) == []
    name = committed_with(force, "days", lambda table: pa.concat_tables([table, table]), "survey_answers", "2026-06")
    finding, = found(force)
    assert (finding.kind, finding.file, finding.table) == ("cells", name, "survey_answers")
    assert "where its records are 25" in finding.what


def test_a_footer_that_tells_other_rows_than_the_manifest(filled: SmallForce) -> None:
    store, manifest = filled.workspace.store, filled.workspace.head()
    parts = manifest.tables["contacts"]["2026-01"]
    parts["handling"] = replace(parts["handling"], name=parts["handling"].name.replace("2026-01", "2026-99"), rows=999)
    (filled.workspace.folder / parts["handling"].name).write_bytes(
        (filled.workspace.folder / parts["handling"].name.replace("2026-99", "2026-01")).read_bytes())
    manifest.number += 1
    store.commit(manifest)
    finding, = found(filled)
    assert (finding.kind, finding.part) == ("rows", "handling")


@pytest.mark.parametrize("number", [1, 2])
def test_a_manifest_that_is_gone_leaves_a_gap_and_nothing_is_tidied(filled: SmallForce, number: int,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    (filled.workspace.folder / "log" / f"{number:08d}.json").unlink()
    finding, = found(filled)
    assert (finding.kind, finding.file) == ("manifest", f"log/{number:08d}.json")
    assert "was not tidied away" in finding.what
    assert run(["store", "tidy", str(filled.workspace.folder)]) == 2
    assert f"log/{number:08d}.json" in capsys.readouterr().err


def test_a_truncated_manifest_is_named_and_the_rest_is_looked_at(filled: SmallForce) -> None:
    path = filled.workspace.folder / "log" / "00000002.json"
    path.write_bytes(path.read_bytes()[:200])
    flip(filled.workspace.folder / filled.workspace.head().parts("contacts", "records")["2026-01"].name)
    assert {(finding.kind, finding.file.split("/")[0]) for finding in found(filled)} == {("manifest", "log"),
                                                                                         ("changed", "data")}


def test_a_manifest_that_was_altered_breaks_the_chain(filled: SmallForce) -> None:
    path = filled.workspace.folder / "log" / "00000002.json"
    path.write_text(path.read_text(encoding="utf-8").replace("february", "febuary"), encoding="utf-8")
    finding, = found(filled)
    assert (finding.kind, finding.file) == ("manifest", "log/00000002.json")
    assert "manifest 3 followed" in finding.what


def test_a_release_whose_files_or_state_are_other_than_they_were(filled: SmallForce) -> None:
    folder = filled.workspace.folder
    flip(folder / "releases" / "0001" / "figures.parquet")
    (folder / "releases" / "0001" / "quality.json").unlink()
    (folder / "log" / "00000003.json").unlink()
    assert {(finding.kind, finding.file) for finding in found(filled)} == {
        ("changed", "releases/0001/figures.parquet"), ("missing", "releases/0001/quality.json"),
        ("release", "releases/0001/release.json")}
    # Its files would be taken for left over: so nothing goes.
    with pytest.raises(Exception, match="on which release 0001 rests"):
        tidy(filled.workspace.store)


def test_a_store_without_its_manifests_is_not_tidied(filled: SmallForce) -> None:
    for path in (filled.workspace.folder / "log").glob("0*.json"):
        path.unlink()
    (filled.workspace.folder / "releases" / "0001").rename(filled.workspace.folder / "elsewhere")
    with pytest.raises(Exception, match="manifest 1 is missing"):
        tidy(filled.workspace.store)
    assert list((filled.workspace.folder / "data").rglob("*.parquet"))


def test_what_a_newer_version_wrote_asks_for_that_version(filled: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled.workspace.folder / "log" / "00000003.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": 99}), encoding="utf-8")
    for words in (["figures", "contacts-recorded"], ["store", "tidy"]):
        verb, *rest = words
        given = [*rest, str(filled.workspace.folder)] if verb == "store" else [str(filled.workspace.folder), *rest]
        assert run([verb, *given]) == 2
        assert "newer version of answerable (format 99" in capsys.readouterr().err


def test_the_command_says_it_and_its_code_is_1(filled: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(filled.workspace.folder)
    assert run(["store", "verify", folder]) == 0
    assert "everything is as it was written" in capsys.readouterr().out
    ref = filled.workspace.head().parts("contacts", "records")["2026-02"]
    flip(filled.workspace.folder / ref.name)
    assert run(["store", "verify", folder]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    for word in ("changed", ref.name, "contacts", "2026-02", "manifest 3", "february.csv"):
        assert word in line
    assert run(["store", "verify", folder, "--format", "json", "--quiet"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["manifests", "releases", "files", "bytes", "findings"]
    assert list(said["findings"][0]) == ["kind", "file", "what", "remedy", "table", "month", "part", "manifests",
                                         "load_again"]
    assert said["findings"][0]["load_again"] == [{"source": "calls", "file": "february.csv"}]
