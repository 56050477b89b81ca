"""What the example release says of its definitions: families, versions, where they are used; and its Data Package."""

from __future__ import annotations

import hashlib
import json
from typing import Any

Json = dict[str, Any]
PARENTS = {"101-answered-within-30s": "101-offered", "101-abandoned": "101-answered-within-30s",
           "999-answered-within-10s": "999-mean-time-to-answer"}
FIGURES = "\ufeffmeasure,version,value\r\n101-offered,2,31000\r\n".encode()
# The month from which the second version of 101-abandoned holds.
SECOND_FROM = "2025-12-01"


def example_keeping(measure: Json) -> Json:
    """The parts of a measure's file that say how its definition is kept. One measure has none of them, as in a release
    made before they were there."""
    if measure["id"] == "999-mean-time-to-answer":
        return {}
    parent = PARENTS.get(measure["id"])
    figures = measure["figures"]
    if measure["id"] == "101-abandoned":
        figures = [figure | {"version": 2 if figure["period_start"] >= SECOND_FROM else 1} for figure in figures]
    return {"parent": parent, "figures": figures, "working": _working(measure), "versions": _versions(measure),
            "used_in": {
                "targets": [{"target": "t", "version": 1, "words": measure["target"]["words"], "from": "2025-04-01",
                             "to": None}] if measure["target"] else [],
                "rating_rules": ["default-1"] if measure["judgement"] else [], "first_release": None,
                "parent": {"id": parent, "title": f"Title of {parent}"} if parent else None,
                "children": [{"id": "not-shown", "title": "A measure without figures"}], "same_population": []}}


def _working(measure: Json) -> str:
    headline = measure["headline"]
    if not headline or headline["denominator"] is None:
        return ""
    return f"{headline['numerator']:,} ÷ {headline['denominator']:,} = {headline['text']}" if headline["numerator"] else ""


def _versions(measure: Json) -> list[Json]:
    second = {"version": 2, "current": True, "title": measure["title"], "in_force_from": SECOND_FROM, "date": SECOND_FROM,
              "change": "Any hang-up counts", "digest": "ab" * 32, "meaning": {}, "sql": measure["sql"], "text": "",
              "author": "A. Analyst", "checked_by": None, "before": 1, "differences": [
                  {"what": "Hang-ups left out before", "before": "5 seconds", "after": ""},
                  {"what": "Title", "before": "Old title", "after": measure["title"]}],
              "sql_changes": [[" ", "SELECT period,"], ["-", "  queue_ms >= 5000"], ["+", measure["sql"]]]}
    first = second | {"version": 1, "current": False, "title": "Old title", "in_force_from": None, "date": "2023-11-01",
                      "change": "First version", "before": None, "differences": [], "sql_changes": []}
    return [second, first]


def example_package() -> dict[str, bytes]:
    """The files of a Data Package, by name."""
    files = {"figures.csv": FIGURES, "figures.parquet": b"PAR1", "measures.csv": b"measure\r\n" * 2000,
             "judgements.csv": b"measure\r\n", "benchmarks.csv": b"measure\r\n", "peers.csv": b"measure\r\n",
             "projections.csv": b"measure\r\n"}
    resources = [{"name": name.replace(".", "-"), "path": name, "title": name, "description": f"The table {name}.",
                  "format": name.partition(".")[2], "bytes": len(content),
                  "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                  "schema": {"fields": [{"name": "measure", "type": "string", "description": "The measure's id"}]}}
                 for name, content in files.items()]
    package = {"name": "example", "resources": resources, "licenses": [
        {"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0", "path": "https://licence.example/ogl"}]}
    return files | {"datapackage.json": json.dumps(package).encode()}
