"""Minutes put in to be read: the upload, the proposals beside the document's text, and what a person makes of each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.web.accounts.rights import may
from answerable.web.audit.files import serve
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.components.steps import run_step
from answerable.web.meetings import reading_commands as commands
from answerable.web.meetings.models import Meeting, MinutesDocument, Proposal
from answerable.web.meetings.reading_forms import FORMS, ActionForm, UploadForm
from answerable.web.meetings.reading_shown import (
    BUTTONS,
    HEADINGS,
    KINDS,
    context_of,
    counts_of,
    marked_text,
    shown_proposal,
    stated_beside,
)

PER_PAGE = 25


@needs("minutes.read")
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Put in the minutes of a meeting; they are read at once."""
    meeting = _readable_meeting(request, number)
    form = UploadForm(request.POST or None, request.FILES or None, meeting=meeting)
    return form_page(request, form, lambda given: commands.keep_reading(by=request.user, meeting=meeting, **given),
                     heading=_("Have minutes read"), button=_("Read the minutes"), section="meetings",
                     back=meeting.get_absolute_url(), done=_("The minutes were read. Nothing was made of them yet."),
                     hint=_("The reader proposes actions, promises, decisions, figures and the next meeting. You confirm, "
                            "change or discard each."),
                     then=lambda made: reverse("minutes-document", args=[meeting.pk, made.pk]))


def _readable_meeting(request: HttpRequest, number: int) -> Meeting:
    meeting: Meeting = found(Meeting.objects.select_related("body", "force"), request.user, number)
    if not may(request.user, "minutes.read", meeting):
        raise Http404
    return meeting


def _document(request: HttpRequest, number: int, document: int) -> MinutesDocument:
    meeting = _readable_meeting(request, number)
    kept: MinutesDocument | None = meeting.documents.select_related("file").filter(pk=document).first()
    if kept is None:
        raise Http404
    kept.meeting = meeting
    return kept


@require_safe
@needs("minutes.read")
def document(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """The proposals of a document, each beside its sentence in the text."""
    kept = _document(request, number, document)
    counts = counts_of(kept)
    state = request.GET.get("state", Proposal.WAITING)
    kind = request.GET.get("kind", "")
    chosen = kept.proposals.all() if state == "all" else kept.proposals.filter(state=state)
    shown = paged(request, chosen.filter(kind=kind) if kind in KINDS else chosen, PER_PAGE)
    beside = stated_beside(kept, [each for each in shown if each.kind == "figure"])
    lines = [shown_proposal(each, context_of(kept.text, each), beside.get(each.pk)) for each in shown]
    return page(request, "meetings/reading_proposals.html", "meetings", document=kept, meeting=kept.meeting, shown=shown,
                lines=lines, counts=counts, state=state, kind=kind, kinds=KINDS, kept=kept_question(request))


@require_safe
@needs("minutes.read")
def text(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """The whole text of a document, with every sentence that a proposal stands for marked."""
    kept = _document(request, number, document)
    return page(request, "meetings/reading_text.html", "meetings", document=kept, meeting=kept.meeting,
                paragraphs=marked_text(kept.text, list(kept.proposals.all())))


@require_safe
@needs("minutes.read")
def file(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """The file itself, as a download."""
    answer: Any = serve(_document(request, number, document).file)
    return answer  # type: ignore[no-any-return]


def _proposal(request: HttpRequest, number: int) -> Proposal:
    proposal = Proposal.objects.select_related("document__meeting__body", "document__meeting__force").filter(pk=number).first()
    if proposal is None or not may(request.user, "minutes.read", proposal.document.meeting):
        raise Http404
    return proposal


def _back(proposal: Proposal) -> str:
    return reverse("minutes-document", args=[proposal.document.meeting_id, proposal.document_id])


@needs("minutes.read")
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Look at a proposal, change what was read, and confirm it. ?as=promise: as something else than the reader took it for."""
    entry = _proposal(request, number)
    if entry.state != Proposal.WAITING:
        return HttpResponseRedirect(_back(entry))
    wanted = request.GET.get("as", commands.BECOMES.get(entry.kind, commands.ACTION))
    made = FORMS.get(wanted) or FORMS[commands.ACTION]
    wanted = wanted if wanted in FORMS else commands.ACTION
    form = made(request.POST or None, proposal=entry)
    return form_page(request, form, lambda given: made.confirm(by=request.user, proposal=entry, **given),
                     template="meetings/reading_proposal.html", heading=HEADINGS[wanted], button=BUTTONS[wanted],
                     section="meetings", back=_back(entry), then=_back(entry), done=_("It was confirmed."),
                     line=shown_proposal(entry, context_of(entry.document.text, entry), None),
                     others=[(code, words) for code, words in HEADINGS.items() if code != wanted])


@require_POST
@needs("minutes.read")
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm an action or commitment as it was read, by a button."""
    entry = _proposal(request, number)
    given = ActionForm.read_from(entry)
    run_step(request, lambda: commands.confirm_action(by=request.user, proposal=entry, version=_version(request), **given),
             _("The action was added."))
    return HttpResponseRedirect(_back(entry))


@require_POST
@needs("minutes.read")
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Discard a proposal."""
    entry = _proposal(request, number)
    run_step(request, lambda: commands.discard(by=request.user, proposal=entry, version=_version(request)),
             _("The proposal was discarded."))
    return HttpResponseRedirect(_back(entry))


@require_POST
@needs("minutes.read")
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let a discarded proposal wait again."""
    entry = _proposal(request, number)
    run_step(request, lambda: commands.take_back(by=request.user, proposal=entry), _("The proposal waits again."))
    return HttpResponseRedirect(_back(entry))


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdigit() else None
