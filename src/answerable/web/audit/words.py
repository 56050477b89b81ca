"""Events in words. Every command declares its own sentence; this is where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

_SENTENCES: dict[str, str] = {}


def declare(kind: str, sentence: str) -> None:
    """Say how events of a kind are told: a translatable sentence with {number} for the object and names of details.

    Raises ValueError where the kind is declared already.
    """
    if kind in _SENTENCES:
        raise ValueError(f"the command '{kind}' is declared twice")
    _SENTENCES[kind] = sentence


def kinds() -> tuple[str, ...]:
    """Every kind of event that is declared, in alphabetical order."""
    return tuple(sorted(_SENTENCES))


def event_words(kind: str, number: int, details: Mapping[str, Any]) -> str:
    """An event as a sentence. A kind that is no longer declared gives its code and number."""
    sentence = _SENTENCES.get(kind)
    return gettext(sentence).format(number=number, **details) if sentence else f"{kind} {number}"


def kind_words(kind: str) -> str:
    """What a kind of event is, without any object: its sentence with "…" where numbers stand. A kind that is no longer declared
    gives its code."""
    sentence = _SENTENCES.get(kind)
    try:
        return gettext(sentence).format_map(_Open()) if sentence else kind
    except ValueError:   # a detail that is shown as a number with so many digits
        return kind


class _Open(dict[str, str]):
    """Every key stands for an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
