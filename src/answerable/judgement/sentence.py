"""The one plain sentence about a figure, and the clauses it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

from answerable.errors import DefinitionError, InputError, did_you_mean
from answerable.judgement.series import HIGHER, LOWER, NOT_AVAILABLE, Point
from answerable.words import _, format_count, format_value, sentence_end_off

PLACEHOLDERS = ("value", "numerator", "denominator", "period")


@dataclass(frozen=True)
class Gap:
    """A stretch without figures and its reason. first, last: starts of its first and its last period."""

    first: date
    last: date
    words: str


def check_template(template: str, *, where: str) -> None:
    """Raise DefinitionError unless a template parses, with value, period and no unknown placeholder.

    template: such as "{value} of {denominator} 101 calls were answered within 30 seconds in {period}",
    without a full stop, as the judgement follows it; where: what the error names.
    """
    try:
        used = [f"{name}{spec and ':'}{spec}"
                for _text, name, spec, _conversion in Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise DefinitionError(f"the sentence '{template}' does not parse: {error}.", where=where,
                              remedy="Write each placeholder as {name}.") from error
    for name in used:
        if name not in PLACEHOLDERS:
            hint = did_you_mean(name, PLACEHOLDERS)
            remedy = f"{hint} Placeholders are {', '.join(PLACEHOLDERS)}.".lstrip()
            raise DefinitionError(f"unknown placeholder '{{{name}}}' in the sentence '{template}'.",
                                  where=where, remedy=remedy)
    for name in ("value", "period"):
        if name not in used:
            raise DefinitionError(f"the sentence '{template}' lacks {{{name}}}.", where=where,
                                  remedy=f"Add {{{name}}} where it belongs.")


def figure_clause(template: str, point: Point, unit: str, *, apart_from: float | None = None,
                  so_far: bool = False) -> str:
    """The template filled from a point that has a value: "65.4% of 23,291 calls were answered in May 2026".

    apart_from: see words.format_value; so_far: add "so far" to the period, for a provisional figure.
    Raises InputError where the template asks for a count that the point does not have.
    """
    period = _("{period} so far").format(period=point.label) if so_far else point.label
    words = {"value": format_value(point.value, unit, apart_from=apart_from), "period": period}
    for name, number in (("numerator", point.numerator), ("denominator", point.denominator)):
        if number is not None:
            words[name] = format_count(number)
        elif f"{{{name}}}" in template:
            raise InputError(f"the figure for {point.label} has no {name}, which '{template}' asks for.",
                             remedy=f"Leave {{{name}}} out of the measure's sentence.")
    return _(template).format(**words)


def direction_sentence(direction: str) -> str:
    """Which way is better, as a sentence."""
    return {HIGHER: _("Higher is better."), LOWER: _("Lower is better.")}.get(
        direction, _("Higher is neither better nor worse."))


def judged_sentence(figure: str, clauses: Iterable[str], direction: str) -> str:
    """The figure, what is to be said of it, and which way is better."""
    return _("{figure}: {clauses}. {direction}").format(
        figure=figure, clauses=", ".join(clauses), direction=direction_sentence(direction))


def no_figure_sentence(point: Point | None, gaps: Sequence[Gap] = ()) -> str:
    """That there is no figure for a period, and why: in the words of its gap, or as its status says."""
    if point is None:
        return _("There is no figure yet.")
    words = next((gap.words for gap in gaps if gap.first <= point.period_start <= gap.last), "")
    reason = sentence_end_off(words.strip()) or (
        _("it is not available") if point.status == NOT_AVAILABLE else _("no records have come for it"))
    return _("There is no figure for {period}: {reason}.").format(period=point.label, reason=reason)


def provisional_sentence(point: Point, unit: str) -> str:
    """What the newest, provisional figure says beside the final one that is judged."""
    return _("{period} is provisional: {value} so far.").format(
        period=point.label, value=format_value(point.value, unit))
