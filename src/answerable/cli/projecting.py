"""`answerable project`: the periods ahead, with the odds of a target."""

from __future__ import annotations

from argparse import Namespace

from answerable.cli.file_arguments import is_file_named
from answerable.errors import InputError


def project(arguments: Namespace) -> int:
    """Project the series of a file. Returns 2 where it has faults."""
    if is_file_named(arguments.what):
        from answerable.cli.project_file import project_file

        return project_file(arguments)
    raise InputError(f"there is no file '{arguments.what}'.", remedy="Give a CSV file or a workbook.")
