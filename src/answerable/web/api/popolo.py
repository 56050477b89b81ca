"""People, organisations, posts, memberships and meetings as Popolo JSON (http://www.popoloproject.com/specs/), so that others'
tools can read them. Public data only; whoever asks gets the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from answerable.web.api.problems import nowhere
from answerable.web.api.visible import visible
from answerable.web.meetings.models import Meeting
from answerable.web.organisations.models import Organisation, Person, Post, Tenure

PER_PAGE = 500
_NOBODY = AnonymousUser()


def _dated(starts: Any, ends: Any) -> dict[str, Any]:
    return {"start_date": starts.isoformat() if starts else None, "end_date": ends.isoformat() if ends else None}


def person(each: Person) -> dict[str, Any]:
    """A Popolo person."""
    return {"id": f"person/{each.pk}", "name": each.name}


def organization(each: Organisation) -> dict[str, Any]:
    """A Popolo organization. Its short and its Welsh name are other names."""
    others = [{"name": each.short_name, "note": "short name"}] if each.short_name else []
    others += [{"name": each.name_cy, "note": "Welsh name", "lang": "cy"}] if each.name_cy else []
    return {"id": f"organization/{each.pk}", "name": each.name, "other_names": others,
            "classification": each.body_type or each.kind,
            "parent_id": f"organization/{each.parent_id}" if each.parent_id else None,
            "founding_date": each.starts.isoformat() if each.starts else None,
            "dissolution_date": each.ends.isoformat() if each.ends else None}


def post(each: Post) -> dict[str, Any]:
    """A Popolo post."""
    return {"id": f"post/{each.pk}", "label": each.title, "role": each.short_title or each.title,
            "organization_id": f"organization/{each.organisation_id}", **_dated(each.starts, each.ends)}


def membership(each: Tenure) -> dict[str, Any]:
    """A Popolo membership: who held a post, from when to when."""
    return {"id": f"membership/{each.pk}", "person_id": f"person/{each.person_id}", "post_id": f"post/{each.post_id}",
            "organization_id": f"organization/{each.post.organisation_id}",
            "role": f"Acting {each.post.title}" if each.acting else each.post.title, **_dated(each.starts, each.ends)}


def event(each: Meeting) -> dict[str, Any]:
    """A Popolo event: a meeting that is public."""
    holder = each.body_id or each.force_id
    return {"id": f"event/{each.pk}", "name": each.title, "classification": each.kind or "meeting",
            "start_date": each.starts_at.isoformat() if each.starts_at else None,
            "end_date": each.ends_at.isoformat() if each.ends_at else None, "location": each.place or None,
            "status": "cancelled" if each.state == Meeting.CANCELLED else "confirmed",
            "organization_id": f"organization/{holder}" if holder else None}


def _kinds() -> dict[str, tuple[Callable[[Any], dict[str, Any]], Any]]:
    return {
        "persons": (person, visible(Person, _NOBODY).order_by("pk")),
        "organizations": (organization, Organisation.objects.order_by("pk")),
        "posts": (post, Post.objects.order_by("pk")),
        "memberships": (membership, Tenure.objects.select_related("post").order_by("pk")),
        "events": (event, visible(Meeting, _NOBODY).exclude(starts_at=None).order_by("pk")),
    }


def _sent(content: Any) -> HttpResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


@require_safe
def everything(_request: HttpRequest) -> HttpResponse:
    """Everything public of people and bodies in one file, as programs that read Popolo take it."""
    return _sent({kind: [shape(each) for each in entries] for kind, (shape, entries) in _kinds().items()})


@require_safe
def of_a_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind, 500 at a time: {"page", "pages", "total", "result"}; ?page=2 for the next."""
    found = _kinds().get(kind)
    if found is None:
        return nowhere(request)
    shape, entries = found
    shown = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    result: Iterable[dict[str, Any]] = [shape(each) for each in shown]
    return _sent({"page": shown.number, "pages": shown.paginator.num_pages, "total": shown.paginator.count, "result": result})
