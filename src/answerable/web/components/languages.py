"""The two languages of the site: where the same page stands in the other, and English that a Welsh page has to show."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from answerable.words import QUOTE, UNQUOTE, parted, reads_out, unquoted

WELSH = "cy"
_PREFIX = f"/{WELSH}/"
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
