"""What the page of one promise shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from answerable.forecasting.odds import odds_in_words
from answerable.judgement.aims import Amount
from answerable.web.register.figures import figure_for, latest_words, measure_now, measure_title
from answerable.web.register.models import PromiseEntry
from answerable.web.register.promises_chart import NARROW, WIDE, Month, drawn, months_of
from answerable.web.register.promises_course import Facts
from answerable.web.register.promises_listing import RELATED
from answerable.web.register.promises_standing import facts_of_promise, states_now
from answerable.web.register.promises_words import STATES, amount_words, standing, where_words, who_words
from answerable.words import format_value

EARLIER = 20


def promise_context(promise: PromiseEntry, user: Any) -> dict[str, Any]:
    """What is shown of a promise. user: who reads, which decides what else is shown beside it."""
    mine = PromiseEntry.objects.filter(pk=promise.pk)
    state, course = states_now(mine)[promise.pk]
    facts, measure = facts_of_promise(promise), measure_now(promise.measure_id)
    return {"promise": promise, "standing": standing(promise, state, course), "course": course, "who": who_words(promise),
            "where": where_words(promise, user), "amount": amount_words(promise),
            "measure": {"id": promise.measure_id, "title": measure_title(promise.measure_id), "known": measure is not None,
                        "words": latest_words(promise.measure_id)} if promise.measure_id else None,
            "history": history(promise, measure), "revised": revised(promise, measure),
            "earlier": said_before(promise, user), "corrections": promise.corrections.select_related("by"),
            **_chart(facts, measure)}


def _chart(facts: Facts | None, measure: Mapping[str, Any] | None) -> dict[str, Any]:
    """The chart in both widths, and the same as a table; nothing where there is nothing to draw."""
    if facts is None or not measure or not measure.get("figures"):
        return {}
    months = months_of(facts, measure)
    if not any(month.value is not None or month.expected for month in months):
        return {}
    return {"wide": drawn(months, facts, measure, WIDE), "narrow": drawn(months, facts, measure, NARROW),
            "months": [_line(month, facts) for month in reversed(months)
                       if month.value is not None or month.expected or month.meant],
            "expected": any(month.expected for month in months)}


def _line(month: Month, facts: Facts) -> dict[str, Any]:
    met = None if month.value is None else Amount(facts.threshold, facts.comparison).met(month.value)
    return {"label": month.label, "text": month.text, "expected": month.expected_text, "met": met, "meant": month.meant,
            "provisional": month.provisional}


def history(promise: PromiseEntry, measure: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """How it stood by each release, the newest first. changed: whether it stood otherwise by the release before."""
    unit, found, before = (measure or {}).get("unit"), [], ""
    for each in promise.courses.order_by("release"):
        found.append({"release": each.release, "on": each.on, "words": STATES[each.state], "reason": each.reason,
                      "odds": odds_in_words(each.odds) if each.odds is not None else "",
                      "value": format_value(each.value, unit) if unit and each.value is not None else "",
                      "changed": each.state != before})
        before = each.state
    return found[::-1]


def revised(promise: PromiseEntry, measure: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The figure that settled a promise and the one that the newest release has in its place, where they differ in what is
    shown. met: whether the newer one would keep it."""
    if promise.outcome_value is None or not measure or promise.due is None or promise.threshold is None:
        return None
    now = figure_for(promise.measure_id, promise.due) if promise.period == "month" else None
    if now is None or now.value is None or now.value == promise.outcome_value:
        return None
    then = format_value(promise.outcome_value, measure["unit"], apart_from=promise.threshold)
    shown = format_value(now.value, measure["unit"], apart_from=promise.threshold)
    met = Amount(promise.threshold, promise.comparison).met(now.value)
    return None if then == shown else {"then": then, "now": shown, "met": met, "label": now.label,
                                       "other": met != (promise.outcome == PromiseEntry.KEPT)}


def said_before(promise: PromiseEntry, user: Any) -> Sequence[dict[str, Any]]:
    """What was said about the same measure up to that day, with what came of it, the newest first; of what the reader can
    read."""
    if not promise.measure_id:
        return []
    earlier = PromiseEntry.objects.readable_by(user).filter(
        measure_id=promise.measure_id, said_on__lte=promise.said_on).exclude(pk=promise.pk)
    shown = list(earlier.select_related(*RELATED).order_by("-said_on", "-pk")[:EARLIER])
    states = states_now(PromiseEntry.objects.filter(pk__in=[each.pk for each in shown]))
    return [{"promise": each, "who": who_words(each), "amount": amount_words(each),
             "standing": standing(each, *states[each.pk])} for each in shown]

