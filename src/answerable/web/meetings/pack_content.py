"""What a meeting's pack says, as plain data: sections of blocks, from which the page, the PDF and the Word file are made.

A block is one of {"kind": "text", "text"}, {"kind": "heading", "text"}, {"kind": "table", "caption", "columns", "rows"} and
{"kind": "chart", "measure", "alt"}. `facts` hold what is compared between two versions of a pack: kind → key → [name, state].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from answerable.web.components.templatetags.answerable import day
from answerable.web.meetings.models import Meeting, Question
from answerable.web.meetings.pack_papers import paper_facts, paper_sections
from answerable.web.meetings.presenting import question_state, when_words
from answerable.web.meetings.seeing import ORDER
from answerable.web.register.commands_actions import open_actions_for
from answerable.web.register.figures import latest_words, measure_now, measure_title
from answerable.words import format_value

FORMAT = 1
Block = dict[str, Any]


def pack_content(meeting: Meeting, audience: str, number: int) -> dict[str, Any]:
    """What the pack of a meeting says to an audience ("internal", "panel", "public"): nothing that the audience may not read is
    in it. number: of the pack's version. In the language that is chosen. Needs no more than a reader of that audience has."""
    wide = ORDER[ORDER.index(audience):]
    sections = [each for each in (
        _agenda(meeting), _arising(meeting, wide), _performance(meeting), _plans(meeting, wide), _questions(meeting, wide),
        *paper_sections(meeting, wide)) if each]
    return {"format": FORMAT, "title": _("{meeting}: pack").format(meeting=meeting.title), "body": str(meeting.body),
            "language": "cy" if (get_language() or "").startswith("cy") else "en-GB", "number": number, "audience": audience,
            "when": when_words(meeting) + (f", {meeting.place}" if meeting.place else ""),
            "made": day(timezone.localdate()), "made_on": timezone.localdate().isoformat(),
            "words": {"page": _("Page"), "contents": _("Contents"), "version": _("Pack version {number}, made on {day}").format(
                number=number, day=day(timezone.localdate()))},
            "sections": sections, "facts": _facts(meeting, wide)}


def table(caption: str, columns: list[str], rows: list[list[str]]) -> Block:
    """A table as a block. rows: lists of cells in the order of the columns."""
    return {"kind": "table", "caption": caption, "columns": columns, "rows": rows}


def text(words: str) -> Block:
    """A paragraph as a block."""
    return {"kind": "text", "text": words}


def _agenda(meeting: Meeting) -> dict[str, Any]:
    rows = [[str(each.position), each.title + (f": {each.plan}" if each.plan else ""), each.note]
            for each in meeting.agenda.select_related("plan")]
    words = _("There are {number} items.").format(number=len(rows)) if len(rows) != 1 else _("There is 1 item.")
    return {"id": "agenda", "title": _("Agenda"), "blocks": [
        text(words), *([table(_("Agenda"), [_("No."), _("Item"), _("Note")], rows)] if rows else [])]}


def _actions(meeting: Meeting, wide: tuple[str, ...]) -> list[Any]:
    return list(open_actions_for(meeting).filter(visibility__in=wide))


def _due(action: Any) -> str:
    return day(action.due) if action.due else _("Undated")


def _arising(meeting: Meeting, wide: tuple[str, ...]) -> dict[str, Any] | None:
    actions = _actions(meeting, wide)
    if not actions:
        return None
    rows = [[str(each.pk), each.title, ", ".join(str(owner) for owner in each.owners.all()) or "–", _due(each),
             str(each.get_state_display())] for each in actions]
    overdue = sum(1 for each in actions if each.due and each.due < timezone.localdate())
    return {"id": "arising", "title": _("Matters arising"), "blocks": [
        text(_("Actions that are open: {open}; of these overdue: {overdue}.").format(open=len(actions), overdue=overdue)),
        table(_("Open actions"), [_("Action"), _("What"), _("Who is to do it"), _("Due"), _("State")], rows)]}


def _measures(meeting: Meeting) -> list[str]:
    return list(dict.fromkeys(each.measure_id for each in meeting.agenda.all() if each.measure_id))


def _performance(meeting: Meeting) -> dict[str, Any] | None:
    blocks = [block for measure_id in _measures(meeting) for block in _measure(measure_id)]
    return {"id": "performance", "title": _("Performance"), "blocks": blocks} if blocks else None


def _measure(measure_id: str) -> Iterator[Block]:
    """A measure: its sentence, then its chart, which says the same to whoever cannot see it."""
    sentence = latest_words(measure_id) or _("There is no figure for this measure yet.")
    yield {"kind": "heading", "text": measure_title(measure_id)}
    yield text(sentence)
    if (measure_now(measure_id) or {}).get("chart"):
        yield {"kind": "chart", "measure": measure_id, "alt": _("Chart of {measure}. {sentence}").format(
            measure=measure_title(measure_id), sentence=sentence)}


def _versions(meeting: Meeting, wide: tuple[str, ...]) -> list[Any]:
    """The versions of plans that lie before the meeting: as pinned, else the live ones of now."""
    from answerable.web.meetings.commands_agenda import live_version
    items = meeting.agenda.filter(plan__isnull=False, plan__visibility__in=wide).select_related("plan", "plan_version__plan")
    return [version for each in items if (version := each.plan_version or live_version(each.plan)) is not None]


def _plans(meeting: Meeting, wide: tuple[str, ...]) -> dict[str, Any] | None:
    blocks = [block for version in _versions(meeting, wide) for block in _plan(version)]
    return {"id": "plans", "title": _("Plans"), "blocks": blocks} if blocks else None


def _plan(version: Any) -> Iterator[Block]:
    name = _("{plan}, version {number}").format(plan=version.plan.title, number=version.number)
    yield {"kind": "heading", "text": name}
    if version.summary:
        yield text(version.summary)
    rows = [[each.title, str(each.owner or "–"), measure_title(each.measure_id) if each.measure_id else "–", _target(each),
             day(each.due) or "–"] for each in version.items.select_related("owner")]
    if rows:
        yield table(name, [_("Item"), _("Owner"), _("Measure"), _("Target"), _("By")], rows)


def _target(item: Any) -> str:
    if item.target is None:
        return "–"
    unit = (measure_now(item.measure_id) or {}).get("unit")
    value = format_value(item.target, unit) if unit else f"{item.target:g}"
    return f"{item.get_comparison_display()} {value}".strip()


def _put(meeting: Meeting, wide: tuple[str, ...]) -> list[Question]:
    return list(meeting.questions.filter(visibility__in=wide).select_related("asked_by", "to").order_by("pk"))


def _questions(meeting: Meeting, wide: tuple[str, ...]) -> dict[str, Any] | None:
    blocks = [block for question in _put(meeting, wide) for block in _question(question)]
    return {"id": "questions", "title": _("Questions and answers"), "blocks": blocks} if blocks else None


def _question(question: Question) -> Iterator[Block]:
    yield {"kind": "heading", "text": _("Question {number}, {who}").format(
        number=question.pk, who=question.asked_by or question.body)}
    yield text(question.text)
    yield text(_("Answer: {answer}").format(answer=question.answer) if question.answer
               else f"{question_state(question)['words']}.")


def _facts(meeting: Meeting, wide: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    return {
        "agenda": {str(each.pk): [each.title, f"{each.title} {each.note}"] for each in meeting.agenda.all()},
        "actions": {str(each.pk): [each.title, f"{_due(each)}, {each.get_state_display()}"]
                    for each in _actions(meeting, wide)},
        "measures": {each: [measure_title(each), latest_words(each)] for each in _measures(meeting)},
        "plans": {str(each.plan_id): [each.plan.title, str(each.number)] for each in _versions(meeting, wide)},
        "questions": {str(each.pk): [_("Question {number}").format(number=each.pk), each.answer]
                      for each in _put(meeting, wide)},
        "papers": paper_facts(meeting, wide)}
