"""A release in two languages: every file in English, and beside it, under `cy/`, its texts that are others in Welsh.

Sentences are recorded while they are made (`words.recorded`) and written out twice, so nothing is worked out a second time. A
file under `cy/` holds texts alone, each at the place of the English one: no number can differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from answerable.records.store import write_durably
from answerable.releases.chart_files import write_charts, write_part_charts
from answerable.releases.held import release_folders
from answerable.releases.signals import signals_of
from answerable.words import Texts, overlay, pairs, speaking, unquoted

Json = dict[str, Any]
WELSH = "cy"


class Writer:
    """Writes the files of a release that is being made. folder: its folder; content: Welsh of texts that are no messages.

    What it is given may hold recorded texts; what it returns is English.
    """

    def __init__(self, folder: Path, content: Mapping[str, str]) -> None:
        self.folder = folder
        self._english, self._welsh = Texts("en"), Texts(WELSH, content)
        self._in_welsh: list[Json] = []
        self._said: dict[str, str] = {}
        for name in ("measures", "charts", f"{WELSH}/measures", f"{WELSH}/charts"):
            (folder / name).mkdir(parents=True)

    def json(self, name: str, content: Mapping[str, Any], *, compact: bool = False) -> Json:
        """Write NAME.json in English and the texts that differ in Welsh, and return it in English. compact: without the white
        space that makes it readable, which would be most of a long list of numbers."""
        english = self.english(content)
        _write_json(self.folder / f"{name}.json", english, compact=compact)
        self.other(name, english, self._welsh.written(content))
        return english

    def other(self, name: str, english: Json, welsh: Json) -> None:
        """Write what is another text in Welsh; no file where nothing is. Raises ValueError where more than texts differ."""
        over = overlay(english, welsh)
        if over:
            self._said.update(pairs(english, over))
            _write_json(self.folder / WELSH / f"{name}.json", over, compact=True)

    def measure(self, content: Mapping[str, Any]) -> Json:
        """Write a measure's file and its charts in both languages, and return it in English."""
        english = self.json(f"measures/{content['id']}", content)
        welsh = self._welsh.written(content)
        with speaking("en"):
            write_charts(self.folder, english)
        with speaking(WELSH):
            write_charts(self.folder / WELSH, unquoted(welsh))
        self._in_welsh.append(unquoted(welsh))
        return english

    def part_charts(self, measures: list[Json]) -> None:
        """Draw the small charts of every measure that has parts, in both languages. measures: those written, in English."""
        with speaking("en"):
            write_part_charts(self.folder, measures)
        with speaking(WELSH):
            write_part_charts(self.folder / WELSH, self._in_welsh)

    def english(self, content: Mapping[str, Any]) -> Json:
        """A tree with recorded texts in English."""
        said: Json = self._english.written(content)
        return said

    def signals(self, header: Mapping[str, Any], releases: Path) -> None:
        """Write signals.json: what changed since the release before. It is told from the files of both, so what it quotes of
        them is known in Welsh by its English. header: release.json so far; releases: the folder of the releases before."""
        before = list(release_folders(releases).values())[-1:]
        known = dict(pair for folder in before for pair in _pairs_of(folder)) | self._said
        content = signals_of(self.folder, header, releases)
        english = self.english(content)
        _write_json(self.folder / "signals.json", english)
        self.other("signals", english, Texts(WELSH, {**known, **self._welsh.content}).written(content))

    def described(self) -> None:
        """Write what the description of the Data Package says in Welsh; it is written in English already."""
        content = json.loads((self.folder / "datapackage.json").read_bytes())
        self.other("datapackage", content, self._welsh.written(content))

    def digest(self, name: str) -> str:
        """The SHA-256 of a file written."""
        return hashlib.sha256((self.folder / name).read_bytes()).hexdigest()

    def header(self, content: Mapping[str, Any]) -> None:
        """Write release.json, with the SHA-256 of every other file."""
        english = self._english.written(content)
        self.other("release", english, self._welsh.written(content))
        files = {name: self.digest(name) for name in sorted(
            str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())}
        _write_json(self.folder / "release.json", english | {"files": files})


def _write_json(path: Path, content: Any, *, compact: bool = False) -> None:
    form: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 1}
    write_durably(path, json.dumps(content, ensure_ascii=False, allow_nan=False, **form).encode())


def _pairs_of(folder: Path) -> Iterator[tuple[str, str]]:
    """(English, Welsh) of every text of a release that was made before; none where it has no Welsh."""
    for path in (folder / WELSH).rglob("*.json"):
        beside = folder / path.relative_to(folder / WELSH)
        if beside.is_file() and not path.name.endswith(".vega.json"):
            yield from pairs(json.loads(beside.read_bytes()), json.loads(path.read_bytes()))
