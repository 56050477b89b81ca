"""A release as a Data Package (https://datapackage.org/standard/data-package/, version 2): tables with their metadata.

Excel, Power BI, R and SQL read the tables as they are; `datapackage.json` says what each column means, how the tables
belong together, and the SHA-256 of each file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from answerable.judging import Assessed
from answerable.measures.explain import in_words, sql
from answerable.measures.meaning import meaning_digest
from answerable.measures.versions import in_force_from
from answerable.records.contract import DIMENSIONS
from answerable.records.store import write_durably
from answerable.releases.data_package_tables import (
    BENCHMARKS,
    FIGURES,
    JUDGEMENTS,
    MEASURES,
    PEERS,
    PROJECTIONS,
    Field,
    Table,
)
from answerable.sampling import interval_columns
from answerable.words import english
from answerable.workspace import LICENCES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
NAME = "datapackage.json"
# A spreadsheet would take text that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Excel reads a CSV file as UTF-8 only with this mark at its beginning; every other reader passes over it.
BYTE_ORDER_MARK = "\ufeff"
ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Publication:
    """What is released: the header of the release, as release.json holds it, and each measure with its release file's
    content."""

    header: Mapping[str, Any]
    licence: str
    sources: Sequence[str]
    measures: Sequence[tuple[Assessed, Mapping[str, Any]]]


def write_data_package(folder: Path, publication: Publication) -> None:
    """Write figures.csv, figures.parquet, measures.csv, judgements.csv, benchmarks.csv, peers.csv, projections.csv and
    datapackage.json into a release's folder."""
    figures = list(figure_rows(publication))
    table = _with_dimensions(figures)
    _write_csv(folder / "figures.csv", table, figures)
    _write_parquet(folder / "figures.parquet", table, figures)
    _write_csv(folder / "measures.csv", MEASURES, measure_rows(publication))
    _write_csv(folder / "judgements.csv", JUDGEMENTS, judgement_rows(publication))
    _write_csv(folder / "benchmarks.csv", BENCHMARKS, benchmark_rows(publication))
    _write_csv(folder / "peers.csv", PEERS, peer_rows(publication))
    _write_csv(folder / "projections.csv", PROJECTIONS, projection_rows(publication))
    resources = [_resource(folder / name, described) for name, described in
                 (("figures.csv", table), ("figures.parquet", table), ("measures.csv", MEASURES),
                  ("judgements.csv", JUDGEMENTS), ("benchmarks.csv", BENCHMARKS), ("peers.csv", PEERS),
                  ("projections.csv", PROJECTIONS))]
    content = _about(publication) | {"resources": resources}
    write_durably(folder / NAME, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode())


def figure_rows(publication: Publication) -> Iterable[Row]:
    """Every monthly figure, and the latest one by each dimension in which it differs."""
    for item, content in publication.measures:
        common = {"measure": item.measure.id, "family": item.measure.group, "period": "month", "unit": item.measure.unit}
        for figure in item.figures:
            told = {"untimed": figure.untimed, "note": english(figure.note)}
            yield common | figure.as_json() | told | interval_columns(item.measure, figure)
        for part in () if item.measure.dimensions else content["breakdowns"]:
            for row in part["rows"]:
                around = row.get("interval") or {}
                yield common | row | {part["dimension"]: row["label"], "interval_low": around.get("low"),
                                      "interval_high": around.get("high")}


def measure_rows(publication: Publication) -> Iterable[Row]:
    """Every version of every measure that has figures."""
    for item, _content in publication.measures:
        for number, measure in sorted((item.versions or {item.measure.version: item.measure}).items()):
            words, keeper = in_words(measure), measure.keeper
            logged = [entry["change"] for entry in item.measure.keeper.change_log if entry["version"] == number]
            yield {"measure": measure.id, "version": number, "current": number == item.measure.version,
                   "in_force_from": in_force_from(item.measure, number), "family": measure.group,
                   "parent": measure.parent, "title": measure.title, "unit": measure.unit, "direction": measure.direction,
                   "kind": measure.kind, "records": measure.table, "counted": words.counted, "out_of": words.out_of,
                   "clock": words.clock, "left_out": words.left_out, "why_it_matters": keeper.why_it_matters,
                   "caveats": " ".join(keeper.caveats), "author": keeper.author, "checked_by": keeper.checked_by,
                   "review_due": keeper.review_due, "change": " ".join(logged), "meaning": meaning_digest(measure),
                   "sql": sql(measure)}


def judgement_rows(publication: Publication) -> Iterable[Row]:
    """The judgement of every measure that has one."""
    for item, content in publication.measures:
        judged, headline, target = content["judgement"], content["headline"], content["target"] or {}
        if not judged or not headline:
            continue
        said = {f"{part}{end}": (judged.get(part) or {}).get(key) for part in ("rating", "signal", "assurance")
                for end, key in (("", "code"), ("_words", "words"))}
        said |= {part: (judged.get(part) or {}).get("code") for part in ("trend", "benchmark", "peers")}
        yield {"measure": item.measure.id, "version": headline["version"], **said, "sentence": judged["sentence"],
               "rating_stands": judged["rating"]["stands"],
               "parts_of_concern": ", ".join(part["id"] for part in judged["children"] if part["stands"] == "unfavourable"),
               **{name: headline[name] for name in ("period_start", "period_end", "value", "status")},
               **{f"target_{key}": target.get(key)
                  for key in ("value", "comparison", "aim", "since", "status", "owner", "words")},
               "reasons": "; ".join(reason["words"] for reason in judged["reasons"]),
               "rule_set": judged["rule_set"], "chart_plan": content["chart"]["plan"]["id"],
               "rating_rule": judged["rating_rule"], **_decided(judged)}


def _decided(judged: Mapping[str, Any]) -> Row:
    """What people decided beside the rating, as it stood on the day of the release."""
    override, stage = judged.get("override") or {}, judged.get("stage") or {}
    rating = override.get("rating") or {}
    return {"override": rating.get("code"), "override_words": rating.get("words"), "override_expires": override.get("expires"),
            "stage": stage.get("code"), "stage_latest": stage.get("latest")}


def benchmark_rows(publication: Publication) -> Iterable[Row]:
    """Every published figure of others that is like a measure."""
    for item, content in publication.measures:
        for told in content["benchmarks"]:
            yield {**told, "measure": item.measure.id, "version": item.measure.version, "benchmark": told["id"],
                   "period_start": told["from"], "period_end": told["to"], "published": told["text"],
                   "peer_groups": ", ".join(told["peer_groups"]), "disagrees_with": ", ".join(told["disagrees_with"])}


def peer_rows(publication: Publication) -> Iterable[Row]:
    """Every force in every funnel."""
    for item, content in publication.measures:
        for funnel in content["funnels"]:
            group = funnel["group"]["id"] if funnel["group"] else None
            for point in funnel["points"]:
                yield {**point, "measure": item.measure.id, "version": item.measure.version, "peer_group": group,
                       "period_start": funnel["period"]["from"], "period_end": funnel["period"]["to"],
                       "method": funnel["method"]}


def projection_rows(publication: Publication) -> Iterable[Row]:
    """Every month ahead of every measure that is projected."""
    for item, content in publication.measures:
        projection = content.get("projection") or {}
        for step in projection.get("steps") or ():
            yield {**step, "measure": item.measure.id, "version": item.measure.version, "unit": item.measure.unit,
                   "method": f"{projection['method']['id']} {projection['method']['version']}",
                   "made_at": projection["made_at"], "entry": projection["entry"]}


def _with_dimensions(figures: Sequence[Row]) -> Table:
    """The table of figures with a column for each dimension: those of contacts always, others where they occur."""
    known = {field.name for field in FIGURES.fields} | {"label", "text", "interval"}
    names = dict.fromkeys([*DIMENSIONS, *(name for row in figures for name in row if name not in known)])
    fields = [Field(name, "string", f"The {name.replace('_', ' ')} that the figure is of; empty: all of them")
              for name in names]
    return FIGURES.with_fields(fields, unique=("measure", "period", "period_start", *names))


def _write_csv(path: Path, table: Table, rows: Iterable[Row]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows([_cell(row.get(field.name)) for field in table.fields] for row in rows)
    write_durably(path, (BYTE_ORDER_MARK + out.getvalue()).encode())


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _write_parquet(path: Path, table: Table, rows: Sequence[Row]) -> None:
    columns = {field.name: pa.array([_typed(row.get(field.name), field) for row in rows], ARROW[field.type])
               for field in table.fields}
    pq.write_table(pa.table(columns), path)


def _typed(value: Any, field: Field) -> Any:
    if value is None or value == "":
        return None
    if field.type == "date":
        return date.fromisoformat(value)
    return float(value) if field.type == "number" else value


def _resource(path: Path, table: Table) -> dict[str, Any]:
    content, kind = path.read_bytes(), path.suffix[1:]
    text = {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\r\n"}} if kind == "csv" else {}
    return {"name": path.stem if kind == "csv" else f"{path.stem}-{kind}", "path": path.name, "type": "table",
            "title": table.title, "description": table.about, "format": kind, "mediatype": MEDIA_TYPES[kind], **text,
            "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "schema": {"$schema": TABLE_PROFILE, **table.schema()}}


def _about(publication: Publication) -> dict[str, Any]:
    header = publication.header
    name, number = header["workspace"]["name"], header["number"]
    about = "Nothing in it is real: a made-up force. " if header["workspace"]["made_up"] else ""
    licence = LICENCES.get(publication.licence)
    return {"$schema": PROFILE, "name": f"{_slug(name)}-release-{number}", "version": f"{number}.0.0",
            "title": f"How {name} answers the public: release {number}",
            "description": f"{about}Figures, their definitions and their judgements. {header['note']}".strip(),
            "created": header["created_at"], "contributors": [{"title": name, "roles": ["publisher"]}],
            "sources": [{"title": source} for source in publication.sources],
            **({"licenses": [{"name": publication.licence, "title": licence[0], "path": licence[1]}]} if licence else {}),
            "release": {"number": number, "made_up": header["workspace"]["made_up"], "cut_off": header["cut_off"],
                        "manifest": header["manifest"], "answerable": header["answerable"]}}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "force"
