"""Texts are said once and written in two languages; what differs is kept as texts alone."""

from __future__ import annotations

import pytest

from answerable.errors import DefinitionError
from answerable.words import (
    Texts,
    _,
    capital,
    english,
    format_things,
    format_value,
    laid_over,
    mark,
    ngettext,
    overlay,
    recording,
    sentence_end_off,
    small,
    speaking,
)


def said() -> str:
    """A sentence out of nested parts, as a release makes it."""
    value = format_value(98.5, "percent")
    return _("There is no figure for {period}: {reason}.").format(
        period="October 2026", reason=_("{why} for {lacking} of {contacts}").format(
            why=small(_("No figure")), lacking=value, contacts=format_things(2, mark("record"), mark("records"))))


def test_a_recorded_sentence_is_written_in_both_languages() -> None:
    with recording():
        text = said()
    assert Texts("en").said(text) == said()
    welsh = Texts("cy").said(text)
    assert "98.5%" in welsh
    assert "Hydref 2026" in welsh
    assert not set(welsh) & set("\ue000\ue001\ue002\ue003")
    assert welsh != said()


def test_a_first_letter_and_a_full_stop_are_changed_in_the_language_that_is_written() -> None:
    with recording():
        texts = [capital(_("no figure")), small(_("Higher is better.")), sentence_end_off(_("Higher is better."))]
    assert [Texts("en").said(text) for text in texts] == ["No figure", "higher is better.", "Higher is better"]
    assert [Texts("cy").said(text) for text in texts] == ["Dim ffigur", "gorau po uchaf.", "Gorau po uchaf"]


def test_a_plural_takes_the_form_of_its_number_in_each_language() -> None:
    with recording():
        texts = [ngettext("{number} minute", "{number} minutes", number).format(number=number) for number in (1, 2, 3)]
    assert list(map(english, texts)) == ["1 minute", "2 minutes", "3 minutes"]
    assert list(map(Texts("cy").said, texts)) == ["1 munud", "2 funud", "3 munud"]


def test_a_title_is_looked_up_wherever_it_stands_whole() -> None:
    texts = Texts("cy", {"Calls given up": "Galwadau a adawyd"})
    with recording():
        text = _("{title} is {rating}").format(title="Calls given up", rating=_("Within the limits"))
    assert texts.said(text) == "Galwadau a adawyd: O fewn y terfynau"
    assert texts.said("Calls given up, mostly") == "Calls given up, mostly"


def test_codes_stay_and_words_are_said() -> None:
    tree = {"code": "steady", "label": "target", "status": "target", "rows": [{"label": "May 2026", "value": 1.5}, None]}
    assert Texts("cy").written(tree) == {
        "code": "steady", "label": "targed", "status": "target", "rows": [{"label": "Mai 2026", "value": 1.5}, None]}


def test_a_language_is_spoken_while_texts_are_recorded() -> None:
    with recording():
        with speaking("cy"):
            assert _("no figure") == "dim ffigur"
        assert _("no figure") != "no figure"
    assert _("no figure") == "no figure"


def test_an_error_that_ends_the_recording_speaks_english() -> None:
    with pytest.raises(DefinitionError, match=r"^here: no figure\. Higher is better\.$") as raised, recording():
        raise DefinitionError(_("no figure") + ".", where="here", remedy=_("Higher is better."), faults=[_("no figure")])
    assert raised.value.faults == ("no figure",)


def test_what_differs_is_kept_as_texts_alone() -> None:
    tree = {"label": "May 2026", "value": 1.5, "rows": [{"words": "no figure"}, {"words": "x"}]}
    welsh = Texts("cy").written(tree)
    over = overlay(tree, welsh)
    assert over == {"label": "Mai 2026", "rows": {"0": {"words": "dim ffigur"}}}
    assert laid_over(tree, over) == welsh
    assert overlay(tree, tree) is None
    with pytest.raises(ValueError, match=r"1\.5"):
        overlay(tree, tree | {"value": 1.6})


def test_what_an_overlay_lacks_can_be_told_apart() -> None:
    assert laid_over({"a": "one", "b": ["two", 3]}, {"a": "un"}, str.upper) == {"a": "un", "b": ["TWO", 3]}
