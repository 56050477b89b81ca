"""How a document that was read, and what is proposed of it, are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.documents.minutes.comparing import (
    AGREES,
    NO_FIGURE,
    Compared,
    Contradiction,
    Stated,
    compare_stated,
    contradictions,
)
from answerable.errors import InputError
from answerable.web.components.templatetags.answerable import day
from answerable.web.meetings import reading_commands as commands
from answerable.web.meetings.models import MinutesDocument, Proposal
from answerable.web.register.figures import figure_for, measure_title
from answerable.words import format_value

KINDS = {"action": gettext_lazy("Action"), "commitment": gettext_lazy("Commitment"), "promise": gettext_lazy("Promise"),
         "decision": gettext_lazy("Decision"), "figure": gettext_lazy("Figure stated"),
         "next_meeting": gettext_lazy("Next meeting")}
HEADINGS = {commands.ACTION: gettext_lazy("Confirm an action"), commands.PROMISE: gettext_lazy("Confirm a promise"),
            commands.DECISION: gettext_lazy("Confirm a decision"),
            commands.NEXT_MEETING: gettext_lazy("Confirm the next meeting"),
            commands.FIGURE: gettext_lazy("Confirm a figure that was stated")}
BUTTONS = {commands.ACTION: gettext_lazy("Add the action"), commands.PROMISE: gettext_lazy("Record the promise"),
           commands.DECISION: gettext_lazy("Record the decision"), commands.NEXT_MEETING: gettext_lazy("Plan the meeting"),
           commands.FIGURE: gettext_lazy("Confirm the figure")}
EMPTY_LINES = re.compile(r"\s*\n\s*")
# Letters of the document shown before and after a sentence.
AROUND = 220
# Longer documents are shown from their beginning; each sentence stands beside its proposal anyway.
MOST_SHOWN = 300_000


@dataclass(frozen=True)
class Context:
    """A sentence and the text around it."""

    before: str
    sentence: str
    after: str


def context_of(text: str, proposal: Proposal) -> Context:
    """The sentence of a proposal with what stands before and after it, cut between words."""
    begin, end = max(0, proposal.start - AROUND), min(len(text), proposal.end + AROUND)
    before, after = text[begin:proposal.start], text[proposal.end:end]
    if begin:
        before = f"… {before.partition(' ')[2]}"
    if end < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return Context(*(EMPTY_LINES.sub("\n", part) for part in (before, text[proposal.start:proposal.end], after)))


def marked_text(text: str, proposals: Sequence[Proposal]) -> list[list[tuple[str, int | None]]]:
    """The paragraphs of a text, each as parts: (letters, number of the proposal that they stand for, or None)."""
    parts: list[tuple[str, int | None]] = []
    at = 0
    for proposal in sorted(proposals, key=lambda each: each.start):
        if proposal.start < at or proposal.end > MOST_SHOWN:
            continue
        parts += [(text[at:proposal.start], None), (text[proposal.start:proposal.end], proposal.pk)]
        at = proposal.end
    parts.append((text[at:MOST_SHOWN], None))
    paragraphs: list[list[tuple[str, int | None]]] = [[]]
    for letters, number in parts:
        lines = letters.split("\n") if number is None else [letters]
        paragraphs[-1].append((lines[0], number))
        paragraphs += [[(line, number)] for line in lines[1:]]
    return [paragraph for paragraph in paragraphs if any(part[0].strip() for part in paragraph)]


def counts_of(document: MinutesDocument) -> dict[str, int]:
    """How many proposals wait, were confirmed, were discarded."""
    found: dict[str, int] = document.proposals.aggregate(
        waiting=Count("pk", filter=Q(state=Proposal.WAITING)), confirmed=Count("pk", filter=Q(state=Proposal.CONFIRMED)),
        discarded=Count("pk", filter=Q(state=Proposal.DISCARDED)), all=Count("pk"))
    return found


def shown_proposal(proposal: Proposal, context: Context, beside: list[str] | None) -> dict[str, Any]:
    """A proposal for a template: {"proposal", "kind", "context", "rows": (what, value) pairs, "beside": sentences about a
    figure, "address": of what came of it, or "";
    "quick": whether one button confirms it}."""
    return {"proposal": proposal, "kind": KINDS.get(proposal.kind, proposal.kind), "context": context,
            "rows": list(_rows(proposal)), "beside": beside or [],
            "address": _made_address(proposal),
            "quick": proposal.state == Proposal.WAITING and commands.BECOMES.get(proposal.kind) == commands.ACTION}


def _made_address(proposal: Proposal) -> str:
    if proposal.made_number is None:
        return ""
    return reverse({commands.NEXT_MEETING: "meeting"}.get(proposal.made_kind, proposal.made_kind), args=[proposal.made_number])


def _rows(proposal: Proposal) -> Iterable[tuple[str, str]]:
    data = proposal.data
    if proposal.kind in ("action", "commitment"):
        where = {"action column": _("in the action column"), "sentence": _("in the sentence"),
                 "sentence before": _("in the sentence before"), "heading": _("in the label")}.get(data.get("owner_where"), "")
        yield _("Owner"), f"{data['owner']} ({where})" if data.get("owner") else _("None printed")
    if proposal.kind in ("action", "commitment", "promise"):
        yield _("Due"), due_words(data)
    elif proposal.kind == "next_meeting":
        yield _("Day"), due_words(data)
    if data.get("value") is not None:
        yield _("Value"), value_words(data)
    if data.get("measure"):
        yield _("Measure"), measure_title(data["measure"])
    if data.get("period_printed"):
        yield _("Period"), data["period_printed"]
    if data.get("state"):
        yield _("State"), _("brought forward") if data["state"] == "brought forward" else data["state"]
    yield _("Found by the rule"), proposal.rule


def due_words(data: dict[str, Any]) -> str:
    """The due date as printed, and the day that it means where that is known."""
    if not data.get("due_printed"):
        return _("Undated")
    if not data.get("due"):
        return _("“{printed}”: no day is known").format(printed=data["due_printed"])
    return _("“{printed}”: {day}").format(printed=data["due_printed"], day=day(date.fromisoformat(data["due"])))


def value_words(data: dict[str, Any]) -> str:
    """A value with its unit."""
    try:
        return format_value(data["value"], data.get("unit") or "", shortest=True)
    except InputError:
        return f"{data['value']:,.10g} {data.get('unit') or ''}".strip()


def stated_beside(document: MinutesDocument, figures: Sequence[Proposal]) -> dict[int, list[str]]:
    """Number of a proposal → what our own figures and earlier statements say of the figure that it states. Two queries."""
    stated = {each.pk: found for each in figures if (found := stated_of(each))}
    if not stated:
        return {}
    own = {one.key: own for one in stated.values() if (own := _own_value(one)) is not None}
    others = Proposal.objects.filter(kind="figure", document__meeting__body=document.meeting.body_id).exclude(
        state=Proposal.DISCARDED).exclude(document=document).select_related("document__meeting")
    measures = {one.measure for one in stated.values()}
    earlier = [found for each in others.filter(data__measure__in=sorted(measures)) if (found := stated_of(each))]
    return {number: [_compared_words(compare_stated([one], own)[0]),
                     *map(_contradiction_words, contradictions([one], earlier))] for number, one in stated.items()}


def stated_of(proposal: Proposal) -> Stated | None:
    """The figure that a proposal states, where measure and period are known and it is a value and no change."""
    data = proposal.data
    if not (data.get("measure") and data.get("period_start") and data.get("period_end")) or data.get("value") is None \
            or data.get("comparison") == "change by":
        return None
    return Stated(data["measure"], data["value"], date.fromisoformat(data["period_start"]),
                  date.fromisoformat(data["period_end"]), str(proposal.document.meeting))


def _own_value(one: Stated) -> float | None:
    """Our own figure of the same measure and period; None where the newest release has none for just that period."""
    figure = figure_for(one.measure, one.start)
    same = figure is not None and (figure.period_start, figure.period_end) == (one.start, one.end)
    return figure.value if same and figure else None


def _compared_words(found: Compared) -> str:
    if found.standing == NO_FIGURE or found.own is None:
        return _("The newest release has no figure of this measure for just that period.")
    if found.standing == AGREES:
        return _("It agrees with the newest release, which has {own}.").format(own=_number(found.own))
    more, less = _("It differs from the newest release, which has {own}: {by} more was stated."), _(
        "It differs from the newest release, which has {own}: {by} less was stated.")
    by = found.by or 0.0
    return (more if by > 0 else less).format(own=_number(found.own), by=_number(abs(by)))


def _number(value: float) -> str:
    return f"{round(value, 2):,.10g}"


def _contradiction_words(found: Contradiction) -> str:
    return _("Elsewhere {other} was stated for the same period: {where}.").format(
        other=_number(found.earlier.value), where=found.earlier.where)
