"""From a specification to SVG, through vl-convert."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.charts.control import Width, control_chart


def control_chart_svg(measure: Mapping[str, Any], *, width: Width) -> str:
    """The control chart of a measure as SVG text, fit to stand inside a page with a strict content security
    policy.

    measure: one `measures/ID.json` of a release; width: "wide" (760 pixels) or "narrow" (340 pixels). It
    carries no style attribute, no script and no identifier, and is hidden from screen readers: the page wraps
    it with role="img" and the sentence about the measure. Raises ValueError where the chart has no points.

    Never call this before a fork: the converter's threads do not survive one, and the child waits for ever.
    """
    # Loaded on first use: it takes a second to start, and only a release draws charts.
    import vl_convert

    chart = control_chart(measure, width=width)
    # The converter spends two thirds of its time on measuring text, and nothing here depends on its answer:
    # so the text is written here. Without the empty list it would fetch any address that a specification
    # names.
    svg: str = vl_convert.vegalite_to_svg(chart.spec(with_text=False), allowed_base_urls=[])
    texts = chart.drawing.text_elements(chart.plot.size, chart.padding["left"], chart.padding["top"])
    return f"{svg.removesuffix('</svg>')}{texts}</svg>"
