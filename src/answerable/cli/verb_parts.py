"""What the verbs have in common: how one is declared, and the words that many of them take."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any


class Parser(argparse.ArgumentParser):
    """Keeps examples as they are written, and says errors in one line like every other error."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"formatter_class": argparse.RawDescriptionHelpFormatter, **kwargs})

    def error(self, message: str) -> Any:
        self.exit(2, f"{self.prog}: {message}. `{self.prog} --help` shows an example.\n")


def at_least(least: int) -> Callable[[str], int]:
    """How a whole number of at least `least` is read from the command line; anything else is an error that says so."""
    def read(written: str) -> int:
        if not written.isascii() or not written.isdigit() or not least <= int(written) < 2**63:
            raise argparse.ArgumentTypeError(f"'{written}' is no whole number of {least} or more")
        return int(written)

    return read


def later(module: str, name: str) -> Callable[[argparse.Namespace], int | None]:
    """The work of a verb, imported when it is done."""
    def work(arguments: argparse.Namespace) -> int | None:
        result: int | None = getattr(import_module(f"answerable.cli.{module}"), name)(arguments)
        return result

    return work


def verb(verbs: Any, name: str, help_: str, example: str, module: str, work: str) -> argparse.ArgumentParser:
    """A verb of that name. help_: what it does; module, work: where in answerable.cli it is done, and by which function."""
    # In the list of verbs a percent sign would begin a placeholder; in the description of one it does not.
    added: argparse.ArgumentParser = verbs.add_parser(name, help=help_.replace("%", "%%"), description=help_,
                                                      epilog=f"Example:\n  {example}")
    added.set_defaults(work=later(module, work))
    return added


def workspace(verb: argparse.ArgumentParser) -> None:
    """The workspace's folder, first of all."""
    verb.add_argument("workspace", metavar="WORKSPACE", help="the workspace's folder")


def format_of(verb: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """--format, the first of which is the default."""
    verb.add_argument("--format", choices=formats, default=formats[0], help=f"how to print (default {formats[0]})")


def chances_of(verb: argparse.ArgumentParser, what: str = "callers") -> None:
    """--seed and --threads of what is simulated. what: that which another number draws anew."""
    verb.add_argument("--seed", type=at_least(0), default=1, metavar="N", help=f"another number, other {what} (default 1)")
    verb.add_argument("--threads", type=at_least(1), default=None, metavar="N", help="default: one for each core")


def as_of(verb: argparse.ArgumentParser) -> None:
    """--as-of: an older state of the records."""
    verb.add_argument("--as-of", metavar="WHEN", help="from the records as they stood at the end of that day, at that time, "
                      "or in the manifest of that number (2026-06-04, 2026-06-04T14:30, 41); definitions and decisions are "
                      "today's")
