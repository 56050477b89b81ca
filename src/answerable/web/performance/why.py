"""Why a measure has its rating: every reason, the parts of the measure, and what was not allowed to count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.performance.reading import Release


def stands_words(stands: str) -> str:
    """How a rating stands to the force, in words and never by colour; "" where its rule does not say."""
    return {"favourable": _("It speaks for the force."), "unfavourable": _("It speaks against the force."),
            "neutral": _("It speaks neither for nor against the force.")}.get(stands, "")


def why_context(release: Release, measure: Mapping[str, Any]) -> dict[str, Any]:
    """What "Why this rating" shows; `any` is false where there is nothing to show.

    Of a release from before ratings were told with parts and benchmarks, the reasons alone.
    """
    judgement = measure.get("judgement") or {}
    shown = {item["id"] for item in release.header["measures"]}
    rating, rule = judgement.get("rating") or {}, release.header.get("rating_rule") or {}
    return {
        "any": bool(judgement.get("reasons")), "reasons": judgement.get("reasons") or [],
        "stands": stands_words(rating.get("stands", "")), "rule": judgement.get("rating_rule", ""),
        "parts": [child | {"shown": child["id"] in shown} for child in judgement.get("children") or []],
        "not_comparable": judgement.get("not_comparable") or [],
        "despite": rule.get("favourable_despite") or [] if rule.get("id") == judgement.get("rating_rule") else [],
    }
