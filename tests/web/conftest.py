"""The site on a small release, without a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.web.settings")

import django
from django.test import Client
from django.test.utils import override_settings
from example_release import write_example_release

django.setup()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose newest release is number 2."""
    folder = tmp_path_factory.mktemp("workspace")
    write_example_release(folder, number=1)
    write_example_release(folder, number=2)
    return folder


@pytest.fixture
def site(workspace: Path) -> Iterator[Client]:
    """A browser without a screen, on the site of that workspace. A fault in a page gives status 500."""
    with override_settings(WORKSPACE=workspace):
        yield Client(raise_request_exception=False)


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Client]:
    """The same on an empty workspace at `tmp_path`."""
    with override_settings(WORKSPACE=tmp_path):
        yield Client(raise_request_exception=False)
