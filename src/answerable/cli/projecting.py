"""`answerable project`: the periods ahead, with the odds of a target."""

from __future__ import annotations

from argparse import Namespace

from answerable.cli.file_arguments import is_file_named


def project(arguments: Namespace) -> int:
    """Project the series of a file, or the measures of a workspace. Returns 2 where the file has faults."""
    if is_file_named(arguments.what):
        from answerable.cli.project_file import project_file

        return project_file(arguments)
    from answerable.cli.project_workspace import project_workspace

    project_workspace(arguments)
    return 0
