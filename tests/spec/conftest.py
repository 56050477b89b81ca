"""The force of the manual: without calls until a test tells of some."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual import Force


@pytest.fixture
def force(tmp_path: Path) -> Force:
    """A force without calls."""
    return Force(tmp_path)
