"""Colours that can be seen: the contrasts of WCAG 2.2, and one meaning in one colour on charts and pages."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from answerable.charts import palette


@pytest.mark.parametrize(("name", "colour"), palette.TEXT_COLOURS.items())
def test_text_can_be_read(name: str, colour: str) -> None:
    assert palette.contrast(colour, palette.PAPER) >= 4.5, name


@pytest.mark.parametrize(("name", "colour"), palette.MARK_COLOURS.items())
def test_marks_can_be_seen(name: str, colour: str) -> None:
    assert palette.contrast(colour, palette.PAPER) >= 3, name
    if name == "hatching":
        assert palette.contrast(colour, palette.GAP_GROUND) >= 3


def test_contrast_is_that_of_the_guidelines() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_each_special_cause_has_a_shape_and_a_colour_of_its_own() -> None:
    marks = [palette.USUAL, *palette.SPECIAL_CAUSES.values()]
    assert len({mark.shape for mark in marks}) == len({mark.colour for mark in marks}) == 4


def test_a_signal_on_a_page_has_the_colour_it_has_on_the_chart() -> None:
    style = next((settings.STATIC_ROOT / "answerable").glob("app-*.css")).read_text(encoding="utf-8")
    for cause, mark in palette.SPECIAL_CAUSES.items():
        fill = re.search(rf"\.app-signal--{cause} \.app-signal__shape\{{fill:(#[0-9a-f]+)", style)
        assert fill is not None
        assert fill[1] == mark.colour
