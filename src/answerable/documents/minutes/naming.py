"""Which measure a sentence names, by declared words: none rather than a wrong one."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from answerable.content import raise_faults, read_yaml, shipped, unknown_keys
from answerable.documents.minutes.patterns import Pattern, compile_pattern
from answerable.documents.minutes.rules import slots
from answerable.documents.minutes.vocabulary import FOLDER, Vocabulary, vocabulary
from answerable.errors import InputError

Named = tuple[tuple[str, tuple[Pattern, ...]], ...]


@lru_cache
def measure_words() -> Named:
    """Measure → the patterns that must all be found. Raises DefinitionError with every fault of the file."""
    return read_measure_words(shipped(FOLDER) / "measures.yaml", vocabulary())


def read_measure_words(path: Path, words: Vocabulary) -> Named:
    """The same of any file."""
    content = read_yaml(path)
    faults = unknown_keys(content, ("about", "measures"))
    found: list[tuple[str, tuple[Pattern, ...]]] = []
    for said in content.get("measures") or ():
        faults += unknown_keys(said, ("measure", "patterns"), inside=str(said.get("measure")))
        try:
            found.append((str(said["measure"]), tuple(compile_pattern(str(one), slots(words)) for one in said["patterns"])))
        except (InputError, KeyError) as error:
            faults.append(f"{said.get('measure')}: {error}")
    raise_faults(faults, what="list of measures' words", path=path)
    return tuple(found)


def measure_named(sentence: str, measures: Collection[str]) -> str | None:
    """The id of the one measure of `measures` that a sentence names; None where it names none, or may name several."""
    fitting = [name for name, patterns in measure_words()
               if name in measures and all(pattern.expression.search(sentence) for pattern in patterns)]
    return fitting[0] if len(fitting) == 1 else None
