"""What the page of the record of forecasts shows: who forecast how well, every forecast with what came of it, and how to
check that none was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from answerable.charts import calibration_svg
from answerable.forecasting.odds import odds_in_words
from answerable.judgement.samples import Sample, interval
from answerable.web.performance.projection import percent
from answerable.web.performance.reading import Release
from answerable.words import format_value

PAGE = 50               # forecasts on one page
MOST_ENTRIES = 30
# Of fewer than so many nothing is said: two or three good months are no skill.
FEWEST = 10
STATUSES = ("scored", "waiting", "cannot")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; empty texts ask for all. page: from 1 on."""

    measure: str = ""
    by: str = ""
    status: str = ""
    page: int = 1

    def address(self, page: int) -> str:
        """The part of the address that asks for the same, on another page of it."""
        parts = {"measure": self.measure, "by": self.by, "status": self.status, "page": page if page > 1 else ""}
        return "?" + urlencode({key: value for key, value in parts.items() if value})

    def takes(self, score: Json) -> bool:
        """Whether a forecast is among those asked for."""
        return ((not self.measure or score["measure"] == self.measure) and (not self.by or score["by"] == self.by)
                and (not self.status or score["status"] == self.status))


def asked_for(query: Mapping[str, str], content: Json) -> Asked:
    """What an address asks for; anything that the record does not know asks for nothing."""
    measures, people = {score["measure"] for score in content["scores"]}, {score["by"] for score in content["scores"]}
    measure, by, status, page = (query.get(key, "") for key in ("measure", "by", "status", "page"))
    return Asked(measure if measure in measures else "", by if by in people else "", status if status in STATUSES else "",
                 int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1)


def forecasts_context(release: Release, query: Mapping[str, str]) -> dict[str, Any]:
    """The parts of the page. query: of the address: measure, by, status, page."""
    content = release.forecasts()
    calibration = calibration_rows(content)
    asked = asked_for(query, content)
    known = set(release.measure_ids)
    chosen = [score for score in content["scores"] if asked.takes(score)]
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(asked.page, pages)
    shown = sorted(chosen, key=_newest_first)[(page - 1) * PAGE:page * PAGE]
    # A link from a measure of which nothing was forecast yet must not seem to show its forecasts.
    nothing_of = query.get("measure", "") if query.get("measure") in known and not asked.measure else ""
    return {
        "sentence": content["sentence"], "any": bool(content["entries"]), "asked": asked,
        "nothing_of": _titles(release).get(nothing_of, ""), "forecasters": _forecasters(content, asked),
        "measures": sorted({(score["measure"], score["title"]) for score in content["scores"]}, key=lambda pair: pair[1]),
        "people": sorted({score["by"] for score in content["scores"]}), "statuses": _statuses(content["scores"]),
        "calibration": calibration, "calibration_chart": calibration_svg(calibration),
        "rows": [_row(score, known) for score in shown], "count": len(chosen),
        "page_number": page, "pages": pages, "first": (page - 1) * PAGE + 1, "last": (page - 1) * PAGE + len(shown),
        "previous": asked.address(page - 1) if page > 1 else "", "next": asked.address(page + 1) if page < pages else "",
        "reasons": _reasons(content["scores"], asked), "entries": content["entries"][::-1][:MOST_ENTRIES],
        "entry_count": len(content["entries"]), "fewest": FEWEST}


def _titles(release: Release) -> dict[str, str]:
    return {measure["id"]: measure["title"] for measure in release.header["measures"]}


def _newest_first(score: Json) -> tuple[int, str, int]:
    """What was scored comes first, the newest month before older ones; within a month the newest forecast."""
    return STATUSES.index(score["status"]), _backwards(score["period_start"]), -score["entry"]


def _backwards(day: str) -> str:
    return "".join(chr(ord("9") - ord(sign) + ord("0")) if sign.isdigit() else sign for sign in day)


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
    """The forecasters of all measures together; those of one measure where one is asked for."""
    found = [each for each in content["forecasters"] if (each["measure"] or "") == asked.measure
             and (not asked.by or each["by"] == asked.by)]
    return [_forecaster(each) for each in found]


def _forecaster(each: Json) -> dict[str, Any]:
    return {"by": each["by"], "kind": kind_words(each["kind"]), "method": each["method"] or "", "n": each["n"],
            "words": each["words"] or "–", "cover50": _share(each["cover50"], each["cover50_n"]),
            "cover90": _share(each["cover90"], each["cover90_n"]),
            "brier": _enough(each["brier"], each["brier_n"], lambda value: f"{value:.2f}"),
            "skill": _enough(each["skill"], each["n"], lambda value: _skill(value, each["skill_low"], each["skill_high"]))}


def _share(value: float | None, number: int) -> str:
    return _enough(value, number, lambda share: _("{share} of {n}").format(share=percent(share), n=number))


def _enough(value: float | None, number: int, words: Any) -> str:
    """A figure in words; a dash where there is none, and where it rests on too few that it does."""
    if value is None or not number:
        return "–"
    return str(words(value)) if number >= FEWEST else _("too few to tell ({n})").format(n=number)


def _skill(skill: float, low: float | None, high: float | None) -> str:
    words = signed(skill)
    return words if low is None or high is None else _("{skill} ({low} to {high})").format(
        skill=words, low=signed(low), high=signed(high))


def signed(share: float) -> str:
    """A share with its sign: "+21%", "−4%"."""
    rounded = round(100 * share)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}%"


def calibration_rows(content: Json) -> list[dict[str, Any]]:
    """Odds given against how often the target was met, with the range that chance leaves to so few."""
    rows = []
    for bin_ in content["calibration"]:
        if not bin_["n"]:
            continue
        around = interval(Sample(round(bin_["share_met"] * bin_["n"]), bin_["n"]))
        rows.append({"odds": _("{low} to {high}").format(low=percent(bin_["from"]), high=percent(bin_["to"])),
                     "n": bin_["n"], "mean": percent(bin_["mean_odds"]), "met": percent(bin_["share_met"]),
                     "mean_odds": bin_["mean_odds"], "share_met": bin_["share_met"],
                     "low": around.low if around else 0.0, "high": around.high if around else 1.0,
                     "range": around.range_words if around else ""})
    return rows


def _row(score: Json, known: set[str]) -> dict[str, Any]:
    outcome = score["outcome_text"] or ""
    revised = score["outcome_revised"]
    return {
        "measure": score["measure"], "known": score["measure"] in known, "title": score["title"], "label": score["label"],
        "by": score["by"], "entry": score["entry"], "ahead": score["ahead"], "text": score["text"], "outcome": outcome,
        "revised": "" if revised is None else format_value(revised, score["unit"]), "error": _error(score),
        "inside": _inside(score["inside90"]), "odds": "" if score["odds"] is None else odds_in_words(score["odds"]),
        "met": {True: _("met"), False: _("not met")}.get(score["met"], ""),
        "status": status_words()[score["status"]], "scored": score["status"] == "scored", "reason": score["reason"] or ""}


def _error(score: Json) -> str:
    """The outcome less what was expected, in the measure's unit, with its sign."""
    error = score["error"]
    if error is None:
        return ""
    size = format_value(abs(error), score["unit"])
    words = _("{n} points").format(n=size.removesuffix("%")) if score["unit"] == "percent" else size
    return words if not error else f"{'+' if error > 0 else '−'}{words}"


def _inside(inside: bool | None) -> str:
    return {True: _("inside"), False: _("outside")}.get(inside, "") if inside is not None else ""


def _reasons(scores: Sequence[Json], asked: Asked) -> list[dict[str, Any]]:
    """Why forecasts cannot be scored, with how many each."""
    counted = Counter(score["reason"] or "" for score in scores if score["status"] == "cannot"
                      and (not asked.measure or score["measure"] == asked.measure))
    return [{"words": words, "n": number} for words, number in counted.most_common() if words]
