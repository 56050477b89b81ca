"""Lists: what they can be asked for, and one page of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

T = TypeVar("T")
MOST = 200
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)

Number = Annotated[int, Field(ge=1, le=2**53)]
InPath = Annotated[int, Path(ge=1, le=2**53)]
MeasureId = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,99}$")]
# Nothing was changed before computers; a year of few digits has no instant everywhere on earth.
Instant = Annotated[AwareDatetime, AfterValidator(lambda value: max(value, _FIRST))]
Visibility = Literal["internal", "panel", "public"]


class Asked(Schema):
    """What every list can be asked for. changed_since: only what was added or changed after an instant."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=MOST, description="How many at most")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many to pass over")
    changed_since: Instant | None = Field(None, description="Only what was added or changed after this instant")

    def conditions(self) -> dict[str, Any]:
        """What was asked for besides the page, as conditions on the model."""
        return {}


class AskedEntries(Asked):
    """What lists of entries can be asked for besides."""

    body: Number | None = Field(None, description="Of this governing body (its number)")
    force: Number | None = Field(None, description="Of this force (its number)")
    visibility: Visibility | None = None

    def conditions(self) -> dict[str, Any]:
        """What was asked for besides the page, as conditions on the model."""
        found = {"body": self.body, "force": self.force, "visibility": self.visibility} | self.own()
        return {key: value for key, value in found.items() if value is not None}

    def own(self) -> dict[str, Any]:
        """What this kind of list can be asked for besides."""
        return {}


class Listed(Schema, Generic[T]):
    """A page of a list. total: how many there are in all."""

    total: int
    limit: int
    offset: int
    items: list[T]


def listed(request: HttpRequest, asked: Any, entries: QuerySet[Any], order: str = "pk") -> dict[str, Any]:
    """The page of a list that was asked for. entries: those that whoever asks may read; order: a field's name, with "-" before
    it for the other way round. Raises HttpError for a question that the list does not know."""
    unknown = sorted(set(request.GET) - set(type(asked).model_fields))
    if unknown:
        raise HttpError(422, f"The list cannot be asked for “{unknown[0][:60]}”. It knows: "
                        f"{', '.join(sorted(type(asked).model_fields))}.")
    entries = entries.filter(**asked.conditions())
    if asked.changed_since is not None and hasattr(entries.model, "history"):
        changed = entries.model.history.filter(history_date__gt=asked.changed_since)   # type: ignore[attr-defined]
        entries = entries.filter(pk__in=changed.values("id"))
    total = entries.order_by().count()
    shown = entries.order_by(*dict.fromkeys((order, "pk")))[asked.offset:asked.offset + asked.limit]
    return {"total": total, "limit": asked.limit, "offset": asked.offset, "items": list(shown)}


def one(entries: QuerySet[Any], number: int) -> Any:
    """The entry of that number among those that whoever asks may read. Raises Http404."""
    from django.shortcuts import get_object_or_404

    return get_object_or_404(entries, pk=number)
