"""The digest of a release (signals.json) for people: its lists in order, rows for a table, Markdown to paste into an e-mail.

It takes the digest as it was released, and nothing else, so that the site, the command line and a text agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from answerable.words import _, mark, ngettext

Json = dict[str, Any]
# The lists of a digest in the order in which a reader needs them, each with its heading.
HEADINGS = {
    "told": mark("Signals"), "late": mark("Late data"), "ratings_changed": mark("Ratings changed"),
    "contradictions": mark("New contradictions"), "revised": mark("Figures revised after their release"),
    "definitions": mark("Definitions, breaks and measures"), "by_chance": mark("May be chance"),
    "too_small": mark("Rests on too few to be told of"),
}
STANDING = mark("Special causes that go on")


def listed(digest: Mapping[str, Any]) -> list[tuple[str, list[Json]]]:
    """(name of the list, what is in it) of every list that is not empty, in order. Ratings that changed with nothing but
    what may be chance stand there, under what else is said of their measure."""
    lists = {name: list(digest.get(name) or ()) for name in HEADINGS}
    chance = {thing["measure"]: thing for thing in map(dict, reversed(lists["by_chance"]))}
    lists["by_chance"] = [chance.get(thing["measure"], thing) if thing == chance.get(thing["measure"]) else thing
                          for thing in lists["by_chance"]]
    for rating in [each for thing in lists["ratings_changed"] if not thing.get("told")
                   for each in (thing, *thing.get("beside", ()))]:
        alone = {key: value for key, value in rating.items() if key != "beside"}
        if first := chance.get(rating["measure"]):
            first["beside"] = [*first.get("beside", ()), alone]
        else:
            lists["by_chance"].append(alone)
    lists["ratings_changed"] = [thing for thing in lists["ratings_changed"] if thing.get("told")]
    return [(name, things) for name, things in lists.items() if things]


def rows(digest: Mapping[str, Any]) -> Iterable[Json]:
    """A row for each thing of the digest by COLUMNS, those told under another included, then what goes on."""
    for name, things in listed(digest):
        for thing in things:
            for each in (thing, *thing.get("beside", ())):
                yield _row(name, each)
    for standing in digest["standing"]:
        yield _row("standing", standing | {"code": "special-cause"})


COLUMNS = ("list", "code", "measure", "title", "words", "before", "after", "probability", "looks")


def _row(name: str, thing: Mapping[str, Any]) -> Json:
    evidence = thing.get("evidence") or {}
    return {"list": name, "code": thing["code"], "measure": thing.get("measure") or ", ".join(thing.get("measures", ())),
            "title": thing.get("title") or thing.get("feed"), "words": thing["words"],
            "before": (thing.get("before") or {}).get("text"), "after": (thing.get("after") or {}).get("text"),
            "probability": evidence.get("adjusted"), "looks": evidence.get("looks")}


def markdown(digest: Mapping[str, Any], force: str) -> str:
    """The digest as a text to send: the headline, then each list, then what may be chance in one line each."""
    head = _("{force}: what changed in release {number}").format(force=force, number=digest["release"]["number"])
    lines = [f"## {_safe(head)}", "", digest["headline"], "", digest["expected_words"]]
    if digest["since"] is None:
        lines += _part(_(STANDING), digest["standing"])
    for name, things in listed(digest):
        lines += _part(_(HEADINGS[name]), things)
    return "\n".join(lines) + "\n"


def _part(heading: str, things: Iterable[Json]) -> list[str]:
    lines = ["", f"### {heading}", ""]
    for thing in things:
        lines.append(f"- {_line(thing)}")
        lines += [f"  - {_line(each)}" for each in thing.get("beside", ())]
    return lines


def _line(thing: Mapping[str, Any]) -> str:
    subject = f"**{_safe(thing['title'])}**: " if thing.get("title") else ""
    evidence = (thing.get("evidence") or {}).get("words")
    again = f" {_('(as in the release before)')}" if thing.get("again") else ""
    return f"{subject}{_safe(thing['words'])}{f' ({evidence})' if evidence else ''}{again}"


def _safe(text: str) -> str:
    """Text in which nothing is taken for a mark of Markdown or for HTML."""
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def going_on(digest: Mapping[str, Any]) -> str:
    """How many special causes that were told before go on, as a sentence; empty where none does."""
    told = digest["release"]["number"]
    count = sum(standing["told_in"] not in (None, told) for standing in digest["standing"])
    return ngettext("{n} special cause that was told before goes on.", "{n} special causes that were told before go on.",
                    count).format(n=count) if count else ""
