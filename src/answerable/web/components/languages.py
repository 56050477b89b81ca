"""The two languages of the site: where the same page stands in the other, and English that a Welsh page has to show."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

WELSH = "cy"
_PREFIX = f"/{WELSH}/"
_TAG = re.compile(r"<[^>]*>")
# Three small letters in a row: numbers, instants and digests have none that anybody reads out.
_READ_OUT = re.compile(r"[a-z]{3}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]*")


class English(str):
    """A text that a Welsh page shows in English, because nobody has translated it. A template marks it as such, so that a
    screen reader reads it as English. Within an attribute a template says `|plain`."""

    __slots__ = ()

    def __html__(self) -> str:
        """The text escaped, in an element that names its language."""
        return f'<span lang="en">{escape(str(self))}</span>'


def english_text(text: str) -> str:
    """A text that has no Welsh, as a Welsh page is to show it: marked where it has words."""
    return English(text) if _READ_OUT.search(text) and not _CODE.fullmatch(text) else text


def plain(text: Any) -> str:
    """A text without marks of language, for attributes and the title of a page."""
    return SafeString(_TAG.sub("", text)) if isinstance(text, SafeString) else str(text)


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
