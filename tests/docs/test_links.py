"""Every relative link of every page leads somewhere."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from pages import FENCE, ROOT, page_files

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")
PAGES = page_files()


def without_code(text: str) -> str:
    """The page without its fenced blocks and its words in backticks."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The names under which headings can be linked to, as GitHub makes them."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        kept = "".join(sign for sign in plain if sign in " -_" or unicodedata.category(sign)[0] in "LN")
        name = kept.replace(" ", "-")
        number = sum(known == name or re.fullmatch(re.escape(name) + r"-\d+", known) is not None for known in found)
        found.add(f"{name}-{number}" if number else name)
    return found


def lacks(target: Path, anchor: str) -> bool:
    """Whether a page has no heading of that name."""
    return bool(anchor) and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8"))


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    lost = []
    for link in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if link.startswith(ELSEWHERE):
            continue
        name, _hash, anchor = link.partition("#")
        target = (page.parent / unquote(name)).resolve() if name else page
        if not target.exists() or not target.is_relative_to(ROOT) or lacks(target, anchor):
            lost.append(link)
    return lost


def test_there_are_pages() -> None:
    assert {ROOT / "README.md", ROOT / "docs" / "README.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_headings_are_linked_to_as_github_names_them() -> None:
    page = "# The `contacts` table\n## Clocks and zones\n## Clocks and zones\n```\n# no heading\n```\n## A (b), c's d – e"
    assert anchors(page) == {"the-contacts-table", "clocks-and-zones", "clocks-and-zones-1", "a-b-cs-d--e"}


def test_every_page_of_the_documentation_can_be_reached_from_its_index() -> None:
    start = ROOT / "docs" / "README.md"
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.is_file() and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert [page for page in PAGES if page.is_relative_to(ROOT / "docs") and page not in seen] == []
