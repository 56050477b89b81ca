"""What is noticed at load time: a feed that a file lacks, a day under the date of another, a day doubled or cut short."""

from __future__ import annotations

from datetime import date

from small_force import SmallForce
from stopping_feeds import calls, days


def test_a_file_that_lacks_a_feed_of_the_earlier_ones_is_warned_of(force: SmallForce) -> None:
    force.load(calls("101", days("2026-01-01", "2026-01-31")) + calls("999", days("2026-01-01", "2026-01-31")), "jan.csv")
    warnings = force.load(calls("999", days("2026-02-01", "2026-02-28")), "feb.csv").warnings
    assert any(text.startswith("101 by phone: no records from 1 February 2026 to 28 February 2026, where about 336 were")
               for text in warnings), warnings
    (force.workspace.folder / "register" / "closed.yaml").write_text(
        "wanted: closed\ntitle: Line 101\nfeeds: [{line: '101', channel: phone}]\ngaps:\n"
        "  - {from: 2026-02-01, status: closed, reason: the line was given up}\n")
    assert not [text for text in force.load(calls("999", days("2026-03-01", "2026-03-31")), "mar.csv").warnings
                if "101" in text]


def test_rows_under_a_wrong_date_are_named_with_their_likely_day(force: SmallForce) -> None:
    rows = []
    for day in days("2026-01-01", "2026-02-28"):
        of_day = calls("101", [day], 40)
        if day == date(2026, 2, 11):
            of_day = [{**row, "presented": str(row["presented"]).replace("02-11", "02-13"),
                       "answered": str(row["answered"]).replace("02-11", "02-13")} for row in of_day]
        rows += of_day
    warnings = force.load(rows).warnings
    # The header is row 1, and 41 days of 40 calls come before.
    assert ("calls.csv: rows 1,642 to 1,681 say 13 February 2026 but stand between those of 10 February 2026 and "
            "12 February 2026: their day is most likely 11 February 2026, which is missing (101 by phone).") in warnings


def test_a_doubled_day_and_a_day_cut_short_are_warned_of(force: SmallForce) -> None:
    whole = days("2026-01-01", "2026-02-28")
    rows = [row for day in whole for row in calls("101", [day], 5 if day == date(2026, 2, 4) else 40)]
    rows += [{**row, "id": f"again {row['id']}"} for row in calls("101", [date(2026, 2, 18)], 40)]
    warnings = " ".join(force.load(rows).warnings)
    assert "18 February 2026 has 2.0 times the usual number of records" in warnings
    assert "far fewer records than usual on 4 February 2026" in warnings
