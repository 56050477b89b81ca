"""The verb signals: what changed since the last release."""

from __future__ import annotations

from argparse import Namespace

from answerable.cli.printing import as_json
from answerable.judgement.digests import HEADINGS, STANDING, going_on, listed, markdown
from answerable.releases.signals import signals_between
from answerable.words import _
from answerable.workspace import Workspace


def signals(arguments: Namespace) -> None:
    """Print the digest of the newest release."""
    workspace = Workspace(arguments.workspace)
    digest = signals_between(workspace.folder / "releases", arguments.since)
    if arguments.format == "json":
        print(as_json(digest))
    elif arguments.format == "markdown":
        print(markdown(digest, workspace.settings.name), end="")
    else:
        print("\n".join(_lines(digest)))


def _lines(digest: dict[str, object]) -> list[str]:
    lines = [str(digest["headline"]), str(digest["expected_words"])]
    parts = [(_(HEADINGS[name]), things) for name, things in listed(digest)]
    if digest["since"] is None:
        parts.insert(0, (_(STANDING), list(digest["standing"])))  # type: ignore[call-overload]
    for heading, things in parts:
        lines.append(f"{heading}:")
        for thing in things:
            lines.append(f"  {_line(thing)}")
            lines += [f"    {_line(each)}" for each in thing.get("beside", ())]
    return [*lines, *filter(None, [going_on(digest)])]


def _line(thing: dict[str, object]) -> str:
    evidence = thing.get("evidence")
    said = f" ({evidence['words']})" if isinstance(evidence, dict) else ""
    return f"{thing['measure']}: {thing['words']}{said}" if thing.get("measure") else f"{thing['words']}{said}"
