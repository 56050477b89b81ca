"""The funnel plot as a Vega-Lite specification: the figure of each force against the number of cases behind it, and how
far chance alone would carry it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from answerable.charts import palette
from answerable.charts.drawing import LINE_HEIGHT, Drawing, Item, Picture, Width, mark_layer
from answerable.charts.labels import Box, Label, place_labels
from answerable.charts.layout import axis_domain, text_width, ticks, wrap
from answerable.charts.legend import Key, Room, draw_keys, draw_text, line_sample, point_sample
from answerable.charts.plot import tick_text
from answerable.charts.series import NOT_NEGATIVE, POSSIBLE
from answerable.words import _, format_value, join_words

Scale = Literal["linear", "sqrt", "log"]

# From so many times the smallest denominator to the largest on: up to the first an even scale tells them apart, up to
# the second one of square roots.
EVEN_SPAN, ROOT_SPAN = 8, 60
MARGIN = 0.05           # of the axis, beyond the smallest and the largest force
FRAME = {"wide": (760, 360, 14), "narrow": (340, 300, 13)}
AXIS = 62               # height of numbers and name of the axis beneath
OUTSIDE = {"above-95": palette.OUTSIDE_95, "below-95": palette.OUTSIDE_95,
           "above-998": palette.OUTSIDE_998, "below-998": palette.OUTSIDE_998}


@dataclass(frozen=True)
class Field:
    """The area of a funnel. first, last: the ends of the denominators' axis; low, high: of the values' axis; the rest
    in pixels.
    """

    scale: Scale
    first: float
    last: float
    low: float
    high: float
    left: int
    width: int
    height: int
    size: int

    def x(self, denominator: float) -> float:
        """Pixels from the left edge of the area."""
        bent = BENDS[self.scale]
        return round((bent(denominator) - bent(self.first)) / (bent(self.last) - bent(self.first)) * self.width, 2)

    def y(self, value: float) -> float:
        """Pixels from the top of the area."""
        return round((self.high - value) / (self.high - self.low) * self.height, 2)


BENDS: Mapping[Scale, Callable[[float], float]] = {"linear": float, "sqrt": math.sqrt, "log": math.log10}
UNBENDS: Mapping[Scale, Callable[[float], float]] = {"linear": float, "sqrt": lambda at: at * at, "log": lambda at: 10 ** at}


def can_be_drawn(content: Mapping[str, Any]) -> bool:
    """Whether there is a funnel: a centre, limits, and at least one force with a value and a number of cases."""
    return content["centre"] is not None and bool(content["limits"] and _drawn_points(content))


def funnel(content: Mapping[str, Any], *, width: Width) -> Picture:
    """The funnel plot of one group.

    content: one of `funnels` of a measure of a release; width: "wide" (760 pixels) or "narrow" (340 pixels). The force's
    own mark is a star; those outside the limits have shapes of their own and their names; those that count for nothing
    because they cannot be compared are hollow. Raises ValueError where `can_be_drawn` says no.
    """
    if not can_be_drawn(content):
        raise ValueError("a funnel needs a centre, limits, and a force with a value and a number of cases")
    points, unit = _drawn_points(content), str(content["unit"])
    full, height, size = FRAME[width]
    field, limits = _field(content, points, unit, full, height, size)
    drawing = Drawing()
    _draw_axes(drawing, field, unit, _across(content))
    lines = _draw_limits(drawing, field, limits, content["centre"], unit)
    unnamed = _draw_names(drawing, field, points, lines)
    beneath = _draw_words(drawing, field, points, content, unit, unnamed, full)
    padding = {"left": field.left, "right": full - field.left - field.width, "top": 10, "bottom": beneath}
    return Picture(field.width, field.height, padding, size, drawing, (_point_layer(field, points),))


def _drawn_points(content: Mapping[str, Any]) -> list[Item]:
    return [point for point in content["points"] if point["value"] is not None and (point["denominator"] or 0) > 0]


def _across(content: Mapping[str, Any]) -> str:
    """What the axis across counts: cases, unless the funnel goes by something else."""
    return _("Number of cases") if content["kind"] == "share" else str(content["denominator_words"])


def _field(content: Mapping[str, Any], points: Sequence[Item], unit: str, full: int, height: int,
           size: int) -> tuple[Field, list[Item]]:
    """The area, and the limits that lie in it."""
    sizes = [float(point["denominator"]) for point in points]
    scale = scale_for(min(sizes), max(sizes))
    first, last = _ends(scale, min(sizes), max(sizes))
    limits = sorted((row for row in content["limits"] if first <= row["denominator"] <= last),
                    key=lambda row: float(row["denominator"]))
    possible = POSSIBLE.get(unit, NOT_NEGATIVE)
    inside = [_kept(row[key], possible) for row in limits for key in LIMIT_KEYS if row[key] is not None]
    low, high = axis_domain([*(float(point["value"]) for point in points), *inside, float(content["centre"])], possible)
    left = round(max(text_width(tick_text(value, unit), size) for value in ticks(low, high, 6, seconds=unit == "seconds"))
                 + 12)
    return Field(scale, first, last, low, high, left, full - left - 14, height, size), limits


LIMIT_KEYS = ("lower998", "lower95", "upper95", "upper998")


def _kept(value: float, possible: tuple[float, float | None]) -> float:
    least, most = possible
    return max(value, least) if most is None else min(max(value, least), most)


def scale_for(smallest: float, largest: float) -> Scale:
    """How the denominators are spread over the axis: evenly, by their square roots, or by their logarithms where a few
    large forces would push all others to the edge.
    """
    span = largest / smallest
    return "linear" if span <= EVEN_SPAN else "sqrt" if span <= ROOT_SPAN else "log"


def _ends(scale: Scale, smallest: float, largest: float) -> tuple[float, float]:
    """The ends of the axis of denominators, a little beyond the smallest and the largest."""
    low, high = BENDS[scale](smallest), BENDS[scale](largest)
    margin = (high - low) * MARGIN or max(abs(high) * MARGIN, MARGIN)
    low = low - margin if scale == "log" else max(low - margin, 0.0)
    return UNBENDS[scale](low), UNBENDS[scale](high + margin)


def denominator_ticks(first: float, last: float, scale: Scale) -> list[float]:
    """Round denominators for the axis; on a bent scale 1, 2 and 5 with noughts."""
    if scale == "linear":
        return ticks(first, last, 6)
    powers = range(math.floor(math.log10(first or 1.0)), math.ceil(math.log10(last)) + 1)
    return [step * 10.0 ** power for power in powers for step in (1, 2, 5) if first <= step * 10.0 ** power <= last]


def _draw_axes(drawing: Drawing, field: Field, unit: str, across: str) -> None:
    for value in ticks(field.low, field.high, 6, seconds=unit == "seconds"):
        drawing.rule(0, field.y(value), field.width, field.y(value), palette.GRID)
        drawing.text(-8, field.y(value), tick_text(value, unit), palette.INK, align="right")
    drawing.rule(0, field.height, field.width, field.height, palette.LIMIT)
    free = -math.inf
    for value in denominator_ticks(field.first, field.last, field.scale):
        words, x = f"{value:,.10g}", field.x(value)
        half = text_width(words, field.size) / 2
        if x - half > free and x + half < field.width + 12:
            drawing.rule(x, field.height, x, field.height + 5, palette.LIMIT)
            drawing.text(x, field.height + 16, words, palette.INK, align="center")
            free = x + half + 10
    bent = {"linear": "{across}", "sqrt": _("{across} (square-root scale)"), "log": _("{across} (logarithmic scale)")}
    name = bent[field.scale].format(across=across[:1].upper() + across[1:])
    drawing.text(field.width, field.height + 36, name, palette.INK, align="right")


def _draw_limits(drawing: Drawing, field: Field, limits: Sequence[Item], centre: float,
                 unit: str) -> list[tuple[float, float]]:
    """Draw centre and limits; return points of them, close enough that no name slips between."""
    possible, along = POSSIBLE.get(unit, NOT_NEGATIVE), []
    for key in LIMIT_KEYS:
        corners = [(field.x(row["denominator"]), field.y(_kept(row[key], possible))) for row in limits
                   if row[key] is not None]
        if len(corners) > 1:
            dash = palette.NEAR_DASH if key.endswith("95") else palette.LIMIT_DASH
            drawing.path(corners, palette.LIMIT, width=1.5, dash=dash)
            along += corners
    drawing.rule(0, field.y(centre), field.width, field.y(centre), palette.MEAN, width=1.5)
    return [*along, *((float(x), field.y(centre)) for x in range(0, field.width, 12))]


def _mark(point: Item) -> palette.Mark:
    return palette.OWN if point["own"] else OUTSIDE.get(point["outside"] or "", palette.USUAL)


def _draw_names(drawing: Drawing, field: Field, points: Sequence[Item], lines: Sequence[tuple[float, float]]) -> list[str]:
    """Name the own force and those outside the limits; return the names that found no room."""
    marks = [_box(field.x(point["denominator"]), field.y(point["value"]), _mark(point)) for point in points]
    named = sorted((point for point in points if point["own"] or point["outside"]),
                   key=lambda point: (not point["own"], -abs(point["z"] or 0.0), point["name"]))
    wanted = [(point["name"], field.x(point["denominator"]), field.y(point["value"])) for point in named]
    inside = Box(2, -6, field.width + 12, field.height - 3)
    labels = place_labels(wanted, marks, lines, inside, field.size)
    for point, label in zip(named, labels, strict=True):
        if label:
            _draw_label(drawing, label, own=point["own"])
    return [point["name"] for point, label in zip(named, labels, strict=True) if label is None]


def _box(x: float, y: float, mark: palette.Mark) -> Box:
    half = math.sqrt(mark.size) / 2 + 2
    return Box(x - half, y - half, x + half, y + half)


def _draw_label(drawing: Drawing, label: Label, *, own: bool) -> None:
    end_x, end_y = label.nearest
    if math.hypot(end_x - label.x, end_y - label.y) > 16:
        drawing.rule(label.x, label.y, end_x, end_y, palette.LIMIT)
    drawing.text(label.box.left, label.middle, label.name, palette.INK, weight=600 if own else 400)


def _draw_words(drawing: Drawing, field: Field, points: Sequence[Item], content: Mapping[str, Any], unit: str,
                unnamed: Sequence[str], full: int) -> int:
    """Draw the key and what else is to be said; return the height in pixels that axis and words take."""
    room = Room(-field.left, full, field.size)
    y = draw_keys(drawing, _keys(points, content, unit), room, field.height + AXIS + field.size * LINE_HEIGHT / 2)
    if unnamed:
        words = _("Without room for their names: {names}.").format(names=join_words(unnamed))
        lines = wrap(words, full - 4, field.size)
        draw_text(drawing, room.left + 2, y + (len(lines) - 1) * room.line / 2, lines, palette.INK, field.size)
        y += len(lines) * room.line + 5
    return round(y - field.height - field.size * LINE_HEIGHT / 2 + 4)


def _keys(points: Sequence[Item], content: Mapping[str, Any], unit: str) -> list[Key]:
    """What the key has to explain: only what is drawn."""
    shown = {point["outside"] for point in points if not point["own"]}
    marks = [(_("This force"), palette.OWN, any(point["own"] for point in points)),
             (_("Within the limits"), palette.USUAL, None in shown),
             (_("Outside the 95% limits"), palette.OUTSIDE_95, bool(shown & {"above-95", "below-95"})),
             (_("Outside the 99.8% limits"), palette.OUTSIDE_998, bool(shown & {"above-998", "below-998"}))]
    keys = [Key(words, point_sample(mark, mark.colour, joined=False)) for words, mark, drawn in marks if drawn]
    if any(_is_hollow(point) for point in points):
        keys.append(Key(_("Hollow: not compared"), point_sample(palette.USUAL, palette.PAPER, joined=False)))
    middle = _("Middle of the group: {value}").format(value=format_value(content["centre"], unit))
    return [*keys, Key(middle, line_sample(palette.MEAN, palette.SOLID, 1.5)),
            Key(_("95% limits"), line_sample(palette.LIMIT, palette.NEAR_DASH, 1.5)),
            Key(_("99.8% limits"), line_sample(palette.LIMIT, palette.LIMIT_DASH, 1.5))]


def _is_hollow(point: Item) -> bool:
    return bool(point.get("left_out"))


def _point_layer(field: Field, points: Sequence[Item]) -> Item:
    """A mark for each force; the own one last, so that none covers it."""
    marks = [{"shape": (mark := _mark(point)).shape, "size": mark.size, "stroke": mark.colour, "force": point["name"],
              "fill": palette.PAPER if _is_hollow(point) else mark.colour,
              "denominator": point["denominator"], "value": point["value"]}
             for point in sorted(points, key=lambda point: bool(point["own"]))]
    layer = mark_layer()
    layer["mark"]["strokeWidth"] = 1.5
    across = {"type": field.scale, "domain": [field.first, field.last], "nice": False, "zero": False}
    layer["encoding"] |= {
        "x": {"field": "denominator", "type": "quantitative", "axis": None,
              "scale": across if field.scale != "log" else {key: across[key] for key in ("type", "domain", "nice")}},
        "y": {"field": "value", "type": "quantitative", "axis": None,
              "scale": {"domain": [field.low, field.high], "nice": False, "zero": False}}}
    return {"data": {"values": marks}, "layer": [layer]}
