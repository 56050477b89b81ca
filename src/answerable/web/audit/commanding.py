"""Commands: the only way to change the register. Each is one transaction with one audit event of its own."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar

from django.db import models, transaction

from answerable.web.audit.kept import acting
from answerable.web.audit.models import AuditEvent, ChainHead
from answerable.web.audit.words import declare

COMMANDS: dict[str, Callable[..., Any]] = {}
_CODE = re.compile(r"[a-z0-9][a-z0-9 ._:@/+%-]{0,79}|")
M = TypeVar("M", bound=models.Model)


class Actor(Protocol):
    """Who does something: an account."""

    @property
    def pk(self) -> Any:
        """Its number."""

    def role_codes(self) -> str:
        """Its roles by organisation, "policy-officer@3 auditor@1"."""


def together() -> AbstractContextManager[None]:
    """Within it several commands run of which all happen or none does."""
    return transaction.atomic()


@dataclass(frozen=True)
class Did:
    """What a command did. about: the object it was done to; details: for the event's sentence: numbers, days, codes; never a
    name or a text that somebody wrote."""

    about: Any
    details: Mapping[str, Any] = field(default_factory=dict)


def command(kind: str, sentence: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a command of a function with keyword-only arguments, the first of which is `by`.

    kind: of its event, "action.closed"; sentence: the event in words, marked for translation, with {number} for the object
    and the names of its details. The function returns the object that it changed, or Did(object, details); the command
    returns the object. All or nothing happens: an error raised inside leaves no trace. Checks of rights are the function's
    first statement: `require(by, "right", entry)`. Messages to people go into transaction.on_commit.
    """
    declare(kind, sentence)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*, by: Any, **given: Any) -> Any:
            with transaction.atomic(), acting(by, kind):
                made = function(by=by, **given)
                did = made if isinstance(made, Did) else Did(made)
                record_event(kind, by, did)
            return did.about
        COMMANDS[kind] = run
        return run
    return wrap


def record_event(kind: str, by: Actor | None, did: Did) -> AuditEvent:
    """Write the next event of the chain, within the transaction of what it tells. Raises ValueError where a detail could hold
    personal data: anything but a number, a day or a short code."""
    if not ChainHead.objects.filter(pk=1).exists():
        ChainHead.objects.get_or_create(pk=1)
    head = ChainHead.objects.select_for_update().get(pk=1)
    event = AuditEvent(number=head.number + 1, at=datetime.now(UTC), kind=kind, actor=by.pk if by else None,
                       roles=by.role_codes() if by else "", object_kind=did.about._meta.model_name,
                       object_number=did.about.pk, details={key: _safe(key, value) for key, value in did.details.items()},
                       before=head.sha256)
    event.sha256 = event.digest()
    event.save(force_insert=True)
    head.number, head.sha256 = event.number, event.sha256
    head.save()
    return event


def _safe(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and _CODE.fullmatch(value)):
        return value
    raise ValueError(f"the detail '{key}' of an audit event may be a number, a day or a short code, to hold no personal data")


class EditConflict(Exception):
    """Somebody else changed the object while it was being edited. current: as it is now, with theirs in it."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__(f"{type(current).__name__} {current.pk} was changed meanwhile")


def taken(entry: M, version: int | None) -> M:
    """The object as it is in the database now, held until the transaction ends, its `version` counted up for the save to come.

    version: the one that the person had before them, None where nothing that they saw can be overwritten. Raises EditConflict
    where the object has another by now.
    """
    current: M = type(entry)._default_manager.select_for_update().get(pk=entry.pk)
    if version is not None and current.version != version:  # type: ignore[attr-defined]
        raise EditConflict(current)
    current.version += 1  # type: ignore[attr-defined]
    return current
