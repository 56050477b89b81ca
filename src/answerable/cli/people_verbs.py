"""The verbs of the register's people: accounts and organisations."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import format_of, verb

LIST_FORMATS = ("table", "json", "csv")


def accounts_verb(verbs: Any) -> None:
    """`answerable accounts`."""
    added = verb(verbs, "accounts", "Add accounts to the register, give and end their roles, reset or close them, or list "
                 "them. For an account that is new or reset it prints a link, which works once, to choose a password with.",
                 'answerable accounts add my-force --email a@b.example --name "Ann Archer" --role administrator --organisation '
                 '"Westshire Police"', "accounts", "accounts")
    added.add_argument("what", choices=("add", "list", "role", "person", "end", "reset"))
    added.add_argument("workspace", metavar="WORKSPACE", help="the workspace's folder")
    added.add_argument("--email", metavar="ADDRESS", help="whose account; for all but list")
    added.add_argument("--name", metavar="NAME", help="for add: of the person; for person: of whoever holds "
                       "the posts, as the organisations have it")
    added.add_argument("--role", metavar="ROLE", help="for add and role: the role to give; for end: the role to end (without "
                       "it, the account is closed): analyst, manager, chief-officer, policy-officer, member, panel-member, "
                       "auditor, administrator")
    added.add_argument("--organisation", metavar="NAME", help="where the role is held")
    added.add_argument("--from", dest="starts", metavar="DAY", help="for add and role: the role's first day (default today)")
    added.add_argument("--until", dest="ends", metavar="DAY", help="the role's last day (for end: default yesterday)")
    added.add_argument("--address", default="http://127.0.0.1:8000", metavar="URL", help="for add and reset: where the site "
                       "is reached, to print the whole link (default http://127.0.0.1:8000)")
    added.add_argument("--second-proof", action="store_true", help="for reset: take the app, the passkeys and the recovery "
                       "codes away too")
    format_of(added, LIST_FORMATS)


def organisations_verb(verbs: Any) -> None:
    """`answerable organisations`."""
    added = verb(verbs, "organisations", "Add an organisation to the register, list them, or let one take over from another: "
                 "forces, governing bodies, panels, teams, inspectorates. The force and the governing body of answerable.toml "
                 "are there from the first use on.",
                 'answerable organisations add my-force --kind panel --name "Westshire Police and Crime Panel" --oversees '
                 '"Westshire Police and Crime Board"', "organisations", "organisations")
    added.add_argument("what", choices=("add", "list", "succeed"))
    added.add_argument("workspace", metavar="WORKSPACE", help="the workspace's folder")
    added.add_argument("--kind", choices=("force", "body", "panel", "team", "inspectorate", "other"), help="for add")
    added.add_argument("--name", metavar="NAME", help="for add")
    added.add_argument("--name-cy", default="", metavar="NAME", help="for add: its name in Welsh")
    added.add_argument("--short-name", default="", metavar="NAME", help="for add: as lists show it")
    added.add_argument("--parent", metavar="NAME", help="for add: whose team it is")
    added.add_argument("--oversees", action="append", default=[], metavar="NAME", help="for add: whom it holds to account; may "
                       "be repeated")
    added.add_argument("--from", dest="starts", metavar="DAY", help="for add: its first day (default: not known); for succeed: "
                       "the successor's (default today)")
    added.add_argument("--predecessor", metavar="NAME", help="for succeed: whose place is taken; what is open there passes on")
    added.add_argument("--successor", metavar="NAME", help="for succeed: who takes it; an organisation that is there already")
    added.add_argument("--people", action="store_true", help="for succeed: whoever has a role in the predecessor gets it in "
                       "the successor")
    added.add_argument("--dry-run", action="store_true", help="for succeed: only say what would pass")
    format_of(added, LIST_FORMATS)
