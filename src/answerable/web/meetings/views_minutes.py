"""Minutes: reading them, writing them item by item, approving, correcting, and closing the meeting."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, needs, page
from answerable.web.components.steps import run_step
from answerable.web.meetings import commands
from answerable.web.meetings.commands_minutes import writers
from answerable.web.meetings.forms_minutes import OUTCOME_FORMS, ApproveForm, CloseForm, CorrectionForm, MinuteEditForm
from answerable.web.meetings.minuted import minuted_items
from answerable.web.meetings.models import Meeting, Minute
from answerable.web.meetings.outcomes import record_outcome
from answerable.web.meetings.pack_minutes import minutes_word
from answerable.web.meetings.presenting import minutes_state, when_words
from answerable.web.meetings.seeing import sees_minutes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes of a meeting, for those who see them."""
    meeting = found(Meeting.objects.select_related("body", "force", "approved_in", "approved_by"), request.user, number)
    if not sees_minutes(request.user, meeting):
        raise Http404
    approves = may(request.user, "minutes.approve", meeting)
    return page(request, "meetings/minutes.html", "meetings", meeting=meeting, when=when_words(meeting),
                state=minutes_state(meeting), items=minuted_items(meeting, request.user),
                there=list(meeting.attendances.select_related("person", "post__organisation")),
                may_write=may(request.user, "meeting.write", meeting) and meeting.state != Meeting.APPROVED,
                may_approve=approves and meeting.state == Meeting.DRAFT and request.user.pk not in writers(meeting),
                may_correct=approves and meeting.state == Meeting.APPROVED,
                may_publish=may(request.user, "publish", meeting))


@require_safe
def minutes_file(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes as a Word file, for those who see them."""
    meeting = found(Meeting.objects.select_related("body", "approved_in"), request.user, number)
    if not sees_minutes(request.user, meeting):
        raise Http404
    answer = HttpResponse(minutes_word(meeting, request.user), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="minutes-{meeting.pk}.docx"'
    return answer


@needs("meeting.write")
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Write the minutes, item by item. The address says of which item (?item=) and what kind of outcome (?kind=)."""
    meeting = found(Meeting.objects.select_related("body", "force"), request.user, number)
    kind = request.GET.get("kind", "noted")
    kind = kind if kind in OUTCOME_FORMS else "noted"
    agenda = list(meeting.agenda.all())
    wanted = request.GET.get("item", "")
    item = next((each for each in agenda if str(each.pk) == wanted), agenda[0] if agenda and not wanted else None)
    here = reverse("minutes-write", args=[meeting.pk])
    at = item.pk if item else 0
    return form_page(
        request, OUTCOME_FORMS[kind](request.POST or None),
        lambda given: record_outcome(request.user, meeting, item, kind, given),
        heading=_("Minutes: {meeting}").format(meeting=meeting.title), button=_("Write it down"), section="meetings",
        template="meetings/minutes_write.html", back=meeting.get_absolute_url(), then=f"{here}?item={at}#item-{at}",
        meeting=meeting, items=minuted_items(meeting, request.user, every=True), at=at, kind=kind, kinds=Minute.KINDS)


def _minute(request: HttpRequest, number: int) -> Minute:
    minute = Minute.objects.select_related("meeting").filter(pk=number).first()
    if minute is None or not sees_minutes(request.user, found(Meeting.objects, request.user, minute.meeting_id)):
        raise Http404
    return minute


@needs("meeting.write")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words of an outcome while the minutes are a draft."""
    minute = _minute(request, number)
    back = f"{reverse('minutes-write', args=[minute.meeting_id])}?item={minute.agenda_item_id or 0}"
    form = MinuteEditForm(request.POST or None, initial={"text": minute.text, "version": minute.version})
    return form_page(request, form, lambda given: commands.change_minute(by=request.user, minute=minute, **given),
                     heading=_("Change the minutes"), button=_("Save"), section="meetings", back=back, then=back,
                     hint=_("What came of it, such as an action, is changed on its own page."))


@require_POST
@needs("meeting.write")
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an outcome out of draft minutes."""
    minute = _minute(request, number)
    run_step(request, lambda: commands.remove_minute(by=request.user, minute=minute),
             _("It was taken out of the minutes. What came of it stays."))
    return HttpResponseRedirect(
        f"{reverse('minutes-write', args=[minute.meeting_id])}?item={minute.agenda_item_id or 0}")


@needs("minutes.approve")
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct approved minutes."""
    minute = _minute(request, number)
    back = reverse("minutes", args=[minute.meeting_id])
    form = CorrectionForm(request.POST or None, initial={"text": minute.text, "version": minute.version})
    return form_page(request, form, lambda given: commands.correct_minute(by=request.user, minute=minute, **given),
                     heading=_("Correct the minutes"), button=_("Record the correction"), section="meetings", back=back,
                     then=back, done=_("The correction was recorded."))


@needs("minutes.approve")
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve minutes that somebody else wrote."""
    meeting = found(Meeting.objects, request.user, number)
    back = reverse("minutes", args=[meeting.pk])
    form = ApproveForm(request.POST or None, meeting=meeting)
    return form_page(request, form, lambda given: commands.approve_minutes(by=request.user, meeting=meeting, **given),
                     heading=_("Approve the minutes"), button=_("Approve the minutes"), section="meetings", back=back,
                     then=back, hint=_("From then on they change by recorded corrections alone."),
                     done=_("The minutes are approved."))


@needs("meeting.write")
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a meeting: its open actions go on to the next."""
    meeting = found(Meeting.objects.select_related("body", "force"), request.user, number)
    form = CloseForm(request.POST or None, meeting=meeting, initial={
        "next_meeting": meeting.following.order_by("starts_at").first(), "place": meeting.place})
    return form_page(request, form, lambda given: _close(request.user, meeting, given), heading=_("Close the meeting"),
                     button=_("Close the meeting"), section="meetings", back=meeting.get_absolute_url(),
                     hint=_("Every open action goes on to the next meeting."), then=meeting.get_absolute_url(),
                     done=_("The meeting is closed, and its open actions went on to the next one."))


def _close(user: Any, meeting: Meeting, given: dict[str, Any]) -> Any:
    with transaction.atomic():
        following = given["next_meeting"]
        if following is None:
            following = commands.set_next_meeting(by=user, meeting=meeting, starts_at=given["starts_at"],
                                                  place=given.get("place", ""))
        return commands.close_meeting(by=user, meeting=meeting, next_meeting=following)
