"""Reading the keys of a content file one by one, with every fault of the file collected before one error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from answerable.content import raise_faults, read_yaml, unknown_keys
from answerable.errors import did_you_mean


class Fields:
    """The keys of one file. A reader returns a usable stand-in for a faulty value and remembers the fault.

    Call `finish` before anything that was read is used: it raises one DefinitionError with every fault.
    """

    def __init__(self, path: Path, what: str, known: Iterable[str], *, content: Mapping[str, Any] | None = None,
                 inside: str = "") -> None:
        """content: a part of the file that was read before (None: the whole file); inside: what that part is called."""
        self.path, self.what, self.inside = path, what, inside
        self.content: Mapping[str, Any] = read_yaml(path) if content is None else content
        self.faults: list[str] = unknown_keys(self.content, known, inside=inside)

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text that is not empty; `default` where the key may be left out."""
        value = self._given(key, default)
        if isinstance(value, str) and (value.strip() or value == default):
            return value.strip()
        self._fault(key, value, "a text")
        return ""

    def name(self, key: str, *, version: int | None = None) -> str:
        """The name of the thing, with "-VERSION" where one is given: it must equal the file's name."""
        value = self.text(key)
        stem = value if version is None else f"{value}-{version}"
        if value and stem != self.path.stem:
            self.faults.append(f"{key} '{value}' must equal the file's name. Rename the file to {stem}.yaml, "
                               f"or change '{key}'.")
        return stem

    def number(self, key: str, *, default: float | None = None, least: float = float("-inf"),
               most: float = float("inf")) -> float:
        """A number from `least` to `most`."""
        value = self._given(key, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        wanted = "a number" if least == float("-inf") else f"a number from {least:g} to {most:g}"
        self._fault(key, value, wanted)
        return least

    def whole(self, key: str, *, default: int | None = None, least: int = 1) -> int:
        """A whole number of at least `least`."""
        value = self._given(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self._fault(key, value, f"a whole number of {least} or more")
        return least

    def day(self, key: str, *, optional: bool = False) -> date | None:
        """A date; None where the key is left out and may be."""
        value = self.content.get(key)
        if value is None and optional:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self._fault(key, value, "a date such as 2026-04-01")
        return None

    def choice(self, key: str, options: Iterable[str]) -> str:
        """One of a list of words."""
        value, options = self.content.get(key), tuple(options)
        if isinstance(value, str) and value in options:
            return value
        wanted = " or ".join(f'"{option}"' for option in options)
        self._fault(key, value, wanted, did_you_mean(str(value), options))
        return options[0]

    def flag(self, key: str) -> bool:
        """true or false; false where the key is left out."""
        value = self._given(key, False)
        if isinstance(value, bool):
            return value
        self._fault(key, value, "true or false")
        return False

    def finish(self) -> None:
        """Raise DefinitionError with every fault found so far; nothing happens where there is none."""
        raise_faults(self.faults, what=self.what, path=self.path)

    def _given(self, key: str, default: Any) -> Any:
        value = self.content.get(key)
        return default if value is None else value

    def _fault(self, key: str, value: Any, wanted: str, hint: str = "") -> None:
        said = f"'{key}' is missing" if value is None else f"{key} is '{value}'"
        place = f"{self.inside}: " if self.inside else ""
        self.faults.append(f"{place}{said}. Write {wanted}. {hint}".rstrip())
