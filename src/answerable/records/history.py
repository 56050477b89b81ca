"""The states of a store in time: which there are, which one stood at a moment, and which were tidied away."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from answerable.errors import InputError, WorkspaceError
from answerable.records.store import Manifest, Store, check_format, write_durably

TIDIED = "tidied.json"
TIDIED_FORMAT = 1


@dataclass(frozen=True)
class Past:
    """A state that was tidied away: its manifest's number, the moment of its commit (ISO, UTC) and its SHA-256."""

    number: int
    created_at: str
    sha256: str


@dataclass(frozen=True)
class Pinned:
    """A release on disk, and the state that it rests on. files: name below its folder → SHA-256."""

    release: str
    number: int
    sha256: str
    files: dict[str, str]


@dataclass(frozen=True)
class State:
    """A line of the history. rows: records in all tables; bytes: of all files that the state names; releases: those that
    rest on it."""

    manifest: int
    created_at: str
    what: str
    rows: int
    bytes: int
    releases: tuple[str, ...]


def history(store: Store, time_zone: str) -> list[State]:
    """Every state that is kept, in order, at times of that zone."""
    resting: dict[int, list[str]] = {}
    for pinned in releases_of(store.folder):
        resting.setdefault(pinned.number, []).append(pinned.release)
    return [replace(_state(manifest), created_at=local_time(manifest.created_at, time_zone),
                    releases=tuple(resting.get(manifest.number, ()))) for manifest in store.states()]


def _state(manifest: Manifest) -> State:
    rows = sum(parts["records"].rows for months in manifest.tables.values() for parts in months.values()
               if "records" in parts)
    size = sum(ref.bytes for ref in {ref.name: ref for ref in manifest.files()}.values())
    return State(manifest.number, manifest.created_at, _what(manifest), rows, size, ())


def _what(manifest: Manifest) -> str:
    """What made a state: the files that were loaded, or what the manifest notes."""
    files = [batch["file"] for batch in manifest.batches if batch["manifest"] == manifest.number]
    if not files:
        return manifest.note or "nothing new"
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"loaded {files[0]}{more}"


def local_time(utc: str, time_zone: str) -> str:
    """A moment ("2026-06-04T08:00:00+00:00") as the clock of a zone shows it, to the second ("2026-06-04 09:00:00")."""
    return datetime.fromisoformat(utc).astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M:%S")


def state_at(store: Store, when: str, time_zone: str) -> Manifest:
    """The state of a manifest's number, at the end of a day, or at a time. Store.at says what is raised."""
    text = when.strip()
    if text.isdigit() and len(text) < 8:
        return _numbered(store, int(text), time_zone)
    moment = _moment(text, time_zone)
    committed = {number: _created_at(path) for number, path in store.manifest_files().items()}
    gone = {past.number: datetime.fromisoformat(past.created_at) for past in tidied(store.folder)
            if past.number not in committed}
    before = [number for number, created in {**committed, **gone}.items() if created <= moment]
    if not before:
        first = min([*committed.values(), *gone.values()], default=None)
        since = f"; the first load was on {local_time(first.isoformat(), time_zone)}" if first else ""
        raise InputError(f"nothing was loaded yet on {text}{since}.", remedy="Name a later day.")
    return _numbered(store, max(before), time_zone, f"as it stood on {text}")


def _created_at(path: Path) -> datetime:
    # The key stands at the beginning of the file: a long history need not be read whole.
    with path.open("rb") as file:
        beginning = file.read(400).decode("utf-8", errors="replace")
    try:
        return datetime.fromisoformat(beginning.split('"created_at": "', 1)[1].split('"', 1)[0])
    except (IndexError, ValueError) as error:
        raise WorkspaceError("the manifest cannot be read (it does not say when it was made).", where=str(path),
                             remedy="Restore it from a backup; `answerable store verify` names all damage.") from error


def _moment(text: str, time_zone: str) -> datetime:
    """The last moment of a day, or of a second, on the clock of the zone; of an hour that comes twice, the later."""
    zone = ZoneInfo(time_zone)
    try:
        if len(text) <= len("2026-06-04"):
            day = datetime.strptime(text, "%Y-%m-%d")
            return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC) - timedelta(seconds=1)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise InputError(f"'{text}' is neither a day, nor a time, nor a manifest's number.",
                         remedy="Write it as 2026-06-04, 2026-06-04T14:30 or 41; `answerable store history` lists them.") \
            from error
    if len(text) == len("2026-06-04T14:30"):
        moment += timedelta(seconds=59)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone, fold=1)).astimezone(UTC)


def _numbered(store: Store, number: int, time_zone: str, named: str = "") -> Manifest:
    paths = store.manifest_files()
    if number in paths:
        return store.read(paths[number])
    known = {past.number: past for past in tidied(store.folder)}
    what = f"the state {named or f'of manifest {number}'}"
    if number in known:
        kept = ", ".join(str(other) for other in paths if other < number)
        since = next((other for other in paths if other > number), None)
        raise WorkspaceError(f"{what} is no longer kept: manifest {number} was tidied away.", where=str(store.folder),
                             remedy=_kept_since(store, since, kept, time_zone))
    if paths and 0 < number < max(paths):
        raise WorkspaceError(f"{what} is missing, and was not tidied away.", where=str(store.folder),
                             remedy=f"Restore log/{number:08d}.json from a backup.")
    raise InputError(f"there is no manifest {number}.", remedy="`answerable store history` lists them.")


def _kept_since(store: Store, since: int | None, earlier: str, time_zone: str) -> str:
    if since is None:
        return "`answerable store history` lists what is kept."
    start = local_time(_created_at(store.manifest_files()[since]).isoformat(), time_zone)
    pinned = f"; of the time before, only manifest {earlier}" if earlier else ""
    return f"History is kept from {start} (manifest {since}) on{pinned}."


def tidied(folder: Path) -> list[Past]:
    """The states that were tidied away, in order. Raises WorkspaceError where their list is damaged."""
    path = folder / "log" / TIDIED
    if not path.exists():
        return []
    try:
        content = json.loads(path.read_bytes())
        check_format(int(content["format"]), path, TIDIED_FORMAT)
        return [Past(int(number), created, sha256) for number, created, sha256 in content["manifests"]]
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(f"the list of states tidied away cannot be read ({error}).", where=str(path),
                             remedy="Restore it from a backup.") from error


def missing_numbers(store: Store) -> list[int]:
    """Numbers below the newest of manifests that are neither there nor tidied away, in order."""
    paths = store.manifest_files()
    return sorted(set(range(1, max(paths, default=0))) - set(paths) - {past.number for past in tidied(store.folder)})


def note_tidied(folder: Path, gone: list[Past], temporary: Path) -> None:
    """Add states to the list of those tidied away: whole, or not at all."""
    known = {past.number: past for past in [*tidied(folder), *gone]}
    listed = [[past.number, past.created_at, past.sha256] for _, past in sorted(known.items())]
    write_durably(temporary, json.dumps({"format": TIDIED_FORMAT, "manifests": listed}).encode())
    temporary.replace(folder / "log" / TIDIED)


def releases_of(folder: Path) -> list[Pinned]:
    """Every release of a workspace. Raises WorkspaceError for one whose contents cannot be read."""
    return [pinned_by(path) for path in sorted((folder / "releases").glob("[0-9]*/release.json"))]


def pinned_by(path: Path) -> Pinned:
    """What a release.json says of the state it rests on and of its files. Raises WorkspaceError for a damaged one."""
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        rests = content["manifest"]
        return Pinned(path.parent.name, int(rests["number"]), str(rests["sha256"]), dict(content["files"]))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise WorkspaceError(f"the release cannot be read ({error}).", where=str(path),
                             remedy="Restore it from a backup.") from error
