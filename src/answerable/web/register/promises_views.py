"""The pages of promises, and the forms that record, change and settle them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may, require, rights_for
from answerable.web.components.pages import form_page, found, kept_question, needs, page
from answerable.web.performance.files import CSV, XLSX, csv_text, xlsx_bytes
from answerable.web.register import commands_promises as commands
from answerable.web.register.figures import release_now
from answerable.web.register.models import PromiseEntry
from answerable.web.register.promises_course import CANNOT
from answerable.web.register.promises_forms import (
    CorrectionForm,
    PromiseEditForm,
    PromiseForm,
    SettleForm,
    ShowForm,
    WithdrawForm,
)
from answerable.web.register.promises_listing import (
    COLUMNS,
    Asked,
    choices,
    listed,
    page_of,
    speaker_columns,
    speakers,
    table_rows,
)
from answerable.web.register.promises_page import promise_context
from answerable.web.register.promises_standing import PERSON, course_now
from answerable.web.register.promises_words import STATES, counts_sentences

SECTION = "promises"
ENTRY = ("said_by__organisation", "said_by_person", "force", "body", "meeting", "plan_item__plan_version__plan", "settled_by")


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Every promise that one can read, with what came of it."""
    asked = Asked.of(request.GET)
    every = listed(request.user, asked)
    shown, rows = page_of(request, every)
    sentences = counts_sentences(state for state, _course in every.states.values())
    return page(request, "register/promises.html", SECTION, shown=shown, rows=rows, sentences=sentences, asked=asked,
                kept=kept_question(request), states=STATES, kinds=PromiseEntry.KINDS, filtered=asked != Asked(),
                may_add=may(request.user, "promise.write"), release_number=(release := release_now()) and release.number,
                **choices(request.user))


@require_safe
def promises_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV: every page of it."""
    rows = table_rows(listed(request.user, Asked.of(request.GET)))
    # The byte order mark tells Excel that it is UTF-8.
    return _file("\ufeff" + csv_text(COLUMNS, rows), CSV, "promises.csv")


@require_safe
def promises_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a workbook: every page of it."""
    rows = table_rows(listed(request.user, Asked.of(request.GET)))
    return _file(xlsx_bytes({"promises": [list(COLUMNS), *rows]}), XLSX, "promises.xlsx")


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})


@require_safe
def promises_who(request: HttpRequest) -> HttpResponse:
    """Who promised how much, and what came of it."""
    return page(request, "register/promises_who.html", SECTION, tables=speakers(request.user), columns=speaker_columns())


@require_safe
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """One promise: where it stands, its chart, and what was said about the same thing before."""
    entry = found(PromiseEntry.objects.select_related(*ENTRY), request.user, number)
    context = promise_context(entry, request.user)
    state, waits = context["standing"].state, entry.outcome == PromiseEntry.WAITING
    writes, followed = may(request.user, "promise.write", entry), bool(context["history"])
    settles = may(request.user, "promise.settle", entry) and not commands.made_it(request.user, entry)
    return page(request, "register/promise.html", SECTION, **context, followed=followed,
                may_edit=writes and waits and not followed, may_correct=writes and followed, may_withdraw=writes and waits,
                may_settle=settles and (state in (PERSON, CANNOT)), may_publish=may(request.user, "publish", entry),
                meeting=_read(request.user, entry.meeting), plan=_read(request.user, _plan(entry)))


def _plan(entry: PromiseEntry) -> Any:
    return entry.plan_item.plan_version.plan if entry.plan_item_id else None  # type: ignore[union-attr]


def _read(user: Any, entry: Any) -> Any:
    """An entry where somebody may read it, else None: its name tells too much already."""
    return entry if entry is not None and rights_for(user).may_read(entry) else None


@needs("promise.write")
def add(request: HttpRequest) -> HttpResponse:
    """Record a promise."""
    form = PromiseForm(request.POST or None, user=request.user, initial=_given(request))
    return form_page(request, form, lambda given: commands.add_promise(by=request.user, **given), heading=_("Record a promise"),
                     button=_("Record the promise"), section=SECTION, done=_("The promise was recorded."),
                     then=_address, back=reverse("promises"))


def _given(request: HttpRequest) -> dict[str, str]:
    """What a link from elsewhere fills in: the measure, the meeting, the plan's item."""
    return {field: request.GET[key][:100] for key, field in (
        ("measure", "measure_id"), ("meeting", "meeting"), ("item", "plan_item")) if request.GET.get(key)}


def _address(entry: Any) -> str:
    address: str = entry.get_absolute_url()
    return address


def _entry(request: HttpRequest, number: int, right: str) -> PromiseEntry:
    """The promise that a form is about. Raises Http404 where it cannot be read, Refused where the right does not hold."""
    entry: PromiseEntry = found(PromiseEntry.objects.select_related(*ENTRY), request.user, number)
    require(request.user, right, entry)
    return entry


@needs("promise.write")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change a promise that no release has followed yet."""
    entry = _entry(request, number, "promise.write")
    form = PromiseEditForm(request.POST or None, initial={
        **{name: getattr(entry, name) for name in commands.EDITED}, "version": entry.version})
    form.fields["measure_id"].keep(entry.measure_id)  # type: ignore[attr-defined]
    return form_page(request, form, lambda given: commands.edit_promise(by=request.user, promise=entry, **given),
                     heading=_("Change the promise"), button=_("Save"), section=SECTION, done=_("The promise was changed."),
                     then=_address, back=_address(entry))


@needs("promise.write")
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Put a correction beside a promise."""
    entry = _entry(request, number, "promise.write")
    return form_page(request, CorrectionForm(request.POST or None),
                     lambda given: commands.correct_promise(by=request.user, promise=entry, **given),
                     heading=_("Put a correction beside the promise"), button=_("Add the correction"), section=SECTION,
                     done=_("The correction stands beside the promise."), then=_address(entry), back=_address(entry),
                     hint=entry.words)


@needs("promise.write")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a promise back, with the reason."""
    entry = _entry(request, number, "promise.write")
    form = WithdrawForm(request.POST or None, initial={"version": entry.version})
    return form_page(request, form, lambda given: commands.withdraw_promise(by=request.user, promise=entry, **given),
                     heading=_("Withdraw the promise"), button=_("Withdraw the promise"), section=SECTION,
                     done=_("The promise was withdrawn."), then=_address, back=_address(entry), hint=entry.words)


@needs("promise.settle")
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Say what came of a promise that no measure tells."""
    entry = _entry(request, number, "promise.settle")
    form = SettleForm(request.POST or None, initial={"version": entry.version})
    now = course_now(entry)
    return form_page(request, form, lambda given: commands.settle_promise(by=request.user, promise=entry, **given),
                     heading=_("Say what came of it"), button=_("Save what came of it"), section=SECTION,
                     done=_("What came of the promise was saved."), then=_address, back=_address(entry),
                     hint=f"{entry.words} {now.reason if now else ''}".strip())


@needs("publish")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Change who can read a promise."""
    entry = _entry(request, number, "publish")
    form = ShowForm(request.POST or None, initial={"visibility": entry.visibility, "version": entry.version})
    return form_page(request, form, lambda given: commands.show_promise(by=request.user, promise=entry, **given),
                     heading=_("Who can read this promise"), button=_("Save"), section=SECTION,
                     done=_("Who can read it was changed."), then=_address, back=_address(entry), hint=entry.words)
