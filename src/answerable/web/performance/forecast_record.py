"""What the page of the record of forecasts shows: who forecast how well, every forecast with what came of it, and how to
check that none was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from answerable.charts import calibration_svg
from answerable.forecasting.odds import odds_in_words
from answerable.ledger.forecasters import FEWEST_ODDS
from answerable.web.performance.projection import percent
from answerable.web.performance.reading import Release
from answerable.words import format_value

PAGE = 50               # forecasts on one page
MOST_ENTRIES = 30
STATUSES = ("scored", "waiting", "cannot")
KINDS = ("months", "days")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; empty texts ask for all. kind: of KINDS; page: from 1 on."""

    measure: str = ""
    by: str = ""
    status: str = ""
    page: int = 1
    kind: str = ""

    def address(self, page: int) -> str:
        """The part of the address that asks for the same, on another page of it."""
        parts = {"measure": self.measure, "by": self.by, "kind": self.kind, "status": self.status,
                 "page": page if page > 1 else ""}
        return "?" + urlencode({key: value for key, value in parts.items() if value})

    def takes(self, score: Json) -> bool:
        """Whether a forecast is among those asked for."""
        return ((not self.measure or score["measure"] == self.measure) and (not self.by or score["by"] == self.by)
                and (not self.status or score["status"] == self.status)
                and (not self.kind or by_day(score) is (self.kind == "days")))


def by_day(row: Json) -> bool:
    """Whether a forecast is of a day of demand, and not of a month of a measure."""
    return bool(row["kind"] == "demand")


def asked_for(query: Mapping[str, str], content: Json) -> Asked:
    """What an address asks for; anything that the record does not know asks for nothing."""
    measures, people = {score["measure"] for score in content["scores"]}, {score["by"] for score in content["scores"]}
    measure, by, status, page, kind = (query.get(key, "") for key in ("measure", "by", "status", "page", "kind"))
    return Asked(measure if measure in measures else "", by if by in people else "", status if status in STATUSES else "",
                 int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1,
                 kind if kind in KINDS else "")


def forecasts_context(release: Release, query: Mapping[str, str]) -> dict[str, Any]:
    """The parts of the page. query: of the address: measure, by, status, page."""
    content = release.forecasts()
    asked = asked_for(query, content)
    # Of one measure there are too few odds to tell anything.
    calibration = [] if asked.measure else calibration_rows(content)
    known = set(release.measure_ids)
    chosen = [score for score in content["scores"] if asked.takes(score)]
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(asked.page, pages)
    shown = sorted(chosen, key=_order)[(page - 1) * PAGE:page * PAGE]
    # A link from a measure of which nothing was forecast yet must not seem to show its forecasts.
    nothing_of = query.get("measure", "") if query.get("measure") in known and not asked.measure else ""
    return {
        "sentence": content["sentence"], "any": bool(content["entries"]), "asked": asked,
        "asked_title": next((score["title"] for score in chosen), "") if asked.measure else "",
        "nothing_of": _titles(release).get(nothing_of, ""), "forecasters": _forecasters(content, asked),
        "measures": sorted({(score["measure"], score["title"]) for score in content["scores"]}, key=lambda pair: pair[1]),
        "people": sorted({score["by"] for score in content["scores"]}), "statuses": _statuses(content["scores"]),
        "kinds": _kinds(content["scores"]),
        "calibration": calibration, "calibration_chart": calibration_svg(calibration),
        "rows": [_row(score, known) for score in shown], "count": len(chosen),
        "page_number": page, "pages": pages, "first": (page - 1) * PAGE + 1, "last": (page - 1) * PAGE + len(shown),
        "previous": asked.address(page - 1) if page > 1 else "", "next": asked.address(page + 1) if page < pages else "",
        "reasons": _reasons(content["scores"], asked), "entries": content["entries"][::-1][:MOST_ENTRIES],
        "entry_count": len(content["entries"]), "waiting": sum(score["status"] == "waiting" for score in chosen)}


def _titles(release: Release) -> dict[str, str]:
    return {measure["id"]: measure["title"] for measure in release.header["measures"]}


def _kinds(scores: Sequence[Json]) -> list[dict[str, Any]]:
    """The kinds of forecasts to choose from; none where there is only one."""
    days = sum(map(by_day, scores))
    words = {"months": (_("Months of a measure"), len(scores) - days), "days": (_("Days of demand"), days)}
    if not 0 < days < len(scores):
        return []
    return [{"code": code, "words": words[code][0], "count": words[code][1]} for code in KINDS]


def _order(score: Json) -> tuple[bool, int, int, int]:
    """Months come before days of demand, of which there are many. What was scored comes first, the newest month before older
    ones; of what waits the month that comes next. Within a month the newest forecast comes first."""
    day = date.fromisoformat(score["period_start"]).toordinal()
    return by_day(score), STATUSES.index(score["status"]), day if score["status"] == "waiting" else -day, -score["entry"]


def _statuses(scores: Sequence[Json]) -> list[dict[str, Any]]:
    counted, words = Counter(score["status"] for score in scores), status_words()
    return [{"code": code, "words": words[code], "count": counted[code]} for code in STATUSES]


def status_words() -> dict[str, str]:
    """What has become of a forecast, in words."""
    return {"scored": _("Scored"), "waiting": _("Waiting for its figure"), "cannot": _("Cannot be scored")}


def kind_words(kind: str) -> str:
    """Who or what forecast; a kind that this version does not know is shown as it stands."""
    return {"model": _("a model"), "human": _("people"), "demand": _("a model, by the half-hour")}.get(kind, kind)


def _forecasters(content: Json, asked: Asked) -> list[dict[str, Any]]:
    """The forecasters of whom anything was scored: of all measures together, or of the one that is asked for."""
    found = [each for each in content["forecasters"] if (each["measure"] or "") == asked.measure
             and (not asked.by or each["by"] == asked.by) and (not asked.kind or by_day(each) is (asked.kind == "days"))]
    return [_forecaster(each) for each in sorted(found, key=by_day) if each["n"]]


def _forecaster(each: Json) -> dict[str, Any]:
    return {"by": each["by"], "kind": kind_words(each["kind"]), "method": each["method"] or "", "n": each["n"],
            "waiting": each.get("waiting"), "afterwards": bool(each.get("afterwards")), "words": each["words"] or "–",
            **{key: estimate_words(each, key, percent) for key in ("cover50", "cover90")},
            "brier": estimate_words(each, "brier", lambda value: f"{value:.2f}"),
            "skill": estimate_words(each, "skill", signed)}


def estimate_words(row: Json, key: str, shown: Callable[[float], str]) -> str:
    """A figure with its interval; a dash where there is none, and plain words where it rests on too few to tell."""
    value, low, high = (row.get(name) for name in (key, f"{key}_low", f"{key}_high"))
    if value is None:
        return "–"
    if low is None or high is None:
        return _("too few to tell")
    return _("{value} ({low} to {high})").format(value=shown(value), low=shown(low), high=shown(high))


def signed(share: float) -> str:
    """A share with its sign: "+21%", "−4%"."""
    rounded = round(100 * share)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}%"


def calibration_rows(content: Json) -> list[dict[str, Any]]:
    """Odds given against how often the target was met; `low` and `high` are None where there are too few to tell a range."""
    rows = []
    for each in content["calibration"]:
        if each["n"]:
            few = each["n"] < FEWEST_ODDS
            low, high = (None if few else each.get(f"share_met_{end}") for end in ("low", "high"))
            rows.append({
                "odds": _("{low} to {high}").format(low=percent(each["from"]), high=percent(each["to"])), "n": each["n"],
                "mean": percent(each["mean_odds"]), "met": percent(each["share_met"]), "mean_odds": each["mean_odds"],
                "share_met": each["share_met"], "low": low, "high": high,
                "range": _("too few to tell") if low is None or high is None else
                _("{low} to {high}").format(low=percent(low), high=percent(high))})
    return rows


def _row(score: Json, known: set[str]) -> dict[str, Any]:
    first, revised = score.get("first"), score["outcome_revised"] is not None
    return {
        "measure": score["measure"], "known": score["measure"] in known, "title": score["title"], "label": score["label"],
        "by": score["by"], "entry": score["entry"], "ahead": score["ahead"], "by_day": score["kind"] == "demand",
        "text": score["text"],
        "afterwards": bool(score.get("afterwards")), "outcome": score["outcome_text"] or "",
        "revised": format_value(score["outcome"], score["unit"]) if revised else "",
        "error": _error(score["error"], score["unit"]), "first_error": _error(first["error"], score["unit"]) if first else "",
        "inside": _inside(score["inside90"]), "odds": "" if score["odds"] is None else odds_in_words(score["odds"]),
        "target": score.get("target") or "", "met": {True: _("met"), False: _("not met")}.get(score["met"], ""),
        "status": status_words()[score["status"]], "scored": score["status"] == "scored", "reason": score["reason"] or ""}


def _error(error: float | None, unit: str) -> str:
    """The outcome less what was expected, in the measure's unit, with its sign."""
    if error is None:
        return ""
    size = format_value(abs(error), unit)
    words = _("{n} points").format(n=size.removesuffix("%")) if unit == "percent" else size
    return words if not error else f"{'+' if error > 0 else '−'}{words}"


def _inside(inside: bool | None) -> str:
    return {True: _("inside"), False: _("outside")}.get(inside, "") if inside is not None else ""


def _reasons(scores: Sequence[Json], asked: Asked) -> list[dict[str, Any]]:
    """Why forecasts cannot be scored, with how many each."""
    counted = Counter(score["reason"] or "" for score in scores if score["status"] == "cannot"
                      and (not asked.measure or score["measure"] == asked.measure))
    return [{"words": words, "n": number} for words, number in counted.most_common() if words]
