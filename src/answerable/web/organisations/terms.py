"""What a governing body calls things: its own terms, else those of bodies of its type, else plain ones.

Nothing else in the program assumes what kind of body it is: templates write {% term body "holder" %}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from answerable.errors import InputError

# The things that bodies name differently, and what each means.
TERMS: dict[str, str | Promise] = {
    "holder": _("Who heads the body"),
    "deputy": _("Their deputy"),
    "members": _("Who belongs to the body"),
    "meeting": _("The meeting in which it holds the force to account"),
    "plan": _("Its plan for policing"),
}
_PLAIN: dict[str, str | Promise] = {"holder": _("head of the body"), "deputy": _("deputy"), "members": _("members"),
                                    "meeting": _("accountability meeting"), "plan": _("plan for policing")}
_BY_TYPE: dict[str, dict[str, str | Promise]] = {
    "commissioner": {"holder": _("Commissioner"), "deputy": _("Deputy Commissioner"), "members": _("the commissioner’s office"),
                     "plan": _("Police and Crime Plan")},
    "mayor": {"holder": _("Mayor"), "deputy": _("Deputy Mayor for policing"), "members": _("the mayor’s office"),
              "plan": _("Police and Crime Plan")},
    "board": {"holder": _("Chair of the Board"), "deputy": _("Vice-chair"), "members": _("members of the Board"),
              "meeting": _("meeting of the Board")},
}
WELSH = "_cy"


def term(body: Any, key: str) -> str:
    """What a body calls something, in the language of the page. body: an organisation, None for no particular one; key: of
    TERMS. Raises KeyError for another."""
    TERMS[key]
    own: Mapping[str, str] = getattr(body, "terms", None) or {}
    if (get_language() or "").startswith("cy") and own.get(key + WELSH):
        return own[key + WELSH]
    by_type = _BY_TYPE.get(getattr(body, "body_type", "") or "", {})
    return own.get(key) or str(by_type.get(key) or _PLAIN[key])


def checked(terms: Mapping[str, str]) -> dict[str, str]:
    """Own terms without the empty ones. Raises InputError for a key that is none of TERMS, with or without "_cy"."""
    known = {*TERMS, *(key + WELSH for key in TERMS)}
    unknown = sorted(set(terms) - known)
    if unknown:
        raise InputError(f"no page uses a term '{unknown[0]}'.", remedy=f"Known: {', '.join(sorted(known))}.")
    return {key: value.strip() for key, value in terms.items() if value.strip()}
