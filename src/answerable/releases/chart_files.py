"""The charts of a release: one SVG for a wide page and one for a phone, of each kind that a measure has."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from answerable.errors import DefinitionError

if TYPE_CHECKING:
    from answerable.charts.axes import Chart
    from answerable.charts.drawing import Width

    Live = Callable[[Mapping[str, Any], Chart, dict[str, Any]], dict[str, Any]]

WIDTHS: tuple[Width, Width] = ("wide", "narrow")


def write_charts(folder: Path, measure: Mapping[str, Any]) -> None:
    """Draw a measure's control chart, fan, heat map and funnels into `folder`/charts, as far as it has them; the wide
    control chart and fan also as Vega specifications for the browser.

    measure: as in `measures/ID.json` of the release. Raises DefinitionError where another measure's chart has that name.
    """
    from answerable.charts import fan, funnel, heat
    from answerable.charts.control import control_chart
    from answerable.charts.interactive import live_chart, live_fan
    from answerable.charts.svg import funnel_svg, heat_map_svg

    name, unit = measure["id"], measure["unit"]
    for width in WIDTHS:
        if measure["chart"]["points"]:
            _write_live(folder, f"{name}-{width}", measure, control_chart(measure, width=width), live_chart)
        if fan.can_be_drawn(measure):
            _write_live(folder, f"{name}-fan-{width}", measure, fan.fan_chart(measure, width=width), live_fan)
        if heat.can_be_drawn(measure.get("by_hour")):
            _write(folder, f"{name}-hours-{width}.svg", heat_map_svg(measure["by_hour"], unit=unit, width=width))
        for number, content in enumerate(measure.get("funnels") or [], start=1):
            if funnel.can_be_drawn(content):
                _write(folder, f"{name}-{funnel_name(number)}-{width}.svg", funnel_svg(content, width=width))


def _write_live(folder: Path, name: str, measure: Mapping[str, Any], chart: Chart, live: Live) -> None:
    """A chart as a picture; the wide one also as what the browser needs to read it period by period."""
    from answerable.charts.svg import drawn

    made = drawn(chart.picture)
    _write(folder, f"{name}.svg", made.svg)
    if name.endswith("-wide"):
        content = live(measure, chart, made.vega)
        _write(folder, f"{name}.vega.json", json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def funnel_name(number: int) -> str:
    """What the chart of a measure's funnel is called, by its place in `funnels` from 1 on."""
    return "funnel" if number == 1 else f"funnel-{number}"


def write_part_charts(folder: Path, measures: Sequence[Mapping[str, Any]]) -> None:
    """Draw, for every measure that has parts, their small charts side by side; errors as of `write_charts`."""
    from answerable.charts.svg import small_multiples_svg

    for parent in measures:
        parts = [measure for measure in measures if measure.get("parent") == parent["id"] and measure["chart"]["points"]]
        for width in WIDTHS if parts else ():
            _write(folder, f"{parent['id']}-parts-{width}.svg", small_multiples_svg(parts, width=width))


def _write(folder: Path, name: str, content: str) -> None:
    path = folder / "charts" / name
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as error:
        raise DefinitionError(f"two measures have a chart of the name '{name}'.", where=name,
                              remedy="Give one of the measures another id: endings such as '-hours' and '-parts' name "
                                     "the kinds of charts.") from error
