"""A control chart or a fan for the browser: its Vega specification with text and a mark that can be moved, and what there is
to say of each period.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.charts import palette
from answerable.charts.axes import Chart
from answerable.charts.drawing import FONT, SWITCHED, Drawing, Item
from answerable.charts.fan_series import Fan, read_fan
from answerable.charts.keys import cause_words, centre_words, line_words
from answerable.charts.series import Phase, Point, Series, read_series
from answerable.forecasting.odds import odds_in_words
from answerable.words import _, format_value, language, month_in_full

RING = 340      # area of the ring around the period that is read, in square pixels


def live_chart(measure: Mapping[str, Any], chart: Chart, vega: Item) -> Item:
    """What the browser needs to make a chart readable period by period.

    measure: one `measures/ID.json` of a release; chart: its control chart; vega: the same as Vega, without text. Gives
    "vega", a specification whose signal `at` is the place of the period that is read (-1 for none), and "points": of each
    period its place in pixels (y null without a figure), its title and what there is to say of it.
    """
    series = read_series(measure)
    points = [_point(measure, series, chart, point) for point in series.points]
    return {"vega": with_reading(vega, chart.drawing, chart.plot.size, chart.plot.height, points, chart.padding),
            "points": points}


def live_fan(measure: Mapping[str, Any], chart: Chart, vega: Item) -> Item:
    """The same for a fan chart: of each period its figure, what is expected, and the odds of the target."""
    fan = read_fan(measure)
    figures = {point.slot: point for point in fan.points}
    steps = {step.slot: (step, raw) for step, raw in zip(fan.ahead, measure["projection"]["steps"], strict=True)}
    points = []
    for slot in range(len(fan.days)):
        step, figure = steps.get(slot), figures.get(slot)
        value = step[0].median if step else figure.value if figure else None
        points.append({"x": round(chart.plot.x(slot + 0.5) + chart.padding["left"], 2),
                       "y": None if value is None else round(chart.plot.y(value) + chart.padding["top"], 2),
                       "title": (step[0].label if step else figure.label if figure
                                 else month_in_full(fan.days[slot], language())),
                       "lines": [_sentence(line) for line in _fan_lines(fan, figure, step[1] if step else None)]})
    return {"vega": with_reading(vega, chart.drawing, chart.plot.size, chart.plot.height, points, chart.padding),
            "points": points}


def _fan_lines(fan: Fan, figure: Point | None, step: Mapping[str, Any] | None) -> list[str]:
    """What there is to say of a period of a fan: the figure, where there is one, then what was expected."""
    lines = []
    if figure is not None and (figure.value is not None or step is None):
        value = _("No figure") if figure.value is None else format_value(figure.value, fan.unit)
        lines.append(_("{value}, provisional").format(value=value) if figure.provisional else value)
    if step is None:
        return lines
    lines += [_("expected {median}").format(median=step["text"]), _("as likely as not {range}").format(range=step["text50"]),
              _("nine times in ten {range}").format(range=step["text90"])]
    if step.get("met") is not None:
        lines.append(_("chance that the target is met: {odds}").format(odds=odds_in_words(step["met"])))
    return lines


def with_reading(vega: Item, drawing: Drawing, size: float, height: float, points: list[Item],
                 padding: Mapping[str, float]) -> Item:
    """A Vega specification with its text, and with a line and a ring at the period that the signal `at` names."""
    places = [{"slot": slot, "x": point["x"] - padding["left"],
               "y": None if point["y"] is None else point["y"] - padding["top"]} for slot, point in enumerate(points)]
    data = [{"name": "texts", "values": drawing.texts}, {"name": "places", "values": places},
            {"name": "read", "source": "places", "transform": [{"type": "filter", "expr": "datum.slot === at"}]},
            {"name": "ringed", "source": "read", "transform": [{"type": "filter", "expr": "datum.y !== null"}]}]
    switched = []
    if drawing.switched:
        data.append({"name": "switched", "values": drawing.switched})
        switched = [_switched_lines()]
    line = _mark("rule", "read", x={"field": "x"}, y={"value": 0}, y2={"value": height}, stroke={"value": palette.INK},
                 strokeWidth={"value": 1})
    ring = _mark("symbol", "ringed", x={"field": "x"}, y={"field": "y"}, size={"value": RING},
                 stroke={"value": palette.INK}, strokeWidth={"value": 2}, fill={"value": "transparent"})
    text = _mark("text", "texts", x={"field": "x"}, y={"field": "y"}, text={"field": "text"}, fill={"field": "colour"},
                 align={"field": "align"}, fontWeight={"field": "weight"}, fontSize={"value": size},
                 font={"value": FONT}, baseline={"value": "middle"})
    return {**vega, "signals": [*vega.get("signals", []), {"name": "at", "value": -1}],
            "data": [*vega["data"], *data], "marks": [line, *vega["marks"], *switched, ring, text]}


def _switched_lines() -> Item:
    """The lines that are shown where they are switched on: the page's style hides them by their name until then."""
    line = _mark("line", "switched_line", x={"field": "x"}, y={"field": "y"}, stroke={"field": "colour"},
                 strokeWidth={"field": "width"}, strokeDash={"field": "dash"})
    facet = {"name": "switched_line", "data": "switched", "groupby": "path"}
    return {"type": "group", "name": SWITCHED, "aria": False, "interactive": False, "from": {"facet": facet}, "marks": [line]}


def _mark(kind: str, data: str, **channels: Item) -> Item:
    return {"type": kind, "aria": False, "interactive": False, "from": {"data": data}, "encode": {"update": channels}}


def _point(measure: Mapping[str, Any], series: Series, chart: Chart, point: Point) -> Item:
    y = None if point.judged is None else round(chart.plot.y(point.judged) + chart.padding["top"], 2)
    return {"x": round(chart.plot.x(point.slot + 0.5) + chart.padding["left"], 2), "y": y, "title": point.label,
            "lines": [_sentence(line) for line in _lines(measure, series, point)]}


def _sentence(words: str) -> str:
    return (words[:1].upper() + words[1:]).rstrip(".")


def _lines(measure: Mapping[str, Any], series: Series, point: Point) -> list[str]:
    """What there is to say of a period: the figure, what is usual, what the rules say, and every note."""
    raw = measure["chart"]["points"][point.slot]
    figures = {figure["period_start"]: figure for figure in measure.get("figures") or []}
    figure: Mapping[str, Any] = figures.get(raw["period_start"], {})
    lines = [_figure_words(series, point, figure)]
    if point.adjusted is not None:
        lines.append(_("seasonally adjusted {value}").format(value=format_value(point.adjusted, series.unit)))
    phase = next((phase for phase in series.phases if phase.first <= point.slot < phase.end), None)
    if point.value is not None and phase:
        lines += _usual_words(series, point, phase)
    if point.special_cause or raw.get("says"):
        lines.append(": ".join(filter(None, (cause_words().get(point.special_cause or ""), raw.get("says")))))
    if point.provisional:
        lines.append(_("provisional, so not judged"))
    lines += [figure["note"]] if figure.get("note") and point.value is not None else []
    lines += [each.words for each in series.proposals if each.slot == point.slot]
    return lines + [_("not comparable with what is before: {why}").format(why=each.words)
                    for each in series.breaks if each.slot == point.slot]


def _figure_words(series: Series, point: Point, figure: Mapping[str, Any]) -> str:
    if point.value is None:
        return next((gap.words for gap in series.gaps if gap.first <= point.slot < gap.end), _("No figure"))
    return str(figure.get("text") or format_value(point.value, series.unit))


def _usual_words(series: Series, point: Point, phase: Phase) -> list[str]:
    """The usual range and its middle; nothing where there are too few figures for it."""
    lined = point if phase.varying else phase
    if lined.lower is None or lined.upper is None or lined.mean is None:
        return []
    lower, upper, mean = (line_words(value, series.unit) for value in (lined.lower, lined.upper, lined.mean))
    middle = centre_words(series.kind).format(value=mean)
    return [_("usual range {lower} to {upper}, {middle}").format(
        lower=lower, upper=upper, middle=middle[:1].lower() + middle[1:])]
