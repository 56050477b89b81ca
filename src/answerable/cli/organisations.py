"""The verb organisations: forces, governing bodies, panels and teams of the register."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from answerable.cli.register_room import day, needed, organisation, prepared_register, printed


def organisations(arguments: Namespace) -> None:
    """Do what was asked for."""
    arguments.verb = "organisations"
    prepared_register(arguments.workspace)
    {"add": _add, "list": _list, "succeed": _succeed}[arguments.what](arguments)


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


def _succeed(arguments: Namespace) -> None:
    needed(arguments, "predecessor", "successor")
    from answerable.web.organisations.commands_succession import succeed, would_pass
    from answerable.web.organisations.views import LISTS

    old, new = organisation(arguments.predecessor), organisation(arguments.successor)
    passing = would_pass(old)
    rows = [{"entries": str(LISTS[str(model._meta.model_name)][1]), "pass": number, "stay": passing.stay[model]}
            for model, number in passing.entries.items()]
    print(printed(rows, arguments.format))
    if arguments.dry_run:
        print("Nothing was changed.")
        return
    on = day(arguments.starts, "from") or date.today()
    succeed(by=None, predecessor=old, successor=new, day=on, officers=arguments.people)
    print(f"{new.name} took over from {old.name} on {on}.")
    if passing.owned:
        print(f"{passing.owned} open actions are owned by posts of {old.name}: give them new owners.")


def _list(arguments: Namespace) -> None:
    from answerable.web.organisations.models import Organisation, Oversight

    overseen: dict[int, list[str]] = {}
    for link in Oversight.objects.on().select_related("overseen"):
        overseen.setdefault(link.overseer_id, []).append(link.overseen.name)
    rows = [{"name": each.name, "kind": each.kind, "from": each.starts and each.starts.isoformat(),
             "to": each.ends and each.ends.isoformat(), "oversees": "; ".join(overseen.get(each.pk, ["-"]))}
            for each in Organisation.objects.all()]
    print(printed(rows, arguments.format))
