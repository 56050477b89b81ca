"""Making packs and keeping them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command
from answerable.web.audit.files import keep_file
from answerable.web.meetings.models import Meeting, Pack
from answerable.web.meetings.pack_content import pack_content
from answerable.web.meetings.pack_pdf import pack_pdf
from answerable.web.meetings.pack_word import pack_word
from answerable.web.meetings.seeing import ORDER
from answerable.web.register.figures import release_now
from answerable.words import mark


@dataclass(frozen=True)
class Prepared:
    """A pack that is made and not kept yet."""

    content: Mapping[str, Any]
    pdf: bytes
    word: bytes


def make_pack(by: Any, meeting: Meeting, audience: str) -> Pack:
    """Make a meeting's pack for an audience ("internal", "panel", "public") and keep it under the next number.

    Raises Refused without "meeting.write", and without "publish" for others than those inside; ValidationError where the
    audience cannot read the meeting or its agenda; InputError where the PDF would not be accessible."""
    require(by, "meeting.write", meeting)
    _check_audience(by, meeting, audience)
    number = meeting.packs.filter(audience=audience).count() + 1
    # Made before the transaction, which others wait for.
    made: Pack = add_pack(by=by, meeting=meeting, audience=audience, number=number,
                          prepared=prepare(meeting, audience, number))
    return made


def prepare(meeting: Meeting, audience: str, number: int) -> Prepared:
    """The pack as it would be made now."""
    content = pack_content(meeting, audience, number)
    release = release_now()
    content["release"] = release.number if release else None
    charts = {block["measure"]: svg for section in content["sections"] for block in section["blocks"]
              if block["kind"] == "chart" and release and (svg := release.chart(block["measure"], "wide"))}
    pdf, pages = pack_pdf(content, charts)
    return Prepared(content | {"pages": pages}, pdf, pack_word(content, charts, pages))


def _check_audience(by: Any, meeting: Meeting, audience: str) -> None:
    if audience == INTERNAL:
        return
    require(by, "publish", meeting)
    if ORDER.index(audience) > ORDER.index(meeting.visibility) or meeting.agenda_published_at is None:
        raise ValidationError(_("They cannot read the meeting or its agenda yet. Publish both before you make a pack for "
                                "them."))


@command("pack.made", mark("Pack version {version} for meeting {meeting} was made ({number}, {audience})."))
def add_pack(*, by: Any, meeting: Meeting, audience: str, number: int, prepared: Prepared) -> Did:
    """Keep a pack that was made. Raises Refused; ValidationError where somebody else made that version meanwhile."""
    require(by, "meeting.write", meeting)
    if meeting.packs.filter(audience=audience, number=number).exists():
        raise ValidationError(_("Somebody else made a pack at the same moment. Look at theirs first."))
    name = f"{slugify(meeting.title)[:60] or 'meeting'}-pack-{number}"
    pdf, word = (keep_file(ContentFile(content, name=f"{name}.{ending}"), allowed=(ending,))
                 for content, ending in ((prepared.pdf, "pdf"), (prepared.word, "docx")))
    pack = Pack.objects.create(meeting=meeting, audience=audience, number=number, content=dict(prepared.content), pdf=pdf,
                               word=word)
    return Did(pack, {"version": number, "meeting": meeting.pk, "audience": audience})
