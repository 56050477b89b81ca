"""Ratings that their own evidence contradicts: on the home page, on a measure's page, and all of them on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.judgement.contradictions import TITLES
from answerable.web.performance.reading import Release

# The home page links so many measures; all stand on the page of contradictions.
MOST_LINKED = 6


def contradictions_context(release: Release, today: date) -> dict[str, Any]:
    """The page of all contradictions: those that are certain, and what is to be asked about. today: the local day."""
    content = release.contradictions()
    listed = standing(content["contradictions"], today)
    return {"checked": content["checked"], "parts": _parts(listed, release), "any": bool(listed)}


def standing(listed: Sequence[Mapping[str, Any]], today: date) -> list[Mapping[str, Any]]:
    """The contradictions of ratings that are still shown on the day: an override is shown to its last day (`until`), and the
    release may be read for longer."""
    return [told for told in listed if not told.get("until") or today <= date.fromisoformat(told["until"])]


def own_contradictions(measure: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """The parts of a measure's own section on the day; nothing in a release made before there was the check."""
    return _parts(standing(measure.get("contradictions", []), today), None)


def contradictions_at_home(release: Release, today: date) -> dict[str, Any]:
    """How many ratings shown on the day are contradicted, in words, and the measures to follow; nothing without any."""
    certain = [told for told in standing(release.contradictions()["contradictions"], today) if told["certain"]]
    if not certain:
        return {}
    ratings = len({(told["measure"], told["stated"], told["period"], told["source"]) for told in certain})
    measures = dict.fromkeys((told["measure"], told["title"]) for told in certain if told["measure"] in release.measure_ids)
    return {"words": ngettext("{n} rating or statement is contradicted by its own evidence.",
                              "{n} ratings or statements are contradicted by their own evidence.", ratings).format(n=ratings),
            "measures": [{"id": name, "title": title} for name, title in list(measures)[:MOST_LINKED]]}


def _parts(listed: Sequence[Mapping[str, Any]], release: Release | None) -> list[dict[str, Any]]:
    """The contradictions beyond doubt, then those to ask about, each part with its heading; empty parts are left out."""
    known = set(release.measure_ids) if release else set()
    parts = [{"id": name, "heading": heading, "about": about,
              "items": [_item(told, known) for told in listed if told["certain"] is certain]}
             for name, certain, heading, about in (
                 ("contradicted", True, _("Ratings contradicted by their own evidence"), ""),
                 ("to-ask", False, _("To ask about"),
                  _("The figures speak against the rating, but chance, or what is not told, may explain it.")))]
    return [part for part in parts if part["items"]]


def _item(told: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {**told, "kind": _(TITLES.get(told["code"], told["code"])), "known": str(told.get("measure")) in known,
            # The statements that disagree are named in the sentence, each with its source.
            "source": "" if told["code"] == "statements-disagree" else told["source"]}
