"""A measure's page says how its usual range was worked out, and why so."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.test import Client
from example_release import write_example_release

ADDRESS = "/measures/101-answered-within-30s"


def evidence(site: Client) -> str:
    page = " ".join(site.get(ADDRESS, follow=True).content.decode().split())
    return page[page.index('id="evidence"'):]


def test_the_page_names_the_chart_plan_its_words_and_its_reason(new_site: Client, tmp_path: Path) -> None:
    release, name = write_example_release(tmp_path), f"{ADDRESS[1:]}.json"
    measure = json.loads((release / name).read_bytes())
    measure["chart"]["plan"] = {"id": "ours-1", "words": "Shares; rules <x>", "reason": "Months differ much.",
                                "within_possible": True}
    content = json.dumps(measure).encode()
    (release / name).write_bytes(content)
    header = json.loads((release / "release.json").read_bytes())
    header["files"][name] = hashlib.sha256(content).hexdigest()
    (release / "release.json").write_text(json.dumps(header), encoding="utf-8")
    assert "Shares; rules &lt;x&gt;. Months differ much. (chart plan ours-1)" in evidence(new_site)


def test_a_release_from_before_chart_plans_says_nothing_of_one(site: Client) -> None:
    said = evidence(site)
    assert "chart plan" not in said
    assert "Control chart rules making-data-count-r-0.2.2" in said
