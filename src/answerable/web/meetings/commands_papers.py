"""Changes to the papers of meetings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from answerable.documents.limits import LIMITS
from answerable.documents.portable import read_pdf
from answerable.errors import InputError
from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command
from answerable.web.audit.files import keep_file, path_of
from answerable.web.audit.models import KeptFile
from answerable.web.meetings.models import AgendaItem, Meeting, Paper, PaperVersion
from answerable.web.register.checking import checked
from answerable.words import mark

KINDS = ("pdf", "docx", "xlsx", "csv", "txt")


@command("paper.added", mark("Paper {number} was added to meeting {meeting}."))
def add_paper(*, by: Any, meeting: Meeting, title: str, file: Any, agenda_item: AgendaItem | None = None,
              late_reason: str = "", visibility: str | None = None) -> Did:
    """Add a paper. file: Django's UploadedFile, of KINDS; late_reason: wanted once the agenda is published, when the paper is
    listed as late; visibility: who reads it, of those who read the meeting (default: internal).

    Raises Refused without "paper.send", and without "publish" for another visibility; ValidationError for a file that is
    not taken, a late paper without its reason, or approved minutes."""
    require(by, "paper.send", meeting)
    if visibility not in (None, INTERNAL):
        require(by, "publish", meeting)
    _open(meeting)
    late = meeting.agenda_published_at is not None
    if late and not late_reason.strip():
        raise ValidationError({"late_reason": _("The agenda is published, so this paper is late. Say why.")})
    paper = Paper.objects.create(meeting=meeting, title=title, agenda_item=agenda_item, late=late,
                                 late_reason=late_reason.strip() if late else "", visibility=visibility or INTERNAL)
    _add(paper, file, 1, "")
    return Did(paper, {"meeting": meeting.pk, "late": late})


@command("paper.version-added", mark("Version {version} of paper {number} was added."))
def add_paper_version(*, by: Any, paper: Paper, file: Any, what_changed: str) -> Did:
    """Put in a new version of a paper; those before stay. what_changed: in words. Raises Refused; ValidationError for a file
    that is not taken, nothing said of what changed, or approved minutes."""
    require(by, "meeting.write", paper)
    _open(paper.meeting)
    if not what_changed.strip():
        raise ValidationError({"what_changed": _("Say what changed since the version before.")})
    number = paper.versions.count() + 1
    _add(paper, file, number, what_changed.strip())
    return Did(paper, {"version": number})


@command("paper.published", mark("Who can read paper {number} was changed: {visibility}."))
def publish_paper(*, by: Any, paper: Paper, visibility: str) -> Did:
    """Decide who reads a paper, of those who read its meeting: "internal", "panel" or "public"."""
    require(by, "publish", paper)
    paper.visibility = visibility
    checked(paper).save()
    return Did(paper, {"visibility": visibility})


def _add(paper: Paper, file: Any, number: int, what_changed: str) -> None:
    kept = keep_file(file, allowed=KINDS)
    PaperVersion.objects.create(paper=paper, number=number, file=kept, what_changed=what_changed, pages=page_count(kept))


def page_count(kept: KeptFile) -> int | None:
    """How many pages a kept PDF has; none for other kinds, whose pages depend on the program that shows them, and for a PDF
    that is too long or too odd to be read."""
    if kept.content_type != "application/pdf":
        return None
    try:
        return read_pdf(path_of(kept).read_bytes(), kept.name, LIMITS).pages
    except InputError:
        return None


def _open(meeting: Meeting) -> None:
    if meeting.state == Meeting.APPROVED:
        raise ValidationError(_("The minutes of this meeting are approved, so its papers stay as they are."))
