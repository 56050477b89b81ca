"""The pages of inquiries."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.web.accounts.rights import may
from answerable.web.audit.files import keep_file, serve
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.organisations.models import Organisation, Oversight
from answerable.web.register.figures import measure_choices, measure_title
from answerable.web.scrutiny import commands_inquiries as commands
from answerable.web.scrutiny import forms_inquiries as forms
from answerable.web.scrutiny.models import Inquiry

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """Every inquiry that the reader may see, the newest first. Asked by ?state=."""
    state = request.GET.get("state", "")
    known = dict(Inquiry.STATES)
    entries = Inquiry.objects.readable_by(request.user).select_related("body", "force")
    if state in known:
        entries = entries.filter(state=state)
    return page(request, "scrutiny/inquiries.html", "inquiries", shown=paged(request, entries), states=known.items(),
                state=state, kept=kept_question(request), may_open=may(request.user, "inquiry.write"))


@require_safe
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One inquiry: terms, members, stages, sessions, what it pauses, recommendations, report."""
    entry = found(Inquiry.objects.select_related("body", "force", "report_file"), request.user, pk)
    writes, reads = may(request.user, "inquiry.write", entry), may(request.user, "example.read", entry)
    inside = may(request.user, "read.internal", entry)
    requests = list(entry.decision_requests.select_related("asked")) if inside else []
    return page(request, "scrutiny/inquiry.html", "inquiries", inquiry=entry, writes=writes and entry.state == Inquiry.OPEN,
                closes=writes and entry.state == Inquiry.REPORTED, publishes=may(request.user, "publish", entry),
                inside=inside, members=list(entry.members.select_related("person")), stages=list(entry.stages.all()),
                sessions=list(entry.sessions.all()), requests=[(each, measure_title(each.measure_id)) for each in requests],
                recommendations=list(entry.recommendations.readable_by(request.user)),
                summaries=list(entry.examples.filter(state="taken").exclude(summary="").values_list("summary", flat=True))
                if entry.state != Inquiry.OPEN or inside else [],
                examples=entry.examples.count() if reads else None, recommends=may(request.user, "recommendation.write", entry))


@_form
@needs("inquiry.write")
def add(request: HttpRequest) -> HttpResponse:
    """Open an inquiry."""
    where = request.user.rights.where.get("inquiry.write", frozenset())  # type: ignore[union-attr]
    bodies = {str(each.pk): each for each in Organisation.objects.on().filter(pk__in=where)}
    form = forms.InquiryForm(request.POST or None, bodies=[(key, each.name) for key, each in bodies.items()],
                             measures=list(measure_choices().items()))

    def do(values: dict[str, Any]) -> Any:
        body = bodies[values["body"]]
        link = Oversight.objects.on().filter(overseer=body, overseen__kind="force").select_related("overseen").first()
        pauses = [{"measure": each, "latest": values["latest"]} for each in values["pauses"]]
        return commands.open_inquiry(by=request.user, title=values["title"], terms=values["terms"], body=body,
                                     force=link.overseen if link else None, visibility=values["visibility"],
                                     takes_examples=values["takes_examples"], pauses=pauses)

    return form_page(request, form, do, heading=_("Open an inquiry"), button=_("Open it"), section="inquiries",
                     then=lambda made: made.get_absolute_url(), done=_("The inquiry is open."), back=reverse("inquiries"))


def _entry(request: HttpRequest, pk: int) -> Inquiry:
    entry: Inquiry = found(Inquiry.objects.select_related("body", "force"), request.user, pk)
    return entry


def _change(request: HttpRequest, entry: Inquiry, form: Any, do: Any, **words: Any) -> HttpResponse:
    return form_page(request, form, do, section="inquiries", then=entry.get_absolute_url(), back=entry.get_absolute_url(),
                     **words)


@_form
@needs("inquiry.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the terms of an inquiry."""
    entry = _entry(request, pk)
    form = forms.EditInquiryForm(request.POST or None, initial={
        "version": entry.version, "terms": entry.terms, "takes_examples": entry.takes_examples})
    return _change(request, entry, form, lambda values: commands.edit_inquiry(by=request.user, inquiry=entry, **values),
                   heading=_("Change the inquiry"), button=_("Save"), done=_("The inquiry was changed."))


@_form
@needs("publish")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who can read an inquiry."""
    entry = _entry(request, pk)
    form = forms.VisibilityForm(request.POST or None, initial={"version": entry.version, "visibility": entry.visibility})
    return _change(request, entry, form, lambda values: commands.show_inquiry(by=request.user, inquiry=entry, **values),
                   heading=_("Who can read this inquiry"), button=_("Save"), done=_("Who can read the inquiry was changed."))


@_form
@needs("inquiry.write")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that a measure's scrutiny rests until the report."""
    entry = _entry(request, pk)
    form = forms.PauseForm(request.POST or None, measures=list(measure_choices().items()))
    return _change(request, entry, form, lambda values: commands.pause_until_report(
        by=request.user, inquiry=entry, latest=values["latest"], **{values["reach"]: values["measure"]}),
        heading=_("Let scrutiny rest until the report"), button=_("Ask the second person"),
        done=_("The second person was asked."))


@_form
@needs("inquiry.write")
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a member."""
    entry = _entry(request, pk)
    return _change(request, entry, forms.MemberForm(request.POST or None), lambda values: commands.add_inquiry_member(
        by=request.user, inquiry=entry, **values), heading=_("Add a member"), button=_("Add"), done=_("The member was added."))


@_form
@needs("inquiry.write")
def stage(request: HttpRequest, pk: int, stage: int | None = None) -> HttpResponse:
    """Add a stage, or change one."""
    entry = _entry(request, pk)
    current = entry.stages.filter(pk=stage).first() if stage else None
    if stage and current is None:
        raise Http404
    if current:
        form: Any = forms.EditStageForm(request.POST or None, initial={
            "version": current.version, "title": current.title, "due": current.due, "ended_on": current.ended_on})
    else:
        form = forms.StageForm(request.POST or None)
    return _change(request, entry, form, lambda values: commands.set_stage(
        by=request.user, inquiry=entry, stage=current, **values), button=_("Save"), done=_("The stage was saved."),
        heading=_("Change a stage") if current else _("Add a stage"))


@_form
@needs("inquiry.write")
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an evidence session."""
    entry = _entry(request, pk)
    return _change(request, entry, forms.SessionForm(request.POST or None), lambda values: commands.add_session(
        by=request.user, inquiry=entry, **values), heading=_("Add an evidence session"), button=_("Add"),
        done=_("The session was added."))


@_form
@needs("inquiry.write")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the report."""
    entry = _entry(request, pk)
    form = forms.ReportForm(request.POST or None, request.FILES or None, initial={"version": entry.version})

    def do(values: dict[str, Any]) -> Any:
        kept = keep_file(values.pop("file"), allowed=("pdf", "docx")) if values.get("file") else None
        values.pop("file", None)
        return commands.report_inquiry(by=request.user, inquiry=entry, file=kept, **values)

    return _change(request, entry, form, do, heading=_("Publish the report"), button=_("Publish"),
                   done=_("The report is published; pauses that waited for it end."),
                   hint=_("Those who can read the inquiry read its report. It cannot be changed afterwards."))


@_form
@needs("inquiry.write")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an inquiry that has reported."""
    entry = _entry(request, pk)
    form = forms.EditForm(request.POST or None, initial={"version": entry.version})
    return _change(request, entry, form, lambda values: commands.close_inquiry(by=request.user, inquiry=entry, **values),
                   heading=_("Close this inquiry"), button=_("Close it"), done=_("The inquiry is closed."))


@require_safe
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a file, for those who can read the inquiry."""
    entry = found(Inquiry.objects.select_related("report_file"), request.user, pk)
    if entry.report_file is None:
        raise Http404
    return serve(entry.report_file)  # type: ignore[return-value]
