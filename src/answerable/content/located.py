"""Reading a YAML file with parts within parts: every fault with its line, all of a file's faults told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from answerable.content import raise_faults, read_yaml
from answerable.errors import did_you_mean

Keys = tuple[str, ...]


class Part:
    """A mapping somewhere in the file, with its path of keys. A reader takes what it needs and gives a usable stand-in for
    what is faulty; `finish` of the file then raises the faults."""

    def __init__(self, file: File, keys: Keys, content: Any) -> None:
        self.file, self.keys = file, keys
        if not isinstance(content, Mapping):
            file.fault(keys, f"must hold keys and values; it is {content!r}")
            content = {}
        self.content: Mapping[str, Any] = {str(key): value for key, value in content.items()}

    def known(self, *names: str) -> None:
        """Every other key is a fault."""
        for key in self.content:
            if key not in names:
                self.fault(key, f"is not known here. {did_you_mean(key, names) or 'Known are ' + ', '.join(names) + '.'}")

    def fault(self, key: str, message: str) -> None:
        """Note that what stands at a key is wrong."""
        self.file.fault((*self.keys, key), message)

    def part(self, key: str) -> Part:
        """The mapping at a key; an empty one, and a fault, where there is none."""
        return Part(self.file, (*self.keys, key), self.content.get(key))

    def parts(self, key: str) -> list[Part]:
        """The mappings of a list at a key, each with its number in the list as its last key ("1" is the first); an empty
        list, and a fault, where there is none."""
        value = self.content.get(key)
        if not isinstance(value, list) or not value:
            self.fault(key, f"must be a list with at least one entry; {_found(value)}")
            return []
        return [Part(self.file, (*self.keys, key, str(place)), entry) for place, entry in enumerate(value, 1)]

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text that is not empty; `default` where the key may be left out."""
        value = self.content.get(key, default)
        if not isinstance(value, str) or not (value.strip() or value == default):
            self.fault(key, f"must be a text; {_found(value)}")
            return ""
        return value.strip()

    def choice(self, key: str, options: Iterable[str], *, default: str | None = None) -> str:
        """One of a list of words."""
        value, options = self.content.get(key, default), tuple(options)
        if value not in options:
            near = did_you_mean(str(value), options)
            self.fault(key, f"must be one of {', '.join(options)}; {_found(value)}{near and '. ' + near}")
            return options[0]
        return str(value)

    def day(self, key: str) -> date | None:
        """A date; None, and a fault, where there is none."""
        value = self.content.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.fault(key, f"must be a date such as 2026-04-01; {_found(value)}")
        return None

    def number(self, key: str, *, default: float | None = None, least: float = 0.0, most: float = float("inf"),
               above: bool = False, unit: str = "") -> float:
        """A number from least to most; above: least itself is not allowed."""
        value = self.content.get(key, default)
        if (isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most
                or value == float("inf") or (above and value == least)):
            wanted = (f"above {least:g}" if above else f"of {least:g} or more") if most == float("inf") else (
                f"from {least:g} to {most:g}")
            self.fault(key, f"must be a number {wanted}{unit and ' (' + unit + ')'}; {_found(value)}")
            return max(least, 1.0) if above else least
        return float(value)

    def whole(self, key: str, *, default: int | None = None, least: int = 0) -> int:
        """A whole number of least or more."""
        value = self.content.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.fault(key, f"must be a whole number of {least} or more; it is {value!r}")
            return least
        return value

    def optional_whole(self, key: str) -> int | None:
        """The same; None where the key is left out."""
        return self.whole(key) if key in self.content else None

    def flag(self, key: str) -> bool:
        """yes or no; no where the key is left out."""
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"must be yes or no; it is {value!r}")
        return value is True

    def texts(self, key: str, options: Iterable[str], what: str) -> tuple[str, ...]:
        """A list of names out of `options`, at least one; a single name may stand by itself."""
        value, options = self.content.get(key), tuple(options)
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names:
            self.fault(key, f"must name at least one {what}: there are {', '.join(options)}")
            return options[:1]
        for name in names:
            if name not in options:
                self.fault(key, f"names the {what} {name!r}, which is not there. "
                                f"{did_you_mean(str(name), options) or 'There are ' + ', '.join(options) + '.'}")
        return tuple(str(name) for name in names if name in options)


class File:
    """A file as it was read, and the faults found so far. what: what it describes, in words ("the room")."""

    def __init__(self, path: Path, what: str) -> None:
        self.path, self.what, self.faults = path, what, list[str]()
        content = read_yaml(path)
        self._lines = _lines_of(path)
        self.top = Part(self, (), content)

    def fault(self, keys: Keys, message: str) -> None:
        """Note a fault at a path of keys."""
        self.faults.append(f"line {self.line(keys)}: {' > '.join(keys)} {message.rstrip('.')}.")

    def line(self, keys: Keys) -> int:
        """The line on which the last of these keys stands, or the nearest above it."""
        while keys and keys not in self._lines:
            keys = keys[:-1]
        return self._lines.get(keys, 1)

    def finish(self) -> None:
        """Raise one DefinitionError with every fault; nothing happens where there is none."""
        raise_faults(self.faults, what=self.what, path=self.path)


def _found(value: Any) -> str:
    return "it is missing" if value is None else f"it is {value!r}"


def _lines_of(path: Path) -> dict[Keys, int]:
    """The line of every key of a YAML file."""
    found: dict[Keys, int] = {}

    def walk(node: yaml.Node | None, keys: Keys) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                found[(*keys, str(key.value))] = key.start_mark.line + 1
                walk(value, (*keys, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for place, value in enumerate(node.value, 1):
                found[(*keys, str(place))] = value.start_mark.line + 1
                walk(value, (*keys, str(place)))
    walk(yaml.compose(path.read_text(encoding="utf-8")), ())
    return found
