"""A drawing: what stands where, in pixels from the plot's upper left corner, the Vega-Lite layers it becomes,
and the picture that these make with room around them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal
from xml.sax.saxutils import escape

# In quotes: a name with a number in it is none without them.
FONT = "'Source Sans 3', 'Source Sans Pro', Arial, sans-serif"
LINE_HEIGHT = 1.28
REGULAR = 400

Item = dict[str, Any]
Width = Literal["wide", "narrow"]       # 760 pixels, and 340 for a phone

# The class by which a page shows and hides them, and the name that the same lines have in a live chart.
SWITCHED = "app-switched"

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass
class Drawing:
    """The parts of a drawing, each list one layer, painted in this order.

    grounds: filled rectangles; bands: filled stretches between two lines, one item a corner; rules: straight lines;
    paths: lines of many corners, one item a corner; marks: symbols; texts: one item a line of text. switched: lines that
    no specification has, because they show only where somebody switches them on (`switched_elements`).
    """

    grounds: list[Item] = field(default_factory=list)
    bands: list[Item] = field(default_factory=list)
    rules: list[Item] = field(default_factory=list)
    paths: list[Item] = field(default_factory=list)
    marks: list[Item] = field(default_factory=list)
    texts: list[Item] = field(default_factory=list)
    switched: list[Item] = field(default_factory=list)

    def ground(self, x: float, y: float, x2: float, y2: float, colour: str) -> None:
        """A filled rectangle from one corner to the opposite one."""
        self.grounds.append({"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour})

    def band(self, corners: Sequence[tuple[float, float, float]], colour: str) -> None:
        """What lies between two lines, filled. corners: x, and y of the upper and the lower line, from left to right."""
        number = self.bands[-1]["band"] + 1 if self.bands else 0
        self.bands += [{"band": number, "x": x, "y": y, "y2": y2, "colour": colour} for x, y, y2 in corners]

    def rule(self, x: float, y: float, x2: float, y2: float, colour: str, *, width: float = 1.0,
             dash: Sequence[int] = (1, 0)) -> None:
        """A straight line between two points."""
        self.rules.append({"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "width": width,
                           "dash": list(dash)})

    def path(self, corners: Sequence[tuple[float, float]], colour: str, *, width: float = 1.0,
             dash: Sequence[int] = (1, 0)) -> None:
        """A line through corners, in their order."""
        self.paths += _corners(self.paths, corners, colour, width, dash)

    def switch(self, corners: Sequence[tuple[float, float]], colour: str, *, width: float = 1.0,
               dash: Sequence[int] = (1, 0)) -> None:
        """A line through corners that shows only where it is switched on."""
        self.switched += _corners(self.switched, corners, colour, width, dash)

    def mark(self, x: float, y: float, shape: str, size: float, fill: str, stroke: str) -> None:
        """A symbol around a point. shape: a Vega symbol; size: its area in square pixels."""
        self.marks.append({"x": x, "y": y, "shape": shape, "size": size, "fill": fill, "stroke": stroke})

    def text(self, x: float, y: float, text: str, colour: str, *, align: str = "left",
             weight: int = REGULAR) -> None:
        """One line of text, its middle at y. align: which of its sides is at x."""
        self.texts.append({"x": x, "y": y, "text": text, "colour": colour, "align": align, "weight": weight})

    def take(self, other: Drawing, x: float, y: float) -> None:
        """Put another drawing into this one, its corner at a point."""
        for own, items in ((self.grounds, other.grounds), (self.rules, other.rules), (self.marks, other.marks),
                           (self.texts, other.texts)):
            own += [_moved(item, x, y) for item in items]
        for own, items, number in ((self.bands, other.bands, "band"), (self.paths, other.paths, "path"),
                                   (self.switched, other.switched, "path")):
            first = own[-1][number] + 1 if own else 0
            own += [_moved(item, x, y) | {number: item[number] + first} for item in items]

    def layers(self) -> list[Item]:
        """The Vega-Lite layers of everything but the text; empty parts give none."""
        parts = ((self.grounds, _ground_layer()), (self.bands, _band_layer()), (self.rules, _rule_layer()),
                 (self.paths, _path_layer()), (self.marks, mark_layer()))
        return [{"data": {"values": items}, **layer} for items, layer in parts if items]

    def text_layers(self, size: float) -> list[Item]:
        """The Vega-Lite layer of the text, `size` pixels high; none without text."""
        return [{"data": {"values": self.texts}, **_text_layer(size)}] if self.texts else []

    def text_elements(self, size: float, left: float, top: float) -> str:
        """The text as SVG, its place counted from the chart's corner: the same as `text_layers` comes to."""
        lines = "".join(_text_element(item) for item in self.texts)
        return (f'<g transform="translate({left},{top})" font-family="{FONT}" font-size="{size}px" '
                f'pointer-events="none">{lines}</g>')


    def switched_elements(self, left: float, top: float) -> str:
        """The lines that are switched on as SVG, hidden until then; the empty string without any."""
        if not self.switched:
            return ""
        lines = "".join(_line_element(list(corners)) for _number, corners in groupby(self.switched, key=itemgetter("path")))
        return (f'<g class="{SWITCHED}" display="none" transform="translate({left},{top})" fill="none" '
                f'stroke-linejoin="round" pointer-events="none">{lines}</g>')


def _corners(own: Sequence[Item], corners: Sequence[tuple[float, float]], colour: str, width: float,
             dash: Sequence[int]) -> list[Item]:
    number = own[-1]["path"] + 1 if own else 0
    return [{"path": number, "at": at, "x": x, "y": y, "colour": colour, "width": width, "dash": list(dash)}
            for at, (x, y) in enumerate(corners)]


def _line_element(corners: Sequence[Item]) -> str:
    first, dash = corners[0], ",".join(map(str, corners[0]["dash"]))
    places = "L".join(f'{corner["x"]:g},{corner["y"]:g}' for corner in corners)
    return (f'<path d="M{places}" stroke="{first["colour"]}" stroke-width="{first["width"]:g}" '
            f'stroke-dasharray="{dash}"/>')


def _moved(item: Item, x: float, y: float) -> Item:
    steps = {"x": x, "x2": x, "y": y, "y2": y}
    return {key: round(value + steps[key], 2) if key in steps else value for key, value in item.items()}


@dataclass(frozen=True)
class Picture:
    """A drawing with its frame. width, height: of the plot; padding: pixels around it at each side; text_size: in
    pixels; figures: layers that lie over every line, but under no text.
    """

    width: float
    height: float
    padding: Mapping[str, float]
    text_size: float
    drawing: Drawing
    figures: tuple[Item, ...] = ()

    def spec(self, *, with_text: bool = True) -> Item:
        """The Vega-Lite specification."""
        texts = self.drawing.text_layers(self.text_size) if with_text else []
        return spec({"width": self.width, "height": self.height, "padding": dict(self.padding)},
                    [*self.drawing.layers(), *self.figures, *texts])


def _text_element(item: Item) -> str:
    # A third of an em below the middle is where the capitals of a sans-serif face look centred.
    weight = f' font-weight="{item["weight"]}"' if item["weight"] != REGULAR else ""
    return (f'<text x="{item["x"]:g}" y="{item["y"]:g}" dy="0.34em" fill="{item["colour"]}"{weight} '
            f'text-anchor="{_ANCHORS[item["align"]]}">{escape(item["text"])}</text>')


def place(*channels: str) -> Item:
    """Position channels in pixels: no scale stands between the number and the place."""
    return {channel: {"field": channel, "type": "quantitative", "scale": None} if channel in ("x", "y")
            else {"field": channel} for channel in channels}


def looks(**fields: str) -> Item:
    """Appearance channels, each taken as it stands from a field of the item."""
    return {channel: {"field": name, "type": "quantitative" if channel in ("size", "strokeWidth") else "nominal"}
            | ({} if channel == "detail" else {"scale": None}) for channel, name in fields.items()}


def spec(frame: Mapping[str, Any], layers: Sequence[Item]) -> Item:
    """The whole Vega-Lite specification. frame: width and height of the plot, padding around it, in pixels.
    """
    return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", **frame, "background": "transparent",
            "autosize": {"type": "none"}, "layer": list(layers),
            "config": {"aria": False, "view": {"stroke": None}, "font": FONT}}


def _rule_layer() -> Item:
    """Straight lines with colour, width and dashes of their own."""
    return {"mark": {"type": "rule", "aria": False},
            "encoding": {**place("x", "y", "x2", "y2"),
                         **looks(color="colour", strokeWidth="width", strokeDash="dash")}}


def _path_layer() -> Item:
    """Lines of many corners; those of one number are joined in the order of `at`."""
    return {"mark": {"type": "line", "aria": False, "strokeJoin": "round"},
            "encoding": {**place("x", "y"), "order": {"field": "at", "type": "quantitative"},
                         **looks(detail="path", stroke="colour", strokeWidth="width", strokeDash="dash")}}


def mark_layer() -> Item:
    """Symbols with shape, size and colours of their own."""
    return {"mark": {"type": "point", "aria": False, "strokeWidth": 2, "opacity": 1},
            "encoding": {**place("x", "y"),
                         **looks(shape="shape", size="size", fill="fill", stroke="stroke")}}


def _ground_layer() -> Item:
    return {"mark": {"type": "rect", "aria": False},
            "encoding": {**place("x", "y", "x2", "y2"), **looks(color="colour")}}


def _band_layer() -> Item:
    """Filled stretches; the corners of one number belong together."""
    return {"mark": {"type": "area", "aria": False, "line": False},
            "encoding": {**place("x", "y", "y2"), **looks(detail="band", fill="colour")}}


def _text_layer(size: float) -> Item:
    return {"mark": {"type": "text", "aria": False, "fontSize": size, "baseline": "middle",
                     "align": {"expr": "datum.align"}, "fontWeight": {"expr": "datum.weight"}},
            "encoding": {**place("x", "y"), "text": {"field": "text"}, **looks(color="colour")}}
