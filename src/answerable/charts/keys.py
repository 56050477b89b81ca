"""The words of a chart: labels beside its lines, the key beneath it, and its numbered notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from answerable.charts import palette
from answerable.charts.drawing import LINE_HEIGHT, Drawing
from answerable.charts.layout import spread, text_width, wrap
from answerable.charts.plot import Plot
from answerable.charts.series import Phase, Series
from answerable.words import _, format_value

GLYPH = 34              # room for a key's sample, in pixels
BETWEEN = 22            # between two keys of one row
AXIS = 50               # height of the labels of the months
LEADER = 14             # from the end of a line to its label


WHOLE = frozenset({"contacts", "count"})


@dataclass(frozen=True)
class Key:
    """A sample and what it means. draw: puts the sample's middle at a place given in pixels."""

    words: str
    draw: Callable[[Drawing, float, float], None]


def draw_line_labels(drawing: Drawing, series: Series, plot: Plot, room: int) -> None:
    """Label the lines at the right edge of the plot; labels that would touch are pushed apart and led to."""
    labels = sorted((plot.y(value), wrap(words, room - LEADER - 4, plot.size), colour)
                    for value, words, colour in _labelled(series) if plot.shows(value))
    heights = [len(lines) * plot.size * LINE_HEIGHT + 3 for _y, lines, _colour in labels]
    centres = spread([y for y, _lines, _colour in labels], heights, -10, plot.height + AXIS)
    for (y, lines, colour), centre in zip(labels, centres, strict=True):
        drawing.rule(plot.width + 1, y, plot.width + LEADER - 3, centre, colour)
        _draw_lines_of_text(drawing, plot.width + LEADER, centre, lines, colour, plot.size)


def _labelled(series: Series) -> Iterator[tuple[float, str, str]]:
    """Each line that has a label beside it: value, words, colour."""
    last = series.phases[-1] if series.phases else None
    for value, words in _limit_words(last, series):
        yield value, words, palette.LIMIT
    if last and last.mean is not None:
        yield last.mean, _mean_words(last.mean, series.unit), palette.MEAN
    if series.target is not None:
        # Whose target it is stands in the key: beside the line there is room for little more than the number.
        yield series.target, _target_words(series.target_words.partition(" (")[0]), palette.TARGET


def _limit_words(phase: Phase | None, series: Series) -> Iterator[tuple[float, str]]:
    if phase is None:
        return
    for value, words in ((phase.upper, _("Upper limit {value}")), (phase.lower, _("Lower limit {value}"))):
        if value is not None and not series.is_bound(value):
            yield value, words.format(value=_value_words(value, series.unit))


def _mean_words(mean: float, unit: str) -> str:
    return _("Mean {value}").format(value=_value_words(mean, unit))


def _value_words(value: float | None, unit: str) -> str:
    """The value of a line: that of a mean of whole things is a whole number too, on a chart."""
    return format_value(round(value) if value is not None and unit in WHOLE else value, unit)


def _target_words(words: str) -> str:
    return _("Target: {words}").format(words=words)


def draw_key(drawing: Drawing, series: Series, plot: Plot, notes: Sequence[str], width: int, *,
             values_beside: bool) -> int:
    """Draw the key and the notes beneath the plot; return the height in pixels that axis, key and notes take.

    values_beside: whether the lines are labelled beside the plot; if not, the key says what they are and
    their values.
    """
    y = plot.height + AXIS + plot.size * LINE_HEIGHT / 2
    y = _draw_keys(drawing, _keys(series, values_beside), plot, width, y)
    for number, note in enumerate(notes, start=1):
        y = _draw_note(drawing, number, note, plot, width, y)
    return round(y - plot.height - plot.size * LINE_HEIGHT / 2 + 4)


def _draw_keys(drawing: Drawing, keys: Sequence[Key], plot: Plot, width: int, y: float) -> float:
    """Put the keys in rows, each in the current row where it fits; return the middle of the line after them.
    """
    left, line = -plot.left + 2.0, plot.size * LINE_HEIGHT
    x = left
    for key in keys:
        lines = wrap(key.words, width - GLYPH - 4, plot.size)
        wide = GLYPH + max(text_width(text, plot.size) for text in lines)
        if x > left and x + wide > width - plot.left:
            x, y = left, y + line + 3
        key.draw(drawing, x + (GLYPH - 8) / 2, y)
        beneath = (len(lines) - 1) * line
        _draw_lines_of_text(drawing, x + GLYPH, y + beneath / 2, lines, palette.INK, plot.size)
        y += beneath
        x += wide + BETWEEN
    return y + line + 8


def _draw_note(drawing: Drawing, number: int, note: str, plot: Plot, width: int, y: float) -> float:
    left, line = -plot.left + 2.0, plot.size * LINE_HEIGHT
    lines = wrap(note, width - GLYPH - 4, plot.size)
    drawing.mark(left + (GLYPH - 8) / 2, y, "circle", 210, palette.BREAK, palette.BREAK)
    drawing.text(left + (GLYPH - 8) / 2, y + 0.5, str(number), palette.PAPER, align="center", weight=600)
    _draw_lines_of_text(drawing, left + GLYPH, y + (len(lines) - 1) * line / 2, lines, palette.INK, plot.size)
    return y + len(lines) * line + 5


def _draw_lines_of_text(drawing: Drawing, x: float, middle: float, lines: Sequence[str], colour: str,
                        size: float) -> None:
    top = middle - (len(lines) - 1) * size * LINE_HEIGHT / 2
    for number, text in enumerate(lines):
        drawing.text(x, top + number * size * LINE_HEIGHT, text, colour)


def _keys(series: Series, values_beside: bool) -> list[Key]:
    """What the key has to explain: only what is drawn."""
    keys = [Key(_("Figure for the month"), _point_sample(palette.USUAL, palette.USUAL.colour))]
    causes = {point.special_cause for point in series.points if point.value is not None}
    keys += [Key(words, _point_sample(palette.SPECIAL_CAUSES[cause], palette.SPECIAL_CAUSES[cause].colour))
             for cause, words in _cause_words().items() if cause in causes]
    if any(point.provisional for point in series.points if point.value is not None):
        keys.append(Key(_("Provisional"), _point_sample(palette.USUAL, palette.PAPER)))
    keys += _line_keys(series, values_beside)
    if series.gaps:
        keys.append(Key(_("No figure"), _hatching_sample))
    return keys


def _cause_words() -> dict[str, str]:
    return {"improvement": _("Signal of improvement"), "concern": _("Signal of concern"),
            "neutral": _("Signal of change")}


def _line_keys(series: Series, values_beside: bool) -> list[Key]:
    limits = _line_sample(palette.LIMIT, palette.LIMIT_DASH, 1.5)
    phase = next((phase for phase in reversed(series.phases) if phase.upper is not None), None)
    keys = []
    if phase:
        usual = _("Limits of the usual range") if values_beside else _range_words(phase, series.unit)
        keys.append(Key(usual, limits))
    if not values_beside and series.phases and series.phases[-1].mean is not None:
        keys.append(Key(_mean_words(series.phases[-1].mean, series.unit),
                        _line_sample(palette.MEAN, palette.SOLID, 1.5)))
    if series.target is not None:
        keys.append(Key(_target_words(series.target_words),
                        _line_sample(palette.TARGET, palette.TARGET_DASH, 2)))
    return keys


def _range_words(phase: Phase, unit: str) -> str:
    return _("Usual range {lower} to {upper}").format(
        lower=_value_words(phase.lower, unit), upper=_value_words(phase.upper, unit))


def _point_sample(mark: palette.Mark, fill: str) -> Callable[[Drawing, float, float], None]:
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.rule(x - 13, y, x + 13, y, palette.DATA_LINE, width=2)
        drawing.mark(x, y, mark.shape, mark.size, fill, mark.colour)
    return draw


def _line_sample(colour: str, dash: Sequence[int], width: float) -> Callable[[Drawing, float, float], None]:
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.rule(x - 13, y, x + 13, y, colour, width=width, dash=dash)
    return draw


def _hatching_sample(drawing: Drawing, x: float, y: float) -> None:
    drawing.ground(x - 13, y - 7, x + 13, y + 7, palette.GAP_GROUND)
    for step in (-13, -6, 1):
        drawing.rule(x + step, y + 7, x + step + 12, y - 7, palette.GAP_HATCH)
