"""`answerable project FILE`: the same door as `answerable forecast FILE`, by which any dates and figures come in."""

from __future__ import annotations

from argparse import Namespace

from answerable.cli.forecast_file import forecast_file


def project_file(arguments: Namespace) -> int:
    """Project every series of a file. Weeks and longer go to the projections, days and shorter to the forecast of demand,
    whichever of the two verbs was written. Returns 2 where none can be told."""
    return forecast_file(arguments)
