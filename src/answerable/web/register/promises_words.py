"""What is said of promises: sentences, states, what was promised by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answerable.forecasting.odds import odds_in_words
from answerable.judgement.aims import Amount
from answerable.web.accounts.rights import rights_for
from answerable.web.components.templatetags.answerable import day
from answerable.web.register.figures import measure_now
from answerable.web.register.models import PromiseEntry
from answerable.web.register.promises_course import (
    AT_RISK,
    CANNOT,
    EARLY,
    KEPT,
    MISSED,
    ON_COURSE,
    Course,
    period_of,
)
from answerable.web.register.promises_days import period_said
from answerable.web.register.promises_standing import PERSON

WITHDRAWN = PromiseEntry.WITHDRAWN
# In the order in which a reader asks: what was missed or may be, what is coming, what is over.
STATES = {AT_RISK: gettext_lazy("At risk"), ON_COURSE: gettext_lazy("On course"), EARLY: gettext_lazy("Too early to tell"),
          PERSON: gettext_lazy("For a person to say"), MISSED: gettext_lazy("Missed"), KEPT: gettext_lazy("Kept"),
          CANNOT: gettext_lazy("Cannot be told"), WITHDRAWN: gettext_lazy("Withdrawn")}
# The words stand on each; the colour only helps to find them again.
COLOURS = {AT_RISK: "orange", ON_COURSE: "turquoise", EARLY: "grey", PERSON: "grey", MISSED: "red", KEPT: "green",
           CANNOT: "purple", WITHDRAWN: "grey"}


@dataclass(frozen=True)
class Standing:
    """Where a promise stands, as pages show it. state: a key of STATES; odds: in words, "" without; reason: one or two
    sentences."""

    state: str
    odds: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def colour(self) -> str:
        """The tag's colour, by its name in the GOV.UK Design System."""
        return COLOURS[self.state]


def standing(promise: PromiseEntry, state: str, course: Course | None) -> Standing:
    """Where a promise stands. state, course: of promises_following.states_now."""
    if course is not None:
        return Standing(state, odds_in_words(course.odds) if course.odds is not None else "", course.reason)
    if state == PERSON:
        return Standing(state, reason=why_person(promise))
    return Standing(state, reason=promise.outcome_reason)


def why_person(promise: PromiseEntry) -> str:
    """Why no measure tells what comes of a promise."""
    if not promise.measure_id:
        return _("No measure tells it: somebody with the right to do so says what came of it, and gives the evidence.")
    if promise.due is None:
        return _("It names no day by which it is to be met, so the measure cannot tell. Somebody says what came of it.")
    return _("It names no value to be reached, so the measure cannot tell. Somebody says what came of it.")


def amount_words(promise: Any) -> str:
    """"80% or more in December 2026"; as much of it as there is."""
    amount = ""
    if promise.threshold is not None and promise.comparison:
        unit = (measure_now(promise.measure_id) or {}).get("unit")
        shown = Amount(promise.threshold, promise.comparison)
        amount = shown.words(unit) if unit else shown.brief()
    if promise.due is None:
        return amount
    if not amount:
        return _("by {day}").format(day=day(promise.due))
    return _("{amount} in {period}").format(amount=amount, period=period_words(promise))


def period_words(promise: Any) -> str:
    """The period that is meant: "December 2026", "October to December 2026", "2026/27"."""
    return period_said(promise.period, *period_of(promise.period, promise.due))


def who_words(promise: PromiseEntry) -> str:
    """Who said it: the post with the person who held it, else the organisation."""
    if promise.said_by is None:
        return str(promise.force or promise.body or "")
    person = promise.said_by_person
    return f"{promise.said_by.title} ({person.name})" if person else promise.said_by.title


def where_words(promise: PromiseEntry, user: Any) -> str:
    """Where it was said: the meeting, for those who can read it, or as written."""
    return str(promise.meeting) if promise.meeting_id and rights_for(user).may_read(promise.meeting) else promise.said_where


def counts_sentences(states: Iterable[str] | Mapping[str, int]) -> list[str]:
    """What came of promises, in one to three sentences. states: of each, or how many are in each."""
    count = Counter(states)
    checked, ahead = count[KEPT] + count[MISSED], count[AT_RISK] + count[ON_COURSE] + count[EARLY]
    found = []
    if checked:
        found.append(ngettext(
            "{checked} promise could be checked: {kept} kept, {missed} missed.",
            "{checked} promises could be checked: {kept} kept, {missed} missed.",
            checked).format(checked=checked, kept=count[KEPT] or _("none"), missed=count[MISSED] or _("none")))
    if ahead:
        found.append(ngettext(
            "{ahead} is still to come: {parts}.", "{ahead} are still to come: {parts}.", ahead).format(
            ahead=ahead, parts=_parts(count, (AT_RISK, ON_COURSE, EARLY))))
    rest = _parts(count, (PERSON, CANNOT, WITHDRAWN))
    if rest:
        found.append(_("The others: {parts}.").format(parts=rest))
    return found or [_("Nothing has been promised here yet.")]


def _parts(count: Mapping[str, int], states: Iterable[str]) -> str:
    return ", ".join(f"{count[state]} {str(STATES[state]).lower()}" for state in states if count[state])
