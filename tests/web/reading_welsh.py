"""Finding English on Welsh pages: what tests of the release's pages and of the register's have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reading_html import Element, read_html

from answerable.words.recorded import CODE

# Words that are in any English sentence and in no Welsh one ("a", "at", "am", "is", "on", "of" and the like are Welsh words
# too, or parts of names).
ENGLISH = frozenset(re.findall(r"[a-z]+", """
    the and was were are with within answered not for from by this that which what who how when where than their its it they
    been has have had will would could may as if but only each every any more less other there about before after between
    during under over release measure measures target rating month days page chart record records source figure"""))
# Not read as sentences: pictures (their words are told beside them), what is typed as it stands.
APART = ("script", "style", "code", "svg", "pre", "option")


def said(element: Element, language: str = "") -> Iterator[tuple[str, str]]:
    """(language, text) of every piece of text of a page that is read out; attributes that are read out too."""
    language = element.attributes.get("lang") or language
    if element.name in APART:
        return
    for name in ("aria-label", "title", "alt", "placeholder"):
        # Within an attribute nothing can be marked: what is not ours there is told beside it.
        if element.name != "div" and (text := element.attributes.get(name)):
            yield language, text
    for child in element.children:
        if isinstance(child, str):
            yield language, child
        else:
            yield from said(child, language)


def leaks(page: str, written: Sequence[str] = ()) -> list[str]:
    """Every piece of text of a Welsh page that has an English word and does not say that it is English. written: what people
    wrote, in whatever language, the longest first: it is passed over."""
    pieces = [text for language, text in said(read_html(page)) if not language.startswith("en") and "://" not in text]
    pieces = [_without(" ".join(text.split()), written) for text in pieces] if written else pieces
    # Names of files, columns and measures, and what is quoted, are no words.
    sentences = [re.sub(r"\S*\w[._-]\w\S*|“[^”]*”", "", text) for text in pieces if not CODE.fullmatch(text.strip())]
    return [text for text in sentences if set(re.findall(r"[a-zâêîôûŵŷ]+", text.lower())) & ENGLISH]


def _without(text: str, written: Sequence[str]) -> str:
    for each in written:
        if each in text:
            text = text.replace(each, " ")
    return text


def lines_of(texts: Iterable[str]) -> list[str]:
    """Texts that people wrote, line by line and whole, as `leaks` wants them. Short ones are left out: they are words that
    any sentence may hold."""
    found = {" ".join(part.split()) for text in texts for part in (text, *text.splitlines())}
    return sorted((each for each in found if len(each) > 2), key=len, reverse=True)
