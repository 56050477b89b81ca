"""Reading the record: one YAML file a decision, each holding the SHA-256 of the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from answerable.chain import Chain
from answerable.content import raise_faults, read_yaml
from answerable.decisions.kinds import (
    END,
    EVENT,
    KINDS,
    OVERRIDE,
    PAUSED,
    STAGE,
    STAGES,
    STEP,
    Decision,
    End,
    Event,
    Override,
    Stage,
    Step,
    What,
)
from answerable.errors import WorkspaceError
from answerable.judgement.ratings import UNMARKED
from answerable.judgement.reading import Fields
from answerable.records.store import check_format

FOLDER = "decisions"
FORMAT = 1
COMMON_KEYS = ("format", "number", "kind", "decided_at", "day", "before", "by", "reason")
OWN_KEYS = {STEP: ("measure", "at", "accepted", "second", "evidence"),
            OVERRIDE: ("measure", "rating", "rating_words", "stands", "rule", "evidence", "second", "expires"),
            STAGE: ("measure", "family", "stage", "until", "latest"),
            EVENT: ("event", "on"), END: ("ends",)}


def chain(folder: Path) -> Chain[Decision]:
    """The record in a folder, whose files are added to and never changed."""
    return Chain(folder, "decision", 4, ".yaml", read_decision, REMEDY)


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Every decision of a record's folder, in order. Raises WorkspaceError that names the file where one was changed, removed
    or put elsewhere, or cannot be read."""
    return chain(folder).links()


REMEDY = ("Restore the folder decisions from a backup or from its history. To change what was decided, record a new decision: "
          "`answerable decide`.")


def check_released(folder: Path) -> None:
    """Raise WorkspaceError where the record of a workspace is not the one that its newest release rests on."""
    for path, fault in released_faults(folder):
        raise WorkspaceError(fault, where=str(path), remedy=REMEDY)


def chain_faults(folder: Path) -> Iterator[tuple[Path, str]]:
    """(file, what is wrong) wherever the record is not as it was written."""
    return chain(folder).faults()


def released_faults(folder: Path) -> Iterator[tuple[Path, str]]:
    """(file, what is wrong) where the newest release of a workspace rests on a decision that is gone, or was another one
    then. folder: the workspace's."""
    return chain(folder / FOLDER).released_faults(folder, "decisions")


def read_decision(path: Path) -> Decision:
    """The decision in one file. Raises DefinitionError with every fault, WorkspaceError for a newer version's format."""
    content = read_yaml(path)
    if isinstance(content.get("format"), int):
        check_format(content["format"], path, FORMAT)
    fields = fields_of(path, content)
    decision = parse(fields)
    raise_faults(fields.faults, what="the decision", path=path)
    assert decision is not None, "without faults there is a decision"
    return Decision(decision.number, decision.decided_at, decision.day, decision.by, decision.reason, decision.what,
                    decision.before, hashlib.sha256(path.read_bytes()).hexdigest())


def fields_of(path: Path, content: dict[str, object]) -> Fields:
    """The keys of a decision, those unknown to its kind being faults."""
    kind = str(content.get("kind"))
    return Fields(path, "decision", (*COMMON_KEYS, *OWN_KEYS.get(kind, ())), content=content)


def parse(fields: Fields) -> Decision | None:
    """The decision that the keys tell; None, with the faults remembered in `fields`, where they tell none."""
    kind = fields.choice("kind", KINDS)
    number, day = fields.whole("number"), fields.day("day")
    common = (fields.text("decided_at"), fields.text("by"), fields.text("reason"), fields.text("before", default=""))
    _check_instant(fields, common[0])
    what = _READERS[kind](fields)
    if fields.faults or day is None:
        return None
    decided_at, by, reason, before = common
    return Decision(number, decided_at, day, by, reason, what, before)


def _check_instant(fields: Fields, text: str) -> None:
    try:
        known = datetime.fromisoformat(text).utcoffset()
    except ValueError:
        known = None
    if text and known is None:
        fields.faults.append(f"decided_at is '{text}'. Write a time in UTC such as 2026-04-01T09:05:00+00:00.")


def _step(fields: Fields) -> Step:
    accepted, evidence = fields.content.get("accepted", True), fields.content.get("evidence") or {}
    if not isinstance(accepted, bool):
        fields.faults.append(f"accepted is '{accepted}'. Write true or false.")
    if not isinstance(evidence, dict):
        fields.faults.append(f"evidence is '{evidence}'. Leave it out: a step's evidence is its figures.")
        evidence = {}
    second = fields.text("second", default="")
    _check_second(fields, second)
    return Step(fields.text("measure"), fields.day("at") or date.min, bool(accepted), second, evidence)


def _override(fields: Fields) -> Override:
    second, expires, day = fields.text("second"), fields.day("expires"), fields.content.get("day")
    _check_second(fields, second)
    if expires and isinstance(day, date) and expires < day:
        fields.faults.append(f"expires is '{expires}', which is past. Write its last day.")
    return Override(fields.text("measure"), fields.text("rating"), fields.text("rating_words"), fields.text("rule"),
                    fields.text("evidence"), second, expires or date.min, fields.text("stands", default=UNMARKED))


def _check_second(fields: Fields, second: str) -> None:
    by = str(fields.content.get("by") or "")
    if second and " ".join(second.casefold().split()) == " ".join(by.casefold().split()):
        fields.faults.append(f"second is '{second}', who is the first too. Name somebody else.")


def _stage(fields: Fields) -> Stage:
    measure, family = fields.text("measure", default=""), fields.text("family", default="")
    if bool(measure) == bool(family):
        fields.faults.append("a stage is of a 'measure' or of a 'family'. Name one of the two.")
    stage = fields.choice("stage", STAGES)
    paused = stage == PAUSED
    for key in () if paused else ("until", "latest"):
        if fields.content.get(key):
            fields.faults.append(f"{key} is '{fields.content[key]}', but only a pause has one. Leave it out, or pause.")
    until = fields.text("until", default=None if paused else "")
    latest, day = fields.day("latest", optional=not paused), fields.content.get("day")
    if paused and latest and isinstance(day, date) and latest < day:
        fields.faults.append(f"latest is '{latest}', which is past. Write the day on which the pause ends without its event.")
    return Stage(measure, family, stage, until, latest if paused else None)


def _event(fields: Fields) -> Event:
    on, day = fields.day("on"), fields.content.get("day")
    if on and isinstance(day, date) and on > day:
        fields.faults.append(f"on is '{on}', which is still to come. Record an event when it has happened.")
    return Event(fields.text("event"), on or date.min)


def _end(fields: Fields) -> End:
    ends = fields.whole("ends")
    number = fields.content.get("number")
    if isinstance(number, int) and ends >= number:
        fields.faults.append(f"ends is '{ends}', which is no earlier decision. Write the number of one.")
    return End(ends)


_READERS: dict[str, Callable[[Fields], What]] = {STEP: _step, OVERRIDE: _override, STAGE: _stage, EVENT: _event, END: _end}
