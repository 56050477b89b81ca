"""The rows that the benchmarks work on: contacts of one made-up force over 36 months, as raw exports.

Nothing in them is real. They are made by chance with a fixed seed, so every run has the same rows. Times are the local
wall clock of Europe/London without a zone, in milliseconds; a contact that would lie over a clock change is put a week
earlier, so that rivals may subtract times as they stand.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.contacts import Contacts, made_contacts

Ints = npt.NDArray[np.int64]

SEED = 20231001
FIRST_MONTH, MONTHS = np.datetime64("2023-10", "M"), 36
FOLDER = Path(__file__).resolve().parent / "data"
SOURCE = "generic_csv"


@dataclass(frozen=True)
class Material:
    """Raw rows on disk. folder: theirs alone; rows: how many contacts in all 36 months."""

    folder: Path
    rows: int

    @property
    def parquet(self) -> list[Path]:
        """One Parquet file a month, in order."""
        return sorted((self.folder / "parquet").glob("*.parquet"))

    @property
    def csv(self) -> list[Path]:
        """One CSV file a month, in order."""
        return sorted((self.folder / "csv").glob("*.csv"))

    @property
    def whole_csv(self) -> Path:
        """All rows in one CSV file."""
        return self.folder / "contacts.csv"


def months() -> list[np.datetime64]:
    """The 36 months."""
    return [FIRST_MONTH + at for at in range(MONTHS)]


def rows_of_months(rows: int) -> Ints:
    """How many of `rows` contacts fall in each month, by its days."""
    ends = np.array([_first_ms(month + 1) for month in months()], dtype=np.int64) - _first_ms(FIRST_MONTH)
    return np.diff(rows * ends // int(ends[-1]), prepend=0)


def parquet_material(rows: int, folder: Path = FOLDER) -> Material:
    """The rows as one Parquet file a month; made where they are not there yet."""
    material = Material(folder / f"rows-{rows}", rows)
    _made_once(material.folder / "parquet", lambda part: _write_parquet(part, rows))
    return material


def csv_material(rows: int, folder: Path = FOLDER) -> Material:
    """The rows as Parquet and CSV files a month and as one CSV file; made where they are not there yet."""
    material = parquet_material(rows, folder)
    _made_once(material.folder / "csv", lambda part: _write_csv(part, material.parquet))
    if not material.whole_csv.exists():
        unfinished = material.whole_csv.with_suffix(".unfinished")
        _join(material.csv, unfinished)
        unfinished.rename(material.whole_csv)
    return material


def _made_once(folder: Path, make: Callable[[Path], None]) -> None:
    """Make a folder's content under another name first, so that one which is there is whole."""
    if folder.exists():
        return
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    make(unfinished)
    unfinished.rename(folder)


def _write_parquet(folder: Path, rows: int) -> None:
    first = 1
    for place, (month, count) in enumerate(zip(months(), rows_of_months(rows).tolist(), strict=True)):
        random = np.random.default_rng([SEED, place])
        contacts = made_contacts(random, _first_ms(month), _first_ms(month + 1), count, handlers_on_duty(rows))
        pq.write_table(raw_table(contacts, first), folder / f"{month}.parquet")
        first += count


def handlers_on_duty(rows: int) -> int:
    """Handlers at work at any time: as many as a force of so many contacts in three years would need."""
    return max(4, 96 * rows // 10_000_000)


def _write_csv(folder: Path, files: list[Path]) -> None:
    for file in files:
        pyarrow.csv.write_csv(pq.read_table(file), folder / f"{file.stem}.csv")


def _join(files: list[Path], target: Path) -> None:
    with target.open("wb") as whole:
        for place, file in enumerate(files):
            with file.open("rb") as part:
                header = part.readline()
                whole.write(header if place == 0 else b"")
                shutil.copyfileobj(part, whole, 1 << 20)


def _first_ms(month: np.datetime64) -> int:
    return int(month.astype("datetime64[ms]").astype(np.int64))


def raw_table(contacts: Contacts, first: int) -> pa.Table:
    count = len(contacts.times["presented_at"])
    columns: dict[str, pa.Array] = {"call_id": pa.array([f"C{number:09d}" for number in range(first, first + count)])}
    for name, ms in contacts.times.items():
        columns[name] = pa.array(ms, pa.timestamp("ms"), mask=ms < 0)
    for name, (codes, words) in contacts.words.items():
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words).cast(pa.string())
    return pa.table(columns)


def arguments(about: str, *, rows: int, rounds: int) -> argparse.ArgumentParser:
    """The options that every benchmark has, with these defaults."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--rows", type=int, default=rows, help=f"contacts in 36 months (default {rows:,})")
    parser.add_argument("--rounds", type=int, default=rounds, help=f"runs of each side, the best counts ({rounds})")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where rows and workspaces are kept")
    return parser


