"""The built files: what was built is what is there, and it comes from where ASSETS.json says."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

ROOT = Path(__file__).parents[2]
BUILT = Path(settings.STATIC_ROOT) / "answerable"
ASSETS: dict[str, Any] = json.loads((BUILT / "ASSETS.json").read_text(encoding="utf-8"))


def test_every_file_has_the_content_it_was_built_with() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
             for path in BUILT.iterdir() if path.name != "ASSETS.json"}
    assert found == ASSETS["files"], "run `npm ci && npm run build` in frontend/ and commit what it writes"


def test_packages_are_those_pinned_each_with_its_licence() -> None:
    pinned = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"[0-9.]+", version) for version in pinned.values())
    locked = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    bundled = (BUILT / "LICENCES-vega.txt").read_text(encoding="utf-8")
    for package in ASSETS["packages"]:
        name, version = package["name"], package["version"]
        assert locked[f"node_modules/{name}"]["version"] == pinned.get(name, version) == version
        assert package["licence"] in ("MIT", "OFL-1.1", "BSD-3-Clause", "ISC")
        own = BUILT / f"LICENCE-{name.rpartition('/')[2]}.txt"
        assert f"{name} {version}\n" in bundled or own.stat().st_size > 500


def test_before_a_chart_is_in_view_little_script_is_sent() -> None:
    assert (BUILT / f"{ASSETS['entries']['main.js']}.gz").stat().st_size < 60_000
    assert (BUILT / f"{ASSETS['entries']['vega.js']}.gz").stat().st_size < 160_000


def test_no_script_makes_functions_out_of_text() -> None:
    # The site's content security policy forbids it, and the chart would stay a picture.
    for name in ("main.js", "vega.js"):
        script = (BUILT / ASSETS["entries"][name]).read_text(encoding="utf-8")
        assert not re.search(r"\beval\(", script), name


def test_no_address_of_a_registry_is_in_the_lock() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


def test_the_style_refers_only_to_files_that_are_there_and_to_nothing_of_the_state() -> None:
    style = (BUILT / ASSETS["entries"]["app.css"]).read_text(encoding="utf-8")
    referred = re.findall(r'url\("?([^")]+)', style)
    assert len(referred) == 4
    assert {address.removeprefix("./") for address in referred} <= set(ASSETS["files"])
    assert not re.search("crest|crown|GDS Transport", style)


def test_a_squeezed_file_holds_what_the_plain_one_does() -> None:
    squeezed = list(BUILT.glob("*.gz"))
    assert len(squeezed) == 4
    assert all(gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes() for path in squeezed)


@pytest.mark.parametrize("name", ASSETS["entries"])
def test_each_is_served_from_the_package_for_ever(site: Client, name: str) -> None:
    response = site.get(f"/static/answerable/{ASSETS['entries'][name]}")
    assert response.status_code == 200
    assert b"".join(response) == (BUILT / ASSETS["entries"][name]).read_bytes()
    assert "immutable" in response.headers["Cache-Control"]


def test_the_license_of_the_checker_of_accessibility_is_kept_with_it() -> None:
    folder = ROOT / "tests" / "vendor" / "axe-core"
    assert "Mozilla Public License" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert "axe v4.14.1" in (folder / "axe.min.js").read_text(encoding="utf-8")[:200]
