"""What is kept of a release is never told of another one, on another day or in the other language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings
from django.utils import translation
from django.utils.safestring import mark_safe
from example_release import write_example_release

from answerable.web.components.templatetags.answerable import signal_words
from answerable.web.performance.reading import KEPT_ANSWERS, Release, newest_release, one_release
from answerable.web.register.commands_promises import add_promise
from answerable.web.register.promises_standing import _course, course_now
from answerable.words import speaking


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    write_example_release(tmp_path, number=1)
    with override_settings(WORKSPACE=tmp_path):
        yield tmp_path


def number() -> int:
    release = newest_release()
    assert release is not None
    return release.number


def test_a_page_is_told_by_one_release_also_where_a_newer_one_comes_meanwhile(workspace: Path) -> None:
    with one_release():
        assert number() == 1
        write_example_release(workspace, number=2)
        assert number() == 1
        with translation.override("cy"):
            assert number() == 1
    assert number() == 2
    with one_release():
        assert number() == 2


def test_an_answer_is_worked_out_once_and_anew_for_every_release_and_language(workspace: Path) -> None:
    first = newest_release()
    assert first is not None
    assert [first.once("day", lambda: "one"), first.once("day", lambda: "two")] == ["one", "one"]
    assert first.welsh.once("day", lambda: "un") == "un"
    write_example_release(workspace, number=2)
    second = newest_release()
    assert second is not None
    assert second.once("day", lambda: "newer") == "newer"
    assert first.once("day", lambda: "never asked") == "one"


def test_answers_that_are_nothing_are_kept_too_and_their_number_is_bounded(workspace: Path) -> None:
    release = Release(workspace / "releases" / "0001")
    assert release.once("nothing", lambda: None) is None
    assert release.once("nothing", lambda: "something") is None
    for place in range(KEPT_ANSWERS + 10):
        release.once(place, lambda: place)   # noqa: B023 (worked out before the loop goes on)
    assert len(release._worked_out) <= KEPT_ANSWERS


def said(promise: Any, language: str) -> str:
    with translation.override(language), speaking(language[:2]):
        found = course_now(promise)
        return found.reason if found else ""


def test_the_course_of_a_promise_is_in_the_language_of_the_page_with_and_without_a_release(
        workspace: Path, cast: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    promise = add_promise(by=None, kind="target", words="We will be at 80%.", force=cast.force, said_on=date(2026, 1, 5),
                          measure_id="no-such-measure", comparison=">=", threshold=80.0, due=date(2027, 1, 31))
    for folder in (workspace, tmp_path_factory.mktemp("without-release")):
        with override_settings(WORKSPACE=folder):
            english, welsh = said(promise, "en-gb"), said(promise, "cy")
            assert english == "The release has no measure “no-such-measure”."
            assert welsh
            assert welsh != english
            assert (said(promise, "en-gb"), said(promise, "cy")) == (english, welsh)


def test_the_course_of_a_promise_is_worked_out_anew_on_another_day(workspace: Path) -> None:
    release = newest_release()
    row = ("101-answered-within-30s", ">=", 80.0, date(2031, 1, 31), "month", None)
    ahead = _course(release, row, date(2030, 12, 1), "")
    assert _course(release, row, date(2030, 12, 1), "") is ahead
    over = _course(release, row, date(2031, 2, 1), "")
    assert over is not None
    assert over.reason == "The figure of January 2031 has not come yet."
    assert over != ahead


def test_a_signal_that_is_kept_escapes_what_is_not_html() -> None:
    assert "&lt;b&gt;late&lt;/b&gt;" in signal_words("usual", "<b>late</b>")
    assert "<b>late</b>" in signal_words("usual", mark_safe("<b>late</b>"))
    assert "&lt;b&gt;late&lt;/b&gt;" in signal_words("usual", "<b>late</b>")
    assert signal_words("usual", "late") != signal_words("concern", "late")
