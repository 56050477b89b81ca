"""The figures of a force and its peers for one measure and period, out of what was published and what the workspace holds.

Nothing is dropped: a force of the group without a figure, and one whose figure cannot be held beside the others, stands in
the list with its reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from answerable.comparing.benchmarks import CLOCKS, Benchmark, Likeness
from answerable.comparing.organisations import FORCE
from answerable.comparing.peers import PeerGroup
from answerable.comparing.showing import Others
from answerable.judgement.funnel_forms import MEAN, RATIO, SHARE, Form, Peer
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.parts import RECORDS
from answerable.periods import MONTHS_OF, period_label
from answerable.words import _, mark, ngettext

# Kinds of measure whose figures are a number of things out of a number of things.
SHARES = ("share", "service_level", "abandonment", "within", "repeat")
# Less of the expected records than this, and the own figure is shown without being placed.
LEAST_COVERAGE = 0.95
UNNAMED = "own"
ALIKE_CLOCKS = ("same", "none")
_NOTHING = mark("nothing that it published for this period is known")


@dataclass(frozen=True, order=True)
class Span:
    """The days that published figures are about, both included."""

    ends: date
    starts: date

    @property
    def kind(self) -> str:
        """month, quarter or financial-year; "days" for any other."""
        whole = self.starts.day == 1 and (self.ends + timedelta(days=1)).day == 1
        months = (self.ends.year - self.starts.year) * 12 + self.ends.month - self.starts.month + 1
        kinds = {1: "month", 3: "quarter"} | ({12: "financial-year"} if self.starts.month == 4 else {})
        return kinds.get(months, "days") if whole else "days"

    @property
    def label(self) -> str:
        """The days in words: "September 2026", "2025/26"."""
        return period_label("all" if self.kind == "days" else self.kind, self.starts, self.ends)

    @property
    def months(self) -> list[str]:
        """The first days (ISO) of its months; none where it does not consist of whole months."""
        if self.starts.day != 1 or (self.ends + timedelta(days=1)).day != 1:
            return []
        first, last = (day.year * 12 + day.month - 1 for day in (self.starts, self.ends))
        return [date(month // 12, month % 12 + 1, 1).isoformat() for month in range(first, last + 1)]

    def a_year_before(self) -> tuple[int, int]:
        """Year and month in which the same span began a year before."""
        return self.starts.year - 1, self.starts.month


# Of each force what it published, each with how it is like the measure.
Statements = Mapping[str, Sequence[tuple[Benchmark, Likeness]]]
Published = dict[Span, dict[str, list[tuple[Benchmark, Likeness]]]]


def form_of(measure: Measure) -> Form | None:
    """The form of funnel that fits a measure; None where its figures are neither shares, ratios of counts nor means."""
    if measure.kind in SHARES:
        return SHARE
    if measure.kind == "mean":
        return MEAN
    counted = [part.amount for part in (measure.above, measure.below) if part is not None]
    return RATIO if measure.kind == "ratio" and measure.unit == "ratio" and counted == [RECORDS, RECORDS] else None


def published(others: Others, measure: Measure) -> Published:
    """Period → force → what it published that is like the measure: no limits, and nothing without an end."""
    found: Published = {}
    for item in others.benchmarks:
        alike = item.likeness(measure.id)
        if alike is None or item.statistic == "limit" or item.ends == date.max:
            continue
        organisation = others.organisations.by_id.get(item.about)
        if organisation is not None and organisation.kind == FORCE:
            found.setdefault(Span(item.ends, item.starts), {}).setdefault(item.about, []).append((item, alike))
    return found


def groups_on(others: Others, day: date) -> list[PeerGroup | None]:
    """The peer groups that the force is in on a day; where it is in none, one that stands for every force."""
    found: list[PeerGroup | None] = [group for group in others.groups if others.force and others.force in group.on(day)]
    return found or [None]


def peers_for(others: Others, measure: Measure, statements: Statements, day: date, group: PeerGroup | None,
              own: Peer) -> list[Peer]:
    """Every force of a group (None: every one that published) with its figure for a period, the own one among them.

    statements: what each force published for the period; day: its last, on which the group is taken. Those that must not
    count have `left_out` set.
    """
    members = set(statements) if group is None else set(group.on(day))
    declared = group.alike.get(measure.id, "") if group else ""
    if group is not None and own.id not in members and not own.left_out:
        own = replace(own, left_out=mark("it was not in the group at the end of the period"))
    return [own, *(_peer(others, measure, force, statements.get(force, []), declared)
                   for force in sorted(members - {own.id, others.force}))]


def _peer(others: Others, measure: Measure, force: str, statements: Sequence[tuple[Benchmark, Likeness]],
          declared: str) -> Peer:
    organisation = others.organisations.by_id[force]
    if not statements:
        return Peer(force, organisation.name, left_out=_NOTHING)
    item, alike = min(statements, key=_worth)
    peer = _with_counts(Peer(force, organisation.name, comparability=_comparability(item, alike, declared)), item, alike)
    disagree = others.disagreeing.get((measure.id, item.id), ())
    if any(other.id in disagree for other, _alike in statements):
        return replace(peer, left_out=mark("published statements about this period disagree"))
    if item.reading != "exact":
        return replace(peer, left_out=_("it is published as “{text}”").format(text=item.text))
    if alike.clocks not in ALIKE_CLOCKS and not declared:
        return replace(peer, left_out=mark("the clocks differ") if alike.clocks == "differ"
                       else mark("which clock was used is not known"))
    return peer


def _worth(pair: tuple[Benchmark, Likeness]) -> tuple[object, ...]:
    """Of several statements about one force and period: exact, on the same clock, with what was divided, by its id."""
    item, alike = pair
    return (item.reading != "exact", alike.clocks not in ALIKE_CLOCKS,
            item.denominator is None and item.standard_error is None, item.numerator is None, item.id)


def _with_counts(peer: Peer, item: Benchmark, alike: Likeness) -> Peer:
    """The peer with the figure in the terms of the measure."""
    value = item.in_terms_of(alike.measure)
    if item.statistic == "mean":
        return replace(peer, value=value, denominator=item.denominator, standard_error=item.standard_error)
    share = (value or 0.0) / (100 if item.unit == "percent" else 1)
    if item.denominator is None:
        return replace(peer, value=share)
    if item.numerator is None:
        return replace(peer, numerator=share * item.denominator, denominator=item.denominator)
    return replace(peer, numerator=item.numerator_of(alike), denominator=item.denominator)


def _comparability(item: Benchmark, alike: Likeness, declared: str) -> str:
    clocks = "" if alike.clocks in ALIKE_CLOCKS else _(CLOCKS[alike.clocks])
    said = _("Held side by side all the same: {why}").format(why=declared) if clocks and declared else ""
    return " ".join(filter(None, (clocks, said, item.comparability, alike.note)))


def own_peer(others: Others, name: str, figures: Sequence[Figure], form: Form, span: Span,
             error: Callable[[Span], float | None] = lambda _span: None) -> Peer:
    """The force's own figure for a period, added up from its monthly ones.

    name: what pages call it; error: gives the standard error of a mean over the period, in seconds. left_out is set where a
    month has no final figure or too few of its records, or where the definition changed within the period.
    """
    peer = Peer(others.force or UNNAMED, name, own=True)
    by_start: Mapping[str, Figure] = {figure.period_start: figure for figure in figures}
    months = [by_start[start] for start in span.months if start in by_start]
    usable = [figure for figure in months if figure.value is not None and figure.denominator]
    reason = _why_not(span, months, usable)
    if reason and len(usable) < len(span.months or [""]):
        # A sum over some of the months would be read as one over all.
        return replace(peer, left_out=reason)
    denominator = math.fsum(figure.denominator or 0.0 for figure in usable)
    numerator = math.fsum(figure.numerator or 0.0 for figure in usable)
    untimed = sum(figure.untimed for figure in usable)
    note = ngettext("{number} without a usable time is left out.", "{number} without a usable time are left out.",
                    untimed).format(number=f"{untimed:,}") if untimed else ""
    peer = replace(peer, denominator=denominator, comparability=note, left_out=reason)
    if form is MEAN:
        return replace(peer, value=numerator / denominator, standard_error=None if reason else error(span))
    return replace(peer, numerator=numerator)


def _why_not(span: Span, months: Sequence[Figure], usable: Sequence[Figure]) -> str:
    if not span.months:
        return mark("the period does not consist of whole months")
    if len(usable) < len(span.months):
        return ngettext("{have} of {all} months has a figure", "{have} of {all} months have a figure", len(usable)).format(
            have=len(usable), all=len(span.months))
    if any(figure.status != "final" for figure in usable):
        return mark("its figure is provisional")
    if any(figure.coverage is not None and figure.coverage < LEAST_COVERAGE for figure in usable):
        return mark("too few of the expected records have come")
    return mark("the definition changed within the period") if len({figure.version for figure in months}) > 1 else ""


def last_month(span: Span) -> date:
    """The first day of a period's last month."""
    return span.ends.replace(day=1)


def is_recent(span: Span, day: date) -> bool:
    """Whether a period ended within the year before a day, so that it still says something of the figure of that day."""
    return (day.year * 12 + day.month) - (span.ends.year * 12 + span.ends.month) <= MONTHS_OF["financial-year"]
