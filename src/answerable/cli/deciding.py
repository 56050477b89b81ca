"""The verbs of decisions: steps (what is proposed), decide (record one), decisions (the record)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import fill
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.decisions.checking import over, waiting_for
from answerable.decisions.keeping import text_of
from answerable.decisions.kinds import PAUSED, Decision, End, Event, Stage, Step
from answerable.decisions.standing import event_key, taken_back
from answerable.errors import did_you_mean
from answerable.judgement.plans import FOLDER, plan_for, read_plans
from answerable.judgement.steps import Proposal
from answerable.judging import Families, proposed_steps
from answerable.periods import day_label
from answerable.words import _, format_things
from answerable.workspace import Workspace

# Options of `decide` that are keys of a decision, by these very names.
KEYS = ("measure", "family", "at", "rating", "stage", "until", "latest", "expires", "event", "on", "ends", "second", "evidence")
# Characters in a line of identifiers.
WIDTH = 100
STANDS, TAKEN_BACK, OVER = "stands", "taken back", "over"


def steps(arguments: Namespace) -> None:
    """Print the proposed steps: of a measure with their evidence, of all by day and cause."""
    workspace = Workspace(arguments.workspace)
    families = Families.of(workspace, workspace.head())
    chosen = [workspace.measure(arguments.measure)] if arguments.measure else list(families.measures.values())
    found = [(measure, each) for measure in chosen
             for each in proposed_steps(workspace, families.head, families.assess(measure))]
    if arguments.format == "json":
        print(as_json([{"measure": measure.id, **each.as_json(measure.unit)} for measure, each in found]))
        return
    if arguments.measure:
        printed = [line for measure, each in found for line in _proposed(measure.id, measure.unit, each)]
    else:
        printed = list(grouped([(measure.id, each) for measure, each in found]))
    if found:
        print("\n".join(printed))
        if not arguments.measure:
            print(f"The evidence of each: answerable steps {arguments.workspace} MEASURE")
        print(f"To accept one: answerable decide {arguments.workspace} step --measure MEASURE --at DAY --by NAME "
              "--reason TEXT; add --refuse if it is none.")
    else:
        print("No step is proposed: the figures speak for none that nobody has decided on.")


def grouped(found: Sequence[tuple[str, Proposal]]) -> Iterable[str]:
    """Measures with their proposals, those of one day and one cause together, as lines of text: one change of
    system changes many figures."""
    groups: dict[tuple[date, str], list[str]] = {}
    for measure, each in sorted(found, key=lambda pair: pair[1].at):
        groups.setdefault((each.at, _cause(each)), []).append(measure)
    for (day, cause), measures in groups.items():
        yield f"{day_label(day)}: {cause}: {format_things(len(measures), 'measure', 'measures')}"
        yield fill(", ".join(measures), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _cause(proposal: Proposal) -> str:
    """What happened about the day of a step, with its own day where that is another; or that nothing is known of it."""
    if not proposal.beside:
        return _("the figures changed, and nothing else is known of about then")
    first = proposal.beside[0]
    on = "" if first.at == proposal.at else f" ({day_label(first.at)})"
    return f"{first.words[:1].lower()}{first.words[1:]}{on}"


def _proposed(measure: str, unit: str, proposal: Proposal) -> Iterable[str]:
    yield f"{measure}, {proposal.at}\n  {proposal.words(unit)}"
    yield from (f"  Also about then: {each.words} ({each.at})." for each in proposal.beside)


def decide(arguments: Namespace) -> None:
    """Record a decision, or show what would be recorded."""
    workspace = Workspace(arguments.workspace)
    given: dict[str, Any] = {key: getattr(arguments, key) for key in KEYS if getattr(arguments, key) is not None}
    if arguments.refuse:
        given["accepted"] = False
    decision = workspace.decide(arguments.kind, by=arguments.by, reason=arguments.reason, dry_run=arguments.dry_run, **given)
    record = [each for each in workspace.decisions() if each.number < decision.number]
    if arguments.dry_run:
        print(f"# Nothing was recorded. decisions/{decision.number:04d}.yaml would be:\n{text_of(decision).rstrip()}")
    else:
        print(f"Recorded decision {decision.number}: {decision.what.words}; {decision.signed}. It is published with the next "
              "release.")
    for line in _consequences(workspace, decision, record):
        print(line)


def _consequences(workspace: Workspace, decision: Decision, record: Sequence[Decision]) -> Iterable[str]:
    """What follows from a decision that is not plain from its own words."""
    what = decision.what
    if isinstance(what, Event):
        ended = waiting_for(what, record, decision.day)
        yield from (f"It ends the pause of {_whose(each)} (decision {each.number})." for each in ended)
        if not ended:
            waited = {event_key(each.what.until): each.what.until for each in record
                      if isinstance(each.what, Stage) and each.what.stage == PAUSED}
            hint = did_you_mean(event_key(what.event), waited)
            yield f"No pause waits for it. {hint}".rstrip()
    if isinstance(what, Step) and what.accepted:
        figures = what.evidence.get("after", {}).get("figures", 0)
        needed = plan_for(read_plans(workspace.folder / FOLDER), what.measure).minimum_points
        if figures < needed:
            yield f"The new phase has {figures} of the {needed} figures that a usual range needs: until then there is none."


def _whose(decision: Decision) -> str:
    family = str(getattr(decision.what, "family", ""))
    return _("the family of {measure}").format(measure=family) if family else decision.measure


def decisions(arguments: Namespace) -> None:
    """Print the record of decisions, or those that bear on one measure."""
    workspace = Workspace(arguments.workspace)
    record, today = workspace.decisions(), workspace.today()
    shown = _about(workspace, arguments.measure, record) if arguments.measure else record
    if arguments.format == "json":
        print(as_json([each.as_json() | {"state": _state(each, record, today)} for each in shown]))
    elif arguments.format == "csv":
        print(as_csv([_row(each, record, today) for each in shown]))
    else:
        print(as_table([_row(each, record, today) for each in shown]) if shown else "Nothing was decided.")


def _about(workspace: Workspace, name: str, record: Sequence[Decision]) -> Sequence[Decision]:
    from answerable.judging import decided_on

    known = {each.measure for each in record}
    # Decisions outlive their measure: the record of one that is gone can still be asked for.
    if name not in workspace.measures() and name in known:
        return [each for each in record if each.measure == name]
    return decided_on(workspace, workspace.measure(name), record).own


def _row(decision: Decision, record: Sequence[Decision], today: date) -> dict[str, Any]:
    return {"number": decision.number, "day": decision.day.isoformat(), "kind": decision.kind,
            "measure": _whose(decision) or "-", "what": decision.what.words, "by": decision.by,
            "second": decision.second or "-", "reason": " ".join(decision.reason.split()),
            "state": _state(decision, record, today)}


def _state(decision: Decision, record: Sequence[Decision], today: date) -> str:
    """Whether a decision stands today, was taken back, or is over by itself."""
    if not isinstance(decision.what, End) and taken_back(decision, record):
        return TAKEN_BACK
    return OVER if over(decision, record, today) else STANDS
