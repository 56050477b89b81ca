"""What tests of every folder share. (This folder is on the import path because this file is in it.)"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from small_force import SmallForce


@pytest.fixture
def force(tmp_path: Path) -> SmallForce:
    """An empty workspace in London's time."""
    return SmallForce(tmp_path)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it are skipped where it is not named."""
    named = os.environ.get("ANSWERABLE_DATA")
    if not named:
        pytest.skip("ANSWERABLE_DATA is not set: it names the folder of real data, which is no part of this project")
    return Path(named)
