"""`answerable forecast`: the days ahead of a workspace's lines and grades, or of any file of dates and counts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from answerable.cli.file_arguments import COLUMNS, is_file_named
from answerable.errors import InputError

OF_A_WORKSPACE = ("line", "grade", "by", "now", "seen", "weather")
OF_A_FILE = (*COLUMNS, "events", "facet", "where", "add_up", "every", "zone", "quantiles", "against")


def forecast(arguments: Namespace) -> int:
    """Forecast what a file or a workspace holds. Returns 2 where nothing of it can be. Raises InputError for words that are
    about the other of the two: passed over, they would answer another question than the one asked."""
    if is_file_named(arguments.what):
        _refuse(arguments, OF_A_WORKSPACE, "a workspace")
        from answerable.cli.forecast_file import forecast_file

        return forecast_file(arguments)
    _refuse(arguments, OF_A_FILE, "a file")
    from answerable.cli.forecast_room import forecast_room

    return forecast_room(arguments)


def _refuse(arguments: Namespace, names: Sequence[str], what: str) -> None:
    for name in names:
        if getattr(arguments, name, None):
            raise InputError(f"--{name.replace('_', '-')} is about {what}, and '{arguments.what}' is none.",
                             remedy="Leave it out; `answerable forecast --help` says what is about which.")
