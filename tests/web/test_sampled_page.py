"""What the page of a measure says of a sample or survey."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from example_release import write_example_release

from answerable.judgement.samples import Sample, interval

RATE = {"label": "Victims", "value": 35.2, "text": "35.2%", "numerator": 74, "denominator": 210, "status": "final"}


def changed(folder: Path, measure: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a measure of the newest release, as if it had been released so."""
    path, header = folder / "measures" / f"{measure}.json", json.loads((folder / "release.json").read_bytes())
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content))
    header["files"][f"measures/{measure}.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "release.json").write_text(json.dumps(header))


def with_interval(figure: dict[str, Any], count: int, size: int) -> None:
    found = interval(Sample(count, size))
    figure |= {"value": 100 * count / size, "numerator": count, "denominator": size,
               "interval": found.as_json() if found else None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_example_release(tmp_path)


def text(site: Client, address: str) -> str:
    return " ".join(site.get(address, follow=True).content.decode().split())


def test_the_headline_table_and_note_say_what_is_left_open(new_site: Client, folder: Path) -> None:
    def sampled(content: dict[str, Any]) -> None:
        for figure in (content["headline"], *content["figures"]):
            with_interval(figure, 46, 60)
        content["response"] = [RATE, RATE | {"label": ""}]

    changed(folder, "chat-answered-within-60s", sampled)
    page = text(new_site, "/measures/chat-answered-within-60s")
    for words in ("Of the whole: 64% to 86% with 95% confidence", "Of the whole, with 95% confidence</th>", ">64% to 86%</td>",
                  "What a sample leaves open", "It does not cover those who did not answer",
                  "Victims: 35.2% of those asked answered.", "<li>35.2% of those asked answered."):
        assert words in page


def test_a_survey_without_a_single_figure_has_its_ranges_too(new_site: Client, folder: Path) -> None:
    changed(folder, "contacts-by-channel", lambda content: with_interval(content["breakdowns"][0]["rows"][0], 10, 10))
    page = text(new_site, "/measures/contacts-by-channel")
    assert ">72% to 100%</td>" in page
    assert "What a sample leaves open" in page
    header, first, *_rest = new_site.get("/measures/contacts-by-channel/figures.csv").content.decode().splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    assert float(cells["interval_low"]) == pytest.approx(72.2467)
    assert float(cells["interval_high"]) == 100


def test_a_count_of_all_says_nothing_of_the_kind(new_site: Client, folder: Path) -> None:
    page = text(new_site, "/measures/101-answered-within-30s")
    assert "confidence" not in page.split('id="others"')[0]
    assert "What a sample leaves open" not in page
