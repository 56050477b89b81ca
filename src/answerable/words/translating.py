"""The hook that translates every text shown to people, and the language in which they are said."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter

LOCALES = Path(__file__).parent.parent / "locales"
LANGUAGES = ("en", "cy")

# A recorded text: START, the number of its message, then for each variable PART, its name, VALUE and its value, then END.
# The four signs are of Unicode's private use, so that no text of a person has them.
START, PART, VALUE, END = "\ue000", "\ue001", "\ue002", "\ue003"
# Around what stays English within a Welsh sentence: names, and what people wrote.
QUOTE, UNQUOTE = "\ue004", "\ue005"

# English unless a caller chooses otherwise: a frozen release must not depend on the language of the machine.
_chosen = ["en"]
_here: ContextVar[str | None] = ContextVar("language", default=None)
_recording = [False]
# Two words in one place of a Welsh text: which of them is right depends on the letter after it ("[a|ac] ").
_BEFORE_VOWEL = re.compile(r"\[([a-zâ]{1,3})\|([a-zâ]{1,4})\](\s)(?=(.?))")
_VOWELS = frozenset("aeiouwyâêîôûŵŷàèìòùáéíóúäëïöüAEIOUWYÂÊÎÔÛŴŶ")

Message = tuple[str, str | None]


def language() -> str:
    """The language of texts said here and now: "en" or "cy"; "" while they are recorded."""
    return "" if _recording[0] else _here.get() or _chosen[0]


def use_language(*languages: str) -> None:
    """Choose the language of every later text of the process: the first of these for which there is a catalogue; English
    without one."""
    _chosen[0] = next((code for code in languages if code in LANGUAGES), "en")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Texts said within, in this thread, are in a language ("en" or "cy"), and are not recorded."""
    before, recorded_before = _here.set(code), _recording[0]
    if recorded_before:
        _recording[0] = False
    try:
        yield
    finally:
        _here.reset(before)
        if recorded_before:
            _recording[0] = True


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The translations into a language; of English, none."""
    return gettext.translation("answerable", LOCALES, languages=[code], fallback=True)


def _(message: str) -> str:
    """The message in the language chosen; the message itself where there is no translation."""
    return recorded((message, None), 1) if _recording[0] else catalogue(language()).gettext(message)


def ngettext(one: str, many: str, number: float) -> str:
    """The singular or the plural message for a number, in the language chosen."""
    return recorded((one, many), number) if _recording[0] else translated((one, many), number, language())


def mark(message: str) -> str:
    """The message itself: marks a text for translation that is translated later, where it is shown."""
    return message


def translated(message: Message, number: float, code: str) -> str:
    """A message in a language. number: of things, where the message has a plural."""
    one, many = message
    if many is None:
        return catalogue(code).gettext(one)
    said = catalogue(code).ngettext(one, many, plural_number(number))
    # A pair that the code keeps in a table is in the catalogue as two texts.
    return catalogue(code).gettext(said) if said in message else said


def plural_number(number: float) -> int:
    """The whole number whose plural form a number takes."""
    # Only exactly 1 is singular, and only exactly 2 a pair: "1.0 seconds" never arises, as whole numbers have no decimals.
    return int(number) if number in (0, 1, 2) else 3


def vowels(text: str) -> str:
    """A text with every "[one|other] " in it decided: the other word stands before a vowel."""
    if "[" not in text:
        return text
    return _BEFORE_VOWEL.sub(lambda match: match[2 if match[4] in _VOWELS else 1] + match[3], text)


# While texts are recorded, messages stand in them as numbers: the places of this list.
_messages: list[Message] = []
_places: dict[Message, int] = {}


@contextmanager
def kept() -> Iterator[None]:
    """Texts said within are recorded: see `words.recorded`."""
    before, _recording[0] = _recording[0], True
    try:
        yield
    finally:
        _recording[0] = before


def message_at(place: int) -> Message:
    """A message by its number in a recorded text."""
    return _messages[place]


def recorded(message: Message, number: float) -> str:
    """A message as a recorded text, still to be formatted with its variables."""
    place = _places.get(message)
    if place is None:
        place = _places[message] = len(_messages)
        _messages.append(message)
    count = "" if message[1] is None else f"{PART}#{VALUE}{plural_number(number)}"
    return f"{START}{place}{count}{_slots(place)}{END}"


@cache
def _slots(place: int) -> str:
    """The variables of a message, each with its own name as its value: formatting puts the values in."""
    found: dict[str, str] = {}
    for text in filter(None, _messages[place]):
        try:
            found |= {name: f"{{{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}}}"
                      for _text, name, spec, conversion in Formatter().parse(text) if name}
        except ValueError:
            # A brace in a text that is never formatted stands for itself.
            return ""
    return "".join(f"{PART}{name}{VALUE}{slot}" for name, slot in found.items())


def _first(text: str, change: Callable[[str], str]) -> str:
    at = 1 if text.startswith(QUOTE) else 0
    return text[:at] + change(text[at:at + 1]) + text[at + 1:]


# What may be done to a text as a whole, so that it is done in each language.
CHANGES: Mapping[str, Callable[[str], str]] = {
    "capital": lambda text: _first(text, str.upper), "small": lambda text: _first(text, str.lower),
    "no-stop": lambda text: text.rstrip(".")}


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return _changed("capital", text)


def small(text: str) -> str:
    """A text with a small letter at its beginning."""
    return _changed("small", text)


def sentence_end_off(text: str) -> str:
    """A text without the full stop at its end."""
    return _changed("no-stop", text)


def _changed(how: str, text: str) -> str:
    if not text or not (_recording[0] or START in text):
        return CHANGES[how](text)
    return f"{START}{how}{PART}{VALUE}{text}{END}"
