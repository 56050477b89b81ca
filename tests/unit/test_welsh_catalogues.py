"""The Welsh catalogues follow the code, are compiled, fit their originals, and lack nothing that the public reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.messages.catalog import Message
from tools import welsh

from answerable.content import shipped, yaml_files
from answerable.releases.welsh_words import FOLDER, welsh_words

PATHS = list(welsh.CATALOGUES)
CATALOGUE = {"measures": ("title", "sentence", "why_it_matters", "noun"), "absences": ("words",),
             "chart_plans": ("title", "reason")}


def messages(path: Path) -> Iterator[Message]:
    """Every text of a catalogue but its header."""
    return (message for message in welsh.read(path) if message.id)


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def variables(text: str) -> set[str]:
    """The names that are put into a text, in braces or after a per cent sign."""
    named = set(re.findall(r"%\((\w+)\)[sd]", text))
    try:
        return named | {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError:
        return named


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_catalogue_holds_what_the_code_says_and_is_compiled(path: Path) -> None:
    wanted = welsh.texts_of(welsh.CATALOGUES[path])
    held = {(message.context, *originals(message), *(() if isinstance(message.id, tuple) else (None,)))
            for message in messages(path)}
    assert not set(wanted) - held, f"texts of the code are not in {path.name}: run `make words`"
    assert not held - set(wanted), f"texts of {path.name} are not in the code any more: run `make words`"
    assert path.with_suffix(".mo").read_bytes() == welsh.mo_bytes(path), "run `make words`"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nothing_that_the_public_reads_lacks_its_welsh(path: Path) -> None:
    lacking = [message.id for message in welsh.lacking(path) if welsh.is_public(message)]
    assert not lacking, f"{len(lacking)} public texts lack their Welsh in {path}: docs/how-to/welsh.md says how to add it"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_translation_takes_the_variables_of_its_original(path: Path) -> None:
    for message in messages(path):
        said = [text for text in translations(message) if text]
        allowed = set().union(*map(variables, originals(message)))
        for text in said:
            assert variables(text) <= allowed, (message.id, text)
        # The singular may say "one" in words; every other form names what its original names.
        if said and isinstance(message.id, str):
            assert variables(said[0]) == allowed, (message.id, said[0])
        if said:
            assert re.findall(r"</?\w+", originals(message)[-1]) == re.findall(r"</?\w+", said[-1]), message.id


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_spaces_at_the_ends_and_forms_of_number_are_kept(path: Path) -> None:
    for message in messages(path):
        said = translations(message)
        if isinstance(message.id, tuple):
            assert len(said) == 3, message.id
        for text in filter(None, said):
            original = originals(message)[-1]
            # A comma may take the place of the space before a word that joins.
            assert text[0].isspace() or text[0] == "," or not original[0].isspace(), message.id
            assert text[-1].isspace() == original[-1].isspace(), message.id


def test_the_shipped_catalogue_has_its_welsh(tmp_path: Path) -> None:
    known = welsh_words(tmp_path)
    missing = []
    for kind, keys in CATALOGUE.items():
        for path in yaml_files(shipped(kind)):
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            texts = [content.get(key) for key in keys] + list(content.get("caveats", ()))
            missing += [text for text in texts if isinstance(text, str) and " ".join(text.split()) not in known]
    assert not missing, f"add them to {shipped(FOLDER)}"
