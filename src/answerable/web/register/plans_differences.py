"""The difference between two versions of a plan, in words. Without database or request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.web.register.promises_days import day_said

ADDED, DROPPED, CHANGED = "added", "dropped", "changed"
KEPT, TAKEN, PUT = "kept", "taken", "put"
_WORDS = re.compile(r"\s+|[^\s]+")
# Beside a word that is the same in both, fewer than so many of these do not stand as kept: they would tear what changed apart.
_SHORTEST = 3


@dataclass(frozen=True)
class Item:
    """An item of a version, as far as versions differ. key: the same in every version; owner, measure: as people name them;
    comparison, target: what is to be reached, amount: the same in words."""

    key: str
    title: str
    text: str = ""
    owner: str = ""
    measure: str = ""
    comparison: str = ""
    target: float | None = None
    amount: str = ""
    starts: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Part:
    """A piece of a text. kind: "kept" in both versions, "taken" out of the older, "put" into the newer."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What became of an item. kind: added, dropped or changed; sentences: what of it changed; parts: its text, word for word,
    where that changed."""

    kind: str
    key: str
    title: str
    sentences: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def differences(older: Sequence[Item], newer: Sequence[Item]) -> list[Change]:
    """What changed from one version to another: added and changed items in the newer one's order, then those dropped. Items are
    the same where their keys are; the order alone is no change."""
    before: Mapping[str, Item] = {item.key: item for item in older}
    after = {item.key for item in newer}
    found = []
    for item in newer:
        was = before.get(item.key)
        if was is None:
            found.append(Change(ADDED, item.key, item.title, _whole(item)))
        elif was != item:
            parts = tuple(text_parts(was.text, item.text)) if was.text != item.text else ()
            found.append(Change(CHANGED, item.key, item.title, tuple(_sentences(was, item)), parts))
    return found + [Change(DROPPED, item.key, item.title, _whole(item)) for item in older if item.key not in after]


def _whole(item: Item) -> tuple[str, ...]:
    """What an item holds somebody to, in one sentence."""
    words = [each for each in (item.measure, item.amount, item.owner, _by(item.due)) if each]
    return ("; ".join(words) + ".",) if words else ()


def _by(day: date | None) -> str:
    return _("by {day}").format(day=day_said(day)) if day else ""


def _sentences(was: Item, now: Item) -> list[str]:
    """What changed of an item but its text."""
    pairs = [(_("Its title"), was.title, now.title), (_("Its owner"), was.owner, now.owner),
             (_("Its measure"), was.measure, now.measure)]
    found = [changed for what, one, other in pairs if (changed := _changed(what, one, other))]
    if (was.target, was.comparison) != (now.target, now.comparison):
        found.append(_changed(_("What is to be reached"), was.amount, now.amount) + _asks(was, now))
    for what, one, two in ((_("Its first day"), was.starts, now.starts), (_("Its last day"), was.due, now.due)):
        if one != two:
            found.append(_moved(what, one, two))
    return found


def _changed(what: str, one: str, other: str) -> str:
    if one == other:
        return ""
    if not one:
        return _("{what} is new: {new}.").format(what=what, new=other)
    if not other:
        return _("{what} was taken out; it was {old}.").format(what=what, old=one)
    return _("{what} changed from “{old}” to “{new}”.").format(what=what, old=one, new=other)


def _asks(was: Item, now: Item) -> str:
    """Whether more or less is asked for than before, where that can be told: of the same measure, by the same side."""
    if was.target is None or now.target is None or was.measure != now.measure or was.comparison[:1] != now.comparison[:1] \
            or was.target == now.target:
        return ""
    more = (now.target > was.target) == now.comparison.startswith(">")
    return " " + (_("That asks for more.") if more else _("That asks for less."))


def _moved(what: str, one: date | None, two: date | None) -> str:
    if one is None or two is None:
        return _changed(what, day_said(one) if one else "", day_said(two) if two else "")
    days = abs((two - one).days)
    later = ngettext("{what} moved from {old} to {new}, {n} day later.",
                     "{what} moved from {old} to {new}, {n} days later.", days)
    earlier = ngettext("{what} moved from {old} to {new}, {n} day earlier.",
                       "{what} moved from {old} to {new}, {n} days earlier.", days)
    return (later if two > one else earlier).format(what=what, old=day_said(one), new=day_said(two), n=days)


def text_parts(older: str, newer: str) -> list[Part]:
    """Two texts as one, word for word: what both have, what was taken out, what was put in. The parts kept and taken give the
    older text, those kept and put the newer."""
    one, two = _WORDS.findall(older), _WORDS.findall(newer)
    found: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=one, b=two, autojunk=False).get_opcodes():
        gone, come = "".join(one[i1:i2]), "".join(two[j1:j2])
        if tag == "equal":
            found.append(Part(KEPT, gone))
        else:
            found += [part for part in (Part(TAKEN, gone), Part(PUT, come)) if part.text]
    return _joined(found)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Parts with the bare spaces and crumbs between two changes drawn into these: whole phrases are read, not single words."""
    taken, put, found = "", "", []
    for place, part in enumerate(parts):
        crumb = part.kind == KEPT and len(part.text.strip()) < _SHORTEST and 0 < place < len(parts) - 1
        if part.kind == KEPT and not crumb:
            found += [Part(kind, text) for kind, text in ((TAKEN, taken), (PUT, put)) if text]
            taken = put = ""
            found.append(part)
        else:
            taken += part.text if part.kind in (TAKEN, KEPT) else ""
            put += part.text if part.kind in (PUT, KEPT) else ""
    return found + [Part(kind, text) for kind, text in ((TAKEN, taken), (PUT, put)) if text]


def summary(changes: Sequence[Change]) -> str:
    """How much changed, in one sentence."""
    if not changes:
        return _("Nothing changed in its items.")
    counts = [(ADDED, _("{n} added")), (DROPPED, _("{n} dropped")), (CHANGED, _("{n} changed"))]
    parts = [words.format(n=n) for kind, words in counts if (n := sum(change.kind == kind for change in changes))]
    return _("Items: {parts}.").format(parts=", ".join(parts))
