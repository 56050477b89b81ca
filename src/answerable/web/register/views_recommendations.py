"""The list of recommendations, the page of one, its downloads, and the forms that add and edit it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may, rights_for
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.performance.files import CSV, XLSX, attachment, csv_text, xlsx_bytes
from answerable.web.register import actions_list
from answerable.web.register import commands_recommendations as commands
from answerable.web.register import recommendations_list as listing
from answerable.web.register.actions_timeline import deferral_of
from answerable.web.register.actions_words import answered_late_by, clock_words, recommendation_standing
from answerable.web.register.checking import reads_internal
from answerable.web.register.figures import latest_words, measure_title
from answerable.web.register.forms_recommendations import RecommendationEditForm, RecommendationForm
from answerable.web.register.models import Action, Recommendation
from answerable.web.register.parties import Home, homes
from answerable.web.register.recommendations_steps import steps_for

SECTION = "recommendations"
FIELDS = ("title", "text", "reference", "made_by", "to", "published_on", "clock", "clock_days", "calendar", "response_due",
          "measure_id", "version")


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """The recommendations that one can read."""
    asked, today = listing.Asked.of(request.GET), timezone.localdate()
    readable = Recommendation.objects.readable_by(request.user)
    shown = paged(request, listing.with_what_a_row_needs(asked.of_what(readable, today)))
    return page(request, "register/recommendations.html", SECTION, shown=shown, asked=asked,
                lines=listing.rows(shown, today, rights_for(request.user)), counts=listing.counts(readable, today),
                choices=listing.choices(readable, asked), kept=kept_question(request),
                question=request.GET.urlencode(), may_add=may(request.user, "recommendation.write"))


def _actions(request: HttpRequest) -> Any:
    return Action.objects.readable_by(request.user)


def _export(request: HttpRequest) -> list[list[Any]]:
    today = timezone.localdate()
    chosen = listing.Asked.of(request.GET).of_what(Recommendation.objects.readable_by(request.user), today)
    return listing.export_rows(listing.with_what_a_row_needs(chosen), today, request.build_absolute_uri("/").rstrip("/"),
                               rights_for(request.user))


@require_safe
def recommendations_csv(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, all of it, as CSV."""
    return attachment(csv_text(listing.COLUMNS, _export(request)).encode(), CSV, "recommendations.csv")


@require_safe
def recommendations_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, all of it, as a workbook."""
    return attachment(xlsx_bytes({"Recommendations": [list(listing.COLUMNS), *_export(request)]}), XLSX, "recommendations.xlsx")


@require_safe
def recommendation(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one recommendation."""
    linked = ("body", "force", "made_by", "to", "meeting", "inquiry")
    entry = found(Recommendation.objects.select_related(*linked), request.user, number)
    today, inside = timezone.localdate(), reads_internal(request.user, entry)
    following = actions_list.with_what_a_row_needs(_actions(request).filter(recommendation=entry).by_due())
    responses = list(entry.responses.select_related("by").order_by("-at", "-pk"))
    return page(request, "register/recommendation.html", SECTION, entry=entry, inside=inside,
                actions=actions_list.rows(following, today),
                standing=recommendation_standing(entry, today), clock=clock_words(entry, today), responses=responses,
                late=answered_late_by(entry), deferral=deferral_of(entry), measure_title=measure_title(entry.measure_id),
                measure_words=latest_words(entry.measure_id), steps=steps_for(request.user, entry),
                meeting=_if_read(request, entry.meeting), inquiry=_if_read(request, entry.inquiry))


def _if_read(request: HttpRequest, entry: Any) -> Any:
    return entry if entry is not None and rights_for(request.user).may_read(entry) else None


@needs("recommendation.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a recommendation. The address may name where: ?meeting=1, ?inquiry=1."""
    places = homes(request.user, "recommendation.write")
    origins = _origins(request)
    come_from = next(iter(origins.values()), None)
    home = Home(come_from.body, come_from.force) if come_from else None
    form = RecommendationForm(request.POST or None, homes=places, initial={
        "home": home.key if home and home.key in places else next(iter(places), ""), "clock": "none",
        "measure_id": request.GET.get("measure", ""), "calendar": "England"})
    return form_page(request, form, lambda given: commands.add_recommendation(by=request.user, **given, **origins),
                     heading=_("Make a recommendation"), button=_("Make the recommendation"), section=SECTION,
                     done=_("The recommendation was made."), back=reverse("recommendations"),
                     hint=_("It comes from: {origin}").format(origin=come_from) if come_from else "",
                     then=lambda made: made.get_absolute_url())


def _origins(request: HttpRequest) -> dict[str, Any]:
    models = {"meeting": ("meetings", "Meeting"), "inquiry": ("scrutiny", "Inquiry")}
    numbers = {name: actions_list.number_of(request.GET.get(name, "")) for name in models}
    return {name: found(apps.get_model(*models[name]).objects, request.user, number)
            for name, number in numbers.items() if number is not None}


@needs("recommendation.write")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a recommendation says."""
    entry = found(Recommendation.objects.select_related("made_by", "to"), request.user, number)
    form = RecommendationEditForm(request.POST or None, initial={name: getattr(entry, name) for name in FIELDS})
    here = entry.get_absolute_url()
    return form_page(request, form, lambda given: commands.edit_recommendation(by=request.user, recommendation=entry, **given),
                     heading=_("Change the recommendation"), button=_("Save"), section=SECTION, back=here, then=here,
                     done=_("The recommendation was changed."),
                     current=lambda now: {name: _shown(now, name) for name in FIELDS})


def _shown(entry: Recommendation, name: str) -> str:
    found = entry.get_clock_display() if name == "clock" else getattr(entry, name)
    return "" if found is None else str(found)
