"""Packs: making them, reading them on the screen with the page numbers of the PDF, and fetching their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from answerable.web.audit.files import serve
from answerable.web.components.forms import Form
from answerable.web.components.pages import form_page, found, needs, page
from answerable.web.meetings.commands_packs import make_pack
from answerable.web.meetings.models import Meeting, Pack
from answerable.web.meetings.pack_changes import pack_changes
from answerable.web.meetings.seeing import narrower, sees
from answerable.web.organisations.models import VISIBILITIES
from answerable.web.register.figures import release_now


class PackForm(Form):
    """For whom a pack is made."""

    audience = forms.ChoiceField(label=gettext_lazy("For whom"), choices=VISIBILITIES, widget=forms.RadioSelect,
                                 initial="internal", help_text=gettext_lazy("What they cannot read is left out."))


@needs("meeting.write")
def make(request: HttpRequest, number: int) -> HttpResponse:
    """Make the next version of a meeting's pack."""
    meeting = found(Meeting.objects.select_related("body", "force"), request.user, number)
    return form_page(request, PackForm(request.POST or None), lambda given: make_pack(request.user, meeting, **given),
                     heading=_("Make a pack"), button=_("Make the pack"), section="meetings", back=meeting.get_absolute_url(),
                     hint=_("Agenda, matters arising, figures, plans, questions and papers, in Word and PDF."),
                     done=_("The pack was made and kept."), then=lambda made: made.get_absolute_url())


def seen_packs(user: Any, meeting: Meeting) -> list[Pack]:
    """The packs of a meeting that somebody sees, newest first, without their content."""
    packs = meeting.packs.defer("content").order_by("audience", "-number")
    return [each for each in packs if sees(user, meeting, narrower(each.audience, meeting.visibility))]


def _pack(request: HttpRequest, number: int) -> Pack:
    pack = Pack.objects.select_related("meeting", "pdf", "word").filter(pk=number).first()
    if pack is None or not sees(request.user, pack.meeting, narrower(pack.audience, pack.meeting.visibility)):
        raise Http404
    return pack


@require_safe
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """A pack on the screen."""
    entry = _pack(request, number)
    before = Pack.objects.filter(meeting=entry.meeting_id, audience=entry.audience, number__lt=entry.number).last()
    newer = Pack.objects.filter(meeting=entry.meeting_id, audience=entry.audience, number__gt=entry.number).last()
    return page(request, "meetings/pack.html", "meetings", pack=entry, content=entry.content, meeting=entry.meeting,
                changes=pack_changes(before.content, entry.content) if before else None, before=before, newer=newer,
                parts=list(paged_sections(entry.content)), pages=entry.content["pages"])


def paged_sections(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The sections with the page of the PDF on which each block and each row begins, given where it is another than before:
    {"id", "title", "page", "blocks": [{…, "page": None or number, "lines": [{"page", "cells"}]}]}."""
    release, pages = release_now(), content["pages"]
    for section in content["sections"]:
        here = start = pages[section["id"]]
        blocks = []
        for number, block in enumerate(section["blocks"]):
            key = f"{section['id']}.{number}"
            at = pages.get(key, here)
            shown = dict(block) | {"page": at if at != here else None}
            here = at
            if block["kind"] == "chart":
                shown |= _charts(release, block["measure"]) if release and release.number == content.get("release") else {}
            if block["kind"] == "table":
                shown["lines"], here = _lines(block, key, pages, here)
            blocks.append(shown)
        yield {"id": section["id"], "title": section["title"], "page": start, "blocks": blocks}


def _charts(release: Any, measure_id: str) -> dict[str, str | None]:
    return {width: release.chart(measure_id, width) for width in ("wide", "narrow")}


def _lines(table: Mapping[str, Any], key: str, pages: Mapping[str, int], here: int) -> tuple[list[dict[str, Any]], int]:
    """The rows of a table, their cells with the names of their columns, and the page of the last."""
    lines = []
    for number, cells in enumerate(table["rows"]):
        at = pages.get(f"{key}.{number}", here)
        lines.append({"page": at if at != here else None, "cells": list(zip(table["columns"], cells, strict=True))})
        here = at
    return lines, here


@require_safe
def pack_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The "pdf" or "word" file of a pack."""
    entry = _pack(request, number)
    return serve(entry.pdf if kind == "pdf" else entry.word)
