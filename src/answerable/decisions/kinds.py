"""The kinds of decision: what each says, in words and as a release holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar

from answerable.judgement.ratings import UNMARKED
from answerable.periods import day_label
from answerable.words import _, mark

STEP, OVERRIDE, STAGE, EVENT, END = KINDS = ("step", "override", "stage", "event", "end")
CONTENT, WATCHING, UNDER_SCRUTINY, PAUSED = STAGES = ("content", "watching", "under-scrutiny", "paused")
STAGE_WORDS = {CONTENT: mark("Content"), WATCHING: mark("Watching"), UNDER_SCRUTINY: mark("Under scrutiny"),
               PAUSED: mark("Paused")}
# Keys of every kind that hold a day; in YAML a date, in JSON "2026-03-01".
DAYS = frozenset(("at", "expires", "latest", "on"))


@dataclass(frozen=True)
class Step:
    """A step change. at: first day of the new; accepted: the figures are judged afresh from there (False: somebody looked and
    says that it is none); evidence: the figures on both sides as they stood; second: a second person, "" without."""

    kind: ClassVar[str] = STEP
    measure: str
    at: date
    accepted: bool = True
    second: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What it says, as a clause."""
        text = _("a step change on {day} is accepted") if self.accepted else _("that {day} is a step change is not accepted")
        return text.format(day=day_label(self.at))


@dataclass(frozen=True)
class Override:
    """A rating put in the place of the computed one. rating, rating_words, stands, rule: code, words and stand of it (see
    judgement.ratings.Named) in the rating rule of that id; evidence: on what it rests; second: who else stands for it;
    expires: the last day on which it lasts."""

    kind: ClassVar[str] = OVERRIDE
    measure: str
    rating: str
    rating_words: str
    rule: str
    evidence: str
    second: str
    expires: date
    stands: str = UNMARKED

    @property
    def words(self) -> str:
        """What it says, as a clause."""
        return _("the rating “{rating}” is put in place until {day}").format(rating=_(self.rating_words),
                                                                            day=day_label(self.expires))


@dataclass(frozen=True)
class Stage:
    """At which stage the scrutiny of a measure, or of a whole family, is. measure, family: one of the two, the other ""
    (family: the measure at its head); until: the event that ends a pause; latest: the day on which it ends without it."""

    kind: ClassVar[str] = STAGE
    measure: str
    family: str
    stage: str
    until: str = ""
    latest: date | None = None

    @property
    def title(self) -> str:
        """The stage as a page shows it."""
        return _(STAGE_WORDS[self.stage])

    @property
    def words(self) -> str:
        """What it says, as a clause."""
        if self.latest is None:
            return _("the stage is “{stage}”").format(stage=self.title)
        return _("scrutiny is paused until “{event}”, at the latest until {day}").format(
            event=self.until, day=day_label(self.latest))


@dataclass(frozen=True)
class Event:
    """Something that was waited for, or that bears on figures, has happened. event: its name; on: the day."""

    kind: ClassVar[str] = EVENT
    event: str
    on: date

    @property
    def words(self) -> str:
        """What it says, as a clause."""
        return _("“{event}” happened on {day}").format(event=self.event, day=day_label(self.on))


@dataclass(frozen=True)
class End:
    """An earlier decision is taken back, from the day of this one on. ends: its number."""

    kind: ClassVar[str] = END
    ends: int

    @property
    def words(self) -> str:
        """What it says, as a clause."""
        return _("decision {number} is taken back").format(number=self.ends)


What = Step | Override | Stage | Event | End
_CLASSES: dict[str, type[Any]] = {what.kind: what for what in (Step, Override, Stage, Event, End)}


@dataclass(frozen=True)
class Decision:
    """A recorded decision. decided_at: UTC, ISO; day: the local day of it; by: a person or a role; reason: why;
    before: SHA-256 of the file of the decision before, "" for the first; sha256: of its own file, "" where not known."""

    number: int
    decided_at: str
    day: date
    by: str
    reason: str
    what: What
    before: str = ""
    sha256: str = ""

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return self.what.kind

    @property
    def measure(self) -> str:
        """The measure that it is about, "" where it is about none, or about a family."""
        return str(getattr(self.what, "measure", ""))

    @property
    def second(self) -> str:
        """The second person, "" without."""
        return str(getattr(self.what, "second", ""))

    @property
    def signed(self) -> str:
        """Who decided it, and when, as a clause."""
        who = _("{by} and {second}").format(by=self.by, second=self.second) if self.second else self.by
        return _("{who} on {day}").format(who=who, day=day_label(self.day))

    def as_json(self) -> dict[str, Any]:
        """The decision as a release holds it, and `answerable decisions --format json` prints it."""
        own = {each.name: _plain(getattr(self.what, each.name)) for each in fields(self.what)}
        return {"number": self.number, "kind": self.kind, "decided_at": self.decided_at, "day": self.day.isoformat(),
                "by": self.by, "reason": self.reason, **own, "before": self.before, "sha256": self.sha256,
                "words": self.what.words}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Decision:
        """The decision out of a release."""
        own = _CLASSES[content["kind"]]
        given = {each.name: content[each.name] for each in fields(own) if each.name in content}
        given |= {key: date.fromisoformat(given[key]) for key in DAYS & given.keys() if given[key]}
        return cls(content["number"], content["decided_at"], date.fromisoformat(content["day"]), content["by"],
                   content["reason"], own(**given), content["before"], content["sha256"])


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value
