"""The family of errors: each names the thing, where it stands, and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AnswerableError(Exception):
    """Anything a user can mend.

    message: what is wrong, naming the thing and its value; where: file, line or row; remedy: what to do.
    The text of the exception is one line made of the three.
    """

    def __init__(self, message: str, *, remedy: str | None = None, where: str | None = None) -> None:
        self.message, self.remedy, self.where = message, remedy, where
        super().__init__(self.line())

    def line(self) -> str:
        """The error as one line: where, what, and what to do."""
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{advice}"


class InputError(AnswerableError):
    """A file, an argument or a value given by the user is not what it must be."""


class DefinitionError(AnswerableError):
    """A measure, source, target or rating definition is faulty; `faults` lists every fault found in the file."""

    def __init__(self, message: str, *, remedy: str | None = None, where: str | None = None,
                 faults: Iterable[str] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(message, remedy=remedy, where=where)


class WorkspaceError(AnswerableError):
    """A workspace is missing, damaged, or in use by a writer that won."""


class EngineError(AnswerableError):
    """The engine that folds (Spark) lacks a part, cannot be reached, or failed at its work."""


def did_you_mean(word: str, known: Iterable[str], *, most: int = 3) -> str:
    """The nearest names as a sentence with a leading space ("Did you mean 'x'?"), or the empty string."""
    nearest = difflib.get_close_matches(word.lower(), [str(k) for k in known], n=most, cutoff=0.5)
    if not nearest:
        return ""
    return "Did you mean " + " or ".join(f"'{name}'" for name in nearest) + "?"
