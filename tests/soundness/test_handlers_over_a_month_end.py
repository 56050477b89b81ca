"""A handler whose calls lie on both sides of a month's end is one handler in the half-hour that both months touch."""

from __future__ import annotations

from pathlib import Path

from answerable.workspace import Workspace

CALLS = """call_id,presented_at,answered_at,ended_at,wrap_up_ended_at,line,outcome,handler
1,2026-01-31T23:50:00Z,2026-01-31T23:50:00Z,2026-02-01T00:10:00Z,2026-02-01T00:10:00Z,101,answered,ann
2,2026-02-01T00:12:00Z,2026-02-01T00:12:00Z,2026-02-01T00:20:00Z,2026-02-01T00:20:00Z,101,answered,ann
3,2026-02-01T00:15:00Z,2026-02-01T00:15:00Z,2026-02-01T00:25:00Z,2026-02-01T00:25:00Z,101,answered,bob
4,2026-02-01T12:00:00Z,2026-02-01T12:00:00Z,2026-02-01T12:15:00Z,2026-02-01T12:15:00Z,101,answered,ann
"""


def test_the_half_hour_that_two_months_touch_has_each_handler_once(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "force")
    file = tmp_path / "calls.csv"
    file.write_text(CALLS, encoding="utf-8")
    workspace.load("generic_csv", file)
    found = {row["period_start"]: (row["numerator"], row["denominator"])
             for row in workspace.figure_rows("handler-occupancy", by="half-hour") if row["numerator"]}
    assert found["2026-01-31T23:30"] == (600, 1800)
    # ann's 10 minutes of the call of January and 8 of the next, bob's 10: two handlers, not three.
    assert found["2026-02-01T00:00"] == (28 * 60, 3600)
    assert found["2026-02-01T12:00"] == (900, 1800)
