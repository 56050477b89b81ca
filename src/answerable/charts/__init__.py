"""Charts as SVG: the control chart of a measure, and the small trend line beside its name.

Everything here is a pure function of a measure's part of a release (docs/reference/release-format.md).
"""

from __future__ import annotations

from answerable.charts.control import control_chart_spec
from answerable.charts.svg import control_chart_svg
from answerable.charts.trend import trend_line_svg

__all__ = ["control_chart_spec", "control_chart_svg", "trend_line_svg"]
