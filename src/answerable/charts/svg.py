"""From a picture to SVG and to a Vega specification, through vl-convert."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from answerable.charts.control import control_chart
from answerable.charts.drawing import Item, Picture, Width
from answerable.charts.fan import fan_chart
from answerable.charts.funnel import funnel
from answerable.charts.heat import heat_map
from answerable.charts.multiples import small_multiples


@dataclass(frozen=True)
class Drawn:
    """A picture as drawn. svg: its text; marks: the Vega specification of its marks as JSON (its text is in the SVG only)."""

    svg: str
    marks: str

    @property
    def vega(self) -> Item:
        """The Vega specification of the marks, for the caller alone."""
        made: Item = json.loads(self.marks)
        return made


def drawn(picture: Picture) -> Drawn:
    """A picture as SVG text, fit to stand inside a page with a strict content security policy, and as Vega.

    The SVG carries no style attribute, no script and no identifier, and is hidden from screen readers: the page
    wraps it with role="img" and the sentence about what it shows.

    Never call this before a fork: the converter's threads do not survive one, and the child waits for ever.
    """
    # The converter spends two thirds of its time on measuring text, and nothing here depends on its answer:
    # so the text is written here.
    svg, vega = _marks(json.dumps(picture.spec(with_text=False)))
    left, top = picture.padding["left"], picture.padding["top"]
    switched = picture.drawing.switched_elements(left, top)
    texts = picture.drawing.text_elements(picture.text_size, left, top)
    return Drawn(f"{svg.removesuffix('</svg>')}{switched}{texts}</svg>", vega)


@lru_cache(maxsize=256)
def _marks(specification: str) -> tuple[str, str]:
    """The marks of a Vega-Lite specification (JSON) as SVG, and as a Vega specification (JSON). What was drawn last is kept:
    most charts of one release after another are the same."""
    # Loaded on first use: it takes a second to start, and only a release draws charts.
    import vl_convert

    # In two steps it takes no longer than in one, and gives the Vega specification. The converter reads numbers in JSON
    # less exactly than Python does.
    vega: Item = vl_convert.vegalite_to_vega(json.loads(specification))
    # Without the empty list it would fetch any address that a specification names.
    svg: str = vl_convert.vega_to_svg(vega, allowed_base_urls=[])
    return svg, json.dumps(vega)


def control_chart_svg(measure: Mapping[str, Any], *, width: Width) -> str:
    """The control chart of a measure as SVG text: see `drawn`.

    measure: one `measures/ID.json` of a release; width: "wide" (760 pixels) or "narrow" (340 pixels). Raises
    ValueError where the chart has no points.
    """
    return drawn(control_chart(measure, width=width).picture).svg


def funnel_svg(content: Mapping[str, Any], *, width: Width) -> str:
    """The funnel plot of one group as SVG text: see `drawn`, and `funnel` for what goes in and the errors."""
    return drawn(funnel(content, width=width)).svg


def heat_map_svg(by_hour: Mapping[str, Any], *, unit: str, width: Width) -> str:
    """The heat map of a measure's hours of the week as SVG text: see `drawn`, and `heat_map` for what goes in and the
    errors.
    """
    return drawn(heat_map(by_hour, unit=unit, width=width)).svg


def fan_svg(measure: Mapping[str, Any], *, width: Width) -> str:
    """The fan chart of a measure's projection as SVG text: see `drawn`, and `fan_chart` for what goes in and the errors."""
    return drawn(fan_chart(measure, width=width).picture).svg


def small_multiples_svg(measures: Sequence[Mapping[str, Any]], *, width: Width) -> str:
    """Small control charts of several measures as SVG text: see `drawn`, and `small_multiples` for what goes in and the
    errors.
    """
    return drawn(small_multiples(measures, width=width)).svg
