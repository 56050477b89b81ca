"""The forms that write plans: versions, items, making one live."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.web.components.pages import form_page, needs
from answerable.web.register import commands_plans as commands
from answerable.web.register.models import PlanItem, PlanVersion
from answerable.web.register.plans_differences import summary
from answerable.web.register.plans_forms import (
    ItemEditForm,
    ItemForm,
    PlanEditForm,
    PlanForm,
    SureForm,
    VersionEditForm,
    VersionForm,
)
from answerable.web.register.plans_page import compared
from answerable.web.register.plans_views import SECTION, plan_or_404, version_or_404
from answerable.web.register.promises_forms import ShowForm


def _page_of(version: PlanVersion) -> str:
    return reverse("plan-version", args=[version.plan_id, version.number])


@needs("plan.write")
def add(request: HttpRequest) -> HttpResponse:
    """Add a plan, with an empty draft."""
    form = PlanForm(request.POST or None, user=request.user)
    return form_page(request, form, lambda given: commands.add_plan(by=request.user, **given), heading=_("Add a plan"),
                     button=_("Add the plan"), section=SECTION, back=reverse("plans"),
                     done=_("The plan was added. Now add what it holds somebody to."),
                     then=lambda made: made.get_absolute_url())


@needs("plan.write")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change a plan's title and purpose."""
    plan = plan_or_404(request, number, "plan.write")
    form = PlanEditForm(request.POST or None, initial={"title": plan.title, "purpose": plan.purpose, "version": plan.version})
    return form_page(request, form, lambda given: commands.edit_plan(by=request.user, plan=plan, **given),
                     heading=_("Change title and purpose"), button=_("Save"), section=SECTION, done=_("The plan was changed."),
                     then=plan.get_absolute_url(), back=plan.get_absolute_url())


@needs("publish")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Change who can read a plan."""
    plan = plan_or_404(request, number, "publish")
    form = ShowForm(request.POST or None, initial={"visibility": plan.visibility, "version": plan.version})
    return form_page(request, form, lambda given: commands.show_plan(by=request.user, plan=plan, **given),
                     heading=_("Who can read this plan"), button=_("Save"), section=SECTION,
                     done=_("Who can read it was changed."), then=plan.get_absolute_url(), back=plan.get_absolute_url(),
                     hint=_("Its live and its superseded versions. Drafts are read inside its organisations only."))


@needs("plan.write")
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a new version, as a copy of the last."""
    plan = plan_or_404(request, number, "plan.write")
    return form_page(request, VersionForm(request.POST or None),
                     lambda given: commands.add_version(by=request.user, plan=plan, **given),
                     heading=_("Begin a new version"), button=_("Begin the new version"), section=SECTION,
                     done=_("The new version is a draft with everything of the last one. Change it item by item."),
                     then=_page_of, back=plan.get_absolute_url(), hint=plan.title)


@needs("plan.write")
def edit_version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Change what a draft is about."""
    chosen, _versions = version_or_404(request, number, version, "plan.write")
    form = VersionEditForm(request.POST or None, initial={
        "summary": chosen.summary, "reason": chosen.reason, "refresh_due": chosen.refresh_due, "version": chosen.version})
    return form_page(request, form, lambda given: commands.edit_version(by=request.user, plan_version=chosen, **given),
                     heading=_("What this version is about"), button=_("Save"), section=SECTION,
                     done=_("The draft was changed."), then=_page_of, back=_page_of(chosen))


@needs("plan.publish")
def live(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Make a draft the live version."""
    chosen, versions = version_or_404(request, number, version, "plan.publish")
    now = next((each for each in versions if each.state == PlanVersion.LIVE), None)
    hint = summary(compared(now, chosen)) if now else _("It is the first version.")
    if now:
        hint += " " + _("Version {number}, which is live now, is superseded by it.").format(number=now.number)
    form = SureForm(request.POST or None, initial={"version": chosen.version})
    return form_page(request, form, lambda given: commands.make_live(by=request.user, plan_version=chosen, **given),
                     heading=_("Make version {number} the live one").format(number=chosen.number),
                     button=_("Make it the live one"), section=SECTION, hint=hint,
                     done=_("Version {number} is the live one.").format(number=chosen.number),
                     then=chosen.plan.get_absolute_url(), back=_page_of(chosen))


@needs("plan.write")
def add_item(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Add an item to a draft."""
    chosen, _versions = version_or_404(request, number, version, "plan.write")
    return form_page(request, ItemForm(request.POST or None),
                     lambda given: commands.add_item(by=request.user, plan_version=chosen, **given),
                     heading=_("Add an item"), button=_("Add the item"), section=SECTION, done=_("The item was added."),
                     then=_page_of(chosen), back=_page_of(chosen))


def _item(request: HttpRequest, number: int, version: int, key: str) -> PlanItem:
    chosen, _versions = version_or_404(request, number, version, "plan.write")
    item = chosen.items.select_related("plan_version__plan").filter(key=key).first()
    if item is None:
        raise Http404
    found: PlanItem = item
    return found


@needs("plan.write")
def edit_item(request: HttpRequest, number: int, version: int, key: str) -> HttpResponse:
    """Change an item of a draft."""
    item = _item(request, number, version, key)
    form = ItemEditForm(request.POST or None, initial={
        **{name: getattr(item, name) for name in commands.ITEM_FIELDS}, "owner": item.owner_id, "version": item.version})
    field: Any = form.fields["measure_id"]
    field.keep(item.measure_id)
    return form_page(request, form, lambda given: commands.edit_item(by=request.user, item=item, **given),
                     heading=_("Change the item"), button=_("Save"), section=SECTION, done=_("The item was changed."),
                     then=_page_of(item.plan_version), back=_page_of(item.plan_version))


@needs("plan.write")
def drop_item(request: HttpRequest, number: int, version: int, key: str) -> HttpResponse:
    """Drop an item from a draft."""
    item = _item(request, number, version, key)
    form = SureForm(request.POST or None, initial={"version": item.version})
    return form_page(request, form, lambda given: commands.drop_item(by=request.user, item=item, **given),
                     heading=_("Drop this item"), button=_("Drop it"), section=SECTION, hint=item.title,
                     done=_("The item was dropped from the draft. Earlier versions keep it."),
                     then=_page_of(item.plan_version), back=_page_of(item.plan_version))


@needs("plan.write")
@require_POST
def move_item(request: HttpRequest, number: int, version: int, key: str) -> HttpResponse:
    """Move an item of a draft up by one place."""
    item = _item(request, number, version, key)
    commands.move_item(by=request.user, item=item, up=True)
    return HttpResponseRedirect(_page_of(item.plan_version))
