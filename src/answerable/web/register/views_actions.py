"""The list of actions, the page of one, its downloads, and the forms that add and edit it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may, rights_for
from answerable.web.audit.files import serve
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.performance.files import CSV, XLSX, attachment, csv_text, xlsx_bytes
from answerable.web.register import commands_actions as commands
from answerable.web.register.actions_links import LINKS, choices_for, link_words, titles_of
from answerable.web.register.actions_list import (
    COLUMNS,
    Asked,
    choices,
    counts,
    export_rows,
    page_of,
    rows,
    with_what_a_row_needs,
)
from answerable.web.register.actions_steps import steps_for
from answerable.web.register.actions_timeline import changed_versions, deferral_of, timeline
from answerable.web.register.actions_words import action_sentence, action_standing
from answerable.web.register.checking import reads_internal
from answerable.web.register.figures import latest_words, measure_title
from answerable.web.register.forms_actions import ActionEditForm, ActionForm, OwnersForm
from answerable.web.register.models import Action, ActionUpdate, PlanItem, Recommendation
from answerable.web.register.parties import Home, homes

SECTION = "actions"
PER_PAGE = 30


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """The actions that one can read."""
    asked, today = Asked.of(request.GET), timezone.localdate()
    readable = Action.objects.readable_by(request.user)
    shown = paged(request, asked.of_what(readable, today).values_list("pk", flat=True), PER_PAGE)
    return page(request, "register/actions.html", SECTION, shown=shown, lines=rows(page_of(shown), today), asked=asked,
                counts=counts(readable, today), choices=choices(readable, asked), kept=kept_question(request),
                meeting=_meeting(request, asked.meeting), question=request.GET.urlencode(),
                may_add=may(request.user, "action.write"))


def _meeting(request: HttpRequest, number: int | None) -> Any:
    return _meetings(request).filter(pk=number).first() if number else None


def _meetings(request: HttpRequest) -> Any:
    return apps.get_model("meetings", "Meeting").objects.readable_by(request.user)


@require_safe
def actions_csv(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, all of it, as CSV."""
    return attachment(csv_text(COLUMNS, _export(request)).encode(), CSV, "actions.csv")


@require_safe
def actions_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, all of it, as a workbook."""
    return attachment(xlsx_bytes({"Actions": [list(COLUMNS), *_export(request)]}), XLSX, "actions.xlsx")


def _export(request: HttpRequest) -> list[list[Any]]:
    today = timezone.localdate()
    chosen = with_what_a_row_needs(Asked.of(request.GET).of_what(Action.objects.readable_by(request.user), today))
    titles = dict(_meetings(request).values_list("pk", "title"))
    return export_rows(chosen, today, request.build_absolute_uri("/").rstrip("/"), titles)


@require_safe
def action(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one action."""
    linked = ("body", "force", "recommendation", "plan_item__plan_version__plan")
    entry = found(Action.objects.select_related(*linked), request.user, number)
    today, inside = timezone.localdate(), reads_internal(request.user, entry)
    owners = list(entry.owners.select_related("post__organisation", "organisation"))
    meetings = {each.pk: each for each in _meetings(request).filter(pk__in=_meeting_numbers(entry))}
    history = list(changed_versions(entry)) if inside else []
    happenings = timeline(entry, inside, frozenset(meetings), history, titles_of(request.user, history))
    return page(request, "register/action.html", SECTION, entry=entry, owners=owners, inside=inside,
                sentence=action_sentence(entry, owners, today), standing=action_standing(entry, today),
                deferral=deferral_of(entry), timeline=happenings, brought=[each for each in happenings if each.meeting],
                meeting=meetings.get(entry.meeting_id), recommendation=_if_read(request, entry.recommendation),
                plan=_plan(request, entry), measure_title=measure_title(entry.measure_id),
                measure_words=latest_words(entry.measure_id), steps=steps_for(request.user, entry))


def _meeting_numbers(entry: Action) -> list[int]:
    brought = entry.updates.filter(meeting__isnull=False).values_list("meeting_id", flat=True)
    return [*brought, *([entry.meeting_id] if entry.meeting_id else [])]   # type: ignore[attr-defined]


def _if_read(request: HttpRequest, entry: Any) -> Any:
    return entry if entry is not None and rights_for(request.user).may_read(entry) else None


def _plan(request: HttpRequest, entry: Action) -> Any:
    return _if_read(request, entry.plan_item.plan_version.plan) if entry.plan_item else None


@needs("action.write")
def add(request: HttpRequest) -> HttpResponse:
    """Add an action. The address may name what it comes from: ?meeting=1, ?recommendation=1, ?plan_item=1, ?measure=…"""
    places = homes(request.user, "action.write")
    origins = _origins(request)
    come_from = next((each for each in origins.values() if each is not None), None)
    home = _home(come_from)
    form = ActionForm(request.POST or None, homes=places, initial={
        "home": home.key if home and home.key in places else next(iter(places), ""),
        "measure_id": request.GET.get("measure", ""),
        "origin": next((name.removesuffix("_item") for name, each in origins.items() if each is not None), "other")})
    return form_page(request, form, lambda given: commands.add_action(by=request.user, **given, **origins),
                     heading=_("Add an action"), button=_("Add the action"), section=SECTION, done=_("The action was added."),
                     hint=_("It comes from: {origin}").format(origin=come_from) if come_from else "",
                     back=reverse("actions"), then=lambda made: made.get_absolute_url())


def _origins(request: HttpRequest) -> dict[str, Any]:
    """What the address says that a new action comes from, where one can read it."""
    asked = {name: request.GET.get(name, "") for name in ("meeting", "recommendation", "plan_item")}
    numbers = {name: int(value) for name, value in asked.items() if value.isdecimal() and len(value) < 18}
    readable = {"meeting": lambda pk: found(apps.get_model("meetings", "Meeting").objects, request.user, pk),
                "recommendation": lambda pk: found(Recommendation.objects, request.user, pk),
                "plan_item": lambda pk: _plan_item(request, pk)}
    return {name: readable[name](number) for name, number in numbers.items()}


def _plan_item(request: HttpRequest, number: int) -> PlanItem:
    item = PlanItem.objects.select_related("plan_version__plan").filter(pk=number).first()
    if item is None or _if_read(request, item.plan_version.plan) is None:
        raise Http404
    return item


def _home(come_from: Any) -> Home | None:
    entry = come_from.plan_version.plan if isinstance(come_from, PlanItem) else come_from
    return Home(entry.body, entry.force) if entry is not None else None


@needs("action.write")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change what an action says, and what it comes from."""
    entry = found(Action.objects.select_related("body", "force"), request.user, number)
    names = ("title", "text", "origin", "origin_text", *LINKS, "measure_id", "version")
    form = ActionEditForm(request.POST or None, links=choices_for(request.user, entry), initial={
        name: getattr(entry, f"{name}_id" if name in LINKS else name) for name in names})
    return form_page(request, form, lambda given: commands.edit_action(by=request.user, action=entry, **given),
                     heading=_("Change the wording and the links"), button=_("Save"), section=SECTION,
                     done=_("The action was changed."), back=entry.get_absolute_url(), then=entry.get_absolute_url(),
                     current=lambda now: _shown(request, now, names))


def _shown(request: HttpRequest, entry: Action, names: Iterable[str]) -> dict[str, str]:
    """The fields of an action as somebody else has left them, in words."""
    titles = titles_of(request.user, [entry])
    links = {name: link_words(titles, name, getattr(entry, f"{name}_id")) or _("None") for name in LINKS}
    return {name: str(getattr(entry, name)) for name in names if name not in LINKS} | links | {
        "origin": entry.get_origin_display(), "measure_id": measure_title(entry.measure_id)}   # type: ignore[attr-defined]


@needs("action.write")
def owners(request: HttpRequest, number: int) -> HttpResponse:
    """Say who is to do it from now on."""
    entry = found(Action.objects.select_related("body", "force"), request.user, number)
    rows_now = list(entry.owners.select_related("post", "organisation"))
    now = [(f"post-{each.post_id}" if each.post_id else f"organisation-{each.organisation_id}", str(each))
           for each in rows_now if each.post_id or each.organisation_id]
    form = OwnersForm(request.POST or None, home=Home(entry.body, entry.force), now=now, initial={
        "owners": [value for value, _words in now], "version": entry.version,
        "as_printed": ", ".join(each.as_printed for each in rows_now if each.as_printed)})
    return form_page(request, form, lambda given: commands.set_owners(by=request.user, action=entry, **given),
                     heading=_("Change who is to do it"), button=_("Save"), section=SECTION, done=_("The owners were changed."),
                     back=entry.get_absolute_url(), then=entry.get_absolute_url(),
                     current=lambda it: {"owners": ", ".join(str(each) for each in it.owners.all())})


@require_safe
def evidence_file(request: HttpRequest, number: int, update: int) -> FileResponse:
    """A file that was put in as evidence, as a download, for those who can read what it belongs to."""
    entry = found(Action.objects, request.user, number)
    told: ActionUpdate | None = entry.updates.select_related("evidence_file").filter(
        pk=update, evidence_file__isnull=False).first()
    if told is None or not (told.shared or reads_internal(request.user, entry)):
        raise Http404
    return serve(told.evidence_file)   # type: ignore[arg-type]
