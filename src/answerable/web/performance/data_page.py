"""The page on the data as a whole: the release's Data Package, file by file, and how to open it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.web.performance.reading import Release

# What the site hands out of a release besides its pages: the Data Package, and nothing that is not named here.
DATA_FILES = {"datapackage.json": "application/json", "figures.csv": "text/csv; charset=utf-8",
              "figures.parquet": "application/vnd.apache.parquet", "measures.csv": "text/csv; charset=utf-8",
              "judgements.csv": "text/csv; charset=utf-8", "benchmarks.csv": "text/csv; charset=utf-8",
              "peers.csv": "text/csv; charset=utf-8", "projections.csv": "text/csv; charset=utf-8"}


def data_context(release: Release) -> dict[str, Any]:
    """The parts of the page. A release made before there were Data Packages has no files."""
    package = release.data_package()
    if package is None:
        return {"package": None, "files": []}
    files = [{"name": resource["path"], "title": resource["title"], "about": resource["description"],
              "kind": resource["format"].upper() if resource["format"] == "csv" else resource["format"].capitalize(),
              "size": size_words(resource["bytes"]), "hash": resource["hash"].removeprefix("sha256:"),
              "columns": resource["schema"]["fields"]} for resource in package["resources"]]
    return {"package": package, "files": files, "licence": next(iter(package.get("licenses", [])), None)}


def size_words(size: int) -> str:
    """A number of bytes as people read it: "640 bytes", "14 kB", "1.2 MB"."""
    if size < 1000:
        return ngettext("{n} byte", "{n} bytes", size).format(n=size)
    return _("{n} kB").format(n=round(size / 1000)) if size < 1_000_000 else _("{n:.1f} MB").format(n=size / 1_000_000)
