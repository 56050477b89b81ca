"""Recording a decision: its file appears whole under the next number, or not at all; of two writers one gets the number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from answerable.content import raise_faults
from answerable.decisions.kinds import DAYS, Decision
from answerable.decisions.reading import COMMON_KEYS, FOLDER, FORMAT, OWN_KEYS, chain, fields_of, parse, read_decisions
from answerable.records.store import Store

# What is to be put right in a decision before it is recorded, given those that stand already.
Check = Callable[[Decision, Sequence[Decision]], list[str]]


def record(store: Store, given: Mapping[str, Any], check: Check, time_zone: str, *, dry_run: bool = False) -> Decision:
    """Record a decision, and return it as it was recorded.

    given: its kind, by, reason and the keys of its kind (reading.OWN_KEYS), days as dates or "2026-03-01"; check: what the
    workspace knows against it; dry_run: record nothing. Raises DefinitionError with every fault, WorkspaceError where the
    record is damaged or the disk refuses.
    """
    folder = store.folder / FOLDER
    if dry_run:
        return _draft(folder, given, check, time_zone)[0]
    return chain(folder).append(store, lambda: _draft(folder, given, check, time_zone))


def text_of(decision: Decision) -> str:
    """The file of a decision."""
    what = {key: value for key in OWN_KEYS[decision.kind] if _said(key, value := getattr(decision.what, key))}
    common = {"format": FORMAT, "number": decision.number, "kind": decision.kind, "decided_at": decision.decided_at,
              "day": decision.day, "before": decision.before, "by": decision.by, "reason": decision.reason}
    return str(yaml.safe_dump(common | what, sort_keys=False, allow_unicode=True, width=120))


def _said(key: str, value: Any) -> bool:
    return value not in ("", None) and not (key == "accepted" and value is True) and value != {}


def _draft(folder: Path, given: Mapping[str, Any], check: Check, time_zone: str) -> tuple[Decision, bytes]:
    """The decision as the next of those recorded, with its file."""
    known = read_decisions(folder)
    now, number = datetime.now(UTC), len(known) + 1
    path = folder / chain(folder).file_name(number)
    content = {"format": FORMAT, "number": number, "decided_at": now.isoformat(timespec="seconds"),
               "day": now.astimezone(ZoneInfo(time_zone)).date(), "before": known[-1].sha256 if known else "", **_days(given)}
    fields = fields_of(path, content)
    fields.faults += [f"{key} is written by the program. Leave it out." for key in COMMON_KEYS
                      if key in given and key not in ("kind", "by", "reason")]
    decision = parse(fields)
    raise_faults([*fields.faults, *(check(decision, known) if decision else ())], what="the decision", path=path)
    assert decision is not None, "without faults there is a decision"
    text = text_of(decision).encode()
    return Decision.from_json(decision.as_json() | {"sha256": hashlib.sha256(text).hexdigest()}), text


def _days(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _day(value) if key in DAYS and isinstance(value, str) else value for key, value in given.items()}


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
