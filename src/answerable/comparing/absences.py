"""What is known not to exist: that no national standard is set for something is a fact with a source and a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answerable.content import content_files
from answerable.judgement.reading import Fields

KEYS = ("absence", "version", "group", "words", "owner", "source", "address", "from", "to")


@dataclass(frozen=True)
class Absence:
    """A statement that something does not exist for the measures of a group, as known from `starts` to `ends`."""

    id: str
    group: str
    words: str
    owner: str
    source: str
    address: str
    starts: date
    ends: date | None

    def as_json(self) -> dict[str, Any]:
        """The part "no_standard" of a measure's release file."""
        return {"words": self.words, "owner": self.owner, "source": self.source, "address": self.address,
                "as_of": self.starts.isoformat()}


def read_absence(path: Path) -> Absence:
    """The statement in one YAML file. Raises DefinitionError with every fault of it."""
    fields = Fields(path, "absence", KEYS)
    found = Absence(fields.name("absence"), fields.text("group"), fields.text("words"), fields.text("owner"),
                    fields.text("source"), fields.text("address"), fields.day("from") or date.min,
                    fields.day("to", optional=True))
    fields.whole("version")
    fields.finish()
    return found


def read_absences(own: Path | None = None) -> tuple[Absence, ...]:
    """Every statement, shipped and of the folder `own` (which win)."""
    return tuple(read_absence(path) for path in content_files("absences", own).values())


def absence_for(absences: tuple[Absence, ...], group: str, day: date) -> Absence | None:
    """The statement on the measures of a group that is the latest known on a day."""
    known = [item for item in absences if item.group == group and item.starts <= day
             and (item.ends is None or day <= item.ends)]
    return max(known, key=lambda item: item.starts, default=None)
