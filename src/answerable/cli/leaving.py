"""The verb `register`: exporting everything, removing a person's data, and escalating what is overdue."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from answerable.cli.escalating import escalate
from answerable.errors import InputError
from answerable.words import format_things


def register(arguments: Namespace) -> None:
    """Do what is asked."""
    from answerable.web.preparing import open_register

    open_register(Path(arguments.workspace))
    {"export": _export, "redact": _redact, "escalate": escalate}[arguments.what](arguments)


def _export(arguments: Namespace) -> None:
    from answerable.web.api.exporting import MANIFEST, files

    if not arguments.folder:
        raise InputError("`answerable register export` needs the folder to write to.",
                         remedy="Name one: answerable register export WORKSPACE DIR.")
    folder = Path(arguments.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("is there already, and not empty.", where=str(folder), remedy="Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, content in files(None, arguments.format):
        (folder / name).write_bytes(content)
        count += name != MANIFEST
    print(f"{format_things(count, 'file', 'files')} and {MANIFEST} are in {folder}. They hold names and e-mail addresses: keep "
          "them as the register itself.")


def _redact(arguments: Namespace) -> None:
    if (arguments.person is None) == (arguments.example is None):
        raise InputError("`answerable register redact` needs --person or --example.",
                         remedy="`answerable register export` and the pages of organisations and inquiries give the numbers.")
    (_redact_person if arguments.person is not None else _redact_example)(arguments)


def _redact_person(arguments: Namespace) -> None:
    from answerable.web.api.commands_subjects import redact_person
    from answerable.web.api.redacting import files_to_check, held_about, mentions
    from answerable.web.organisations.models import Person

    person = Person.objects.filter(pk=arguments.person).first()
    if person is None:
        raise InputError(f"there is no person {arguments.person}.", remedy="`answerable register export` lists them.")
    for held in held_about(person):
        print(f"{held.what}: {held.count}: {held.how}")
    for _kind, number, words in mentions(person):
        print(f"Look at by hand: {words} {number} has the name in it.")
    for file in files_to_check(person):
        print(f"Look at by hand: the file {file.name} ({file.sha256[:12]}) may have the name in it.")
    if not arguments.dry_run:
        redact_person(by=None, person=person)
    print("Nothing was changed." if arguments.dry_run else f"The data of person {arguments.person} was removed.")


def _redact_example(arguments: Namespace) -> None:
    from answerable.web.scrutiny.commands_examples import redact_example
    from answerable.web.scrutiny.models import Example

    example = Example.objects.filter(pk=arguments.example).first()
    if example is None:
        raise InputError(f"there is no example {arguments.example}.", remedy="The pages of inquiries list them.")
    if not arguments.dry_run:
        redact_example(by=None, example=example)
    print("Text, contact details, time and record of the example would be removed; nothing was changed." if arguments.dry_run
          else f"Text, contact details, time and record of example {arguments.example} were removed.")
