"""Charts as SVG: control charts, fans of what is expected, funnels, small multiples, heat maps of the hours of a week, and
the small trend line beside a measure's name.

Everything here is a pure function of a measure's part of a release (docs/reference/release-format.md). A function whose
name ends in `_spec` gives the Vega-Lite specification, one in `_svg` the picture; docs/reference/site.md, "Charts", says
what the marks mean.
"""

from __future__ import annotations

from answerable.charts.calibration import calibration_svg
from answerable.charts.control import control_chart_spec
from answerable.charts.svg import control_chart_svg, fan_svg, funnel_svg, heat_map_svg, small_multiples_svg
from answerable.charts.trend import trend_line_svg

__all__ = ["calibration_svg", "control_chart_spec", "control_chart_svg", "fan_svg", "funnel_svg", "heat_map_svg",
           "small_multiples_svg", "trend_line_svg"]
