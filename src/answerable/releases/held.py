"""A release folder as it lies on the disk, whichever version wrote it: what is not there is empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.errors import WorkspaceError

Json = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """What a release says, by file. number, created_at: of the release; measures: id → the measure's file; missing,
    quality: the files of that name; signals: what it told as changed, empty in a release from before there was such."""

    number: int
    created_at: str
    measures: Mapping[str, Json]
    missing: Json
    quality: Json
    signals: Json

    def family(self, measure: str) -> str:
        """The head of a measure's family: the topmost measure that it is a part or another view of."""
        seen = [measure]
        while (parent := str(self.measures.get(seen[-1], {}).get("parent"))) in self.measures and parent not in seen:
            seen.append(parent)
        return seen[-1]


def held(folder: Path, header: Mapping[str, Any] | None = None) -> Held:
    """Read a release's folder. header: its release.json, where that is not written yet.

    Raises WorkspaceError where the folder holds no release that can be read.
    """
    try:
        known = header or json.loads((folder / "release.json").read_bytes())
        measures = [json.loads(path.read_bytes()) for path in sorted((folder / "measures").glob("*.json"))]
        return Held(int(known["number"]), str(known["created_at"]), {measure["id"]: measure for measure in measures},
                    *(_part(folder / f"{name}.json") for name in ("missing", "quality", "signals")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError("holds no release that can be read.", where=str(folder),
                             remedy="Restore the folder, or compare with another release (--since).") from error


def release_folders(releases: Path) -> dict[int, Path]:
    """Number → folder of every release, the oldest first."""
    found = {int(path.parent.name): path.parent for path in releases.glob("*/release.json") if path.parent.name.isdigit()}
    return dict(sorted(found.items()))


def _part(path: Path) -> Json:
    content: Json = json.loads(path.read_bytes()) if path.exists() else {}
    return content
