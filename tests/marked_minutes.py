"""Minutes with what a person wants out of them marked, and how much of it a reading found: tests/minutes/README.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from answerable.documents.minutes import MinutesReading, Proposal

FOLDER = Path(__file__).parent / "minutes"
MARK = re.compile(r"«(?:/|(?P<kind>\w+)(?:\|(?P<owner>[^|»]*))?(?:\|(?P<due>[^»]*))?)»")
# What is asked of somebody, promised or committed to is one kind of thing to whoever looks for it; a figure may be read as the
# promise that it would be measured by, and no more than that.
WORK = ("action", "commitment", "promise")
MAYBE = "maybe"


@dataclass(frozen=True)
class Label:
    """What a person marked. start, end: in the text without marks; owner: as printed, "none" where none is, "" where it does
    not matter; due: YYYY-MM-DD or ""."""

    kind: str
    start: int
    end: int
    owner: str = ""
    due: str = ""


@dataclass(frozen=True)
class Score:
    """What a reading found. missed: labels; false: proposals that nothing marked stands for; wrong_owner: found, with another
    owner than printed."""

    labels: tuple[Label, ...]
    proposals: tuple[Proposal, ...]
    missed: tuple[Label, ...]
    false: tuple[Proposal, ...]
    wrong_owner: tuple[Label, ...]
    wrong_due: tuple[Label, ...]

    def recall(self, *kinds: str, owners: bool = False) -> float:
        """The share of the labels of some kinds that were found; owners: with the owner as printed."""
        asked = [label for label in self.labels if label.kind in kinds]
        lost = [label for label in asked if label in self.missed or (owners and label in self.wrong_owner)]
        return 1 - len(lost) / len(asked) if asked else 1.0

    @property
    def precision(self) -> float:
        """The share of the proposals that something marked stands for."""
        return 1 - len(self.false) / len(self.proposals) if self.proposals else 1.0


def together(scores: Iterable[Score]) -> Score:
    """Several scores as one."""
    found = list(scores)
    return Score(*(tuple(item for score in found for item in getattr(score, name))
                   for name in ("labels", "proposals", "missed", "false", "wrong_owner", "wrong_due")))


def marked_files() -> list[Path]:
    """The made-up minutes."""
    return sorted(FOLDER.glob("*.txt"))


def take_marks(text: str) -> tuple[str, list[Label]]:
    """(the text without marks, what they mark)."""
    plain: list[str] = []
    labels: list[Label] = []
    at = last = 0
    open_mark: re.Match[str] | None = None
    begun = 0
    for match in MARK.finditer(text):
        plain.append(text[last:match.start()])
        at += match.start() - last
        last = match.end()
        if match["kind"]:
            assert open_mark is None, f"a mark inside a mark: {match.group()}"
            open_mark, begun = match, at
        else:
            assert open_mark is not None, f"a mark that closes nothing before '{text[last:last + 30]}'"
            labels.append(Label(open_mark["kind"], begun, at, open_mark["owner"] or "", open_mark["due"] or ""))
            open_mark = None
    return "".join([*plain, text[last:]]), labels


def score(reading: MinutesReading, labels: Sequence[Label]) -> Score:
    """Hold a reading against what a person marked."""
    counted = tuple(label for label in labels if label.kind != MAYBE)
    proposals = tuple(one for one in reading.proposals
                      if not any(_fits(one, label) for label in labels if label.kind == MAYBE)
                      or any(_fits(one, label) for label in counted))
    missed, wrong_owner, wrong_due = [], [], []
    for label in counted:
        fitting = [one for one in proposals if _fits(one, label)]
        if not fitting or (label.kind == "action" and all(one.kind != "action" for one in fitting)):
            missed.append(label)
        elif label.owner and not any(_owner(one) == _plain(label.owner) for one in fitting):
            wrong_owner.append(label)
        if fitting and label.due and not any(one.due and one.due.isoformat() == label.due for one in fitting):
            wrong_due.append(label)
    false = [one for one in proposals if not any(_fits(one, label) for label in counted)]
    return Score(counted, proposals, tuple(missed), tuple(false), tuple(wrong_owner), tuple(wrong_due))


def _fits(one: Proposal, label: Label) -> bool:
    """Whether a proposal is what a label marks: of the same kind, and over at least half of the shorter of the two."""
    shared = min(one.end, label.end) - max(one.start, label.start)
    if shared < 0.5 * min(one.end - one.start, label.end - label.start):
        return False
    if label.kind in (MAYBE, one.kind):
        return True
    return (label.kind in WORK and one.kind in WORK) or (label.kind == "promise" and one.kind == "figure")


def _owner(one: Proposal) -> str:
    return _plain(one.owner or "none")


def _plain(owner: str) -> str:
    spaced = re.sub(r"\s*/\s*", " / ", " ".join(owner.split()))
    return re.sub(r"^the\s+", "", spaced, flags=re.IGNORECASE).casefold()
