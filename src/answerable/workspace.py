"""A force's own folder: settings, own catalogue, records and cells, releases. The door for notebooks."""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from answerable.clocks import zone
from answerable.decisions import FOLDER as DECISIONS
from answerable.decisions import Decision, read_decisions
from answerable.decisions.checking import DEFAULT_OVERRIDE_MONTHS, Known, faults_now
from answerable.decisions.completing import completed
from answerable.decisions.keeping import record
from answerable.engines.choosing import folding_engine
from answerable.engines.naming import DEFAULT_ENGINE, DUCKDB, EngineName, engine_name
from answerable.errors import InputError, WorkspaceError, did_you_mean
from answerable.judgement.ratings import DEFAULT_RULE, RatingRule, rating_rule
from answerable.judgement.targets import DEFAULT_WARN_BELOW, LEAST_WARN_BELOW, MOST_WARN_BELOW
from answerable.ledger.entries import Entry as LedgerEntry
from answerable.ledger.keeping import FOLDER as FORECASTS
from answerable.ledger.keeping import read_entries
from answerable.measures.folding import fold_months
from answerable.records.loading import LoadSettings, load_files
from answerable.records.odd_loads import load_warnings
from answerable.records.preparing import LoadReport
from answerable.records.quality import day_warnings
from answerable.records.refolding import Fold
from answerable.records.sources import Source, find_source_file, read_source
from answerable.records.staging import Progress
from answerable.records.store import Manifest, Store, write_durably
from answerable.register import FOLDER, Entry, closed_feeds, read_register

if TYPE_CHECKING:
    import pandas as pd

    from answerable.measures.definition import Measure
    from answerable.records.calls_near import CallNear
    from answerable.records.mending import Mended

SETTINGS = "answerable.toml"
KEY = "secret.key"
SETTING_KEYS = ("name", "governing_body", "time_zone", "made_up", "licence", "rating_rule", "override_months", "engine",
                "engine_cores", "forecasts", "sign_in")
FORECAST_KEYS = ("warn_below",)
# Under which figures may be published: name as SPDX has it → title and address.
LICENCES = {
    "OGL-UK-3.0": ("Open Government Licence v3.0",
                   "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")}
OWN_FOLDERS = ("measures", "sources", "targets", "chart_plans", "ratings", "grade_schemes", "benchmarks", "peers", "imports",
               "register", "stated_ratings", "rating_words", "events", "school_holidays", "rooms", "scenarios")

TEMPLATE = """# The settings of this workspace. Keep this file; `answerable doctor` checks it.
name = {name}                       # the force, as pages name it
governing_body = {governing_body}   # whoever holds it to account
time_zone = {time_zone}             # whose days and half-hours figures use
made_up = {made_up}                 # true: every page says that nothing in it is real
licence = {licence}                 # of the published figures: OGL-UK-3.0, CC-BY-4.0, CC0-1.0, or "" for none
"""
IGNORED = ("data/\ncells/\nlog/\nseries/\ntmp/\nsecret.key*\nregister.key\nregister.sqlite3*\nregister-files/\n"
           "scenarios/results/\n")


@dataclass(frozen=True)
class Settings:
    """The workspace's answerable.toml. engine: what folds; rating_rule: the id of the rule by which measures are rated;
    override_months: how long an override of a rating may last; warn_below: odds of meeting a target, in per cent, under which
    a warning is given ahead, where the target's file names none."""

    name: str
    governing_body: str
    time_zone: str
    made_up: bool
    licence: str = ""
    engine: EngineName = DEFAULT_ENGINE
    rating_rule: str = DEFAULT_RULE
    override_months: int = DEFAULT_OVERRIDE_MONTHS
    warn_below: float = DEFAULT_WARN_BELOW


def _quiet(_share: float) -> None:
    """Progress that nobody watches."""


class Workspace:
    """An existing workspace folder. Raises WorkspaceError when it is none.

    >>> Workspace("my-force").figures("101-offered", by="month")      # doctest: +SKIP
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not (self.folder / SETTINGS).is_file():
            raise WorkspaceError("is not a workspace.", where=str(self.folder),
                                 remedy=f"Make one with `answerable init {self.folder}`, or name another folder.")
        self.settings = _read_settings(self.folder / SETTINGS)
        self.store = Store(self.folder)
        self.store.closed_feeds = lambda: closed_feeds(self.folder / FOLDER)

    @classmethod
    def create(cls, folder: str | Path, *, name: str | None = None, governing_body: str = "",
               time_zone: str = "Europe/London", made_up: bool = False) -> Workspace:
        """Make a new workspace. Raises WorkspaceError where there is one, InputError for an unknown time zone."""
        folder = Path(folder)
        if (folder / SETTINGS).exists():
            raise WorkspaceError("is a workspace already.", where=str(folder), remedy="Use it, or choose another name.")
        zone(time_zone)
        try:
            Store(folder).create()
            for own in OWN_FOLDERS:
                (folder / own).mkdir(exist_ok=True)
            _write_settings(folder, name or folder.name, governing_body, time_zone, made_up)
        except OSError as error:
            raise WorkspaceError(f"cannot be made: {error.strerror or error}.", where=str(folder),
                                 remedy="Choose a folder that you may write to, on a disk with room.") from error
        return cls(folder)

    def head(self) -> Manifest:
        """The newest state of the records and cells."""
        return self.store.head()

    def state(self, as_of: str | int | None = None) -> Manifest:
        """The records and cells as they stood: at the end of a day ("2026-06-04"), at a time ("2026-06-04 14:30"), or in the
        manifest of a number; None: as they stand now. Raises InputError for what is none of these, WorkspaceError for a
        state that is no longer kept."""
        return self.head() if as_of is None else self.store.at(str(as_of), self.settings.time_zone)

    def source(self, name: str) -> Source:
        """The source of that name, the workspace's own before the shipped."""
        return read_source(find_source_file(name, self.folder / "sources"))

    def load(self, source: str, path: str | Path, *, progress: Progress = _quiet) -> LoadReport:
        """Load one file by the source of that name. All of it or nothing; the same file twice changes nothing."""
        return self.load_many([(source, Path(path))], progress=progress)[0]

    def load_many(self, files: Sequence[tuple[str, Path]], *, progress: Progress = _quiet) -> list[LoadReport]:
        """Load (source, file) pairs under one manifest: all of them, or none when an error is raised. Raises EngineError
        where the engine that `engine` in answerable.toml names is not there or fails."""
        paths = {name: find_source_file(name, self.folder / "sources") for name, _ in files}
        # A faulty register is said before anything is changed, not after.
        self.store.closed_feeds()
        with self._fold() as fold:
            settings = LoadSettings(self.settings.time_zone, self._key(), fold)
            reports = load_files(self.store, [(paths[name], path) for name, path in files], settings, progress)
        changed = [report for report in reports if report.days and report.accepted]
        if changed:
            days = {day for report in changed for day in report.days}
            head = self.head()
            changed[-1].warnings += load_warnings(self.store, head, changed) + day_warnings(self.store, head, days)
        return reports

    def withdraw(self, name: str) -> int:
        """Take the records of a loaded file out again; returns how many. Raises InputError for an unknown file."""
        from answerable.records.withdrawing import withdraw

        with self._fold() as fold, self.store.writing(), self.store.turn():
            return withdraw(self.store, name, fold)

    def mend(self) -> Mended:
        """Mend the newest state where files are damaged and no backup has them: `records.mending` says how."""
        from answerable.records.mending import mend

        with self.store.writing(), self.store.turn():
            return mend(self.store, fold_months)

    def rating_rule(self, name: str | None = None) -> RatingRule:
        """The rating rule of that id (None: the one that the settings name), shipped or own. Raises InputError where there is
        none, DefinitionError for a faulty one."""
        return rating_rule(name or self.settings.rating_rule, self.folder / "ratings")

    def measures(self) -> dict[str, Measure]:
        """Every measure, shipped and own, by its id."""
        from answerable.measures.catalogue import read_measures

        return read_measures(self.folder / "measures")

    def measure(self, name: str) -> Measure:
        """The measure of that id. Raises InputError with the nearest ids."""
        known = self.measures()
        if name not in known:
            raise InputError(f"there is no measure '{name}'.", remedy=did_you_mean(name, known)
                             or "`answerable measures list` names them all.")
        return known[name]

    def versions(self, measure: Measure) -> dict[int, Measure]:
        """Number → every version of a measure that is kept, the current one last."""
        from answerable.measures.versions import read_versions

        return read_versions(measure, self.folder / "measures")

    def register(self) -> tuple[Entry, ...]:
        """The entries of the register of what is missing. Raises DefinitionError with every fault of an entry."""
        return read_register(self.folder / FOLDER, self.measures())

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision of the record, in order. Raises WorkspaceError that names what was changed or removed."""
        return read_decisions(self.folder / DECISIONS)

    def decide(self, kind: str, *, by: str, reason: str, dry_run: bool = False, **given: Any) -> Decision:
        """Record a decision, and return it with its number. It is published with the next release, the names with it.

        kind: "step" (measure, at; accepted=False: it is none; second), "override" (measure, rating, evidence, second,
        expires), "stage" (measure or family, stage; for a pause until and latest), "event" (event, on) or "end" (ends);
        days as dates or "2026-03-01"; dry_run: record nothing. Raises DefinitionError with every fault, InputError where a step
        is given evidence, WorkspaceError where the record is damaged or cannot be written.
        """
        known = self.known()
        content = completed({"kind": kind, "by": by, "reason": reason, **given}, known, self.decisions(), self.today())
        return record(self.store, content, partial(faults_now, known=known), self.settings.time_zone, dry_run=dry_run)

    def calls_near(self, line: str, at: datetime, minutes: int = 15) -> list[CallNear]:
        """The contacts of a line ("" for every line) about an instant, an aware time, by time: `records.calls_near`."""
        from answerable.records.calls_near import calls_near

        return calls_near(self.store, self.head(), line, at, minutes)

    def forecasts(self) -> tuple[LedgerEntry, ...]:
        """Every entry of the forecast ledger, in order: what was forecast, and what came of it. Raises WorkspaceError that
        names what was changed or removed."""
        return read_entries(self.folder / FORECASTS)

    def known(self) -> Known:
        """What a decision is held against."""
        from answerable.measures.months import monthly

        head = self.head()
        return Known(self.measures(), self.rating_rule(), self.settings.override_months,
                     lambda measure: monthly(self.store, head, measure, self.versions(measure), self.settings.time_zone))

    def today(self) -> date:
        """The local day."""
        return datetime.now(ZoneInfo(self.settings.time_zone)).date()

    def figures(self, measure: str, by: str | Sequence[str] = "month", where: Mapping[str, str] | None = None,
                start: str | None = None, end: str | None = None, *, as_of: str | int | None = None,
                version: int | None = None) -> pd.DataFrame:
        """Figures as a data frame: measure, version, period_start, period_end, value, unit, numerator, denominator,
        coverage, status, note, and one column for each dimension in `by`.

        by: a kind of period (answerable.periods.PERIODS) and any of the dimensions line, channel, queue, place,
        origin, outcome; where: dimension → value; start, end: first and last day, "YYYY-MM-DD"; as_of: from the records as
        they stood then (see `state`); version: of the measure's definition as it is kept today, by which all figures are
        worked out (None: the newest).
        """
        import pandas as pd

        rows = self.figure_rows(measure, by, where, start, end, as_of=as_of, version=version)
        return pd.DataFrame(rows)

    def figure_rows(self, measure: str, by: str | Sequence[str] = "month", where: Mapping[str, str] | None = None,
                    start: str | None = None, end: str | None = None, *, as_of: str | int | None = None,
                    version: int | None = None) -> list[dict[str, Any]]:
        """The same as plain dictionaries, as `answerable figures --format json` prints them."""
        from answerable.measures.asking import ask, question
        from answerable.measures.versions import version_of
        from answerable.sampling import interval_columns

        asked, found = question(by, where, start, end), self.measure(measure)
        if version is not None:
            found = version_of(found, version, self.folder / "measures")
        return [figure.as_json() | interval_columns(found, figure)
                for figure in ask(self.store, self.state(as_of), found, asked, self.settings.time_zone)]

    @contextmanager
    def _fold(self) -> Iterator[Fold]:
        """The fold on this workspace's engine. Raises EngineError before any work where that cannot be reached."""
        with closing(folding_engine(self.settings.engine)) as engine:
            engine.check()
            yield partial(fold_months, engine=engine)

    def _key(self) -> bytes:
        path = self.folder / KEY
        if not path.exists():
            # Written whole under another name first: neither a kill nor a second writer can leave half a key or two.
            fresh = self.folder / f"{KEY}-{secrets.token_hex(8)}"
            fresh.touch(mode=0o600)
            write_durably(fresh, secrets.token_hex(32).encode())
            with suppress(FileExistsError):
                os.link(fresh, path)
            fresh.unlink()
        return path.read_bytes()


def _read_settings(path: Path) -> Settings:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"cannot be read: {error}.", where=str(path), remedy="Mend the file.") from error
    unknown = [key for key in content if key not in SETTING_KEYS]
    if unknown:
        raise WorkspaceError(f"unknown setting '{unknown[0]}'.", where=str(path),
                             remedy=did_you_mean(unknown[0], SETTING_KEYS) or f"Known: {', '.join(SETTING_KEYS)}.")
    try:
        engine = engine_name(content.get("engine", DUCKDB), content.get("engine_cores"))
    except InputError as error:
        raise WorkspaceError(error.message, where=str(path), remedy=error.remedy) from error
    settings = Settings(str(content.get("name", path.parent.name)), str(content.get("governing_body", "")),
                        str(content.get("time_zone", "Europe/London")), bool(content.get("made_up", False)),
                        str(content.get("licence", "")), engine, str(content.get("rating_rule", DEFAULT_RULE)),
                        _override_months(content, path), _warn_below(content, path))
    if settings.licence and settings.licence not in LICENCES:
        raise WorkspaceError(f"'licence' is '{settings.licence}'.", where=str(path),
                             remedy=f"Use one of {', '.join(LICENCES)}, or leave it out.")
    zone(settings.time_zone)
    return settings


def _override_months(content: Mapping[str, Any], path: Path) -> int:
    months = content.get("override_months", DEFAULT_OVERRIDE_MONTHS)
    if isinstance(months, int) and not isinstance(months, bool) and months >= 1:
        return months
    raise WorkspaceError(f"'override_months' is '{months}'.", where=str(path), remedy="Write a whole number of 1 or more.")


def _warn_below(content: Mapping[str, Any], path: Path) -> float:
    forecasts = content.get("forecasts", {})
    if not isinstance(forecasts, dict):
        raise WorkspaceError(f"'forecasts' is '{forecasts}'.", where=str(path),
                             remedy="Write a part of its own: [forecasts] on one line, warn_below = 50 on the next.")
    unknown = [key for key in forecasts if key not in FORECAST_KEYS]
    if unknown:
        raise WorkspaceError(f"unknown setting '{unknown[0]}' in [forecasts].", where=str(path),
                             remedy=did_you_mean(unknown[0], FORECAST_KEYS) or f"Known: {', '.join(FORECAST_KEYS)}.")
    odds = forecasts.get("warn_below", DEFAULT_WARN_BELOW)
    if isinstance(odds, (int, float)) and not isinstance(odds, bool) and LEAST_WARN_BELOW <= odds <= MOST_WARN_BELOW:
        return float(odds)
    raise WorkspaceError(f"'warn_below' in [forecasts] is '{odds}'.", where=str(path),
                         remedy=f"Write the odds in per cent, from {LEAST_WARN_BELOW} to {MOST_WARN_BELOW}.")


def _write_settings(folder: Path, name: str, governing_body: str, time_zone: str, made_up: bool) -> None:
    values = {"name": name, "governing_body": governing_body, "time_zone": time_zone, "made_up": made_up,
              "licence": ""}
    text = TEMPLATE.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()})
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    write_durably(folder / SETTINGS, text.encode())


def dimension_filter(pairs: Iterable[str]) -> dict[str, str]:
    """`--where line=101` texts as a mapping. Raises InputError for one without an equals sign."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"'{pair}' is not a condition.", remedy="Write --where line=101.")
        found[name.strip()] = value.strip()
    return found
