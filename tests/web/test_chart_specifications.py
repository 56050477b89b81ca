"""Every chart is valid Vega-Lite, by the language's own schema, and compiles to Vega without a warning."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import vl_convert
from example_charts import funnel_of, week_of, with_season, with_varying_limits
from example_projections import projection
from example_release import example_measures, gap_and_break, special_cause

from answerable.charts.control import control_chart
from answerable.charts.drawing import Picture
from answerable.charts.fan import fan_chart
from answerable.charts.funnel import funnel
from answerable.charts.heat import heat_map
from answerable.charts.multiples import small_multiples

VENDOR = Path(__file__).parents[1] / "vendor" / "vega-lite"
MEASURES = [*(measure for measure in example_measures() if measure["chart"]["points"]), with_season(), with_varying_limits()]
FUNNELS = {"linear": [400 + 37 * place for place in range(20)], "sqrt": [200 * (1 + place // 2) for place in range(40)],
           "log": [int(900 * 1.13 ** place) for place in range(43)]}


@cache
def schema() -> Any:
    """The checker of Vega-Lite specifications."""
    text = gzip.decompress((VENDOR / "vega-lite-schema-6.4.1.json.gz").read_bytes())
    return jsonschema.Draft7Validator(json.loads(text))


def pictures() -> dict[str, Picture]:
    """One picture of each kind, and of each thing that a chart may have to show."""
    found = {f"control-{number}-{measure['id']}": control_chart(measure, width="wide").picture
             for number, measure in enumerate(MEASURES)}
    found |= {f"funnel-{scale}": funnel(funnel_of(sizes), width="narrow") for scale, sizes in FUNNELS.items()}
    fan = gap_and_break()
    found["fan"] = fan_chart(fan | {"projection": projection(fan)}, width="wide").picture
    found["heat"] = heat_map(week_of(), unit="percent", width="wide")
    found["multiples"] = small_multiples([gap_and_break(), special_cause(), *MEASURES[-2:]], width="wide")
    return found


each_picture = pytest.mark.parametrize(("name", "picture"), pictures().items(), ids=pictures())


@each_picture
@pytest.mark.parametrize("with_text", [True, False])
def test_a_chart_is_valid_by_the_schema_of_the_language(name: str, picture: Picture, with_text: bool) -> None:
    faults = [f"{list(fault.absolute_path)}: {fault.message[-200:]}"
              for fault in schema().iter_errors(picture.spec(with_text=with_text))]
    assert faults == [], name


@each_picture
def test_a_chart_compiles_without_a_warning(name: str, picture: Picture, capfd: pytest.CaptureFixture[str]) -> None:
    vega = vl_convert.vegalite_to_vega(picture.spec(), show_warnings=True)
    said = capfd.readouterr()
    assert said.out + said.err == "", name
    assert vega["$schema"].endswith("vega/v6.json")


def test_the_checks_find_faults() -> None:
    spec = control_chart(MEASURES[0], width="wide").spec()
    spec["layer"][0]["mark"] = {"type": "no-such-mark"}
    assert not schema().is_valid(spec)


def test_no_chart_fetches_anything() -> None:
    for name, picture in pictures().items():
        assert '"url"' not in json.dumps(picture.spec()), name


def test_the_licence_of_the_schema_is_kept_with_it() -> None:
    assert "Redistribution and use" in (VENDOR / "LICENSE").read_text(encoding="utf-8")
