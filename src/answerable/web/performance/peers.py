"""What the page of a measure says of the force's peers: funnels and the trend beside theirs, each sentence before its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.performance.reading import Release
from answerable.words import format_count


def peers_context(release: Release, measure: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of the section "Among its peers". A release made before funnels were gives none."""
    shown = [_funnel(release, measure["id"], number, content)
             for number, content in enumerate(measure.get("funnels") or (), start=1)]
    trend = measure.get("peer_trend")
    return {"funnels": shown, "trend": trend, "any": bool(shown or trend)}


def _funnel(release: Release, measure: str, number: int, content: Mapping[str, Any]) -> dict[str, Any]:
    # The first funnel of a measure is ID-funnel, the others ID-funnel-2 and so on, as the release names its charts.
    own = "funnel" if number == 1 else f"funnel-{number}"
    name, rows = f"{measure}-{own}", [_row(point) for point in content["points"]]
    group = content["group"]["title"] if content["group"] else _("Every force that published")
    heading = _("{group}, {period}").format(group=group, period=content["period_label"])
    return {"id": own, "heading": heading,
            "sentence": content["sentence"], "wide": release.chart(name, "wide"), "narrow": release.chart(name, "narrow"),
            "size": content["denominator_words"], "placed": content["centre"] is not None,
            "positions": any(row["position"] for row in rows), "rows": rows, "notes": content["notes"],
            "method": content["method"]}


def _row(point: Mapping[str, Any]) -> dict[str, Any]:
    size = point["denominator"]
    return {"name": point["name"], "own": point["own"], "text": point["text"], "position": point["position"],
            "rank": point["rank_words"], "size": "" if size is None else format_count(round(size, 1))}
