"""What changed from one version of a pack to the next, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# kind → (new, gone, other than before), each with {name}
_WORDS: dict[str, tuple[Promise | str, Promise | str, Promise | str]] = {
    "agenda": (_("New on the agenda: {name}."), _("No longer on the agenda: {name}."), _("Changed on the agenda: {name}.")),
    "actions": (_("New among the open actions: {name}."), _("No longer among the open actions: {name}."),
                _("The day due or the state of an action changed: {name}.")),
    "measures": (_("New figures: {name}."), _("Figures left out: {name}."), _("The figures changed: {name}.")),
    "plans": (_("New plan: {name}."), _("Plan left out: {name}."), _("Another version of the plan: {name}.")),
    "questions": (_("New: {name}."), _("No longer put: {name}."), _("Answered, or answered anew: {name}.")),
    "papers": (_("New paper: {name}."), _("Paper left out: {name}."), _("New version of the paper: {name}.")),
}


def pack_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What is new, gone or other in a pack's content than in that of the version before: sentences, none where nothing is."""
    return list(_changes(before["facts"], after["facts"]))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for kind, (new, gone, other) in _WORDS.items():
        old, now = before.get(kind, {}), after.get(kind, {})
        yield from (str(new).format(name=now[key][0]) for key in now if key not in old)
        yield from (str(gone).format(name=old[key][0]) for key in old if key not in now)
        yield from (str(other).format(name=now[key][0]) for key in now if key in old and now[key][1] != old[key][1])
        if kind == "agenda" and [key for key in now if key in old] != [key for key in old if key in now]:
            yield str(_("The agenda is in another order."))
