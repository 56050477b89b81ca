"""Every measure of the catalogue as an analyst would write it: one query each, over the raw rows, by month.

Columns of each answer: month, dimension (where the measure has one), numerator, denominator, seconds. Written by hand
and on their own: they share nothing with the fold, so that equal answers mean something.
"""

from __future__ import annotations

import duckdb

from benchmarks.force import Answers
from benchmarks.material import Material

THREADS = 2
MONTH = "date_trunc('month', presented_at) AS month"
PLAIN = "NULL AS dimension"


def _counted(where: str) -> str:
    return f"SELECT {MONTH}, {PLAIN}, count(*), NULL, NULL FROM raw WHERE {where} GROUP BY month"


def _share(part: str, where: str) -> str:
    return f"SELECT {MONTH}, {PLAIN}, count(*) FILTER ({part}), count(*), NULL FROM raw WHERE {where} GROUP BY month"


def _mean(start: str, end: str, where: str) -> str:
    ms = f"epoch_ms({end}) - epoch_ms({start})"
    return f"SELECT {MONTH}, {PLAIN}, sum({ms}) / 1000, count({ms}), avg({ms}) / 1000 FROM raw WHERE {where} GROUP BY month"


def _quantile(share: str, ms: str, where: str) -> str:
    return (f"SELECT {MONTH}, {PLAIN}, NULL, count({ms}), floor(quantile_disc({ms}, {share}) / 1000) FROM raw "
            f"WHERE {where} GROUP BY month")


def _longest(ms: str, where: str) -> str:
    return f"SELECT {MONTH}, {PLAIN}, NULL, count({ms}), floor(max({ms}) / 1000) FROM raw WHERE {where} GROUP BY month"


PHONE_101 = "line = '101' AND channel = 'phone'"
PHONE_999 = "line = '999' AND channel = 'phone'"
OFFERED = "outcome IN ('answered', 'abandoned')"
# Who was answered without a queue waited no time in it.
QUEUE_START = "coalesce(queued_at, answered_at)"
IN_QUEUE = "epoch_ms(coalesce(answered_at, abandoned_at)) - epoch_ms(queued_at)"
WAITED = f"channel = 'phone' AND queued_at IS NOT NULL AND {IN_QUEUE} > 0"

OCCUPANCY = """
WITH handled AS (
  SELECT handler, answered_at AS began, coalesce(wrap_up_ended_at, ended_at) AS ended FROM raw
  WHERE channel = 'phone' AND outcome = 'answered' AND coalesce(wrap_up_ended_at, ended_at) > answered_at),
pieces AS (
  SELECT handler, began, ended, unnest(generate_series(time_bucket(INTERVAL 30 MINUTE, began), ended,
                                                       INTERVAL 30 MINUTE)) AS half_hour FROM handled),
busy AS (
  SELECT half_hour, handler, sum(epoch_ms(least(ended, half_hour + INTERVAL 30 MINUTE))
                                 - epoch_ms(greatest(began, half_hour))) AS ms
  FROM pieces WHERE ended > half_hour GROUP BY half_hour, handler)
SELECT date_trunc('month', half_hour) AS month, NULL, sum(ms) / 1000, count(*) * 1800, NULL FROM busy GROUP BY month
HAVING month <= (SELECT date_trunc('month', max(presented_at)) FROM raw)"""

BY_CHANNEL = f"""
SELECT month, channel, n, sum(n) OVER (PARTITION BY month), NULL FROM (
  SELECT {MONTH}, channel, count(*) AS n FROM raw WHERE outcome <> 'phantom' GROUP BY month, channel)"""

ABANDONED_AFTER_5S = f"""
SELECT {MONTH}, {PLAIN}, count(*) FILTER (outcome = 'abandoned' AND {IN_QUEUE} >= 5000),
  count(*) FILTER (outcome <> 'abandoned' OR {IN_QUEUE} >= 5000), NULL
FROM raw WHERE {PHONE_101} AND outcome IN ('answered', 'abandoned', 'callback')
  AND (outcome <> 'abandoned' OR queued_at IS NOT NULL) GROUP BY month"""


def _within(start: str, seconds: int, where: str) -> str:
    return _share(f"answered_at - {start} <= INTERVAL {seconds} SECOND", where)


QUERIES = {
    "101-abandonment-after-5s": ABANDONED_AFTER_5S,
    "101-abandonment": _share("outcome = 'abandoned'", f"{PHONE_101} AND outcome IN ('answered', 'abandoned', 'callback')"),
    "101-answered-within-30s": _within(QUEUE_START, 30, f"{PHONE_101} AND {OFFERED}"),
    "101-longest-wait": _longest(
        f"epoch_ms(answered_at) - epoch_ms({QUEUE_START})", f"{PHONE_101} AND outcome = 'answered'"),
    "101-mean-wait-caller-clock": _mean("presented_at", "answered_at", f"{PHONE_101} AND outcome = 'answered'"),
    "101-mean-wait-queue-clock": _mean(QUEUE_START, "answered_at", f"{PHONE_101} AND outcome = 'answered'"),
    "101-median-wait-caller-clock": _quantile("0.5", "epoch_ms(answered_at) - epoch_ms(presented_at)",
                                              f"{PHONE_101} AND outcome = 'answered'"),
    "101-median-wait-queue-clock": _quantile("0.5", f"epoch_ms(answered_at) - epoch_ms({QUEUE_START})",
                                             f"{PHONE_101} AND outcome = 'answered'"),
    "101-offered": _counted(f"{PHONE_101} AND outcome <> 'phantom'"),
    "999-90th-percentile-time-to-answer": _quantile("0.9", "epoch_ms(answered_at) - epoch_ms(presented_at)",
                                                    f"{PHONE_999} AND outcome = 'answered'"),
    "999-answered-within-10s-caller-clock": _within("operator_connected_at", 10, f"{PHONE_999} AND {OFFERED}"),
    "999-answered-within-10s": _within("presented_at", 10, f"{PHONE_999} AND {OFFERED}"),
    "999-mean-time-to-answer": _mean("presented_at", "answered_at", f"{PHONE_999} AND outcome = 'answered'"),
    "999-median-time-to-answer": _quantile("0.5", "epoch_ms(answered_at) - epoch_ms(presented_at)",
                                           f"{PHONE_999} AND outcome = 'answered'"),
    "999-offered": _counted(f"{PHONE_999} AND outcome <> 'phantom'"),
    "abandonment": _share("outcome = 'abandoned'", "channel = 'phone' AND outcome IN ('answered', 'abandoned', 'callback')"),
    "answered-within-10s-of-answered": _within("presented_at", 10, "channel = 'phone' AND outcome = 'answered'"),
    "answered-within-10s-of-offered": _within("presented_at", 10, f"channel = 'phone' AND {OFFERED}"),
    "chat-answered-within-60s": _within("presented_at", 60, f"channel = 'chat' AND {OFFERED}"),
    "contacts-by-channel": BY_CHANNEL,
    "contacts-offered": _counted("outcome <> 'phantom'"),
    "contacts-recorded": _counted("true"),
    "email-answered-within-24h": _within("presented_at", 86_400, f"channel IN ('email', 'web_form') AND {OFFERED}"),
    "handler-occupancy": OCCUPANCY,
    "internal-share": _share("origin = 'internal'", "channel = 'phone' AND outcome <> 'phantom'"),
    "queue-abandonment": _share("outcome = 'abandoned'", WAITED),
    "queue-wait-mean": _mean("queued_at", "coalesce(answered_at, abandoned_at)", WAITED),
    "queue-wait-median": _quantile("0.5", IN_QUEUE, WAITED),
    "talk-time-mean": _mean("answered_at", "ended_at", "channel = 'phone' AND outcome = 'answered'"),
}


def sql_answers(material: Material) -> dict[str, Answers]:
    """Every measure by month, one query after the other, by DuckDB with two threads."""
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("SET enable_progress_bar = false")
    files = ", ".join(f"'{path}'" for path in material.parquet)
    connection.execute(f"CREATE VIEW raw AS SELECT * FROM read_parquet([{files}])")
    return {name: _answers(connection, query) for name, query in QUERIES.items()}


def _answers(connection: duckdb.DuckDBPyConnection, query: str) -> Answers:
    rows = connection.execute(query).fetchall()
    return {(f"{month:%Y-%m}", dimension): (_number(numerator), _number(denominator), _number(seconds))
            for month, dimension, numerator, denominator, seconds in rows}


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
