"""Every change to plans, their versions and items."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.organisations.models import Organisation
from answerable.web.register.checking import shown_to
from answerable.web.register.models import COMPARISONS, Plan, PlanItem, PlanVersion
from answerable.words import mark

ITEM_FIELDS = ("title", "text", "owner", "measure_id", "comparison", "target", "starts", "due")


@command("plan.added", mark("Plan {number} was added."))
def add_plan(*, by: Any, title: str, purpose: str = "", body: Organisation | None = None, force: Organisation | None = None,
             summary: str = "", refresh_due: date | None = None, visibility: str | None = None) -> Plan:
    """Add a plan with an empty draft of its first version. body, force: whose it is, at least one; refresh_due: the day by
    which it is to be looked at again.

    Raises Refused without the right "plan.write" (for more than internal: "publish"), ValidationError for what is wrong.
    """
    require(by, "plan.write", plan := Plan(title=title.strip(), purpose=purpose.strip(), body=body, force=force,
                                           visibility=visibility or INTERNAL))
    if plan.visibility != INTERNAL:
        require(by, "publish", plan)
    if not plan.title:
        raise ValidationError({"title": _("Give the plan a title.")})
    if not plan.parties():
        raise ValidationError(_("Say whose plan it is: a governing body's or a force's."))
    plan.save()
    PlanVersion.objects.create(plan=plan, number=1, summary=summary.strip(), refresh_due=refresh_due)
    return plan


@command("plan.edited", mark("Plan {number} was renamed, or its purpose changed."))
def edit_plan(*, by: Any, plan: Plan, version: int | None, title: str, purpose: str) -> Plan:
    """Change a plan's title and purpose. Raises Refused, EditConflict, ValidationError."""
    require(by, "plan.write", plan)
    plan = taken(plan, version)
    plan.title, plan.purpose = title.strip(), purpose.strip()
    if not plan.title:
        raise ValidationError({"title": _("Give the plan a title.")})
    plan.save()
    return plan


@command("plan.shown", mark("Who can read plan {number} was changed to: {visibility}."))
def show_plan(*, by: Any, plan: Plan, version: int | None, visibility: str) -> Did:
    """Change who can read a plan. Raises Refused without the right "publish", and EditConflict."""
    require(by, "publish", plan)
    return shown_to(plan, version, visibility)


@command("plan.version-added", mark("Version {version} of plan {plan} was begun."))
def add_version(*, by: Any, plan: Plan, reason: str = "", summary: str | None = None,
                refresh_due: date | None = None) -> Did:
    """Begin a new version of a plan: a draft with the items of the version before. reason: why there is to be a new one;
    summary: by default that of the version before. Raises Refused, and ValidationError while another draft is open."""
    require(by, "plan.write", plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.versions.filter(state=PlanVersion.DRAFT).exists():
        raise ValidationError(_("A draft of this plan is open already. Finish that one, or change it."))
    last = plan.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    made = PlanVersion.objects.create(plan=plan, number=number, reason=reason.strip(), refresh_due=refresh_due,
                                      summary=(last.summary if last else "") if summary is None else summary.strip())
    for item in last.items.all() if last else ():
        PlanItem.objects.create(plan_version=made, key=item.key, position=item.position,
                                **{name: getattr(item, name) for name in ITEM_FIELDS})
    return Did(made, {"plan": plan.pk, "version": number})


@command("plan.version-edited", mark("What version {version} of plan {plan} is about was changed."))
def edit_version(*, by: Any, plan_version: PlanVersion, version: int | None, summary: str, reason: str,
                 refresh_due: date | None) -> Did:
    """Change a draft's summary, reason and refresh day. Raises Refused, EditConflict, ValidationError for what is no draft."""
    require(by, "plan.write", plan_version)
    held = taken(plan_version, version)
    _draft(held)
    held.summary, held.reason, held.refresh_due = summary.strip(), reason.strip(), refresh_due
    held.save()
    return Did(held, {"plan": held.plan_id, "version": held.number})


@command("plan.item-added", mark("An item was added to version {version} of plan {plan}."))
def add_item(*, by: Any, plan_version: PlanVersion, title: str, **fields: Any) -> Did:
    """Add an item at the end of a draft. fields: of ITEM_FIELDS. Raises Refused, ValidationError."""
    require(by, "plan.write", plan_version)
    _draft(plan_version)
    keys = PlanItem.objects.filter(plan_version__plan=plan_version.plan_id).values_list("key", flat=True)
    key = str(1 + max((int(each) for each in keys if each.isdigit()), default=0))
    last = plan_version.items.aggregate(last=Max("position"))["last"]
    item = PlanItem(plan_version=plan_version, key=key, position=0 if last is None else last + 1)
    _set(item, {"title": title, **fields})
    item.save()
    return Did(item, {"plan": plan_version.plan_id, "version": plan_version.number})


@command("plan.item-edited", mark("Item {number} of version {version} of plan {plan} was changed."))
def edit_item(*, by: Any, item: PlanItem, version: int | None, **changes: Any) -> Did:
    """Change an item of a draft. changes: of ITEM_FIELDS. Raises Refused, EditConflict, ValidationError."""
    require(by, "plan.write", item.plan_version)
    held = taken(item, version)
    _draft(held.plan_version)
    _set(held, changes)
    held.save()
    return Did(held, {"plan": held.plan_version.plan_id, "version": held.plan_version.number})


@command("plan.item-dropped", mark("An item was dropped from version {version} of plan {plan}."))
def drop_item(*, by: Any, item: PlanItem, version: int | None = None) -> Did:
    """Drop an item from a draft; earlier versions keep it. Raises Refused, EditConflict, and ValidationError for what is no
    draft."""
    require(by, "plan.write", item.plan_version)
    _draft(item.plan_version)
    item = taken(item, version)
    draft = item.plan_version
    item.delete()
    return Did(draft, {"plan": draft.plan_id, "version": draft.number})


@command("plan.item-moved", mark("Item {number} of version {version} of plan {plan} was moved."))
def move_item(*, by: Any, item: PlanItem, up: bool) -> Did:
    """Move an item of a draft by one place. Raises Refused, ValidationError for what is no draft."""
    require(by, "plan.write", item.plan_version)
    _draft(item.plan_version)
    order = list(item.plan_version.items.all())
    place = order.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order):
        if each.position != position:
            each.position = position
            each.save()
    return Did(item, {"plan": item.plan_version.plan_id, "version": item.plan_version.number})


@command("plan.made-live", mark("Version {version} of plan {plan} was made the live one."))
def make_live(*, by: Any, plan_version: PlanVersion, version: int | None = None) -> Did:
    """Make a draft the live version; the one before is superseded at the same moment.

    Raises Refused without the right "plan.publish", EditConflict, and ValidationError for what is no draft or has no item.
    """
    require(by, "plan.publish", plan_version)
    Plan.objects.select_for_update().get(pk=plan_version.plan_id)
    held = taken(plan_version, version)
    _draft(held)
    if not held.items.exists():
        raise ValidationError(_("A plan without an item cannot be made live. Add what it holds somebody to."))
    now = timezone.now()
    for before in held.plan.versions.filter(state=PlanVersion.LIVE):
        before.state, before.superseded_at = PlanVersion.SUPERSEDED, now
        before.version += 1
        before.save()
    held.state, held.live_from = PlanVersion.LIVE, now
    held.save()
    return Did(held, {"plan": held.plan_id, "version": held.number})


def _draft(plan_version: PlanVersion) -> None:
    """Raise ValidationError where a version is no draft: what was live is changed no more."""
    if plan_version.state != PlanVersion.DRAFT:
        raise ValidationError(_("Only a draft can be changed. Begin a new version of the plan."))


def _set(item: PlanItem, values: dict[str, Any]) -> None:
    """Give an item its values; raise ValidationError for what is wrong."""
    for name, value in values.items():
        if name not in ITEM_FIELDS:
            raise ValidationError(_("“{value}” is none of the choices.").format(value=name))
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    faults = {}
    if not item.title:
        faults["title"] = _("Say in a few words what is to be done or reached.")
    if (item.target is None) != (item.comparison == ""):
        faults["target"] = _("A value and how to compare with it belong together: give both or neither.")
    elif item.target is not None and not item.measure_id:
        faults["measure_id"] = _("Choose the measure that the value is about.")
    if item.comparison and item.comparison not in dict(COMPARISONS):
        faults["comparison"] = _("“{value}” is none of the choices.").format(value=item.comparison)
    if item.starts and item.due and item.due < item.starts:
        faults["due"] = _("The last day cannot be before the first.")
    if faults:
        raise ValidationError(faults)
