"""The figures of a measure as one table. The page and every download are made from it, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from answerable.words import format_count, format_value

Value = str | float | int | None


@dataclass(frozen=True)
class Column:
    """A column. key: its name in downloads; heading: on the page; on_page: whether the page shows it."""

    key: str
    heading: str
    number: bool = False
    on_page: bool = True


@dataclass(frozen=True)
class Cell:
    """One cell. value: as downloads give it; text: as the page shows it."""

    value: Value
    text: str


@dataclass(frozen=True)
class Row:
    """A figure. dimension, group: the part it is for, both empty for the measure as a whole; missing: no
    figure.
    """

    dimension: str
    group: str
    missing: bool
    provisional: bool
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class FigureTable:
    """Every figure of a measure, the newest period first, then each breakdown."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def whole(self) -> PageTable:
        """The figures of the measure as a whole, as its page shows them."""
        return self._page([row for row in self.rows if not row.dimension], hidden=frozenset())

    def breakdown(self, dimension: str, period: str) -> PageTable:
        """The figures of one breakdown as the page shows them; the period stands above the table."""
        return self._page([row for row in self.rows if (row.dimension, row.cells["period"].text)
                           == (dimension, period)], hidden=frozenset({"period"}))

    def _page(self, rows: Sequence[Row], hidden: frozenset[str]) -> PageTable:
        columns = [column for column in self.columns
                   if column.on_page and column.key not in hidden and _filled(column.key, rows)]
        return PageTable(tuple(columns), tuple(PageRow(row, _page_cells(row, columns)) for row in rows))


@dataclass(frozen=True)
class PageCell:
    """A cell of a page's table. key: of its column; number: whether it is set to the right."""

    key: str
    number: bool
    text: str


@dataclass(frozen=True)
class PageRow:
    """A row of a page's table."""

    row: Row
    cells: tuple[PageCell, ...]


@dataclass(frozen=True)
class PageTable:
    """What a page shows of a figure table; columns in which nothing stands are left out."""

    columns: tuple[Column, ...]
    rows: tuple[PageRow, ...]


def columns(unit: str, *, versions: bool = False, sampled: bool = False) -> tuple[Column, ...]:
    """The columns of every figure table. unit: of the measure, which tells what its numerator is; versions: whether its
    figures were worked out by more than one version of the definition, so that a page says by which; sampled: whether they
    are shares of a sample or survey, with an interval.
    """
    # A number of contacts is its own numerator: once is enough on a page.
    counts = unit in ("contacts", "count")
    numerator = _("Total seconds") if unit == "seconds" else _("Counted")
    interval = (Column("interval", _("Of the whole, with 95% confidence")),
                Column("interval_low", _("At least"), number=True, on_page=False),
                Column("interval_high", _("At most"), number=True, on_page=False)) if sampled else ()
    return (
        Column("measure", _("Measure"), on_page=False),
        Column("version", _("Version"), number=True, on_page=versions),
        Column("dimension", _("Broken down by"), on_page=False),
        Column("group", _("Group")),
        Column("period", _("Month")),
        Column("period_start", _("From"), on_page=False),
        Column("period_end", _("To"), on_page=False),
        Column("figure", _("Figure"), number=True),
        Column("value", _("Value"), number=True, on_page=False),
        Column("unit", _("Unit"), on_page=False),
        Column("numerator", numerator, number=True, on_page=not counts),
        Column("denominator", _("Out of"), number=True),
        *interval,
        Column("coverage", _("Coverage"), number=True),
        Column("status", _("Status")),
        Column("note", _("Note")),
    )


def figure_table(measure: Mapping[str, Any]) -> FigureTable:
    """The table of a measure as released: its monthly figures, newest first, then its breakdowns."""
    whole = [_row(measure, figure, "", "", figure["label"]) for figure in reversed(measure["figures"])]
    parts = [_row(measure, figure, breakdown["dimension"], figure["label"], breakdown["period_label"])
             for breakdown in measure["breakdowns"] for figure in breakdown["rows"]]
    versions = {row.cells["version"].value for row in whole + parts}
    sampled = any(row.cells["interval"].text for row in whole + parts)
    return FigureTable(columns(measure["unit"], versions=len(versions) > 1, sampled=sampled), tuple(whole + parts))


def _row(measure: Mapping[str, Any], figure: Mapping[str, Any], dimension: str, group: str,
         period: str) -> Row:
    coverage, interval = figure.get("coverage"), figure.get("interval") or {}
    cells = {
        "interval": _text(interval.get("range")), "interval_low": Cell(interval.get("low"), ""),
        "interval_high": Cell(interval.get("high"), ""),
        "measure": _text(measure["id"]), "version": _count(figure.get("version", measure["version"])),
        "dimension": _text(dimension),
        "group": _text(group), "period": _text(period),
        "period_start": _text(figure.get("period_start")), "period_end": _text(figure.get("period_end")),
        "figure": _text(_figure_text(figure)), "value": Cell(figure["value"], ""),
        "unit": _text(measure["unit"]),
        "numerator": _count(figure.get("numerator")), "denominator": _count(figure.get("denominator")),
        "coverage": Cell(coverage, "" if coverage is None else format_value(coverage * 100, "percent")),
        "status": Cell(figure["status"], status_words(figure["status"])), "note": _text(figure.get("note")),
    }
    return Row(dimension, group, figure["value"] is None, figure["status"] == "provisional", cells)


def _page_cells(row: Row, columns: Sequence[Column]) -> tuple[PageCell, ...]:
    return tuple(PageCell(column.key, column.number, row.cells[column.key].text) for column in columns)


def _figure_text(figure: Mapping[str, Any]) -> str:
    return _("no figure") if figure["value"] is None else str(figure["text"])


def _text(text: str | None) -> Cell:
    return Cell(text or "", text or "")


def _count(number: float | None) -> Cell:
    return Cell(number, "" if number is None else format_count(number))


def _filled(key: str, rows: Sequence[Row]) -> bool:
    return any(row.cells[key].text for row in rows)


def status_words(status: str) -> str:
    """The status of a figure in words; a status that this version does not know is shown as it stands."""
    return {"final": _("Final"), "provisional": _("Provisional"), "revised": _("Revised"),
            "no-data": _("No data"), "not-available": _("Not available")}.get(status, status)
