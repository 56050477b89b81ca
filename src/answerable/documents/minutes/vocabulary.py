"""The words that minutes use, as content: lists by name, and the forms of verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.content import raise_faults, read_yaml, shipped, unknown_keys
from answerable.documents.minutes.patterns import word_expression

FOLDER = "minutes"
VOWELS = "aeiou"


@dataclass(frozen=True)
class Verb:
    """A verb: what one does ("circulate", "look into"), what is done, and doing it."""

    do: str
    done: str
    doing: str

    def form(self, name: str) -> str:
        """The form of that name: "do", "done" or "doing"."""
        return str({"": self.do, "do": self.do, "done": self.done, "doing": self.doing}[name])


@dataclass(frozen=True)
class Vocabulary:
    """words: name → its words; verbs: name → its verbs; roles: printed form → the role's name."""

    words: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, tuple[Verb, ...]]

    def expression(self, name: str, form: str = "") -> str | None:
        """The expression that matches any one of a list; None where there is no list of that name."""
        if name in self.verbs:
            return any_verb(verb.form(form) for verb in self.verbs[name])
        if name in self.words and not form:
            return any_of(self.words[name])
        return None


def any_of(words: Iterable[str]) -> str:
    """The expression that matches one of these words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(word_expression(word) for word in ordered)})"


def any_verb(words: Iterable[str]) -> str:
    """The expression that matches any one of these verbs in small letters, the longest first. (A letter that may be a capital
    makes the long lists of verbs ten times slower to compile.)"""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return rf"\b(?:{'|'.join(re.escape(word).replace(chr(92) + ' ', ' +') for word in ordered)})\b"


@lru_cache
def vocabulary() -> Vocabulary:
    """The shipped words. Raises DefinitionError with every fault of the file."""
    return read_vocabulary(shipped(FOLDER) / "vocabulary.yaml")


def read_vocabulary(path: Path) -> Vocabulary:
    """The words of a file. Raises DefinitionError with every fault of it."""
    content = read_yaml(path)
    faults = unknown_keys(content, ("about", "words", "verbs"))
    words = {name: tuple(map(str, listed)) for name, listed in _lists(content, "words", faults)}
    verbs = {name: tuple(parse_verb(str(said)) for said in listed) for name, listed in _lists(content, "verbs", faults)}
    faults += [f"'{name}' stands under words and under verbs." for name in words if name in verbs]
    raise_faults(faults, what="list of words", path=path)
    return Vocabulary(words, verbs)


def _lists(content: Mapping[str, Any], key: str, faults: list[str]) -> Iterable[tuple[str, Sequence[Any]]]:
    given = content.get(key)
    if not isinstance(given, dict):
        faults.append(f"'{key}' is missing. Write lists of words by name.")
        return
    for name, listed in given.items():
        if not isinstance(listed, list) or not listed or not all(isinstance(word, str) and word.strip() for word in listed):
            faults.append(f"{key}: {name} is '{listed}'. Write a list of words; put words such as yes and no in quotes.")
            continue
        yield str(name), listed


def parse_verb(said: str) -> Verb:
    """A verb from "circulate" (regular), or "send = sent = sending" where English forms it otherwise."""
    parts = [part.strip() for part in said.split("=")]
    do = parts[0]
    head, _, rest = do.partition(" ")
    rest = f" {rest}" if rest else ""
    done = parts[1] if len(parts) > 1 else _past(head) + rest
    doing = parts[2] if len(parts) > 2 else _present(head) + rest
    return Verb(do, done, doing)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def _present(verb: str) -> str:
    return f"{verb[:-1]}ing" if verb.endswith("e") and not verb.endswith("ee") else f"{verb}ing"
