"""Made-up files in the shape of the Anonymous Bank's months: the columns of that data set, calls and names our own."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.records.preparing import LoadReport
from small_force import SmallForce

SOURCE = "technion_anonymous_bank"
HEADER = ("vru+line", "call_id", "customer_id", "priority", "type", "date", "vru_entry", "vru_exit", "vru_time", "q_start",
          "q_exit", "q_time", "outcome", "ser_start", "ser_exit", "ser_time", "server")
AT = {name: place for place, name in enumerate(HEADER)}
NOTHING = "0:00:00"
WAIT, TALK = 20, 100
Rows = list[list[str]]


def clock(seconds: int) -> str:
    """Seconds after midnight as the files write them."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def call(number: int, date: str) -> list[str]:
    """One call that queued for 20 seconds; every fourth hung up, the others talked for 100 seconds."""
    start = 28_800 + 37 * (number % 1000)
    joined, left = start + 9, start + 9 + WAIT
    served = number % 4 != 0
    service = [clock(left), clock(left + TALK), str(TALK), "ZOLTAN"] if served else [NOTHING, NOTHING, "0", "NO_SERVER"]
    return [f"AA01{number % 5:02}", str(30_000 + number), str(70_000_000 + number), "0", "PS", date, clock(start),
            clock(joined), "9", clock(joined), clock(left), str(WAIT), "AGENT" if served else "HANG", *service]


def month(days: int = 28, a_day: int = 40, first: int = 1) -> Rows:
    """A month of calls, so many a day, in the order of the days."""
    return [call(day * a_day + at, f"9903{first + day:02}") for day in range(days) for at in range(a_day)]


def text(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    """Rows as a tab-separated file."""
    return "\n".join("\t".join(row) for row in (header, *rows)) + "\n"


def load(force: SmallForce, content: str | bytes, name: str = "march1999.tsv") -> LoadReport:
    """Load a file by the data set's mapping."""
    return force.load(content, name, SOURCE)


def outcomes(force: SmallForce) -> dict[str, int]:
    """Outcome → contacts."""
    return {row["outcome"]: int(row["value"]) for row in force.figures("contacts-recorded", "all,outcome")}
