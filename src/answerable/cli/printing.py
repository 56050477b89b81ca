"""Printing: tables for people, CSV and JSON for scripts, progress on stderr."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

# Spreadsheets run a cell that begins like this as a formula.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def as_json(content: Any) -> str:
    """JSON with every letter as it is."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """CSV with a header; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return out.getvalue().rstrip("\n")


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_MARKS) else value


def as_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Aligned columns; numbers to the right."""
    if not rows:
        return "(nothing)"
    names = list(columns or rows[0])
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [max(len(line[at]) for line in [names, *cells]) for at in range(len(names))]
    right = [all(isinstance(row.get(name), (int, float, type(None))) for row in rows) for name in names]
    lines = [names, ["-" * width for width in widths], *cells]
    return "\n".join("  ".join(text.rjust(width) if to_right else text.ljust(width)
                               for text, width, to_right in zip(line, widths, right, strict=True)).rstrip()
                     for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


class Progress:
    """A line on stderr that says how far long work is: redrawn on a terminal, a line a step elsewhere."""

    def __init__(self, what: str, *, quiet: bool = False) -> None:
        self.what, self.quiet = what, quiet
        self.started = time.monotonic()
        self.terminal = sys.stderr.isatty()
        self.shown = 0.0

    def __call__(self, share: float, detail: str = "") -> None:
        """Show the share done, 0 to 1."""
        now = time.monotonic()
        if self.quiet or not self.terminal or (now - self.shown < 0.1 and share < 1):
            return
        self.shown = now
        bar = "#" * round(20 * share)
        print(f"\r{self.what}: [{bar:<20}] {share:4.0%} {detail:<40.40}", end="", file=sys.stderr, flush=True)

    def tell(self, what: str) -> None:
        """Say what is waited for, on a line of its own."""
        if not self.quiet:
            start = "\r\x1b[K" if self.terminal else ""
            print(f"{start}{self.what}: {what}", file=sys.stderr, flush=True)

    def done(self, result: str) -> None:
        """Say what came of it and how many seconds it took."""
        if not self.quiet:
            start = "\r\x1b[K" if self.terminal else ""
            print(f"{start}{self.what}: {result} ({time.monotonic() - self.started:.1f} s)", file=sys.stderr, flush=True)
