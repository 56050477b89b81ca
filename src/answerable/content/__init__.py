"""Reading content files (YAML): the one place where they are opened, with the line of every key kept for errors."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from answerable.errors import DefinitionError, did_you_mean

# The parser in C where it is there: all measures are read in a tenth of the time.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeyLoader(_SafeLoader):  # type: ignore[misc]
    """A safe loader that refuses a key written twice: YAML would silently keep the last."""


def _mapping_without_repeats(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key '{key}' stands twice", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_repeats)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises DefinitionError with file and line when it is not one."""
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_UniqueKeyLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"cannot be read: {error}.", where=str(path)) from error
    except yaml.YAMLError as error:
        raise DefinitionError(f"is not valid YAML: {_problem(error)}.", where=_place(path, error),
                              remedy="Check the indentation and the quotes on that line.") from error
    if not isinstance(content, dict):
        raise DefinitionError("must hold keys and values.", where=str(path))
    return content


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _place(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{path}, line {mark.line + 1}" if mark else str(path)


def unknown_keys(content: Mapping[str, Any], known: Iterable[str], *, inside: str = "") -> list[str]:
    """One fault for each key of `content` that is not in `known`, with the nearest known key named."""
    names = list(known)
    prefix = f"{inside}: " if inside else ""
    return [f"{prefix}unknown key '{key}'. {did_you_mean(str(key), names)}".rstrip()
            for key in content if key not in names]


def raise_faults(faults: list[str], *, what: str, path: Path) -> None:
    """Raise one DefinitionError that lists every fault of a file; nothing happens where there is none."""
    if faults:
        listed = " ".join(f"({number}) {fault}" for number, fault in enumerate(faults, 1))
        raise DefinitionError(f"{what} has {len(faults)} fault{'s' * (len(faults) > 1)}: {listed}",
                              where=str(path), faults=faults)


@lru_cache
def shipped(kind: str) -> Path:
    """The folder of the shipped catalogue for 'measures', 'sources', 'ratings' or 'targets'."""
    return Path(str(resources.files("answerable") / "catalogue" / kind))


def content_files(kind: str, own: Path | None = None) -> dict[str, Path]:
    """Name → file of all content of a kind; a file in the folder `own` replaces the shipped one of its name."""
    return dict(_shipped_files(kind)) | ({path.stem: path for path in yaml_files(own)} if own is not None else {})


@lru_cache
def _shipped_files(kind: str) -> dict[str, Path]:
    """The same of the shipped catalogue, which nobody adds to while the program runs."""
    return {path.stem: path for path in yaml_files(shipped(kind))}


def yaml_files(folder: Path) -> list[Path]:
    """The content files of a folder, by name; none where there is no such folder. A release asks hundreds of times."""
    try:
        return [folder / name for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    except (FileNotFoundError, NotADirectoryError):
        return []


Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp:
    """What tells whether a file was written since it was last read; zeros where there is none. What is kept of a file in
    memory is kept under its path and this."""
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return 0, 0, 0
    return state.st_mtime_ns, state.st_size, state.st_ino
