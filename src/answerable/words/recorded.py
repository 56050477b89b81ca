"""Texts said once and written in two languages.

While texts are recorded, `_` gives in place of words the number of its message and the names of its variables, between signs
that no text has. Formatting puts the values in; joining and nesting keep them. So whatever makes a sentence runs once, and a
value it holds is the same in every language. `Recorded` writes such texts out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from answerable.errors import AnswerableError, DefinitionError
from answerable.words.days import days_said
from answerable.words.translating import (
    CHANGES,
    END,
    PART,
    QUOTE,
    START,
    UNQUOTE,
    VALUE,
    kept,
    message_at,
    translated,
    vowels,
)

_READ_OUT = re.compile(r"[a-zA-Z][a-z]{2}")
_QUOTED = re.compile(f"[{QUOTE}{UNQUOTE}]")
_TOKENS = re.compile(f"([{START}{PART}{VALUE}{END}])")
_FORMATTER = Formatter()
# What is no text but a name that the program gives, and the keys under which such a word is a text all the same.
CODE = re.compile(r"[a-z0-9][a-z0-9_.-]*")
WORD_KEYS = frozenset(("label", "words", "denominator_words", "noun"))


def reads_out(text: str) -> bool:
    """Whether a text has words that somebody would read out, and is not only numbers and codes."""
    return bool(_READ_OUT.search(text)) and not CODE.fullmatch(text)


def unquoted(content: Any) -> Any:
    """A text, or a tree of them, without the signs around what is English in it."""
    if isinstance(content, str):
        return content.replace(QUOTE, "").replace(UNQUOTE, "")
    if isinstance(content, Mapping):
        return {key: unquoted(value) for key, value in content.items()}
    return [unquoted(each) for each in content] if isinstance(content, list) else content


def parted(text: str) -> list[str]:
    """A Welsh text in parts, by turns Welsh and English, Welsh first; either may be empty."""
    return _QUOTED.split(text)


@contextmanager
def recording() -> Iterator[None]:
    """Texts said within are recorded; an error that leaves it speaks English again. Within, only `Texts` may write texts out,
    to a file or to anybody."""
    try:
        with kept():
            yield
    except AnswerableError as error:
        english = Texts("en")
        error.message, error.remedy = english.said(error.message), error.remedy and english.said(error.remedy)
        if isinstance(error, DefinitionError):
            error.faults = tuple(map(english.said, error.faults))
        error.args = (error.line(),)
        raise


@dataclass
class Texts:
    """Writes recorded texts out in one language.

    language: "en" or "cy"; content: for texts that are no messages (titles, names, reasons): the English → the language's.
    unknown: filled on the way with every message that has no translation.
    """

    language: str
    content: Mapping[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _said: dict[str, str] = field(default_factory=dict)

    def said(self, text: str) -> str:
        """A text in the language. What in it is no message stands as it is, unless `content`, the messages or the names of
        days and months have it whole."""
        found = self._said.get(text)
        if found is None:
            found = self._said[text] = self._plain(text) if START not in text else self._walked(_TOKENS.split(text))
        return found

    def written(self, content: Any) -> Any:
        """A tree of dicts, lists and tuples (as JSON has them) with every text in it said in the language. A text that has the
        form of a code ("special-cause-concern") stands as it is, except under the keys that hold words."""
        return self._tree(content, "")

    def _tree(self, content: Any, key: str) -> Any:
        if isinstance(content, str):
            return content if key not in WORD_KEYS and CODE.fullmatch(content) else self.said(content)
        if isinstance(content, Mapping):
            return {name: self._tree(value, name) for name, value in content.items()}
        return [self._tree(each, key) for each in content] if isinstance(content, (list, tuple)) else content

    def _plain(self, text: str) -> str:
        if self.language == "en" or not text:
            return text
        found = self.content.get(text) or translated((text, None), 1, self.language)
        return days_said(text) if found == text else found

    def _part(self, text: str) -> str:
        """A plain text within a sentence; what stays English there is marked as that."""
        said = self._plain(text)
        return f"{QUOTE}{said}{UNQUOTE}" if self.language != "en" and said == text and reads_out(text) else said

    def _walked(self, tokens: list[str]) -> str:
        """Recorded texts nest: those that are open lie on a stack, each with what of it was read so far."""
        stack: list[_Open] = [_Open(in_value=True)]
        for token in tokens:
            top = stack[-1]
            if token == START:
                stack.append(_Open())
            elif token == PART:
                top.begin()
            elif token == VALUE:
                top.open_value()
            elif token == END:
                closed = stack.pop()
                stack[-1].text += self._message(closed)
            elif token:
                # Between two signs a plain text is whole: a title that was put into a sentence is a value of its own.
                top.text += self._part(token) if top.in_value else token
        return stack[0].text

    def _message(self, closed: _Open) -> str:
        closed.begin()
        if closed.head in CHANGES:
            return CHANGES[closed.head](closed.values[""])
        message, values = message_at(int(closed.head)), closed.values
        text = translated(message, int(values.get("#", "1")), self.language)
        if self.language != "en":
            text = self.content.get(message[0], text) if message[1] is None else text
            if text in message:
                self.unknown.add(message[0])
        if not values or "{" not in text:
            return vowels(text)
        return vowels("".join(before + (values.get(name, "") if name else "")
                              for before, name, _spec, _conversion in _FORMATTER.parse(text)))


def english(text: str) -> str:
    """A text that may be a recorded one in English: for what is kept for good, or compared with what was."""
    return Texts("en").said(text)


@dataclass
class _Open:
    """A recorded text that is being read. head: the number of its message, or what is to be done with it."""

    head: str = ""
    name: str | None = None
    text: str = ""
    in_value: bool = False
    values: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """End the part that was read: the head, or a variable and its value."""
        if self.name is None:
            self.head = self.text
        else:
            self.values[self.name] = self.text
        # Until the next VALUE comes, what is read is a name.
        self.name, self.text, self.in_value = "", "", False

    def open_value(self) -> None:
        """The name was read: its value comes."""
        self.name, self.text, self.in_value = self.text, "", True


def overlay(english: Any, other: Any) -> Any:
    """What of a tree (as JSON has it) is another text in another language: the same tree with nothing but the texts that
    differ, a list as {place: …}; None where none does. So a number can never differ. Raises ValueError where the two trees
    differ in anything else."""
    if isinstance(english, str) and isinstance(other, str):
        return None if english == other else other
    if isinstance(english, Mapping) and isinstance(other, Mapping) and english.keys() == other.keys():
        pairs = [(key, overlay(value, other[key])) for key, value in english.items()]
    elif isinstance(english, list) and isinstance(other, list) and len(english) == len(other):
        pairs = [(str(place), overlay(*both)) for place, both in enumerate(zip(english, other, strict=True))]
    elif english == other:
        return None
    else:
        raise ValueError(f"{str(english)[:60]!r} has become {str(other)[:60]!r}")
    return {key: found for key, found in pairs if found is not None} or None


def pairs(english: Any, over: Any) -> Iterator[tuple[str, str]]:
    """(English text, other text) of every text that an overlay of a tree holds."""
    if isinstance(english, str) and isinstance(over, str):
        yield english, over
    elif isinstance(english, Mapping) and isinstance(over, Mapping):
        for key, value in over.items():
            yield from pairs(english.get(key), value)
    elif isinstance(english, list) and isinstance(over, Mapping):
        for place, value in over.items():
            yield from pairs(english[int(place)], value)


def laid_over(english: Any, over: Any, otherwise: Callable[[str], Any] = str) -> Any:
    """A tree with an overlay's texts in it. otherwise: makes of a text that the overlay lacks what is to stand there."""
    if isinstance(english, str):
        return over if isinstance(over, str) else otherwise(english)
    within = over if isinstance(over, Mapping) else {}
    if isinstance(english, Mapping):
        return {key: laid_over(value, within.get(key), otherwise) for key, value in english.items()}
    if isinstance(english, list):
        return [laid_over(value, within.get(str(place)), otherwise) for place, value in enumerate(english)]
    return english
