"""What a measure's page and `answerable judge` say of others: published figures of the same thing, each with its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from answerable.comparing.absences import Absence, absence_for, read_absences
from answerable.comparing.benchmarks import (
    CLOCKS,
    CONFIDENCES,
    READINGS,
    REST,
    STATUSES,
    Benchmark,
    Likeness,
    amount,
    read_benchmarks,
)
from answerable.comparing.organisations import FILE, Organisations, read_organisations
from answerable.comparing.peers import PeerGroup, peers_of, read_peer_groups
from answerable.comparing.plausible import disagreements
from answerable.measures.definition import Measure
from answerable.words import _

# What is left of 100 per cent turns the reading round: 97% or more answered is 3% or less not answered.
_TURNED = {"exact": "exact", "about": "about", "at-least": "at-most", "at-most": "at-least"}


@dataclass(frozen=True)
class Others:
    """What is known of others, read once for many measures. force: the id of the force itself, None where not known."""

    force: str | None
    benchmarks: tuple[Benchmark, ...]
    organisations: Organisations
    groups: tuple[PeerGroup, ...]
    absences: tuple[Absence, ...]
    disagreeing: Mapping[tuple[str, str], tuple[str, ...]]

    def as_json(self, measure: Measure, day: date | None = None) -> dict[str, Any]:
        """The parts "benchmarks" and "no_standard" of a measure, as known on a day (None: today)."""
        absence = absence_for(self.absences, measure.group, day or date.today())
        return {"benchmarks": [self._shown(item, alike) for item, alike in self.like(measure.id)],
                "no_standard": absence.as_json() if absence else None}

    def like(self, measure: str) -> list[tuple[Benchmark, Likeness]]:
        """Those like a measure: groups of forces first, then peers, then others; the latest first."""
        alike = [(item, found) for item in self.benchmarks if (found := item.likeness(measure))]
        return sorted(alike, key=lambda pair: (self._rank(pair[0]), -pair[0].ends.toordinal(), pair[0].id))

    def _rank(self, item: Benchmark) -> int:
        if self.organisations.force(item.about) is None:
            return 0
        return 1 if self._peers(item) else 2

    def _peers(self, item: Benchmark) -> list[str]:
        if self.force is None:
            return []
        return [group for group, members in peers_of(self.groups, self.force, item.ends).items() if item.about in members]

    def _shown(self, item: Benchmark, alike: Likeness) -> dict[str, Any]:
        organisation = self.organisations.force(item.about)
        value = item.in_terms_of(alike.measure)
        return {
            "id": item.id, "value": value, "numerator": item.numerator_of(alike), "denominator": item.denominator,
            "standard_error": item.standard_error, "unit": item.unit, "text": item.text,
            "text_here": in_our_terms(item, alike), "rest": alike.takes == REST, "baseline": item.baseline,
            "quantity": item.quantity, "statistic": item.statistic,
            "about": organisation.name if organisation else item.about, "force": organisation.id if organisation else None,
            "own": organisation is not None and organisation.id == self.force, "peer_groups": self._peers(item),
            "from": item.starts.isoformat(), "to": None if item.ends == date.max else item.ends.isoformat(),
            "period": item.period, "owner": item.owner, "status": item.status,
            "status_words": _(STATUSES[item.status]).format(owner=item.owner), "confidence": item.confidence,
            "confidence_words": _(CONFIDENCES[item.confidence]), "source": item.source, "address": item.address,
            "clocks": alike.clocks, "clocks_words": _(CLOCKS[alike.clocks]),
            "comparability": " ".join(filter(None, (item.comparability, alike.note))), "note": item.note,
            "printed": item.printed, "read_as": item.read_as,
            "disagrees_with": list(self.disagreeing.get((alike.measure, item.id), ()))}


def turned_reading(item: Benchmark, alike: Likeness) -> str:
    """How the value is meant in the measure's terms: one of READINGS."""
    return _TURNED[item.reading] if alike.takes == REST else item.reading


def in_our_terms(item: Benchmark, alike: Likeness) -> str:
    """The value in the measure's terms, with its unit and reading: "3% or less" of what was published as "97% or more"."""
    if alike.takes != REST:
        return item.text
    value = amount(round(item.in_terms_of(alike.measure) or 0.0, 6), item.unit)
    return _(READINGS[turned_reading(item, alike)]).format(value=value)


def others_of(folder: Path, name: str) -> Others:
    """What is known of others to the workspace in `folder`, of the force that goes by `name`.

    Raises DefinitionError for a faulty file of benchmarks, peers, absences or organisations.
    """
    organisations = read_organisations(folder / FILE)
    benchmarks = tuple(_recognised(item, organisations) for item in read_benchmarks(folder / "benchmarks"))
    own = organisations.force(name)
    disagreeing = {(found.measure, one): tuple(other for other in found.ids if other != one)
                   for found in disagreements(benchmarks) for one in found.ids}
    return Others(own.id if own else None, benchmarks, organisations,
                  read_peer_groups(folder / "peers", organisations), read_absences(folder / "absences"), disagreeing)


def _recognised(item: Benchmark, organisations: Organisations) -> Benchmark:
    """The same with the force's id, so that "GMP" and "Greater Manchester Police" are one."""
    found = organisations.force(item.about)
    return replace(item, about=found.id) if found and found.id != item.about else item
