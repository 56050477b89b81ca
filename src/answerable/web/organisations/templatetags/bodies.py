"""The tag with which every template says what a body calls something."""

from __future__ import annotations

from typing import Any

from django import template

from answerable.web.organisations import terms

register = template.Library()


@register.simple_tag
def term(body: Any, key: str) -> str:
    """What a body calls something: {% term body "holder" %}; the keys are those of organisations.terms.TERMS."""
    return terms.term(body, key)
