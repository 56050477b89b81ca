"""The verb organisations: forces, governing bodies, panels and teams of the register."""

from __future__ import annotations

from argparse import Namespace

from answerable.cli.register_room import day, needed, open_register, organisation, printed


def organisations(arguments: Namespace) -> None:
    """Do what was asked for."""
    arguments.verb = "organisations"
    open_register(arguments.workspace)
    {"add": _add, "list": _list}[arguments.what](arguments)


def _add(arguments: Namespace) -> None:
    needed(arguments, "kind", "name")
    from answerable.web.audit.commanding import together
    from answerable.web.organisations import commands
    from answerable.web.organisations.own import body_type

    with together():
        added = commands.add_organisation(
            by=None, kind=arguments.kind, name=arguments.name, name_cy=arguments.name_cy, short_name=arguments.short_name,
            body_type=body_type(arguments.name) if arguments.kind == "body" else "", starts=day(arguments.starts, "from"),
            parent=organisation(arguments.parent) if arguments.parent else None)
        for each in arguments.oversees:
            commands.add_oversight(by=None, overseer=added, overseen=organisation(each), starts=day(arguments.starts, "from"))
    print(f"Added {added.name}.")


def _list(arguments: Namespace) -> None:
    from answerable.web.organisations.models import Organisation, Oversight

    overseen: dict[int, list[str]] = {}
    for link in Oversight.objects.on().select_related("overseen"):
        overseen.setdefault(link.overseer_id, []).append(link.overseen.name)
    rows = [{"name": each.name, "kind": each.kind, "from": each.starts and each.starts.isoformat(),
             "to": each.ends and each.ends.isoformat(), "oversees": "; ".join(overseen.get(each.pk, ["-"]))}
            for each in Organisation.objects.all()]
    print(printed(rows, arguments.format))
