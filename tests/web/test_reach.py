"""Nothing outside the newest release can be reached, whatever the address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.urls.resolvers import URLPattern
from example_release import write_example_release

from answerable.web.performance.data_page import DATA_FILES
from answerable.web.urls import PUBLIC

SECRET = "a secret that stands beside the release"
OUTSIDE = [
    "../secret",
    "..%2fsecret",
    "%2e%2e/secret",
    "..%252fsecret",
    "....//secret",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..\\secret",
    "secret%00",
    "../../0001/measures/old",
    "101-offered/../../secret",
    "101-offered%2f..%2fsecret",
    "unknown-measure",
    "quality",
    "release",
    "figures.parquet",
    "101-OFFERED",
    "a" * 101,
    "-",
    "é",
    "",
]


def patterns() -> list[URLPattern]:
    """Every address of the public site. Those of the register have a test of their own, tests/register/test_every_route.py."""
    return PUBLIC


def takes_measure(pattern: URLPattern) -> bool:
    """Whether an address names a measure."""
    return "measure_id" in pattern.pattern.converters


@pytest.fixture
def guarded(new_site: Client, tmp_path: Path) -> Client:
    """A site with secrets above, beside and inside its release; an older release has a measure more."""
    old, new = (write_example_release(tmp_path, number=number) for number in (1, 2))
    (old / "measures" / "old.json").write_text(json.dumps({"title": SECRET}))
    for folder in (tmp_path, tmp_path / "releases", new, new / "measures", new / "charts"):
        for name in ("secret", "secret.json", "secret-wide.svg"):
            (folder / name).write_text(json.dumps({"title": SECRET}))
    return new_site


@pytest.mark.parametrize("outside", OUTSIDE)
def test_no_identifier_leads_out_of_the_release(guarded: Client, outside: str) -> None:
    for pattern in filter(takes_measure, patterns()):
        address = "/" + str(pattern.pattern).replace("<measure:measure_id>", outside)
        response = guarded.get(address)
        assert response.status_code == 404, address
        assert SECRET not in response.content.decode()


@pytest.mark.parametrize("outside", OUTSIDE)
def test_no_such_address_can_even_be_written(outside: str) -> None:
    for pattern in filter(takes_measure, patterns()):
        if (
            outside.replace("-", "").isalnum()
            and outside.islower()
            and len(outside) <= 100
            and outside.isascii()
        ):
            assert outside in reverse(str(pattern.name), args=[outside])
        else:
            with pytest.raises(NoReverseMatch):
                reverse(str(pattern.name), args=[outside])


@pytest.mark.parametrize(
    "path",
    [
        "../settings.py",
        "..%2fsettings.py",
        "answerable/../../settings.py",
        "settings.py",
        "answerable/",
        "answerable/%2e%2e/%2e%2e/wsgi.py",
        "answerable/no-such.css",
    ],
)
def test_static_files_are_the_built_ones_only(guarded: Client, path: str) -> None:
    assert guarded.get(f"/static/{path}").status_code == 404


def test_addresses_without_a_measure_show_the_newest_release_and_no_secret(guarded: Client) -> None:
    for pattern in patterns():
        if not takes_measure(pattern):
            for names in ([[name] for name in DATA_FILES] if "name" in pattern.pattern.converters else [[]]):
                response = guarded.get(reverse(str(pattern.name), args=names))
                assert response.status_code == 200
                assert SECRET not in response.content.decode(errors="replace")


def test_a_folder_that_is_no_release_is_passed_over(guarded: Client, tmp_path: Path) -> None:
    for name in ("work-0003", "0003.tmp", "latest", "3"):
        (tmp_path / "releases" / name).mkdir()
        (tmp_path / "releases" / name / "release.json").write_text(
            json.dumps({"format": 1, "number": SECRET})
        )
    (tmp_path / "releases" / "0004").mkdir()
    assert json.loads(guarded.get("/healthz").content)["release"] == 2


def test_a_measure_not_in_the_header_is_not_shown_even_where_its_file_is_there(guarded: Client) -> None:
    assert guarded.get("/measures/secret/").status_code == 404
