"""The pages tell the truth: every command block is run, and prints what the page says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pages import DOCS, ROOT, blocks, commands, follow, page_files, with_the_tutorials_file

pytestmark = pytest.mark.slow
TUTORIAL = DOCS / "tutorial" / "first-load.md"
# These go on where the tutorial ends.
GUIDES = [page for page in sorted((DOCS / "how-to").glob("*.md"))
          if any(block.language == "console" for block in blocks(page.read_text(encoding="utf-8")))]

# These stand by themselves.
EXPLANATIONS = [page for page in sorted((DOCS / "explanation").glob("*.md"))
                if any(block.language == "console" for block in blocks(page.read_text(encoding="utf-8")))]


@pytest.fixture(scope="session")
def after_the_tutorial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = with_the_tutorials_file(tmp_path_factory.mktemp("tutorial"))
    follow(TUTORIAL, folder)
    return folder


def test_the_tutorial_does_what_it_says(after_the_tutorial: Path) -> None:
    assert (after_the_tutorial / "my-force" / "releases" / "0002" / "release.json").is_file()


def test_the_readmes_first_load_does_what_it_says(tmp_path: Path) -> None:
    follow(ROOT / "README.md", with_the_tutorials_file(tmp_path))
    assert (tmp_path / "my-force" / "releases" / "0001" / "release.json").is_file()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_does_what_it_says(guide: Path, after_the_tutorial: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(after_the_tutorial, folder)
    follow(guide, folder)


@pytest.mark.parametrize("page", EXPLANATIONS, ids=lambda page: page.stem)
def test_an_explanation_does_what_it_says(page: Path, tmp_path: Path) -> None:
    follow(page, tmp_path)


def test_the_tutorial_shows_the_file_that_is_shipped() -> None:
    shown = [block for block in blocks(TUTORIAL.read_text(encoding="utf-8")) if block.language == "csv"]
    assert shown[0].text == (DOCS / "tutorial" / "calls-2026-09.csv").read_text(encoding="utf-8")


def test_every_command_of_every_page_is_one_that_exists() -> None:
    from answerable.cli.arguments import build_parser

    verbs = set(build_parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]
    named = {command.text.split()[1] for page in page_files() for block in blocks(page.read_text(encoding="utf-8"))
             if block.language == "console" for command in commands(block) if command.text.startswith("answerable ")}
    assert named <= verbs
