"""A rating that somebody stated, and what its words mean: by a declared vocabulary, never by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from answerable.content import content_files
from answerable.errors import DefinitionError, InputError, did_you_mean
from answerable.judgement.ratings import RatingRule
from answerable.judgement.reading import Fields

FAVOURABLE, UNFAVOURABLE, NEITHER, NOT_RATED = "favourable", "unfavourable", "neutral", "none"
STANDS = (FAVOURABLE, UNFAVOURABLE, NEITHER, NOT_RATED)
# The rating by which every rule says that it rates nothing.
NOT_RATED_CODE = "not-rated"
IMPROVING, WORSENING = "improving", "worsening"
FOLDER = "rating_words"
KEYS = ("rating_words", "version", "title", "about", "stands", "says")


@dataclass(frozen=True)
class Meaning:
    """What a rating's word means. stands: one of STANDS; says: "improving" or "worsening" where it claims a change, else "";
    vocabulary: the file that says so, with its version."""

    stands: str
    says: str = ""
    vocabulary: str = ""


@dataclass(frozen=True)
class Stated:
    """A rating as it was stated. text: its word as written, empty where a figure was given without a rating; source: where it
    stands; starts, ends: first and last day of its period; label: the period in words; until: the last day on which an
    override is shown; None where it has no end."""

    measure: str
    title: str
    text: str
    meaning: Meaning
    starts: date
    ends: date
    label: str
    source: str = ""
    until: date | None = None

    @property
    def rated(self) -> bool:
        """Whether it says anything of how the figure stands."""
        return self.meaning.stands != NOT_RATED


class Vocabulary:
    """Rating words and their meanings, of every file read."""

    def __init__(self, words: Mapping[str, Meaning]) -> None:
        self._words = words

    def with_ratings(self, rules: Iterable[RatingRule]) -> Vocabulary:
        """The same, with the codes and the words of rating rules where no file says what they mean: as they stand there."""
        words = dict(self._words)
        for rule in rules:
            for rating in rule.ratings:
                for word in (rating.code, rating.words):
                    words.setdefault(plain_word(word), Meaning(own_standing(rating.code, rating.stands), "", rule.id))
        return Vocabulary(words)

    def meaning(self, text: str) -> Meaning:
        """What a word means; no word at all is no rating. Raises InputError, with the nearest words, for one that is not
        known."""
        plain = plain_word(text)
        if not plain:
            return Meaning(NOT_RATED)
        if plain not in self._words:
            hint = did_you_mean(plain, self._words)
            raise InputError(f"the rating '{text.strip()}' is a word that is not known.",
                             remedy=f"{hint} Write green, amber or red, or say what it means in a file of rating_words."
                             .strip())
        return self._words[plain]


def own_standing(code: str, stands: str) -> str:
    """How a rating of a rule stands, as one of STANDS; a rule that does not say so rates nothing that could be contradicted."""
    return NOT_RATED if code == NOT_RATED_CODE or stands not in STANDS else stands


def plain_word(text: str) -> str:
    """A rating's word without what does not matter: capitals, hyphens, underscores, strokes, commas, a full stop at the end."""
    bare = re.sub(r"[\s_\-/–,]+", " ", text.strip().casefold()).strip(" .!")
    return bare or ("-" if text.strip() in ("-", "–") else "")


def vocabulary(own: Path | None = None) -> Vocabulary:
    """The shipped words, and those of the folder `own` beside them.

    Raises DefinitionError for a faulty file, and for one that gives a word another meaning than a file before it.
    """
    words: dict[str, Meaning] = {}
    for path in content_files(FOLDER, own).values():
        for word, meaning in _read(path).items():
            known = words.setdefault(word, meaning)
            if (known.stands, known.says) != (meaning.stands, meaning.says):
                raise DefinitionError(f"'{word}' stands for {meaning.stands}, but {known.vocabulary} says {known.stands}.",
                                      where=str(path), remedy="Take the word out: one word has one meaning.")
    return Vocabulary(words)


def _read(path: Path) -> dict[str, Meaning]:
    """The words of one file. Raises DefinitionError with every fault of it."""
    file = Fields(path, "list of rating words", KEYS)
    name, version = file.name("rating_words"), file.whole("version")
    file.text("title")
    file.text("about", default="")
    stands = _by_word(file, "stands", STANDS)
    says = _by_word(file, "says", (IMPROVING, WORSENING)) if "says" in file.content else {}
    file.faults += [f"says: '{word}' stands nowhere under stands. Add it there." for word in says if word not in stands]
    file.finish()
    return {word: Meaning(kind, says.get(word, ""), f"{name}-{version}") for word, kind in stands.items()}


def _by_word(file: Fields, key: str, kinds: tuple[str, ...]) -> dict[str, str]:
    """Word → its kind, from a mapping of kinds to lists of words."""
    given = file.content.get(key)
    if not isinstance(given, dict) or not given:
        file.faults.append(f"{key} is '{given}'. Write lists of words under {', '.join(kinds)}.")
        return {}
    found: dict[str, str] = {}
    for kind, words in given.items():
        if kind not in kinds:
            file.faults.append(f"{key}: unknown key '{kind}'. {did_you_mean(str(kind), kinds)}".rstrip())
        for word in words if isinstance(words, list) else [words]:
            if not isinstance(word, str) or not plain_word(word):
                file.faults.append(f"{key}: {kind}: '{word}' is no word. Put words such as yes and no in quotes.")
            elif found.setdefault(plain_word(word), str(kind)) != kind:
                file.faults.append(f"{key}: '{word}' stands under {found[plain_word(word)]} and under {kind}.")
    return found
