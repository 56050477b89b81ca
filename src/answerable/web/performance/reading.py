"""Reading the newest release: its header, and the files that the header names. Nothing else is ever opened.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from answerable.errors import WorkspaceError
from answerable.ledger.packing import unpacked
from answerable.web.components.languages import WELSH, english_text, in_welsh
from answerable.words import Texts, laid_over, overlay, unquoted

FORMAT = 1
# Answers that a release keeps of what was worked out from it: half a kilobyte each.
KEPT_ANSWERS = 16384
_NUMBERED = re.compile(r"[0-9]{4,}")
_NOTHING = object()
Answer = TypeVar("Answer")


class Release:
    """One release folder. Its files never change, so each is read, checked and parsed once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.header: dict[str, Any] = json.loads((folder / "release.json").read_bytes())
        if self.header["format"] != FORMAT:
            raise WorkspaceError(
                f"release {folder.name} has format {self.header['format']}, not {FORMAT}.",
                remedy="Serve it with the version of answerable that made it, or release again.")
        # Pages made from the release, by address: the local day they were made for, and their content.
        self.pages: dict[str, tuple[date, bytes]] = {}
        self.header["speaks_welsh"] = WELSH in self.header.get("languages", ())
        self._parsed: dict[str, Any] = {}
        self._forecasts: dict[str, Any] | None = None
        self._worked_out: dict[Hashable, Any] = {}

    @cached_property
    def welsh(self) -> Release:
        """The same release as a Welsh page shows it."""
        return WelshRelease(self)

    def once(self, key: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """What follows from the release, with words in its language: worked out once, and let go with the release.

        key: all that the answer rests on besides the release and its language, the day among it where that matters.
        """
        found = self._worked_out.get(key, _NOTHING)
        if found is _NOTHING:
            found = work_out()
            if len(self._worked_out) >= KEPT_ANSWERS:
                self._worked_out = {}
            self._worked_out[key] = found
        answer: Answer = found
        return answer

    @property
    def number(self) -> int:
        """The release's number."""
        return int(self.header["number"])

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The measures of the release, in its own order."""
        return tuple(measure["id"] for measure in self.header["measures"])

    def measure(self, measure_id: str) -> dict[str, Any] | None:
        """One measure as released (docs/reference/release-format.md); None where the release has none of that
        name.
        """
        return self._json(f"measures/{measure_id}.json") if measure_id in self.measure_ids else None

    def measures(self) -> list[dict[str, Any]]:
        """Every measure, in the release's order."""
        return [self._json(f"measures/{measure_id}.json") for measure_id in self.measure_ids]

    def quality(self) -> dict[str, Any]:
        """What is known about the quality of the records."""
        quality: dict[str, Any] = self._json("quality.json")
        return quality

    def data_package(self) -> dict[str, Any] | None:
        """The description of the release's tables; None in a release made before there was one."""
        return self._json("datapackage.json") if "datapackage.json" in self.header["files"] else None

    def file(self, name: str) -> bytes | None:
        """The bytes of a file of the release; None where it has none of that name."""
        return self._content(name) if name in self.header["files"] else None

    def missing(self) -> dict[str, Any]:
        """The register of what is missing; empty in a release that was made before there was one."""
        empty: dict[str, Any] = {"measures": [], "wanted": [], "findings": []}
        return self._json("missing.json") if "missing.json" in self.header["files"] else empty

    def signals(self) -> dict[str, Any] | None:
        """What changed since the release before; None in a release that was made before it was told."""
        return self._json("signals.json") if "signals.json" in self.header["files"] else None

    def forecasts(self) -> dict[str, Any]:
        """The record of forecasts and what came of them; empty in a release that was made before there was one."""
        if "forecasts.json" not in self.header["files"]:
            return {"sentence": "", "entries": [], "forecasters": [], "scores": [], "calibration": []}
        if self._forecasts is None:
            self._forecasts = unpacked(self._json("forecasts.json"))
            # Unpacked it is some 25,000 rows: what they were made from is not kept beside them.
            self._parsed.pop("forecasts.json")
        return self._forecasts

    def contradictions(self) -> dict[str, Any]:
        """Ratings that their own evidence contradicts; none in a release that was made before there was the check."""
        empty: dict[str, Any] = {"checked": 0, "contradictions": []}
        return self._json("contradictions.json") if "contradictions.json" in self.header["files"] else empty

    def chart(self, measure_id: str, width: str) -> str | None:
        """The SVG of a measure's chart ("wide" or "narrow"); None where the release has none."""
        name = self._chart_name(measure_id, width)
        if name not in self.header["files"]:
            return None
        if name not in self._parsed:
            self._parsed[name] = self._content(name).decode()
        chart: str = self._parsed[name]
        return chart

    def _chart_name(self, measure_id: str, width: str) -> str:
        return f"charts/{measure_id}-{width}.svg"

    def _json(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = json.loads(self._content(name))
        return self._parsed[name]

    def _content(self, name: str) -> bytes:
        """The bytes of a file that the header names; raises WorkspaceError where they are not those released.
        """
        content = (self.folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != self.header["files"][name]:
            raise WorkspaceError(f"{name} of release {self.folder.name} was changed after its release.",
                                 where=str(self.folder / name), remedy="Restore the file, or release again.")
        return content


class WelshRelease(Release):
    """A release in Welsh: its files with the texts of those below cy/. A text that is not among them stays English, and is
    marked so. Of a release from before there was any Welsh, days and texts that stand alone are translated."""

    def __init__(self, english: Release) -> None:
        self.folder, self._english = english.folder, english
        self.pages, self._parsed, self._forecasts, self._worked_out = {}, {}, None, {}
        self.header = english.header
        workspace = self._own("release.json")
        self.header = self._said("release.json", english.header) | {"files": english.header["files"]}
        # Names of the force and of whoever holds it to account: a name is in no language.
        self.header["workspace"] = laid_over(english.header["workspace"], (workspace or {}).get("workspace"))

    @property
    def welsh(self) -> Release:  # type: ignore[override]
        """Itself."""
        return self

    def chart(self, measure_id: str, width: str) -> str | None:
        """As of the release in English; the English chart where there is no Welsh one."""
        return super().chart(measure_id, width) or self._english.chart(measure_id, width)

    def file(self, name: str) -> bytes | None:
        """As of the release in English; what a chart says is in Welsh."""
        return super().file(f"{WELSH}/{name}") or super().file(name)

    def _chart_name(self, measure_id: str, width: str) -> str:
        return f"{WELSH}/{super()._chart_name(measure_id, width)}"

    def forecasts(self) -> dict[str, Any]:
        """As of the release in English. Names of forecasters carry no signs, as addresses hold them."""
        if self._forecasts is None:
            for rows in map(super().forecasts().get, ("entries", "forecasters", "scores")):
                for row in rows or ():
                    row["by"] = unquoted(row["by"])
        return super().forecasts()

    def _own(self, name: str) -> Any:
        """The Welsh texts of a file; None where it has none."""
        return json.loads(self._content(f"{WELSH}/{name}")) if f"{WELSH}/{name}" in self.header["files"] else None

    def _said(self, name: str, content: Any) -> Any:
        over = self._own(name)
        if over is None and not self.header["speaks_welsh"]:
            over = overlay(content, Texts(WELSH).written(content))
        return laid_over(content, over, english_text)

    def _json(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = self._said(name, json.loads(self._content(name)))
        return self._parsed[name]


class ReleaseReader:
    """Finds the newest release of a workspace; a new one is seen at the next request."""

    def __init__(self, releases: Path) -> None:
        self.releases = releases
        self._seen: tuple[Any, ...] = ()
        self._release: Release | None = None
        self._as_listed: tuple[Any, ...] = ()

    def newest(self) -> Release | None:
        """The release with the highest number; None where there is none yet."""
        if self._release is not None and self._as_listed == self._state(self._seen[0]):
            return self._release
        numbered = [path for path in self.releases.glob("*") if _NUMBERED.fullmatch(path.name)]
        folders = [path for path in numbered if (path / "release.json").is_file()]
        if not folders:
            return None
        # A page of many promises asks hundreds of times. A release comes whole, and then the folder of them all is another.
        whole = len(folders) == len(numbered)
        newest = max(folders, key=lambda folder: int(folder.name))
        seen = (newest, (newest / "release.json").stat().st_mtime_ns)
        if self._release is None or seen != self._seen:
            self._release, self._seen = Release(newest), seen
        self._as_listed = self._state(newest) if whole else ()
        return self._release

    def _state(self, newest: Path) -> tuple[Any, ...]:
        try:
            return self.releases.stat().st_mtime_ns, (newest / "release.json").stat().st_mtime_ns
        except OSError:
            return (None,)


@cache
def _reader(releases: Path) -> ReleaseReader:
    return ReleaseReader(releases)


_held: ContextVar[list[Release | None] | None] = ContextVar("release of a page", default=None)


@contextmanager
def one_release() -> Iterator[None]:
    """Within, in this thread, the newest release is looked for once: a page tells all of its figures by the same release, also
    where a newer one comes while it is made."""
    before = _held.set([])
    try:
        yield
    finally:
        _held.reset(before)


def newest_release() -> Release | None:
    """The newest release of the workspace that the site serves, in the language of the page that is being made."""
    held = _held.get()
    if held:
        newest = held[0]
    else:
        newest = _reader(Path(settings.WORKSPACE) / "releases").newest()
        if held is not None:
            held.append(newest)
    return newest.welsh if newest and in_welsh() else newest
