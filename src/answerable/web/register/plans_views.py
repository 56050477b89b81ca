"""The pages of plans and their versions, and the downloads."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may, require
from answerable.web.components.pages import found, page, paged
from answerable.web.performance.files import CSV, csv_text
from answerable.web.register.models import Plan, PlanVersion
from answerable.web.register.plans_differences import summary, text_parts
from answerable.web.register.plans_page import (
    COLUMNS,
    compared,
    items_of,
    listed,
    rows_of,
    table_rows,
    version_context,
    visible_versions,
)
from answerable.web.register.plans_word import KIND, plan_docx

SECTION = "plans"


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that one can read."""
    found_ = listed(request.user)
    shown = paged(request, found_)
    return page(request, "register/plans.html", SECTION, shown=shown, rows=list(shown), may_add=may(request.user, "plan.write"),
                due=sum(bool(row["refresh"] and row["refresh"].due) for row in found_), total=len(found_))


def plan_or_404(request: HttpRequest, number: int, right: str = "") -> Plan:
    """A plan that whoever asks can read. Raises Http404 otherwise, and Refused where they lack a right that is named."""
    plan: Plan = found(Plan.objects.select_related("body", "force"), request.user, number)
    if right:
        require(request.user, right, plan)
    return plan


def version_or_404(request: HttpRequest, number: int, version: int,
                   right: str = "") -> tuple[PlanVersion, list[PlanVersion]]:
    """A version that whoever asks can see, and all that they see of its plan, the newest first. Raises as plan_or_404."""
    plan = plan_or_404(request, number, right)
    versions = visible_versions(request.user, plan)
    chosen = next((each for each in versions if each.number == version), None)
    if chosen is None:
        raise Http404
    chosen.plan = plan
    return chosen, versions


@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """A plan: its live version, or else its newest one."""
    entry = plan_or_404(request, number)
    versions = visible_versions(request.user, entry)
    if not versions:
        raise Http404
    chosen = next((each for each in versions if each.state == PlanVersion.LIVE), versions[0])
    chosen.plan = entry
    return _version_page(request, chosen, versions)


@require_safe
def plan_version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """One version of a plan."""
    return _version_page(request, *version_or_404(request, number, version))


def _version_page(request: HttpRequest, chosen: PlanVersion, versions: list[PlanVersion]) -> HttpResponse:
    user, entry = request.user, chosen.plan
    draft = next((each for each in versions if each.state == PlanVersion.DRAFT), None)
    writes = may(user, "plan.write", entry)
    return page(request, "register/plan.html", SECTION, **version_context(chosen, versions, user), draft=draft,
                may_write=writes, may_edit=writes and chosen.state == PlanVersion.DRAFT, may_begin=writes and draft is None,
                may_live=chosen.state == PlanVersion.DRAFT and may(user, "plan.publish", entry),
                may_publish=may(user, "publish", entry))


@require_safe
def plan_changes(request: HttpRequest, number: int, older: int, newer: int) -> HttpResponse:
    """What changed from one version to another."""
    before, _versions = version_or_404(request, number, older)
    after, versions = version_or_404(request, number, newer)
    changes = compared(before, after)
    parts = text_parts(before.summary, after.summary) if before.summary != after.summary else []
    return page(request, "register/plan_changes.html", SECTION, plan=after.plan, older=before, newer=after, changes=changes,
                summary=summary(changes), summary_parts=parts, versions=versions)


@require_safe
def plan_csv(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """The items of a version as CSV."""
    chosen, _versions = version_or_404(request, number, version)
    return _file(("\ufeff" + csv_text(COLUMNS, table_rows(chosen))).encode(), CSV, f"plan-{number}-version-{version}.csv")


@require_safe
def plan_word(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """A version as a Word document, with what changed since the one before."""
    chosen, versions = version_or_404(request, number, version)
    before = next((each for each in versions if each.number < chosen.number), None)
    changes = compared(before, chosen) if before else []
    content = plan_docx(chosen, rows_of(items_of(chosen)), changes, before)
    return _file(content, KIND, f"plan-{number}-version-{version}.docx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


__all__ = ["SECTION", "plan", "plan_changes", "plan_csv", "plan_or_404", "plan_version", "plan_word", "plans",
           "version_or_404"]
