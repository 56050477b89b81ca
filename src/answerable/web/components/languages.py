"""The two languages of the site: where the same page stands in the other, and English that a Welsh page has to show.

What the public reads has its Welsh; much of what staff alone read has none yet, and stands in English. So that a Welsh page
says honestly what of it is English, texts of the site without a translation get signs around them while a page is made,
as English content of a release does; the middleware turns the signs into elements (`english_marked`).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.utils.translation import get_language
from django.utils.translation.trans_real import translation

from answerable.words import QUOTE, UNQUOTE, parted, reads_out, unquoted

WELSH = "cy"
_PREFIX = f"/{WELSH}/"
_MARKING: ContextVar[bool] = ContextVar("marking", default=False)
# A tag, or an element that can hold no other: there the signs around English are taken out, elsewhere they become elements.
_APART = re.compile(r"(<(title|option|textarea|script|text)\b[^>]*>.*?</\2>|<[^>]*>)", re.DOTALL)


def english_text(text: str) -> str:
    """A text that has no Welsh, as a Welsh page is to show it: with signs around it where it has words."""
    return f"{QUOTE}{text}{UNQUOTE}" if reads_out(text) and QUOTE not in text else text


def english_marked(page: str) -> str:
    """A page in which what is English carries that in an element of its own, so that a screen reader reads it as English.

    page: HTML in which signs stand around English texts (`english_text`).
    """
    if QUOTE not in page:
        return page
    # The pattern has two groups, so every third piece is a name alone.
    pieces = _APART.split(page)
    made = []
    for place, piece in enumerate(pieces):
        if place % 3 == 1:
            made.append(unquoted(piece))
        elif place % 3 == 0:
            made.append("".join(f'<span lang="en">{part}</span>' if number % 2 else part
                                for number, part in enumerate(parted(piece))))
    return "".join(made)


def in_welsh() -> bool:
    """Whether the page that is being made is a Welsh one."""
    return get_language() == WELSH


def language_of_page() -> str:
    """The language of the page as its html element names it."""
    return WELSH if in_welsh() else "en-GB"


def both_addresses(path: str, question: str = "") -> tuple[str, str]:
    """(English, Welsh) address of a page. path: its own, in either language; question: what stands after the "?"."""
    english = path[len(_PREFIX) - 1:] if path.startswith(_PREFIX) else path
    asked = f"?{question}" if question else ""
    return f"{english}{asked}", f"{_PREFIX[:-1]}{english}{asked}"


class _Untranslated(gettext.NullTranslations):
    """What stands at the end of the Welsh catalogue: a text that it does not have."""

    def gettext(self, message: str) -> str:
        """The English, marked while a page is made."""
        return english_text(message) if _MARKING.get() and message else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same of a text with a number."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def _behind_the_catalogue() -> None:
    translation(WELSH).add_fallback(_Untranslated())


@contextmanager
def marking_english() -> Iterator[None]:
    """While a Welsh page is made: texts of the site without a translation are marked as English. Never around what is saved
    or sent by e-mail: the signs would stay in it."""
    _behind_the_catalogue()
    before = _MARKING.set(True)
    try:
        yield
    finally:
        _MARKING.reset(before)
