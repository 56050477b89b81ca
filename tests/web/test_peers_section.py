"""The section "Among its peers" of a measure's page: sentence first, then the table; no rank without its interval."""

from __future__ import annotations

import re

from django.test import Client

ADDRESS = "/measures/101-answered-within-30s"


def text(site: Client, address: str = ADDRESS) -> str:
    """A page, with runs of white space made one."""
    return " ".join(site.get(address, follow=True).content.decode().split())


def section(site: Client) -> str:
    page = text(site)
    return page[page.index('id="peers"'):page.index('id="others"')]


def test_the_sentence_comes_before_the_table(site: Client) -> None:
    part = section(site)
    said = "Westshire Police has 76.0% for 2025/26: within the limits among the 8 forces of the group"
    assert part.index(said) < part.index("<table")
    assert "beyond limits of chance alone there are 8." in part


def test_forces_stand_in_the_order_of_their_names_the_own_one_first(site: Client) -> None:
    rows = re.findall(r'<th scope="row" class="govuk-table__header">([^<]+)</th>', section(site))
    forces = [row for row in rows if "Police" in row][:9]
    assert forces[0] == "Westshire Police (this force)"
    assert forces[1:] == sorted(forces[1:])


def test_no_rank_stands_on_the_page_without_its_interval(site: Client) -> None:
    part = section(site)
    cells = re.findall(r"<td class=\"govuk-table__cell\">(\d[^<]*)</td>", part)
    assert len(cells) == 8
    assert all(re.fullmatch(r"\d+ of 8, could be \d+ to \d+", cell) for cell in cells)
    assert len(re.findall(r"\d+ of \d+, could be \d+ to \d+", part)) == len(re.findall(r"could be", part)) >= 9


def test_who_is_not_placed_is_there_with_the_reason(site: Client) -> None:
    part = section(site)
    assert re.search(r"Heathshire Police</th>.*?50.0%.*?Not placed: no denominator is known", part)


def test_notes_of_others_are_never_markup(site: Client) -> None:
    assert "&lt;b&gt;counts&lt;/b&gt; otherwise" in section(site)
    assert "<b>counts</b>" not in section(site)


def test_a_group_that_is_too_small_has_a_table_and_no_limits(site: Client) -> None:
    part = section(site)
    small = part[part.index('id="funnel-2"'):part.index('id="peer-trend"')]
    assert "3 forces can be held side by side for 2025/26. A funnel needs 6." in small
    assert "Rank" not in small
    assert "Northshire Police" in small


def test_the_trend_says_whether_it_is_told_apart(site: Client) -> None:
    part = section(site)
    assert "Westshire Police changed by −10.0 percentage points, its 7 peers by" in part
    assert "a change for the worse beside them" in part


def test_a_measure_without_peers_has_no_such_section(site: Client) -> None:
    assert "Among its peers" not in text(site, "/measures/999-answered-within-10s")
