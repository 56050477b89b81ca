"""The digest in two sentences: how much there is to know, and how much chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.judgement.digests import listed
from answerable.words import _, format_count, format_things, join_words, mark, ngettext

_COUNTED = (
    ("told", mark("{n} change to know"), mark("{n} changes to know")),
    ("late", mark("{n} note on late data"), mark("{n} notes on late data")),
    ("ratings_changed", mark("{n} changed rating"), mark("{n} changed ratings")),
    ("contradictions", mark("{n} new contradiction"), mark("{n} new contradictions")),
    ("revised", mark("figures revised in {n} family of measures"), mark("figures revised in {n} families of measures")),
    ("definitions", mark("{n} change of what is counted"), mark("{n} changes of what is counted")),
)


def headline(content: Mapping[str, Any]) -> str:
    """One sentence on a digest; for a first release, on what stands."""
    standing = len(content["standing"])
    if content["since"] is None:
        return ngettext("The first release: there is nothing to compare with. {n} special cause goes on.",
                        "The first release: there is nothing to compare with. {n} special causes go on.",
                        standing).format(n=standing)
    counts = {name: len(content[name]) for name, _one, _many in _COUNTED}
    # A rule that changed has no rating of its own: those that it changed stand under it.
    counts["ratings_changed"] = sum(("measure" in thing) + len(thing.get("beside", ()))
                                    for thing in content["ratings_changed"] if thing["told"])
    parts = [ngettext(one, many, counts[name]).format(n=format_count(counts[name]))
             for name, one, many in _COUNTED if counts[name]]
    chance = sum(not thing.get("again") for thing in dict(listed(content)).get("by_chance", ()))
    if not parts and chance:
        return ngettext("Since release {number}: nothing stands out from chance; {n} thing that may be chance is listed.",
                        "Since release {number}: nothing stands out from chance; {n} things that may be chance are listed.",
                        chance).format(number=content["since"]["number"], n=format_count(chance))
    parts = parts or [_("nothing changed")]
    text = _("Since release {number}: {parts}.").format(number=content["since"]["number"], parts=join_words(parts))
    if chance:
        text += " " + ngettext("{n} more may be chance.", "{n} more may be chance.", chance).format(n=format_count(chance))
    return text


def expected_words(content: Mapping[str, Any]) -> str:
    """How many new signals chance alone would have given, of how many measures judged."""
    if not content["judged"]:
        return _("No measure has a newly judged month, so chance alone would give no new signal.")
    about = format_count(round(content["expected_false"], 1)) if content["expected_false"] >= 0.05 else _("fewer than 0.1")
    share = format_count(round(100 * content["level"]))
    return _("Of {measures} judged anew, about {number} new {signals} would be expected by chance alone, {more} where months "
             "resemble those before them. Of those told here, no more than {share} in 100 are expected to be chance.").format(
        measures=format_things(content["judged"], mark("measure"), mark("measures")), number=about,
        more=format_count(round(content["expected_false_usual"], 1)),
        signals=ngettext("signal", "signals", round(content["expected_false"], 1)), share=share)
