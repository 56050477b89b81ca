"""A release in two languages: every file in English, and beside it, under `cy/`, its texts that are others in Welsh.

Sentences are recorded while they are made (`words.recorded`) and written out twice, so nothing is worked out a second time. A
file under `cy/` holds texts alone, each at the place of the English one: no number can differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from answerable.records.store import write_durably
from answerable.releases.chart_files import write_charts, write_part_charts
from answerable.releases.signals import signals_of
from answerable.words import Texts, laid_over, overlay, speaking

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
            _write_json(self.folder / WELSH / f"{name}.json", over, compact=True)

    def measure(self, content: Mapping[str, Any]) -> Json:
        """Write a measure's file and its charts in both languages, and return it in English."""
        english = self.json(f"measures/{content['id']}", content)
        welsh = self._welsh.written(content)
        with speaking("en"):
            write_charts(self.folder, english)
        with speaking(WELSH):
            write_charts(self.folder / WELSH, welsh)
        self._in_welsh.append(welsh)
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


def write_signals(writer: Writer, header: Mapping[str, Any], releases: Path) -> None:
    """Write signals.json of a release that is being made: what changed since the one before, told from the files of both in
    each language. header: its release.json so far; releases: the folder of the releases before it."""
    english = signals_of(writer.folder, header, releases)
    _write_json(writer.folder / "signals.json", english)
    with speaking(WELSH):
        welsh = signals_of(writer.folder, header, releases, in_welsh)
    writer.other("signals", english, welsh)


def _write_json(path: Path, content: Any, *, compact: bool = False) -> None:
    form: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 1}
    write_durably(path, json.dumps(content, ensure_ascii=False, allow_nan=False, **form).encode())


def in_welsh(folder: Path, name: str, content: Json) -> Json:
    """A file of a release in Welsh. content: the file in English. Where the release has none of it in Welsh (it is older), what
    is a message of its own or a day is translated all the same."""
    path = folder / WELSH / f"{name}.json"
    if not path.exists():
        said: Json = Texts(WELSH).written(content)
    else:
        said = laid_over(content, json.loads(path.read_bytes()))
    return said
