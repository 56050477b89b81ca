"""How a promise stands by a measure as released: what is known of its period, else the odds. Without database or request.

The rule in words: docs/explanation/promises.md. It rests on the release alone, so that two people who ask at different moments
are told the same of the same release.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isclose
from typing import Any

from django.utils.translation import gettext as _

from answerable.forecasting.odds import odds_in_words
from answerable.judgement.aims import Amount
from answerable.web.register.promises_days import day_said, period_said
from answerable.web.register.promises_odds import Spread, odds_of, spread_of, together
from answerable.words import format_value

EARLY, ON_COURSE, AT_RISK, KEPT, MISSED, CANNOT = "early", "on-course", "at-risk", "kept", "missed", "cannot"
# The levels of early warnings (decision 24): at risk as soon as missing is more likely than meeting, and no longer only once
# the odds are clearly above, so that it does not come and go.
AT_RISK_BELOW, OVER_FROM = 0.5, 0.6
MONTHS_OF = {"month": 1, "quarter": 3, "financial-year": 12, "rolling-3-months": 3}
FINANCIAL_YEAR_FIRST_MONTH = 4

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What was promised. comparison: ">=", ">", "<=" or "<"; threshold: in the measure's unit; due: a day of the period meant;
    period: a key of MONTHS_OF; version: of the measure's definition when it was said, None where that is not known."""

    measure_id: str
    comparison: str
    threshold: float
    due: date
    period: str = "month"
    version: int | None = None


@dataclass(frozen=True)
class Course:
    """How a promise stands. state: one of the six; reason: in words; odds: of keeping it, from 0 to 1, while the period lies
    ahead; value: the figure of the period, in the measure's unit; settled: whether that figure is final, which ends it."""

    state: str
    reason: str
    odds: float | None = None
    value: float | None = None
    settled: bool = False


def period_of(kind: str, due: date) -> tuple[date, date]:
    """First and last day of the period of a kind in which a day falls; of a rolling one, the months up to that day's month."""
    length, number = MONTHS_OF[kind], _month_number(due)
    if kind == "rolling-3-months":
        first = number - length + 1
    elif kind == "financial-year":
        first = number - (number - (FINANCIAL_YEAR_FIRST_MONTH - 1)) % 12
    else:
        first = number - number % length
    return _first_day(first), _first_day(first + length) - timedelta(days=1)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def course(facts: Facts, measure: Json | None, today: date, before: str = "") -> Course:
    """How a promise stands. measure: its file of a release (docs/reference/release-format.md), None where the release has none;
    today: the day of asking, which tells "not come yet" from "still ahead"; before: the state by the release before."""
    if measure is None:
        return Course(CANNOT, _("The release has no measure “{name}”.").format(name=facts.measure_id))
    if not measure.get("figures"):
        return Course(CANNOT, _("The measure has no single figure for a period."))
    return _Look(facts, measure, today, before).course()


class _Look:
    """One promise held against one measure."""

    def __init__(self, facts: Facts, measure: Json, today: date, before: str) -> None:
        self.facts, self.measure, self.today, self.before = facts, measure, today, before
        self.start, self.end = period_of(facts.period, facts.due)
        self.label = period_said(facts.period, self.start, self.end)
        self.months = [_first_day(number) for number in range(_month_number(self.start), _month_number(self.end) + 1)]
        self.rows = {row["period_start"]: row for row in measure["figures"]}
        self.amount = Amount(facts.threshold, facts.comparison)

    def course(self) -> Course:
        """The first of the rules that applies."""
        refused = self._changed() or self._lacking() or self._not_poolable()
        if refused:
            return Course(CANNOT, refused)
        if not self._awaited():
            return self._settled()
        lost = (self.measure.get("no_projection") or {}).get("code") == "lost"
        if lost:
            return Course(CANNOT, self.measure["no_projection"]["words"])
        spread = self._expected()
        return self._by_odds(spread) if spread else Course(EARLY, self._why_early(), value=self._provisional())

    # What stands in the way.

    def _changed(self) -> str:
        """That the definition means something else by now, or ""."""
        said = self.facts.version
        meant = self._version_of_period()
        if said is None or meant == said or self._meaning(meant) == self._meaning(said):
            return ""
        return _("What the measure means changed since it was promised: that was by version {said} of its definition, and "
                 "{label} is told by version {meant}.").format(said=said, label=self.label, meant=meant)

    def _version_of_period(self) -> int:
        told = [row["version"] for month in self.months if (row := self.rows.get(month.isoformat())) and row.get("version")]
        begun = [row["version"] for row in self.measure.get("versions") or ()
                 if (row.get("in_force_from") or "") <= self.end.isoformat()]
        return int(told[-1] if told else max(begun, default=self.measure["version"]))

    def _meaning(self, version: int) -> Any:
        """What tells two versions apart: the digest of their meaning, or the number where the release has none."""
        versions = self.measure.get("versions") or ()
        return next((row["digest"] for row in versions if row["version"] == version and row.get("digest")), version)

    def _lacking(self) -> str:
        """That a month of the period has no figure and will have none, or ""."""
        for month in self.months:
            row = self.rows.get(month.isoformat())
            if row is None and month.isoformat() > self.measure["figures"][-1]["period_start"]:
                return ""
            if row is None or row["value"] is None:
                note = (row or {}).get("note") or self._gap(month)
                said = _("There is no figure for {month}.").format(month=period_said("month", month, month))
                return f"{said} {note}".strip()
        return ""

    def _gap(self, month: date) -> str:
        gaps = (self.measure.get("chart") or {}).get("gaps") or ()
        written = month.isoformat()
        return next((gap["words"] for gap in gaps if gap["from"] <= written <= (gap["to"] or written)), "")

    def _not_poolable(self) -> str:
        """That the figure of several months does not follow from those of each, or ""."""
        if len(self.months) == 1 or self._adds_up() or self._pools():
            return ""
        return _("The release has figures by month, and that of {label} does not follow from them: of a middle or a longest "
                 "time no sum can be made.").format(label=self.label)

    def _adds_up(self) -> bool:
        """Whether the figures of months may be added: counts and totals."""
        return all(row.get("denominator") is None and row.get("numerator") == row["value"] is not None
                   for row in self._told())

    def _pools(self) -> bool:
        """Whether a figure is its numerator over its denominator, so that those of months may be added."""
        return all(row.get("numerator") is not None and row.get("denominator")
                   and isclose(self._scale() * row["numerator"] / row["denominator"], row["value"], rel_tol=1e-6, abs_tol=1e-6)
                   for row in self._told())

    def _scale(self) -> float:
        return 100.0 if self.measure["unit"] == "percent" else 1.0

    def _told(self) -> Sequence[Json]:
        return [row for row in self.measure["figures"] if row["value"] is not None]

    # What is known, and what is expected.

    def _awaited(self) -> list[date]:
        """The months of the period whose figure is not final."""
        return [month for month in self.months if self.rows.get(month.isoformat(), {}).get("status") != "final"]

    def _settled(self) -> Course:
        rows = [self.rows[month.isoformat()] for month in self.months]
        if len(rows) == 1:
            value = rows[0]["value"]
        elif self._adds_up():
            value = sum(row["value"] for row in rows)
        else:
            value = self._scale() * sum(row["numerator"] for row in rows) / sum(row["denominator"] for row in rows)
        words = _("{value} in {label}; promised was {promised}.").format(
            value=self._text(value), label=self.label, promised=self._promised())
        return Course(KEPT if self.amount.met(value) else MISSED, words, value=value, settled=True)

    def _expected(self) -> Spread | None:
        """What is expected of the period; None where a month of it is not projected."""
        projection = self.measure.get("projection") or {}
        steps = {step["period_start"]: step for step in projection.get("steps") or ()}
        parts = []
        for month in self.months:
            written = month.isoformat()
            row = self.rows.get(written)
            if row and row["status"] == "final":
                parts.append(Spread.known(row["value"], row.get("denominator")))
            elif written in steps:
                parts.append(spread_of(steps[written], projection, self.amount))
            else:
                return None
        return together(parts, add=self._adds_up(), usual=self._usual_weight()) if len(parts) > 1 else parts[0]

    def _usual_weight(self) -> float:
        """What a month ahead weighs beside those that are known: the mean denominator of the last twelve."""
        weights = [row["denominator"] for row in self._told() if row.get("denominator")][-12:]
        return sum(weights) / len(weights) if weights else 1.0

    def _by_odds(self, spread: Spread) -> Course:
        odds = odds_of(spread, self.amount)
        bound = OVER_FROM if self.before == AT_RISK else AT_RISK_BELOW
        words = [_("{promised} in {label} is {odds}: {middle} is expected, with 90% probability {low} to {high}.").format(
            promised=self._promised(), label=self.label, odds=odds_in_words(odds), middle=self._text(spread.at(0.5)),
            low=self._text(spread.at(0.05)), high=self._text(spread.at(0.95)))]
        if spread.coarse:
            words.append(_("The odds are read off five levels, as this release has no more."))
        provisional = self._provisional()
        if provisional is not None:
            words.append(self._provisional_words(provisional))
        return Course(AT_RISK if odds < bound else ON_COURSE, " ".join(words), odds=odds, value=provisional)

    def _why_early(self) -> str:
        provisional = self._provisional()
        if provisional is not None:
            return self._provisional_words(provisional)
        if self.end < self.today:
            return _("The figure of {label} has not come yet.").format(label=self.label)
        projection, none = self.measure.get("projection"), self.measure.get("no_projection")
        if projection and projection.get("steps"):
            return _("{label} lies beyond what is projected, which reaches to {last}.").format(
                label=self.label, last=projection["steps"][-1]["label"])
        return str(none["words"]) if none else _("Nothing is projected of this measure; it is told once {day} is over.").format(
            day=day_said(self.end))

    def _provisional(self) -> float | None:
        """The figure of a period of one month while it may still change."""
        row = self.rows.get(self.start.isoformat()) if len(self.months) == 1 else None
        return float(row["value"]) if row and row["status"] != "final" and row["value"] is not None else None

    def _provisional_words(self, value: float) -> str:
        return _("The figure of {label}, {value}, is provisional and may change.").format(
            label=self.label, value=self._text(value))

    def _promised(self) -> str:
        return self.amount.words(self.measure["unit"])

    def _text(self, value: float) -> str:
        return format_value(value, self.measure["unit"], apart_from=self.facts.threshold)

