"""The versions of an entry and of what belongs to it, with the difference of each to the one before, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import may
from answerable.web.audit.kept import Kept
from answerable.web.audit.models import AuditEvent
from answerable.web.audit.texts import Piece, compared
from answerable.web.audit.words import kind_words

# A command's event comes after its first version by no more than this.
_LATER = timedelta(minutes=1)
_PASSED_OVER = frozenset({"id", "version", "created_at"})
MOST_VERSIONS = 500


@dataclass(frozen=True)
class Change:
    """One field that changed. old, new: in words, "" for nothing; pieces: the two word by word, for texts."""

    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Part:
    """One object of a version. what: "Action", "Owner"; how: "added", "changed" or "deleted"; changes: its fields."""

    what: str
    how: str
    changes: tuple[Change, ...]


@dataclass
class Version:
    """What one command made of an entry. number: 1 for the first; words: what the command does; by: the account's name, ""
    where whoever asks has no right to it, None for the program itself."""

    number: int
    at: datetime
    words: str
    by: str | None
    parts: list[Part] = field(default_factory=list)


def history_of(entry: Kept, reader: Any) -> list[Version]:
    """The versions of an entry and of what belongs to it (owners, updates, items), the newest first, at most 500.

    reader: who asks. Empty for whoever may not read what is internal to its organisations, since an earlier version may be;
    names of accounts stand in it for those with the right "audit.read" alone. A fixed number of queries, however many versions
    there are.
    """
    if not may(reader, "read.internal", entry):
        return []
    named = may(reader, "audit.read", entry)
    rows = _rows(entry)
    words = _Words(rows, named)
    versions: list[Version] = []
    before: dict[tuple[str, Any], Any] = {}
    last: Any = None
    for row in rows:
        if last is None or not _together(last, row):
            versions.append(Version(len(versions) + 1, row.history_date, words.told(row), words.account(row.history_user_id)))
        key = (row._meta.model_name, row.pk_of_object)
        part = words.part(before.get(key), row)
        if part is not None:
            versions[-1].parts.append(part)
        before[key] = last = row
    return [version for version in reversed(versions) if version.parts or version.number == 1][:MOST_VERSIONS]


def _together(one: Any, other: Any) -> bool:
    """Whether one command made both versions."""
    return (one.history_date, one.history_change_reason, one.history_user_id) == (
        other.history_date, other.history_change_reason, other.history_user_id)


def _rows(entry: Kept) -> list[Any]:
    """Every version of the entry and of what goes when it goes, the oldest first."""
    found: list[Any] = []
    for model, condition in _tables(entry):
        for row in model.history.filter(**condition).order_by("history_date", "history_id"):  # type: ignore[attr-defined]
            row.model_of_object, row.pk_of_object = model, getattr(row, model._meta.pk.attname)
            found.append(row)
    return sorted(found, key=lambda row: (row.history_date, row.model_of_object is not type(entry), row.history_id))


def _tables(entry: Kept) -> Iterator[tuple[type[models.Model], dict[str, Any]]]:
    yield type(entry), {type(entry)._meta.pk.attname: entry.pk}
    for relation in type(entry)._meta.related_objects:
        model = relation.related_model
        if relation.on_delete is models.CASCADE and isinstance(model, type) and issubclass(model, Kept):
            yield model, {relation.field.attname: entry.pk}


class _Words:
    """Fields in words; the names of linked objects are looked up once for all versions."""

    def __init__(self, rows: Sequence[Any], named: bool) -> None:
        self.named = named
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for row in rows:
            wanted[get_user_model()].add(row.history_user_id)
            for each in _fields(row):
                if isinstance(each, models.ForeignKey):
                    wanted[each.related_model].add(getattr(row, each.attname))
        self.linked = {model: _texts(model, numbers - {None}) for model, numbers in wanted.items()}
        self.events = _events(rows)

    def told(self, row: Any) -> str:
        """What the command did that made a version, as its event tells it."""
        kind = row.history_change_reason or ""
        after = [event for event in self.events[kind] if event.actor == row.history_user_id
                 and timedelta() <= event.at - row.history_date <= _LATER]
        first = min(after, key=lambda event: event.number, default=None)
        return first.words if first else kind_words(kind)

    def account(self, number: Any) -> str | None:
        """Whose account it is, as far as the reader may know."""
        if number is None:
            return None
        return self.linked[get_user_model()].get(number, "") if self.named else ""

    def part(self, old: Any, new: Any) -> Part | None:
        """One object's version against the one before; None where nothing that is shown changed."""
        how = {"+": _("added"), "~": _("changed"), "-": _("removed")}[new.history_type]
        if new.history_type == "-":
            return Part(self._what(new), how, tuple(self._changes(_fields(new), new, None)))
        changes = tuple(self._changes(_fields(new), old, new))
        return Part(self._what(new), how, changes) if changes or old is None else None

    def _what(self, row: Any) -> str:
        return str(row.model_of_object._meta.verbose_name).capitalize()

    def _changes(self, fields: Iterable[models.Field[Any, Any]], old: Any, new: Any) -> Iterator[Change]:
        for each in fields:
            before = self._value(each, old) if old is not None else ""
            after = self._value(each, new) if new is not None else ""
            if before != after:
                text = isinstance(each, models.TextField | models.CharField) and not each.choices and before and after
                yield Change(str(each.verbose_name).capitalize(), before, after, compared(before, after) if text else ())

    def _value(self, each: models.Field[Any, Any], row: Any) -> str:
        value = getattr(row, each.attname)
        if value is None or value == "":
            return ""
        if isinstance(each, models.ForeignKey):
            if each.related_model is get_user_model() and not self.named:
                return _("account %(number)s") % {"number": value}
            return self.linked[each.related_model].get(value, f"{each.related_model._meta.verbose_name} {value}")
        return _plain(each, value)


def _plain(each: models.Field[Any, Any], value: Any) -> str:
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))  # type: ignore[attr-defined]
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _fields(row: Any) -> list[models.Field[Any, Any]]:
    """The fields that are shown: not those which every version changes, and not the link to what the object belongs to."""
    return [each for each in row.model_of_object._meta.concrete_fields if each.name not in _PASSED_OVER]


def _events(rows: Sequence[Any]) -> dict[str, list[AuditEvent]]:
    """The events that tell of these objects, by kind."""
    told: dict[str, set[Any]] = defaultdict(set)
    for row in rows:
        told[row.model_of_object._meta.model_name].add(row.pk_of_object)
    condition = Q(pk__in=())
    for kind, numbers in told.items():
        condition |= Q(object_kind=kind, object_number__in=numbers)
    found: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in AuditEvent.objects.filter(condition):
        found[event.kind].append(event)
    return found


def _texts(model: type[models.Model], numbers: set[Any]) -> dict[Any, str]:
    return {number: str(each) for number, each in model._default_manager.in_bulk(numbers).items()} if numbers else {}
