"""The words of a control chart: labels beside its lines, the key beneath it, and its numbered notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from answerable.charts import palette
from answerable.charts.drawing import LINE_HEIGHT, Drawing
from answerable.charts.layout import spread, wrap
from answerable.charts.legend import (
    Key,
    Note,
    Room,
    draw_keys,
    draw_note,
    draw_text,
    hatching_sample,
    line_sample,
    point_sample,
)
from answerable.charts.plot import Plot
from answerable.charts.series import Phase, Series
from answerable.words import _, format_value

AXIS = 50               # height of the labels of the months
LEADER = 14             # from the end of a line to its label


WHOLE = frozenset({"contacts", "count"})


def draw_line_labels(drawing: Drawing, series: Series, plot: Plot, room: int) -> None:
    """Label the lines at the right edge of the plot."""
    draw_labels(drawing, _labelled(series), plot, room)


def draw_labels(drawing: Drawing, labelled: Iterable[tuple[float, str, str]], plot: Plot, room: int) -> None:
    """Put words at values at the right edge of the plot; labels that would touch are pushed apart and led to.

    labelled: value, words and colour of each; room: pixels right of the plot.
    """
    labels = sorted((plot.y(value), wrap(words, room - LEADER - 4, plot.size), colour)
                    for value, words, colour in labelled if plot.shows(value))
    heights = [len(lines) * plot.size * LINE_HEIGHT + 3 for _y, lines, _colour in labels]
    centres = spread([y for y, _lines, _colour in labels], heights, -10, plot.height + AXIS)
    for (y, lines, colour), centre in zip(labels, centres, strict=True):
        drawing.rule(plot.width + 1, y, plot.width + LEADER - 3, centre, colour)
        draw_text(drawing, plot.width + LEADER, centre, lines, colour, plot.size)


def _labelled(series: Series) -> Iterator[tuple[float, str, str]]:
    """Each line that has a label beside it: value, words, colour."""
    last = series.phases[-1] if series.phases else None
    for value, words in _limit_words(last, series):
        yield value, words, palette.LIMIT
    if last and last.mean is not None:
        yield last.mean, centre_words(series.kind).format(value=line_words(last.mean, series.unit)), palette.MEAN
    if series.target is not None:
        # Whose target it is stands in the key: beside the line there is room for little more than the number.
        yield series.target, target_words_of(series.target_words.partition(" (")[0]), palette.TARGET


def _limit_words(phase: Phase | None, series: Series) -> Iterator[tuple[float, str]]:
    if phase is None:
        return
    for value, words in ((phase.upper, _("Upper limit {value}")), (phase.lower, _("Lower limit {value}"))):
        if value is not None and not series.is_bound(value):
            yield value, words.format(value=line_words(value, series.unit))


def centre_words(kind: str) -> str:
    """What the level line in the middle is, by the kind of chart, with room for its value."""
    return {"g": _("Median {value}"), "t": _("Middle {value}")}.get(kind, _("Average {value}"))


def line_words(value: float | None, unit: str) -> str:
    """The value of a line: that of a mean of whole things is a whole number too, on a chart."""
    return format_value(round(value) if value is not None and unit in WHOLE else value, unit)


def target_words_of(words: str) -> str:
    """What the line of a target is called."""
    return _("Target: {words}").format(words=words)


def draw_key(drawing: Drawing, series: Series, plot: Plot, notes: Sequence[Note], width: int, *,
             values_beside: bool) -> int:
    """Draw the key and the notes beneath the plot; return the height in pixels that axis, key and notes take.

    values_beside: whether the lines are labelled beside the plot; if not, the key says what they are and
    their values.
    """
    room, y = Room(-plot.left, width, plot.size), plot.height + AXIS + plot.size * LINE_HEIGHT / 2
    y = draw_keys(drawing, _keys(series, values_beside), room, y)
    for note in notes:
        y = draw_note(drawing, note, room, y)
    return round(y - plot.height - plot.size * LINE_HEIGHT / 2 + 4)


def _keys(series: Series, values_beside: bool) -> list[Key]:
    """What the key has to explain: only what is drawn."""
    keys = []
    judged = _("Figure for the month")
    if series.is_adjusted:
        keys.append(Key(judged, line_sample(palette.RAW_LINE, palette.SOLID, 1.5)))
        judged = _("The same, seasonally adjusted")
    keys.append(Key(judged, point_sample(palette.USUAL, palette.USUAL.colour)))
    causes = {point.special_cause for point in series.points if point.value is not None}
    keys += [Key(words, point_sample(palette.SPECIAL_CAUSES[cause], palette.SPECIAL_CAUSES[cause].colour))
             for cause, words in cause_words().items() if cause in causes]
    if any(point.provisional for point in series.points if point.value is not None):
        keys.append(Key(_("Provisional"), point_sample(palette.USUAL, palette.PAPER)))
    keys += _line_keys(series, values_beside)
    if series.gaps:
        keys.append(Key(_("No figure"), hatching_sample))
    return keys


def cause_words() -> dict[str, str]:
    """What the mark of a special cause means."""
    return {"improvement": _("Signal of improvement"), "concern": _("Signal of concern"),
            "neutral": _("Signal of change")}


def _line_keys(series: Series, values_beside: bool) -> list[Key]:
    limits = line_sample(palette.LIMIT, palette.LIMIT_DASH, 1.5)
    phase = next((phase for phase in reversed(series.phases) if phase.upper is not None), None)
    keys = []
    if phase:
        usual = _("Limits of the usual range") if values_beside else _range_words(phase, series.unit)
        if phase.varying:
            usual = (_("{limits}, wider for a month with fewer cases") if values_beside
                     else _("{limits} in the last month, wider in one with fewer cases")).format(limits=usual)
        keys.append(Key(usual, limits))
    if not values_beside and series.phases and series.phases[-1].mean is not None:
        keys.append(Key(centre_words(series.kind).format(value=line_words(series.phases[-1].mean, series.unit)),
                        line_sample(palette.MEAN, palette.SOLID, 1.5)))
    if series.target is not None:
        keys.append(Key(target_words_of(series.target_words),
                        line_sample(palette.TARGET, palette.TARGET_DASH, 2)))
    return keys


def _range_words(phase: Phase, unit: str) -> str:
    return _("Usual range {lower} to {upper}").format(
        lower=line_words(phase.lower, unit), upper=line_words(phase.upper, unit))
