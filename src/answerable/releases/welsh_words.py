"""Welsh of texts that are content and not messages: titles, reasons, names. Shipped, and a force's own in `words/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from answerable.content import raise_faults, read_yaml, shipped, unknown_keys, yaml_files

FOLDER = "words"
KEYS = ("english", "welsh")


def welsh_words(workspace: Path) -> dict[str, str]:
    """English text → Welsh text, from the shipped catalogue and from the files `words/*.yaml` of a workspace's folder, which
    come before it; white space counts as one space. Raises DefinitionError that lists every fault of a file."""
    found: dict[str, str] = {}
    for path in (*yaml_files(shipped(FOLDER)), *yaml_files(workspace / FOLDER)):
        found |= _read(path)
    return found


def _read(path: Path) -> dict[str, str]:
    content, faults, found = read_yaml(path), [], {}
    pairs = content.get("words")
    faults += unknown_keys(content, ("words",))
    if not isinstance(pairs, list):
        faults.append("words: it is no list. Write '- english: …' and 'welsh: …' under 'words:', once for each text.")
    for number, pair in enumerate(pairs if isinstance(pairs, list) else [], start=1):
        told = _pair_faults(pair)
        faults += [f"words, number {number}: {fault}" for fault in told]
        if not told:
            found[_one_line(pair["english"])] = _one_line(pair["welsh"])
    raise_faults(faults, what="the file of Welsh words", path=path)
    return found


def _pair_faults(pair: Any) -> list[str]:
    if not isinstance(pair, Mapping):
        return ["it is no pair of 'english' and 'welsh'."]
    faults = unknown_keys(pair, KEYS)
    faults += [f"'{key}' is missing or no text. Write it in quotation marks." for key in KEYS
               if not isinstance(pair.get(key), str) or not pair[key].strip()]
    if not faults and (more := _variables(pair["welsh"]) - _variables(pair["english"])):
        names = ", ".join(f"{{{name}}}" for name in sorted(more))
        faults.append(f"the Welsh has {names}, which the English has not. Use the English text's names in braces.")
    return faults


def _variables(text: str) -> set[str]:
    try:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def _one_line(text: str) -> str:
    return " ".join(text.split())
