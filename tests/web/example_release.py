"""A small release of a made-up force, with one measure for each thing a page has to show.

The figures follow a fixed pattern (`wobble`), so that every run draws the same charts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from example_changes import example_changes
from example_contradictions import example_contradictions, own_contradictions
from example_definitions import example_keeping, example_package
from example_missing import OPEN, example_days, example_missing
from example_peers import example_peers

from answerable.comparing.benchmarks import CLOCKS
from answerable.judgement.ratings import rating_rule
from answerable.releases.chart_files import write_charts, write_part_charts
from answerable.releases.held_rules import rule_json
from answerable.words import format_value

FIRST_MONTH = 2023 * 12 + 10        # November 2023
MONTHS = 36
HOSTILE = '<script>alert("x")</script> & =cmd|\'/C calc\'!A0'
HOSTILE_FILE = "=HYPERLINK(\"x\")<b>calls</b>.csv"

Json = dict[str, Any]


def write_example_release(folder: Path, *, number: int = 1, made_up: bool = True) -> Path:
    """Write a release into `folder`/releases/NNNN, as the release builder does; returns that folder."""
    release, files = folder / "releases" / f"{number:04d}", _files()
    for name, content in files.items():
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_bytes(content)
    (release / "release.json").write_bytes(_as_json(_header(number, made_up, files)))
    return release


@cache
def _files() -> dict[str, bytes]:
    """Every file but the header, by name; drawn once for all tests."""
    from example_charts import add_charts
    from example_projections import add_projections, example_forecasts

    measures = example_measures()
    add_charts(measures)
    add_projections(measures)
    for measure in measures:
        measure |= example_keeping(measure) | {"contradictions": own_contradictions(measure["id"])}
    files = {f"measures/{measure['id']}.json": _as_json(measure) for measure in measures}
    files |= example_package()
    files["quality.json"] = _as_json(example_quality())
    files["contradictions.json"] = _as_json(example_contradictions())
    files["missing.json"] = _as_json(example_missing())
    files["forecasts.json"] = _as_json(example_forecasts())
    files["signals.json"] = _as_json(example_changes(1))
    return files | _charts(measures)


def _charts(measures: list[Json]) -> dict[str, bytes]:
    """The charts, drawn as the release builder does."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "charts").mkdir()
        for measure in measures:
            write_charts(Path(folder), measure)
        write_part_charts(Path(folder), measures)
        return {f"charts/{path.name}": path.read_bytes() for path in sorted((Path(folder) / "charts").iterdir())}


def example_measures() -> list[Json]:
    """Every measure of the example."""
    return [ordinary(), special_cause(), improved(), gap_and_break(), volume(), judged_by_nobody(),
            composition(), hostile()]


def ordinary() -> Json:
    """A share inside its usual range, below an aspiration; the last month is provisional."""
    measure = _measure(
        "101-answered-within-30s",
        "101 calls answered within 30 seconds",
        "101",
        "percent",
        "higher",
        lambda month: 66 + wobble(month, 4),
    )
    measure["figures"][-1] |= {"status": "provisional", "coverage": 0.61, "note": "19 of 31 days came"}
    _judge(
        measure,
        "common-cause",
        "Within its usual range",
        target=(80.0, ">=", "80% or more (local aspiration of Westshire, not a national standard)"),
        rating=("off-target", "Off target"),
        assurance=("inconsistent", "The target is sometimes met, by chance"),
        reasons=["below the 80% aspiration of the force (Westshire)", "no rule found a change"],
    )
    measure["no_standard"] = {"words": "There is no national standard for answering 101.", "owner": "Home Office",
                              "source": "A written answer.", "address": "https://parliament.example/1", "as_of": "2024-11-06"}
    measure["benchmarks"] = [published("Northshire Police", 72.0, "72%", "same"),
                             published("Eastshire Police", 3.0, "97%", "differ", text_here="3%", rest=True,
                                       disagrees_with=["another"]),
                             *(published(f"Force {number}", 60.0 + number, f"{60 + number}%", "unknown")
                               for number in range(6))]
    measure["breakdowns"] = [_breakdown("place", ("Northern control room", 61.2, 4100, 6699),
                                        ("Southern control room", 70.4, 6200, 8807))]
    return measure | example_peers()


def published(about: str, value: float, text: str, clocks: str, **changes: Any) -> Json:
    """A published figure of another force, as a release freezes it."""
    return {"id": about, "value": value, "unit": "percent", "text": text, "text_here": text, "rest": False,
            "quantity": "101 calls answered", "statistic": "share", "about": about, "force": None, "own": False,
            "peer_groups": [], "from": "2025-04-01", "to": "2026-03-31", "period": "1 April 2025 to 31 March 2026",
            "owner": about, "status": "local", "status_words": f"local, {about}", "confidence": "primary",
            "confidence_words": "", "source": "Annual report.", "address": f"https://{about.replace(' ', '-')}.example/report",
            "clocks": clocks, "clocks_words": CLOCKS[clocks], "comparability": "What is counted is not told.", "note": "",
            "printed": "", "read_as": "", "disagrees_with": [], **changes}


def special_cause() -> Json:
    """A mean wait that rose for seven months: a signal of concern, judged in seconds."""
    measure = _measure("999-mean-time-to-answer", "999: mean time to answer", "999", "seconds", "lower",
                       lambda month: 8 + wobble(month, 1.2) + (9 if month >= 28 else 0), denominator=31000)
    for point in measure["chart"]["points"][28:]:
        point |= {"special_cause": "concern", "rules": ["beyond-limits"]}
    _judge(
        measure,
        "concern",
        "Signal of concern: 8 months in a row above the limit",
        target=(10.0, "<", "less than 10 seconds (national standard)"),
        rating=("off-target", "Off target"),
        reasons=["above the 10 seconds national standard", "outside the limits of the usual range"],
    )
    measure["judgement"] |= {
        "rating": {"code": "off-target", "words": "Off target", "stands": "unfavourable"},
        "children": [
            {"id": "999-answered-within-10s", "title": "999 calls answered within 10 seconds", "rating": "improving",
             "words": "Improving", "stands": "favourable", "reason": "above its usual range"},
            {"id": "gone", "title": HOSTILE, "rating": "worsening", "words": "Worsening", "stands": "unfavourable",
             "reason": "worse than a year before"}],
        "not_comparable": [{"code": "old", "words": "16.1 seconds (United Kingdom, 2021): the clocks differ"}]}
    return measure


def improved() -> Json:
    """A share near the top of what is possible, with a signal of improvement."""
    measure = _measure(
        "999-answered-within-10s",
        "999 calls answered within 10 seconds",
        "999",
        "percent",
        "higher",
        lambda month: min(100.0, 95.5 + wobble(month, 1.5) + (2.4 if month >= 29 else 0)),
    )
    for point in measure["chart"]["points"][29:]:
        point |= {"special_cause": "improvement", "rules": ["run"]}
    _judge(measure, "improvement", "Signal of improvement",
           target=(90.0, ">=", "90% or more (national standard)"), rating=("on-target", "On target"),
           reasons=["above the 90% national standard"])
    return measure


def gap_and_break() -> Json:
    """A share that a new telephone system does not record for a while, then counts anew."""
    measure = _measure("101-abandoned", "101 calls abandoned", "101", "percent", "lower",
                       lambda month: 12 + wobble(month, 3))
    for month in range(18, 25):
        empty = {"value": None, "status": "not-available"}
        measure["figures"][month] |= {**empty, "text": "no figure", "numerator": None, "denominator": None,
                                      "coverage": 0.0, "note": "the new system did not record hang-ups"}
        measure["chart"]["points"][month] |= empty
    measure["register"] = [{"entry": "hang-ups", "title": "Hang-ups", "gaps": [OPEN], "breaks": []}]
    reason = "Not available: the new telephone system did not record hang-ups"
    measure["chart"]["gaps"] = [{"from": _day(18), "to": _day(24), "words": reason}]
    measure["chart"]["breaks"] = [{"at": _day(18), "words": "New telephone system"},
                                  {"at": _day(25), "words": "Definition version 2: any hang-up counts"}]
    _judge(measure, "common-cause", "Within its usual range", reasons=["no target is set"])
    return measure


def volume() -> Json:
    """A number of contacts: neither direction is better, and nothing is aimed for."""
    measure = _measure("101-offered", "101 calls offered", "101", "contacts", "neutral",
                       lambda month: 31000 + 2000 * wobble(month, 1), denominator=None)
    measure["chart"]["points"][-2]["special_cause"] = "neutral"
    _judge(measure, "neutral", "Signal of change: higher than usual", reasons=[])
    return measure


def judged_by_nobody() -> Json:
    """Four months of a new channel: too few for limits, no judgement at all, its review overdue."""
    measure = _measure(
        "chat-answered-within-60s",
        "Chats answered within 60 seconds",
        "chat",
        "percent",
        "higher",
        lambda month: 71 + wobble(month, 5),
        months=4,
    )
    measure["definition"] |= {"checked_by": None, "review_due": "2024-01-31"}
    measure["chart"]["phases"], measure["judgement"], measure["target"] = [], None, None
    return measure


def composition() -> Json:
    """Shares of a whole: no single series, so no chart and no headline."""
    measure = _measure("contacts-by-channel", "Contacts by channel", "channels", "percent", "neutral",
                       lambda month: 0.0, months=0)
    measure["dimensions"] = ["channel"]
    measure["headline"], measure["judgement"] = None, None
    measure["breakdowns"] = [
        _breakdown(
            "channel",
            ("phone", 81.5, 40750, 50000),
            ("web form", 12.5, 6250, 50000),
            ("chat", 6.0, 3000, 50000),
            ("social media", None, None, None),
        )
    ]
    return measure


def hostile() -> Json:
    """Text that would break a page or a spreadsheet that did not escape it."""
    measure = _measure("switchboard-answered", HOSTILE, "switchboard", "percent", "higher",
                       lambda month: 50 + wobble(month, 5))
    measure["definition"] |= {"counted": HOSTILE, "author": HOSTILE, "caveats": [HOSTILE]}
    measure["figures"][-1]["note"] = "=1+1"
    measure["figures"][-2]["note"] = "@SUM(A1)"
    measure["breakdowns"] = [_breakdown("queue", ("=2+3", 50.0, 1, 2), ("-minus", 25.0, 1, 4))]
    measure["sql"] = "SELECT '</code><script>alert(1)</script>'"
    _judge(
        measure,
        "common-cause",
        HOSTILE,
        reasons=[HOSTILE],
        target=(60.0, ">=", HOSTILE),
        rating=("x", HOSTILE),
    )
    measure["chart"]["breaks"] = [{"at": _day(9), "words": HOSTILE}]
    return measure


def wobble(month: int, size: float) -> float:
    """A pattern that goes up and down without a trend, between -size and size."""
    return size * (((month * 7919) % 23) / 11 - 1)


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def example_quality() -> Json:
    """Loads of three years of days (so that the page must choose), with faults, quarantine and gaps."""
    loads = [_load(number) for number in range(1000)]
    return {
        "loads": loads,
        "faults": [
            {
                "source": "telephone",
                "file": "calls-0007.csv",
                "fault": "runs-backwards",
                "column": "answered_at",
                "records": 25,
                "words": "The answer lies before the call reached the force; the time is not used",
            }
        ],
        "quarantine": [
            {"source": "telephone", "file": HOSTILE_FILE, "reason": "outcome not known", "records": 3}
        ],
        "coverage": [
            {
                "feed": "101 by phone",
                "from": "2023-11-01",
                "to": "2026-10-31",
                "days_expected": 1096,
                "days_received": 1044,
                "missing_days": [_nth_day(number) for number in range(100, 152)],
                "by_day": example_days(),
            },
            {
                "feed": "999 by phone",
                "from": "2023-11-01",
                "to": "2026-10-31",
                "days_expected": 1096,
                "days_received": 1096,
                "missing_days": [],
            },
        ],
        "warnings": [
            {
                "where": "101 by phone",
                "what": "52 days have not come.",
                "remedy": "Ask for the exports again.",
            }
        ],
        "gaps": [
            {
                "measure": "101-abandoned",
                "from": _day(18),
                "to": _day(24),
                "words": "hang-ups were not recorded",
            },
            {"measure": "withdrawn-measure", "from": _day(0), "to": None, "words": "no longer measured"},
        ],
    }


def _measure(name: str, title: str, group: str, unit: str, direction: str, value: Callable[[int], float], *,
             months: int = MONTHS, denominator: int | None = 20000) -> Json:
    figures = [_figure(month, value(month), unit, denominator) for month in range(MONTHS - months, MONTHS)]
    return {
        "id": name,
        "version": 2,
        "title": title,
        "group": group,
        "unit": unit,
        "direction": direction,
        "definition": _definition(),
        "sql": "SELECT count(*) FROM contacts\nWHERE line = '101' AND queue_ms <= 30000",
        "dimensions": [],
        "figures": figures,
        "headline": figures[-2] if len(figures) > 1 else None,
        "judgement": None,
        "target": None,
        "chart": _chart(figures),
        "breakdowns": [],
        "by_hour": None,
        "evidence": {
            "manifest": 42,
            "cut_off": "2026-10-31T23:59:12Z",
            "untimed": 25,
            "loads": [
                {
                    "source": "telephone",
                    "file": "calls-2026-10.csv",
                    "sha256": "ab" * 32,
                    "loaded_at": "2026-11-01T06:00:00Z",
                    "accepted": 61234,
                }
            ],
        },
    }


def _definition() -> Json:
    return {
        "why_it_matters": "People who wait too long hang up.",
        "counted": "Calls to 101 answered in time.",
        "out_of": "All calls that queued.",
        "clock": "The queue's: from the end of the recorded message.",
        "left_out": "Calls from the force itself.",
        "caveats": ["Repeat calls count each time."],
        "author": "A. Analyst",
        "checked_by": "C. Checker",
        "review_due": "2099-04-01",
        "change_log": [
            {"version": 1, "date": "2023-11-01", "change": "First version"},
            {"version": 2, "date": "2026-01-01", "change": "Any hang-up counts"},
        ],
    }


def _figure(month: int, value: float, unit: str, denominator: int | None) -> Json:
    numerator = round(denominator * value / 100) if denominator and unit == "percent" else None
    return {
        "period_start": _day(month),
        "period_end": str(date.fromisoformat(_day(month + 1)) - timedelta(days=1)),
        "label": date.fromisoformat(_day(month)).strftime("%B %Y"),
        "value": value,
        "text": format_value(value, unit),
        "numerator": numerator,
        "denominator": denominator,
        "coverage": 1.0,
        "status": "final",
        "note": "",
    }


def _chart(figures: list[Json]) -> Json:
    points = [{key: figure[key] for key in ("period_start", "label", "value", "status")}
              | {"special_cause": None, "rules": []} for figure in figures]
    values = [figure["value"] for figure in figures]
    phases = []
    if values:
        mean, width = sum(values[:24]) / len(values[:24]), 1.2 * (max(values[:24]) - min(values[:24])) / 2
        phases = [{"from": figures[0]["period_start"], "to": figures[-1]["period_start"], "mean": mean,
                   "lower": mean - width, "upper": mean + width, "points": len(values)}]
    return {"points": points, "phases": phases, "breaks": [], "gaps": []}


def _judge(
    measure: Json,
    code: str,
    words: str,
    *,
    reasons: Iterable[str],
    rating: tuple[str, str] | None = None,
    target: tuple[float, str, str] | None = None,
    assurance: tuple[str, str] | None = None,
) -> None:
    figure = measure["headline"]
    measure["judgement"] = {
        "rule_set": "making-data-count-r-0.2.2", "rating_rule": "default-1",
        "rating": _coded(rating), "signal": {"code": code, "words": words}, "assurance": _coded(assurance),
        "reasons": [{"code": "reason", "words": words} for words in reasons],
        "sentence": f"{figure['text']} in {figure['label']}: {words[:1].lower()}{words[1:]}."}
    measure["target"] = (
        None
        if target is None
        else {
            "value": target[0],
            "comparison": target[1],
            "words": target[2],
            "owner": "Westshire",
            "status": "aspiration",
            "source": "Westshire's plan",
        }
    )
    for point, drawn in zip(measure["figures"], measure["chart"]["points"], strict=True):
        drawn["status"] = point["status"]


def _coded(pair: tuple[str, str] | None) -> Json | None:
    return None if pair is None else {"code": pair[0], "words": pair[1]}


def _breakdown(dimension: str, *rows: tuple[str, float | None, int | None, int | None]) -> Json:
    return {"dimension": dimension, "period_label": "October 2026", "rows": [
        {"label": label, "value": value, "text": format_value(value, "percent"), "numerator": numerator,
         "denominator": denominator, "status": "final" if value is not None else "no-data", "note": ""}
        for label, value, numerator, denominator in rows]}


def _load(number: int) -> Json:
    return {"source": "telephone" if number % 2 else "chat", "file": f"calls-{number:04d}.csv",
            "loaded_at": f"{_nth_day(number)}T06:00:00Z", "read": 2000 + number, "accepted": 1990 + number,
            "quarantined": 3, "duplicate": 7, "first_day": _nth_day(number), "last_day": _nth_day(number),
            "manifest": number + 1}


def _day(month: int) -> str:
    """The first day of a month, counted from the first month of the example."""
    return str(date((FIRST_MONTH + month) // 12, (FIRST_MONTH + month) % 12 + 1, 1))


def _nth_day(number: int) -> str:
    return str(date(2023, 11, 1) + timedelta(days=number))


def _header(number: int, made_up: bool, files: dict[str, bytes]) -> Json:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {
        "format": 1,
        "number": number,
        "created_at": "2026-11-03T09:05:00Z",
        "note": "October figures.",
        "workspace": {
            "name": "Westshire Police",
            "governing_body": "Westshire Police and Crime Commissioner",
            "time_zone": "Europe/London",
            "made_up": made_up,
        },
        "manifest": {"number": 42, "sha256": "cd" * 32},
        "answerable": "0.1.0",
        "cut_off": "2026-10-31T23:59:12Z",
        "rating_rule": rule_json(rating_rule("default-1")),
        "measures": [
            {
                "id": measure["id"],
                "title": measure["title"],
                "group": measure["group"],
                "sha256": digests[f"measures/{measure['id']}.json"],
            }
            for measure in example_measures()
        ],
        "files": digests,
    }


def _as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
