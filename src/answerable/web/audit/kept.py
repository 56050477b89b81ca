"""Objects of which every version is kept, and which only commands may change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record


@dataclass(frozen=True)
class Acting:
    """Who does what just now. by: the account, None for the program itself; kind: of the event; at: since when, so that all
    versions which one command makes bear one time."""

    by: Any
    kind: str
    at: datetime


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting(by: Any, kind: str) -> Iterator[None]:
    """Within it objects may be saved, and their versions say by whom and by which command."""
    token = _acting.set(Acting(by, kind, timezone.now()))
    try:
        yield
    finally:
        _acting.reset(token)


class SavedOutsideCommand(RuntimeError):
    """An object that is kept was saved by something that is no command: a fault of the program."""


def _acting_user(instance: models.Model, **_kwargs: Any) -> Any:
    now = _acting.get()
    return now.by if now else None


class Kept(models.Model):
    """An object of which every version is kept (`history`), with who made it and by which command.

    It can be saved and deleted within a command alone (`answerable.web.audit.commanding.command`): elsewhere that raises
    SavedOutsideCommand. `QuerySet.update()` and `bulk_create()` keep no version; a test forbids them.
    """

    history = HistoricalRecords(inherit=True, get_user=_acting_user,
                                history_change_reason_field=models.CharField(max_length=60))

    class Meta:
        abstract = True


class Unversioned(models.Model):
    """An object of which no version is kept, since it holds what a person told of themselves: what is removed is gone. It too
    is changed by commands alone, each with its audit event; saved elsewhere it raises SavedOutsideCommand."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, within a command."""
        if _acting.get() is None:
            raise SavedOutsideCommand(f"{type(self).__name__} {self.pk} was saved outside a command")
        super().save(*args, **kwargs)


@receiver(pre_create_historical_record)
def _only_in_commands(sender: Any, history_instance: Any, instance: models.Model, **_kwargs: Any) -> None:
    now = _acting.get()
    if now is None:
        raise SavedOutsideCommand(f"{type(instance).__name__} {instance.pk} was saved outside a command")
    history_instance.history_change_reason, history_instance.history_date = now.kind, now.at
