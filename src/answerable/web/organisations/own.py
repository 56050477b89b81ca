"""The force and the governing body that a workspace names, as organisations of its register."""

from __future__ import annotations

from answerable.web.organisations.commands import add_organisation, add_oversight
from answerable.web.organisations.models import BODY_TYPES, Organisation


def make_own(force: str, governing_body: str) -> None:
    """Add the force, and the body that holds it to account, where the register has none of their kind yet. What the register
    says later stands: a name that changes in the workspace's settings makes no second organisation. force, governing_body: as
    named there, "" for none."""
    for kind, name in (("force", force), ("body", governing_body)):
        if name and not Organisation.objects.filter(kind=kind).exists() and not Organisation.objects.filter(name=name).exists():
            made = add_organisation(by=None, kind=kind, name=name, body_type=body_type(name) if kind == "body" else "")
            overseen = Organisation.objects.filter(kind="force").first() if kind == "body" else None
            if overseen:
                add_oversight(by=None, overseer=made, overseen=overseen)


def body_type(name: str) -> str:
    """What a governing body is, as far as its name tells; "" where it does not."""
    return next((code for code, _words in BODY_TYPES if code in name.lower()), "")
