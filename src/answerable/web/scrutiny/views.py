"""The overview of who answers, and what each person has to do next."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from answerable.errors import AnswerableError
from answerable.web.accounts.models import BEFORE
from answerable.web.accounts.rights import may
from answerable.web.components.pages import page, signed_in
from answerable.web.scrutiny import chain
from answerable.web.scrutiny.home import roleless, sections_for
from answerable.web.scrutiny.judgement_pages import STANDS, released, state_of
from answerable.web.scrutiny.overview import overview


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The overview of the register."""
    return page(request, "scrutiny/answers.html", "answers", parts=overview(request.user, _standing(request)))


def _standing(request: HttpRequest) -> int:
    """How many decisions on the judgement stand, of those that the reader sees in their list."""
    try:
        record = chain.decisions()
    except AnswerableError:
        return 0
    today = timezone.localdate()
    seen = record if may(request.user, "read.internal") else record[:released()]
    return sum(state_of(each, record, today) == STANDS for each in seen)


@require_safe
@signed_in
def my(request: HttpRequest) -> HttpResponse:
    """What whoever is signed in has to do next."""
    before = request.session.get(BEFORE)
    request.user.signed_in_before = datetime.fromisoformat(before) if before else None  # type: ignore[union-attr]
    work = sections_for(request.user)
    return page(request, "scrutiny/my.html", work=work, quiet=[each for each in work if not each.rows], roleless=roleless())
