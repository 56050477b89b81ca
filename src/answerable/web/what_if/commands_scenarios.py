"""Changes to scenarios."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.meetings.commands_papers import add_paper
from answerable.web.meetings.models import AgendaItem, Meeting
from answerable.web.organisations.models import Organisation
from answerable.web.register.checking import checked, shown_to, wanted
from answerable.web.what_if.commands_rooms import kept
from answerable.web.what_if.models import Scenario, ScenarioPaper
from answerable.web.what_if.paper import scenario_docx
from answerable.words import mark


@command("scenario.saved", mark("Scenario {number} was saved, with {repetitions} repetitions."))
def save_scenario(*, by: Any, force: Organisation, name: str, text: str, seen: dict[str, Any], asked: dict[str, str],
                  changes: list[str], description: str = "") -> Did:
    """Save what was tried. text: the room's YAML, which is kept with it; seen: what was seen (seeing.py), with "map"; asked:
    the fields that were filled in; changes: them in words. Internal, until somebody with "publish" says otherwise. Raises
    Refused without "scenario.write" in the force; ValidationError without a name."""
    require(by, "scenario.write", force)
    scenario = Scenario(force=force, name=wanted(name, {"name": _("Give the scenario a name.")}),
                        description=description.strip(), room=kept(force, text, seen["room"]), asked=asked,
                        changes=changes, seen=seen, saved_by=by)
    checked(scenario).save()
    return Did(scenario, {"repetitions": seen["repetitions"]})


@command("scenario.changed", mark("Scenario {number} was described anew."))
def change_scenario(*, by: Any, scenario: Scenario, name: str, description: str, version: int | None = None) -> Scenario:
    """Change the name and description; what was tried and seen stays. Raises Refused, EditConflict, ValidationError."""
    require(by, "scenario.write", scenario)
    scenario = taken(scenario, version)
    scenario.name, scenario.description = wanted(name, {"name": _("Give the scenario a name.")}), description.strip()
    checked(scenario).save()
    return scenario


@command("scenario.withdrawn", mark("Scenario {number} was withdrawn."))
def withdraw_scenario(*, by: Any, scenario: Scenario) -> Scenario:
    """Take a scenario off the list; it can be brought back, and papers that were made of it stay. Raises Refused;
    ValidationError where it was withdrawn before."""
    require(by, "scenario.write", scenario)
    scenario = taken(scenario, None)
    if scenario.withdrawn_at is not None:
        raise ValidationError(_("The scenario was withdrawn before."))
    scenario.withdrawn_at = timezone.now()
    scenario.save()
    return scenario


@command("scenario.brought-back", mark("Scenario {number} was brought back."))
def bring_back_scenario(*, by: Any, scenario: Scenario) -> Scenario:
    """Put a scenario that was withdrawn back on the list. Raises Refused; ValidationError where it stands on it."""
    require(by, "scenario.write", scenario)
    scenario = taken(scenario, None)
    if scenario.withdrawn_at is None:
        raise ValidationError(_("The scenario was not withdrawn."))
    scenario.withdrawn_at = None
    scenario.save()
    return scenario


@command("scenario.published", mark("Who can read scenario {number} was changed: {visibility}."))
def publish_scenario(*, by: Any, scenario: Scenario, visibility: str) -> Did:
    """Decide who reads a scenario: "internal", "panel" or "public"."""
    require(by, "publish", scenario)
    return shown_to(scenario, None, visibility)


@command("scenario.taken-to-meeting", mark("Scenario {number} was taken to meeting {meeting} as paper {paper}."))
def take_to_meeting(*, by: Any, scenario: Scenario, meeting: Meeting, agenda_item: AgendaItem | None = None,
                    late_reason: str = "", address: str = "") -> Did:
    """Make a paper of a scenario for a meeting. The meeting's body can read the scenario from then on. address: of the
    scenario's page, as the paper names it.

    Raises Refused without "scenario.write" on the scenario or "paper.send" on the meeting; ValidationError where it lies before
    that meeting already, was withdrawn, or add_paper takes no paper."""
    require(by, "scenario.write", scenario)
    scenario = taken(scenario, None)
    if scenario.withdrawn_at is not None:
        raise ValidationError(_("The scenario was withdrawn. Bring it back first."))
    if scenario.papers.filter(paper__meeting=meeting).exists():
        raise ValidationError(_("The scenario lies before this meeting already."))
    file = SimpleUploadedFile(f"scenario-{scenario.pk}.docx", scenario_docx(scenario, address))
    paper = add_paper(by=by, meeting=meeting, title=scenario.name, file=file, agenda_item=agenda_item, late_reason=late_reason)
    ScenarioPaper.objects.create(scenario=scenario, paper=paper)
    scenario.body = scenario.body or meeting.body
    scenario.save()
    return Did(scenario, {"meeting": meeting.pk, "paper": paper.pk})
