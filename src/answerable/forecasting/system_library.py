"""The one library of the operating system that forecasting needs and that `pip` cannot bring."""

from __future__ import annotations

import ctypes
import sys

# LightGBM's wheel for Linux is linked to GCC's run-time of OpenMP and does not carry it.
OPENMP = "libgomp.so.1"
PACKAGES = {OPENMP: "`apt-get install libgomp1`"}


def library_fault(name: str = OPENMP) -> str | None:
    """Why demand cannot be forecast by the half-hour on this computer, or None where the library is there.

    name: the library as the linker looks for it. Asked on Linux only: elsewhere LightGBM brings or names its own.
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        ctypes.CDLL(name)
    except OSError:
        return f"the library {name} is not installed: demand by the half-hour cannot be forecast by LightGBM"
    return None
