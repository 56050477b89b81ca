"""A library of the system that is missing is told with its remedy, and stops nothing else."""

from __future__ import annotations

import pytest

from answerable.cli import _refusal
from answerable.forecasting.system_library import OPENMP, library_fault


def test_a_library_that_is_there_is_no_fault() -> None:
    assert library_fault("libc.so.6") is None


def test_a_library_that_is_missing_is_named_with_what_it_was_for() -> None:
    assert "libnot_there.so.9 is not installed" in str(library_fault("libnot_there.so.9"))


@pytest.mark.parametrize(("name", "remedy"), [(OPENMP, "apt-get install libgomp1"), ("libz.so.1", "the package that holds it")])
def test_the_linkers_refusal_becomes_one_line_with_the_remedy(name: str, remedy: str) -> None:
    line = _refusal(OSError(f"{name}: cannot open shared object file: No such file or directory"))
    assert f"is missing: {name}." in line
    assert remedy in line
