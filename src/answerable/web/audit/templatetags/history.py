"""For pages of entries: where the history of an entry stands."""

from __future__ import annotations

from typing import Any

from django import template

from answerable.web.accounts.rights import may
from answerable.web.audit.reading import history_address

register = template.Library()


@register.simple_tag
def history_for(entry: Any, reader: Any) -> str:
    """The address of an entry's history; "" for those who may not read it."""
    return history_address(entry._meta.model_name, entry.pk) if may(reader, "read.internal", entry) else ""
