"""What the page of what changed shows, and the feed: the digest as it was released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from answerable.judgement.digests import HEADINGS, going_on, listed
from answerable.web.performance.reading import Release

# Lists that stand folded away under the others.
FOLDED = ("by_chance", "too_small")


def changes_context(release: Release) -> dict[str, Any]:
    """The parts of the page; `digest` is None for a release from before a digest was made."""
    digest = release.signals()
    if digest is None:
        return {"digest": None}
    shown = set(release.measure_ids)
    parts = [{"name": name, "title": _(HEADINGS[name]), "why": why(name, digest),
              "things": [_thing(each, shown) for each in things],
              "again": sum(bool(each.get("again")) for each in things)} for name, things in listed(digest)]
    standing = [_thing(each | {"code": "special-cause"}, shown) for each in digest["standing"]]
    return {"digest": digest, "parts": [part for part in parts if part["name"] not in FOLDED],
            "folded": [part for part in parts if part["name"] in FOLDED], "standing": standing, "going_on": going_on(digest)}


def why(name: str, digest: Mapping[str, Any]) -> str:
    """Why the things of a list are shown."""
    share = round(100 * digest["level"])
    reasons = {
        "told": _("You see these because they stand out from what chance gives in so many measures: of those told, no more "
                  "than {share} in 100 are expected to be chance. Each is told once."),
        "late": _("You see these because records that were expected had not come, or came after all."),
        "ratings_changed": _("You see these because a change that is told, what came, or a decision changed the rating."),
        "contradictions": _("You see these because a measure’s own evidence speaks against what is said of it."),
        "revised": _("You see these because months that were final read otherwise now, by more than rounding."),
        "definitions": _("You see these because what is counted, or what is published, changed."),
        "by_chance": _("A rule found these, and chance explains them as well: they are listed so that nothing is lost, and "
                       "told if their evidence grows."),
        "too_small": _("A figure of fewer than {denominator} records, or of things of which fewer than {count} are usual, is "
                       "told of by no signal."),
    }
    return reasons[name].format(share=share, **digest["minimum"])


def _thing(thing: Mapping[str, Any], shown: set[str]) -> dict[str, Any]:
    """A thing as the template shows it: whether its measure has a page, and the shape for what was found."""
    kind = str(thing.get("kind") or "").partition("-")[0] if not thing["code"].endswith("-ended") else ""
    return {**thing, "known": thing.get("measure") in shown, "shape": kind,
            "beside": [_thing(each, shown) for each in thing.get("beside", ())]}


def changes_feed(release: Release) -> str:
    """The feed as Atom (RFC 4287): the newest release with what it tells, then the headlines of those before.

    Its times are those at which the releases were made. Addresses are relative to the feed's own, as no page of the site
    holds the name of its host.
    """
    header, digest = release.header, release.signals() or {}
    name = header["workspace"]["name"]
    feed = _Feed(title=_("{name}: what changed").format(name=name), link=reverse("changes"), language="en-GB",
                 description=None, feed_url=reverse("changes-atom"), feed_guid=_identity(name, "feed", ""),
                 author_name=name, made=header["created_at"])
    newest = {"number": header["number"], "created_at": header["created_at"], "content": _content(digest) if digest else None,
              "headline": digest.get("headline") or _("Release {number}").format(number=header["number"])}
    for entry in [newest, *digest.get("earlier", ())]:
        made = datetime.fromisoformat(entry["created_at"])
        feed.add_item(title=entry["headline"], link=reverse("changes"), pubdate=made, updateddate=made,
                      description=entry.get("content") or format_html("<p>{}</p>", entry["headline"]),
                      unique_id=_identity(name, entry["number"], entry["created_at"]))
    return feed.writeString("utf-8")


class _Feed(Atom1Feed):
    """A feed whose time is that of its newest release, and not of the moment in which it is asked for."""

    def latest_post_date(self) -> datetime:
        """When the newest release was made."""
        return datetime.fromisoformat(self.feed["made"])


def _identity(*parts: object) -> str:
    """A name that stays the same as long as the release does."""
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts))).urn


def _content(digest: Mapping[str, Any]) -> SafeString:
    """What a release tells, as HTML; what may be chance is counted in the headline only."""
    parts = [format_html("<h3>{}</h3><ul>{}</ul>", _(HEADINGS[name]), format_html_join("", "<li>{}</li>", _sentences(things)))
             for name, things in listed(digest) if name not in FOLDED]
    return format_html("<p>{}</p><p>{}</p>{}", digest["headline"], digest["expected_words"],
                       format_html_join("", "{}", ((part,) for part in parts)))


def _sentences(things: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str]]:
    for thing in things:
        for each in (thing, *thing.get("beside", ())):
            yield (f"{each['title']}: {each['words']}" if each.get("title") else each["words"],)
