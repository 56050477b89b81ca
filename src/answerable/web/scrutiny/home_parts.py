"""What sections of the home page are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from answerable.web.components.templatetags.answerable import day as day_words

# Rows of a section; what there is beyond stands behind its link.
MOST = 7


@dataclass(frozen=True)
class Row:
    """A line of a section. address: where it leads, "" for nowhere; note: what matters about it; late: that its day is past."""

    words: str
    address: str = ""
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class Section:
    """A section. sentence: what it says in words; rows: at most MOST; more: address and words of the whole list."""

    key: str
    heading: str
    sentence: str
    rows: Sequence[Row] = ()
    more: tuple[str, str] | None = None


def address(name: str, *args: Any, **asked: Any) -> str:
    """The address of a page with what is asked of it; "" where there is no such page."""
    try:
        return reverse(name, args=args) + (f"?{urlencode(asked)}" if asked else "")
    except NoReverseMatch:
        return ""


def first(entries: Any) -> tuple[list[Any], int]:
    """(the first MOST of a query, how many it has in all). Two queries. Numbers are sorted, and whole rows read of the first
    alone: of thousands it takes many times less."""
    numbers = entries.values("pk")[:MOST]
    return list(entries.model.objects.filter(pk__in=numbers).order_by(*entries.query.order_by)), entries.count()


def told(day: date | None) -> str:
    """A day in words, "" for none."""
    return day_words(day) if day else ""


def own(user: Any, right: str) -> frozenset[int]:
    """The organisations in which somebody has a right."""
    found: frozenset[int] = user.rights.where.get(right, frozenset())
    return found


def rows(entries: Iterable[Any], note: Any = None, late: Any = None) -> list[Row]:
    """Entries with a page of their own as rows. note, late: functions of an entry."""
    return [Row(str(each), each.get_absolute_url(), str(note(each)) if note else "", bool(late and late(each)))
            for each in entries]
