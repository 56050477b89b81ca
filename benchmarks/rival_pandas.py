"""Every measure of the catalogue with pandas, by month, over the raw rows held in memory.

Written as a careful analyst would: words as categories, the month worked out once. Columns of each answer: numerator,
denominator, seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.force import Answers
from benchmarks.material import Material

Frame = pd.DataFrame
Column = pd.Series
WORDS = ("line", "channel", "queue", "origin", "outcome", "handler")
TIMES = ("presented_at", "operator_connected_at", "queued_at", "answered_at", "abandoned_at", "ended_at", "wrap_up_ended_at")
HALF_HOUR_MS = 1_800_000


def held_rows(material: Material) -> Frame:
    """The raw rows in memory, words as categories."""
    parts = [pd.read_parquet(path, columns=[*WORDS, *TIMES]) for path in material.parquet]
    known = {name: sorted({word for part in parts for word in part[name].dropna().unique()}) for name in WORDS}
    for part in parts:
        for name, words in known.items():
            part[name] = pd.Categorical(part[name], categories=words)
    return pd.concat(parts, ignore_index=True)


def pandas_answers(rows: Frame) -> dict[str, Answers]:
    """Every measure by month, one after the other."""
    rows = rows.assign(month=rows["presented_at"].to_numpy().astype("datetime64[M]").astype(np.int64))
    return {name: _answers(measure(rows)) for name, measure in MEASURES.items()}


def _answers(found: Frame) -> Answers:
    answers: Answers = {}
    for key, row in zip(found.index, found.itertuples(index=False), strict=True):
        month, dimension = key if isinstance(key, tuple) else (key, None)
        answers[str(np.datetime64(int(month), "M")), dimension] = (_number(row.numerator), _number(row.denominator),
                                                                   _number(row.seconds))
    return answers


def _number(value: Any) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def _frame(numerator: Column | None, denominator: Column | None, seconds: Column | None = None) -> Frame:
    return pd.DataFrame({"numerator": numerator, "denominator": denominator, "seconds": seconds})


def _ms(start: Column, end: Column) -> Column:
    return (end - start).dt.total_seconds() * 1000


def _phone(rows: Frame, line: str, *outcomes: str) -> Frame:
    return rows[(rows["line"] == line) & (rows["channel"] == "phone") & rows["outcome"].isin(outcomes)]


def _any_phone(rows: Frame, *outcomes: str) -> Frame:
    return rows[(rows["channel"] == "phone") & rows["outcome"].isin(outcomes)]


NO_PHANTOM = ("answered", "abandoned", "callback", "contained")


def _counted(rows: Frame) -> Frame:
    return _frame(rows.groupby("month").size(), None)


def _share(part: Column, rows: Frame) -> Frame:
    grouped = part.groupby(rows["month"])
    return _frame(grouped.sum(), grouped.size())


def _within(start: Column, seconds: int, rows: Frame) -> Frame:
    return _share(rows["answered_at"] - start <= pd.Timedelta(seconds=seconds), rows)


def _mean(ms: Column, rows: Frame) -> Frame:
    grouped = ms.groupby(rows["month"])
    return _frame((grouped.sum() / 1000).round(3), grouped.count(), grouped.mean() / 1000)


def _quantile(share: float, ms: Column, rows: Frame) -> Frame:
    grouped = ms.groupby(rows["month"])
    # The nearest rank, which pandas' own quantile does not offer.
    found = grouped.apply(lambda values: float(np.quantile(values.to_numpy(), share, method="inverted_cdf")))
    return _frame(None, grouped.count(), found // 1000)


def _longest(ms: Column, rows: Frame) -> Frame:
    grouped = ms.groupby(rows["month"])
    return _frame(None, grouped.count(), grouped.max() // 1000)


def _queue_start(rows: Frame) -> Column:
    return rows["queued_at"].fillna(rows["answered_at"])


def _in_queue(rows: Frame) -> Column:
    return _ms(rows["queued_at"], rows["answered_at"].fillna(rows["abandoned_at"]))


def _waited(rows: Frame) -> Frame:
    queued = rows[(rows["channel"] == "phone") & rows["queued_at"].notna()]
    queued = queued.assign(in_queue=_in_queue(queued))
    return queued[queued["in_queue"] > 0]


def abandoned_after_5s(rows: Frame) -> Frame:
    """101: hang-ups in the queue after five seconds."""
    chosen = _phone(rows, "101", "answered", "abandoned", "callback")
    hung_up = chosen["outcome"] == "abandoned"
    chosen, hung_up = chosen[~hung_up | chosen["queued_at"].notna()], hung_up[~hung_up | chosen["queued_at"].notna()]
    late = hung_up & (_in_queue(chosen) >= 5000)
    counted = late | ~hung_up
    return _share(late[counted], chosen[counted])


def by_channel(rows: Frame) -> Frame:
    """Contacts by channel, of all of the month."""
    counts = rows[rows["outcome"] != "phantom"].groupby(["month", "channel"], observed=True).size()
    return _frame(counts, counts.groupby("month").transform("sum"))


def occupancy(rows: Frame) -> Frame:
    """Handled time over the time of handlers at work, calls split over the half-hours they touch."""
    calls = _any_phone(rows, "answered")
    began = _epoch_ms(calls["answered_at"])
    ended = _epoch_ms(calls["wrap_up_ended_at"].fillna(calls["ended_at"]))
    first = began // HALF_HOUR_MS
    touched = np.maximum((ended - 1) // HALF_HOUR_MS - first + 1, 0) * (ended > began)
    place = np.repeat(np.arange(len(calls)), touched)
    half_hour = first[place] + np.arange(len(place)) - np.repeat(np.cumsum(touched) - touched, touched)
    ms = np.minimum(ended[place], (half_hour + 1) * HALF_HOUR_MS) - np.maximum(began[place], half_hour * HALF_HOUR_MS)
    handler = calls["handler"].cat.codes.to_numpy()[place]
    busy = pd.DataFrame({"half_hour": half_hour, "handler": handler, "ms": ms})
    busy = busy.groupby(["half_hour", "handler"], sort=False)["ms"].sum().reset_index()
    busy["month"] = (busy["half_hour"].to_numpy() * HALF_HOUR_MS).astype("datetime64[ms]").astype("datetime64[M]") \
        .astype(np.int64)
    grouped = busy[busy["month"] <= rows["month"].max()].groupby("month")["ms"]
    return _frame(grouped.sum() / 1000, grouped.size() * 1800)


def _epoch_ms(times: Column) -> npt.NDArray[np.int64]:
    return times.to_numpy().astype("datetime64[ms]").astype(np.int64)


def _since_presented(rows: Frame) -> Column:
    return _ms(rows["presented_at"], rows["answered_at"])


def _since_queued(rows: Frame) -> Column:
    return _ms(_queue_start(rows), rows["answered_at"])


def _on(chosen: Callable[[Frame], Frame], measured: Callable[[Frame], Frame]) -> Callable[[Frame], Frame]:
    """A measure of the rows chosen."""
    return lambda rows: measured(chosen(rows))


def _answered(line: str) -> Callable[[Frame], Frame]:
    return lambda rows: _phone(rows, line, "answered")


def _offered(line: str) -> Callable[[Frame], Frame]:
    return lambda rows: _phone(rows, line, "answered", "abandoned")


def _digital(*channels: str) -> Callable[[Frame], Frame]:
    return lambda rows: rows[rows["channel"].isin(channels) & rows["outcome"].isin(("answered", "abandoned"))]


MEASURES: dict[str, Callable[[Frame], Frame]] = {
    "101-abandonment-after-5s": abandoned_after_5s,
    "101-abandonment": _on(lambda rows: _phone(rows, "101", "answered", "abandoned", "callback"),
                           lambda own: _share(own["outcome"] == "abandoned", own)),
    "101-answered-within-30s": _on(_offered("101"), lambda own: _within(_queue_start(own), 30, own)),
    "101-longest-wait": _on(_answered("101"), lambda own: _longest(_since_queued(own), own)),
    "101-mean-wait-caller-clock": _on(_answered("101"), lambda own: _mean(_since_presented(own), own)),
    "101-mean-wait-queue-clock": _on(_answered("101"), lambda own: _mean(_since_queued(own), own)),
    "101-median-wait-caller-clock": _on(_answered("101"), lambda own: _quantile(0.5, _since_presented(own), own)),
    "101-median-wait-queue-clock": _on(_answered("101"), lambda own: _quantile(0.5, _since_queued(own), own)),
    "101-offered": _on(lambda rows: _phone(rows, "101", *NO_PHANTOM), _counted),
    "999-90th-percentile-time-to-answer": _on(_answered("999"), lambda own: _quantile(0.9, _since_presented(own), own)),
    "999-answered-within-10s-caller-clock": _on(_offered("999"), lambda own: _within(own["operator_connected_at"], 10, own)),
    "999-answered-within-10s": _on(_offered("999"), lambda own: _within(own["presented_at"], 10, own)),
    "999-mean-time-to-answer": _on(_answered("999"), lambda own: _mean(_since_presented(own), own)),
    "999-median-time-to-answer": _on(_answered("999"), lambda own: _quantile(0.5, _since_presented(own), own)),
    "999-offered": _on(lambda rows: _phone(rows, "999", *NO_PHANTOM), _counted),
    "abandonment": _on(lambda rows: _any_phone(rows, "answered", "abandoned", "callback"),
                       lambda own: _share(own["outcome"] == "abandoned", own)),
    "answered-within-10s-of-answered": _on(lambda rows: _any_phone(rows, "answered"),
                                           lambda own: _within(own["presented_at"], 10, own)),
    "answered-within-10s-of-offered": _on(lambda rows: _any_phone(rows, "answered", "abandoned"),
                                          lambda own: _within(own["presented_at"], 10, own)),
    "chat-answered-within-60s": _on(_digital("chat"), lambda own: _within(own["presented_at"], 60, own)),
    "contacts-by-channel": by_channel,
    "contacts-offered": _on(lambda rows: rows[rows["outcome"] != "phantom"], _counted),
    "contacts-recorded": _counted,
    "email-answered-within-24h": _on(_digital("email", "web_form"),
                                     lambda own: _within(own["presented_at"], 86_400, own)),
    "handler-occupancy": occupancy,
    "internal-share": _on(lambda rows: _any_phone(rows, *NO_PHANTOM), lambda own: _share(own["origin"] == "internal", own)),
    "queue-abandonment": _on(_waited, lambda own: _share(own["outcome"] == "abandoned", own)),
    "queue-wait-mean": _on(_waited, lambda own: _mean(own["in_queue"], own)),
    "queue-wait-median": _on(_waited, lambda own: _quantile(0.5, own["in_queue"], own)),
    "talk-time-mean": _on(lambda rows: _any_phone(rows, "answered"),
                          lambda own: _mean(_ms(own["answered_at"], own["ended_at"]), own)),
}
