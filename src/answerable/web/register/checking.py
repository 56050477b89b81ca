"""What the commands of the register check of an entry before they save it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, may, parties, require
from answerable.web.audit.commanding import Did, taken


def checked(entry: Any) -> Any:
    """The object, if its fields hold what they may. Raises ValidationError naming each field that does not; other objects to
    which it points are not looked at."""
    linked = {field.name for field in entry._meta.concrete_fields if isinstance(field, models.ForeignKey)}
    entry.clean_fields(exclude={*linked, *(field.name for field in entry._meta.concrete_fields if field.primary_key)})
    return entry


def wanted(text: str, message: Any) -> str:
    """A text without the space around it. Raises ValidationError with the message where nothing is left."""
    if not text or not text.strip():
        raise ValidationError(message)
    return text.strip()


def of_one_house(entry: Any, **linked: Any) -> None:
    """Raise ValidationError where something linked with an entry belongs to none of the entry's organisations: its title would
    be shown to people who may not read it. linked: by name of the field; None is passed over."""
    for name, other in linked.items():
        if other is not None and parties(other).isdisjoint(entry.parties()):
            raise ValidationError(_("This belongs to other organisations (%(field)s %(number)s)."),
                                  params={"field": name, "number": other.pk})


def with_visibility(by: Any, entry: Any, visibility: str | None) -> Any:
    """The new entry with a visibility (default: internal). Raises Refused where it is wider, and `by` may not publish."""
    if visibility and visibility != INTERNAL:
        require(by, "publish", entry)
        entry.visibility = visibility
    return entry


def shown_to(entry: Any, version: int | None, visibility: str) -> Did:
    """An entry with another visibility, saved: what every command does that decides who reads one. Raises EditConflict,
    ValidationError for what is no visibility."""
    entry = taken(entry, version)
    entry.visibility = visibility
    checked(entry).save()
    return Did(entry, {"visibility": visibility})


def reads_internal(user: Any, entry: Any) -> bool:
    """Whether somebody belongs to the organisations of an entry, and reads what they share among themselves."""
    return may(user, "read.internal", entry)
