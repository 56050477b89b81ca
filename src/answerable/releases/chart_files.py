"""The charts of a release: one SVG for a wide page and one for a phone, of each kind that a measure has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from answerable.errors import DefinitionError

if TYPE_CHECKING:
    from answerable.charts.drawing import Width

WIDTHS: tuple[Width, Width] = ("wide", "narrow")


def write_charts(folder: Path, measure: Mapping[str, Any]) -> None:
    """Draw a measure's control chart, heat map and funnels into `folder`/charts, as far as it has them.

    measure: as in `measures/ID.json` of the release. Raises DefinitionError where another measure's chart has that name.
    """
    from answerable.charts import funnel, heat
    from answerable.charts.svg import control_chart_svg, funnel_svg, heat_map_svg

    name, unit = measure["id"], measure["unit"]
    for width in WIDTHS:
        if measure["chart"]["points"]:
            _write(folder, f"{name}-{width}", control_chart_svg(measure, width=width))
        if heat.can_be_drawn(measure.get("by_hour")):
            _write(folder, f"{name}-hours-{width}", heat_map_svg(measure["by_hour"], unit=unit, width=width))
        for number, content in enumerate(measure.get("funnels") or [], start=1):
            if funnel.can_be_drawn(content):
                _write(folder, f"{name}-{funnel_name(number)}-{width}", funnel_svg(content, width=width))


def funnel_name(number: int) -> str:
    """What the chart of a measure's funnel is called, by its place in `funnels` from 1 on."""
    return "funnel" if number == 1 else f"funnel-{number}"


def write_part_charts(folder: Path, measures: Sequence[Mapping[str, Any]]) -> None:
    """Draw, for every measure that has parts, their small charts side by side; errors as of `write_charts`."""
    from answerable.charts.svg import small_multiples_svg

    for parent in measures:
        parts = [measure for measure in measures if measure.get("parent") == parent["id"] and measure["chart"]["points"]]
        for width in WIDTHS if parts else ():
            _write(folder, f"{parent['id']}-parts-{width}", small_multiples_svg(parts, width=width))


def _write(folder: Path, name: str, svg: str) -> None:
    path = folder / "charts" / f"{name}.svg"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(svg)
    except FileExistsError as error:
        raise DefinitionError(f"two measures have a chart of the name '{name}'.", where=str(path.name),
                              remedy="Give one of the measures another id: endings such as '-hours' and '-parts' name "
                                     "the kinds of charts.") from error
