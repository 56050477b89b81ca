"""Pages made from the program are the ones that it makes now."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest
from pages import DOCS


def generator() -> ModuleType:
    sys.path.insert(0, str(DOCS))      # where it finds the pages that it has in files of their own
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = generator()


@pytest.mark.parametrize("name", GENERATOR.PAGES)
def test_a_made_page_is_up_to_date(name: str) -> None:
    kept = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert kept == GENERATOR.PAGES[name](), "Run `python docs/generate.py` and commit what it writes."
