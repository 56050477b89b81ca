"""Papers of a meeting, and who was there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.web.audit.files import serve
from answerable.web.components.pages import form_page, found, needs
from answerable.web.components.steps import run_step
from answerable.web.meetings import commands
from answerable.web.meetings.forms_meetings import VisibilityForm
from answerable.web.meetings.forms_minutes import AttendanceForm, PaperForm, PaperVersionForm
from answerable.web.meetings.models import Attendance, Meeting, Paper, PaperVersion
from answerable.web.meetings.seeing import seen_papers


@needs("paper.send")
def add_paper(request: HttpRequest, number: int) -> HttpResponse:
    """Add a paper to a meeting."""
    meeting = found(Meeting.objects, request.user, number)
    form = PaperForm(request.POST or None, request.FILES or None, meeting=meeting, user=request.user)
    return form_page(request, form, lambda given: commands.add_paper(by=request.user, meeting=meeting, **given),
                     heading=_("Add a paper"), button=_("Add the paper"), section="meetings", back=meeting.get_absolute_url(),
                     done=_("The paper was added."), then=f"{meeting.get_absolute_url()}#papers")


def _paper(request: HttpRequest, number: int) -> Paper:
    paper = Paper.objects.select_related("meeting").filter(pk=number).first()
    if paper is None or paper not in seen_papers(request.user, found(Meeting.objects, request.user, paper.meeting_id)):
        raise Http404
    return paper


@needs("meeting.write")
def add_version(request: HttpRequest, number: int) -> HttpResponse:
    """Put in a new version of a paper."""
    paper = _paper(request, number)
    back = paper.meeting.get_absolute_url()
    form = PaperVersionForm(request.POST or None, request.FILES or None)
    return form_page(request, form, lambda given: commands.add_paper_version(by=request.user, paper=paper, **given),
                     heading=_("A new version of “{paper}”").format(paper=paper.title), button=_("Add the version"),
                     section="meetings", back=back, done=_("The new version was added."), then=f"{back}#papers")


@needs("publish")
def publish_paper(request: HttpRequest, number: int) -> HttpResponse:
    """Decide who reads a paper."""
    paper = _paper(request, number)
    back = paper.meeting.get_absolute_url()
    form = VisibilityForm(request.POST or None, initial={"visibility": paper.visibility})
    return form_page(request, form, lambda given: commands.publish_paper(by=request.user, paper=paper, **given),
                     heading=_("Who can read the paper"), button=_("Save"), section="meetings", back=back,
                     then=f"{back}#papers", done=_("Who can read it was changed."))


@require_safe
def paper_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file of one version of a paper, for those who see the paper. number: of the version."""
    version = PaperVersion.objects.select_related("file").filter(pk=number).first()
    if version is None:
        raise Http404
    _paper(request, version.paper_id)
    return serve(version.file)


@needs("meeting.write")
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who was at a meeting: the list, and a form for one more."""
    meeting = found(Meeting.objects.select_related("previous", "body"), request.user, number)
    here = reverse("attendance", args=[meeting.pk])
    form = AttendanceForm(request.POST or None, meeting=meeting)
    return form_page(request, form, lambda given: commands.add_attendance(by=request.user, meeting=meeting, **given),
                     heading=_("Who was there: {meeting}").format(meeting=meeting.title), button=_("Add"), section="meetings",
                     template="meetings/attendance.html", back=meeting.get_absolute_url(), then=here, meeting=meeting,
                     there=list(meeting.attendances.select_related("person", "post__organisation")))


@require_POST
@needs("meeting.write")
def attendance_step(request: HttpRequest, number: int, attendance: int | None = None) -> HttpResponse:
    """Take one person off the list; without one, take over the list of the meeting before."""
    meeting = found(Meeting.objects.select_related("previous"), request.user, number)
    if attendance is None:
        run_step(request, lambda: commands.take_over_attendance(by=request.user, meeting=meeting),
                 _("Who was at the meeting before is on the list."))
    else:
        entry = Attendance.objects.select_related("meeting").filter(meeting=meeting, pk=attendance).first()
        if entry is None:
            raise Http404
        run_step(request, lambda: commands.remove_attendance(by=request.user, attendance=entry), _("The list was changed."))
    return HttpResponseRedirect(reverse("attendance", args=[meeting.pk]))
