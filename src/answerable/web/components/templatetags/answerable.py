"""Tags and filters of every template: built files, shapes of signals, dates and numbers in words."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from answerable.web.components import languages
from answerable.web.components.signals import signal_kind
from answerable.words import capital, format_count

KEPT_SIGNALS = 1024

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file by the name it has without its hash: "app.css"."""
    return f"{settings.STATIC_URL}answerable/{_entries()[name]}"


@cache
def _entries() -> dict[str, str]:
    built = json.loads((settings.STATIC_ROOT / "answerable" / "ASSETS.json").read_text(encoding="utf-8"))
    entries: dict[str, str] = built["entries"]
    return entries


@register.inclusion_tag("components/language_navigation.html", takes_context=True)
def language_navigation(context: template.Context) -> dict[str, Any]:
    """The links to the same page in the other language; nothing where the page does not know its own address."""
    return _addresses(context)


@register.inclusion_tag("components/language_links.html", takes_context=True)
def language_links(context: template.Context) -> dict[str, Any]:
    """The same for programs that read the page's head."""
    return _addresses(context)


def _addresses(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    if request is None:
        return {}
    english, welsh = languages.both_addresses(request.path, request.META.get("QUERY_STRING", ""))
    return {"english": english, "welsh": welsh, "in_welsh": languages.in_welsh()}


@register.simple_tag
def language_of_page() -> str:
    """The language of the page as its html element names it: "en-GB" or "cy"."""
    return languages.language_of_page()


@register.filter
def capfirst(text: Any) -> str:
    """A text with a capital at its beginning, also where it is marked as English."""
    return capital(str(text))


@register.filter
def quoted(text: Any) -> str:
    """What somebody wrote, or a name, that is in no catalogue: marked as English on a Welsh page."""
    return languages.english_text(str(text)) if text and languages.in_welsh() else text


@register.simple_tag
def signal(found: dict[str, str] | str | None) -> SafeString:
    """A signal as shape and words; without one, words that say it was not judged."""
    # A template gives the empty string for what is not there.
    if not isinstance(found, dict):
        return _signal("none", _("Not judged"))
    return signal_words(signal_kind(found["code"]), found["words"])


@register.simple_tag
def signal_words(kind: str, words: str) -> SafeString:
    """The shape of a kind of signal, with words of one's own."""
    # What is translated only as it is shown would be another text in the other language.
    return _signal(kind, words if isinstance(words, str) else str(words))


# By type too: words that are HTML already are not those that are to be escaped, though they may read the same.
@lru_cache(maxsize=KEPT_SIGNALS, typed=True)
def _signal(kind: str, words: str) -> SafeString:
    """The HTML of a signal, which nothing but these two decides. A list says the same few things in every row."""
    return render_to_string("components/signal.html", {"kind": kind, "words": words})


@register.filter
def chart(svg: str) -> SafeString:
    """A stored chart, as it is: its text was escaped when it was drawn, and its bytes were checked when read.
    """
    return mark_safe(svg)


@register.filter
def day(value: str | date | None) -> str:
    """A day in words: "1 April 2027"; the empty string for none."""
    if not value:
        return ""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{when.day} {MONTHS[when.month]} {when.year}"


@register.filter
def month(value: str | None) -> str:
    """The month of an ISO day in words: "April 2027"; the empty string for none."""
    return day(value).partition(" ")[2]


@register.filter
def moment(value: str | None, zone: str) -> str:
    """An instant in words, on the clock of a zone: "3 November 2026, 9:05am"; the empty string for none."""
    if not value:
        return ""
    when = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
    clock = f"{when.hour % 12 or 12}:{when.minute:02d}"
    said = _("{day}, {clock}am") if when.hour < 12 else _("{day}, {clock}pm")
    return said.format(day=day(when.date()), clock=clock)


@register.filter
def count(value: float | None) -> str:
    """A number of things with commas between thousands; a dash for none."""
    return "–" if value is None else format_count(value)


@register.filter
def field(mapping: dict[str, Any] | None, key: str) -> Any:
    """A key of a mapping that a template cannot name, such as `from`; None of no mapping, as for the rights of nobody."""
    return mapping.get(key) if mapping else None
