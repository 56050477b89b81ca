"""The words of the verbs `audit` and `register`."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import format_of, verb, workspace


def audit_verb(verbs: Any) -> None:
    """`audit`: what was done in the register, and whether the record of it is whole."""
    audit = verb(verbs, "audit", "The record of everything that was done in the register: list it, or verify that "
                 "nothing in it was changed, removed, swapped or cut off (exit code 2 where something was).",
                 "answerable audit verify my-force", "audit", "audit")
    audit.add_argument("what", metavar="WHAT", choices=("verify", "list"), help="verify or list")
    workspace(audit)
    audit.add_argument("--kind", metavar="KIND", help="list: only this kind of event, such as action.closed")
    audit.add_argument("--about", metavar="KIND", help="list: only what was done to objects of this kind, such as action")
    audit.add_argument("--number", metavar="NUMBER", type=int, help="list: only what was done to the object of this number")
    audit.add_argument("--from", dest="first", metavar="DAY", help="list: first day, YYYY-MM-DD")
    audit.add_argument("--to", dest="last", metavar="DAY", help="list: last day, YYYY-MM-DD")
    format_of(audit, ("table", "csv", "json"))


def register_verb(verbs: Any) -> None:
    """`register`: what leaves the register, and what is done in it once a day."""
    register = verb(verbs, "register", "Export everything that the register holds, remove a person's data on request (first "
                    "with --dry-run, to see what it would be), or escalate what is overdue (once a day).",
                    "answerable register export my-force register-2026-11 --format json", "leaving", "register")
    register.add_argument("what", metavar="WHAT", choices=("export", "redact", "escalate"), help="export, redact or escalate")
    workspace(register)
    register.add_argument("folder", metavar="DIR", nargs="?", help="export: the folder to write to; it must be empty or new")
    register.add_argument("--person", metavar="NUMBER", type=int, help="redact: the person, by number")
    register.add_argument("--example", metavar="NUMBER", type=int, help="redact: an example that somebody sent in, by number")
    register.add_argument("--dry-run", action="store_true", help="redact: say what would be changed, and change nothing")
    register.add_argument("--day", metavar="DAY", help="escalate: as of that day, YYYY-MM-DD (default today)")
    format_of(register, ("json", "csv", "xlsx"))
