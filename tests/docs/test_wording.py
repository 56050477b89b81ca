"""What must not stand in a committed text: paths of somebody's machine, addresses of registries, notes to oneself."""

from __future__ import annotations

import re
import subprocess

import pytest
from pages import ROOT

# Put together here, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.:/-])/(?:work|home/\w+|Users/\w+|root|tmp)/\w"),
    "an address of a package registry": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|registry\.npm" + r"js\.org|npm" + r"js\.com|registry\.yarnpkg\.com)\b"),
    "a note to oneself": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}
# Made by others and kept as they are: their own words are not ours to change.
NOT_OURS = ("tests/vendor/", "src/answerable/web/static/", "frontend/licences/")
LARGEST_TEXT = 2_000_000


def committed_texts() -> dict[str, str]:
    """Name → text of every file of the repository that is text and our own."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if name.startswith(NOT_OURS) or not path.is_file() or path.stat().st_size > LARGEST_TEXT:
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            texts[name] = content.decode("utf-8", errors="replace")
    return texts


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_text_holds(what: str) -> None:
    found = [f"{name}: {match.group()}" for name, text in committed_texts().items()
             for match in [FORBIDDEN[what].search(text)] if match]
    assert found == []


@pytest.mark.parametrize(("what", "text"), [
    ("a path of somebody's machine", "see /ho" + "me/anna/calls.csv"),
    ("an address of a package registry", "https://pypi" + ".org/simple"),
    ("a note to oneself", "TO" + "DO: later"),
])
def test_what_is_looked_for_would_be_found(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


@pytest.mark.parametrize("text", ["GET /tmpfs", "https://example.org/home/page", "a/work/b", "network"])
def test_an_ordinary_path_is_no_path_of_a_machine(text: str) -> None:
    assert not FORBIDDEN["a path of somebody's machine"].search(text)
