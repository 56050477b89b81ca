"""`answerable forecast`: the days ahead, by the day, the hour or the half-hour."""

from __future__ import annotations

from argparse import Namespace

from answerable.cli.file_arguments import is_file_named
from answerable.errors import InputError


def forecast(arguments: Namespace) -> int:
    """Forecast the series of a file. Returns 2 where it has faults."""
    if is_file_named(arguments.what):
        from answerable.cli.forecast_file import forecast_file

        return forecast_file(arguments)
    raise InputError(f"there is no file '{arguments.what}'.", remedy="Give a CSV file or a workbook.")
