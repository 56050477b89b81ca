"""What changed since the last release beside the figures' signals: data that are late or came, figures revised after they
were released, definitions, measures, and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from answerable.periods import day_label
from answerable.releases.episodes import FINAL
from answerable.releases.held import Held
from answerable.releases.signal_causes import Looked, item
from answerable.words import _, format_things, join_words, mark, ngettext

Json = dict[str, Any]
# Releases further apart than this ought to differ by a month.
A_MONTH_OF_DAYS = 31
MOST_NAMED = 3


def late_items(now: Held, former: Held) -> list[Json]:
    """Data that should have come and did not, and data that came after all."""
    return [*_stopped(now, former), *_days(now, former), *_no_new_month(now, former)]


def _stopped(now: Held, former: Held) -> Iterable[Json]:
    """Measures whose figures stopped, or came back, since the release before: those of one reason as one thing."""
    before = {line["measure"]: line for line in former.missing.get("measures", ())}
    stopped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    came: dict[str, list[Mapping[str, Any]]] = {}
    for line in now.missing.get("measures", ()):
        gap, old = _open_gap(line), _open_gap(before.get(line["measure"], {}))
        if gap and not old and line["measure"] in before:
            said = "; ".join(told["words"] for told in gap.get("register") or ()) or gap["words"]
            stopped.setdefault((gap["from"], said), []).append(line)
        elif old and not gap and line.get("state") == "available":
            came.setdefault(line["latest"], []).append(line)
    for (since, words), lines in sorted(stopped.items()):
        yield {"code": "data-late", "measures": _ids(lines), "from": since, "words": _(
            "{what}: no figure since {day} ({words})").format(what=_titles(lines), day=_day(since), words=words)}
    for latest, lines in came.items():
        yield {"code": "data-came", "measures": _ids(lines), "words": _("{what}: figures again, up to {month}").format(
            what=_titles(lines), month=latest)}


def _open_gap(line: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((gap for gap in line.get("gaps", ()) if gap["to"] is None), None) if line.get("state") != "never" else None


def _ids(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    return [line["measure"] for line in lines]


def _titles(lines: Sequence[Mapping[str, Any]]) -> str:
    named = [line["title"] for line in lines[:MOST_NAMED]]
    rest = len(lines) - len(named)
    return join_words([*named, format_things(rest, mark("other measure"), mark("other measures"))] if rest else named)


def _days(now: Held, former: Held) -> Iterable[Json]:
    """Days of a feed on which records were expected and none came, and such days that came after all."""
    before = {feed["feed"]: set(feed["missing_days"]) for feed in former.quality.get("coverage", ())}
    for feed in now.quality.get("coverage", ()):
        missing = set(feed["missing_days"])
        for code, days in (("days-late", missing - before.get(feed["feed"], missing)),
                           ("days-came", before.get(feed["feed"], set()) - missing)):
            if days:
                words = _(_DAYS[code]).format(feed=feed["feed"], days=format_things(len(days), mark("day"), mark("days")),
                                              which=_span(sorted(days)))
                yield {"code": code, "feed": feed["feed"], "days": sorted(days), "words": words}


_DAYS = {"days-late": "{feed}: {days} on which records were expected and none came ({which})",
         "days-came": "{feed}: records of {days} came after all ({which})"}


def _span(days: Sequence[str]) -> str:
    return _day(days[0]) if len(days) == 1 else _("{first} to {last}").format(first=_day(days[0]), last=_day(days[-1]))


def _day(iso: str) -> str:
    return day_label(date.fromisoformat(iso[:10]))


def _no_new_month(now: Held, former: Held) -> Iterable[Json]:
    """That no measure has a newer month, though the releases lie more than a month apart."""
    newest, old = _newest(now), _newest(former)
    apart = (datetime.fromisoformat(now.created_at) - datetime.fromisoformat(former.created_at)).days
    if newest is not None and newest == old and apart > A_MONTH_OF_DAYS:
        yield {"code": "no-new-month", "words": _(
            "no measure has a newer month than in release {number}, made {days} earlier: {month} is the latest").format(
                number=former.number, days=format_things(apart, mark("day"), mark("days")), month=newest[1])}


def _newest(release: Held) -> tuple[str, str] | None:
    return max(((figure["period_start"], figure["label"]) for measure in release.measures.values()
                for figure in measure.get("figures", ()) if figure["value"] is not None), default=None)


def revised_item(looked: Looked, former: Mapping[str, Any]) -> Json | None:
    """The months of a measure that were final in the release before and read otherwise now, by the same version of the
    definition: as one thing, led by the month that changed most. None without one."""
    now = {figure["period_start"]: figure for figure in looked.measure.get("figures", ())}
    changed = [(old, now[old["period_start"]]) for old in former.get("figures", ()) if old["period_start"] in now
               and _revised(old, now[old["period_start"]])]
    if not changed:
        return None
    old, new = max(changed, key=lambda pair: abs(pair[1]["value"] - pair[0]["value"]) if pair[1]["value"] is not None
                   else float("inf"))
    words = _("{month}: {before} → {after}").format(month=old["label"], before=old["text"], after=new["text"])
    if len(changed) > 1:
        others = ngettext("{n} other month was revised by less", "{n} other months were revised by less",
                          len(changed) - 1).format(n=len(changed) - 1)
        words = f"{words}; {others}"
    return item(looked, "figure-revised", words, before=_short(old), after=_short(new),
                months=[later["period_start"] for _earlier, later in changed])


def _revised(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a final figure reads otherwise: by more than the rounding of what a page shows."""
    return bool(old.get("status") in FINAL and old["value"] is not None and old["text"] != new["text"]
                and old.get("version") == new.get("version"))


def _short(figure: Mapping[str, Any]) -> Json:
    return {"from": figure["period_start"], "label": figure["label"], "value": figure["value"], "text": figure["text"]}


def definition_item(looked: Looked, former: Mapping[str, Any]) -> Json | None:
    """A newer version of the measure's definition, with what its log says of it; None where it is the same."""
    before, after = former.get("version"), looked.measure.get("version")
    if before is None or after is None or after == before:
        return None
    log = (looked.measure.get("definition") or {}).get("change_log") or ()
    said = " ".join(entry["change"] for entry in log if entry.get("version", 0) > before)
    return item(looked, "definition-changed", _("version {after} of the definition: {words}").format(
        after=after, words=said or _("its log says nothing of the change")),
        before={"text": str(before)}, after={"text": str(after)})


def break_items(looked: Looked, former: Mapping[str, Any]) -> list[Json]:
    """Breaks of a measure's series that the release before did not have: another source, an accepted step."""
    known = {change["at"] for change in (former.get("chart") or {}).get("breaks") or ()}
    return [item(looked, "break-new", _("a break in the series from {day}: {words}").format(
        day=_day(change["at"]), words=change["words"])) for change in (looked.measure.get("chart") or {}).get("breaks") or ()
        if change["at"] not in known]


def contradiction_items(looked: Looked, former: Mapping[str, Any]) -> list[Json]:
    """The contradictions of a measure that the release before did not have. A finding that only tells other figures of the
    same thing is the same."""
    known = {_same(found) for found in former.get("contradictions") or ()}
    return [item(looked, "contradiction-new", found.get("words", ""), contradiction=found.get("code"))
            for found in looked.measure.get("contradictions") or () if _same(found) not in known]


def _same(found: Mapping[str, Any]) -> tuple[str, str]:
    stated = found.get("stated")
    return str(found.get("code")), str((stated.get("source") or stated.get("rating") or stated)
                                       if isinstance(stated, Mapping) else stated)


def measures_come_and_gone(now: Held, former: Held) -> list[Json]:
    """Measures that only one of the two releases has."""
    came = [("measure-new", measure, _("released for the first time")) for name, measure in now.measures.items()
            if name not in former.measures]
    gone = [("measure-gone", measure, _("in release {number}, and no longer in this one").format(number=former.number))
            for name, measure in former.measures.items() if name not in now.measures]
    return [{"code": code, "measure": measure["id"], "title": measure["title"], "words": words}
            for code, measure, words in came + gone]
