"""Every word that the program writes for people has its meaning in the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from pages import DOCS

from answerable.comparing import benchmarks
from answerable.decisions import kinds as decisions
from answerable.documents.minutes import comparing as stated_figures
from answerable.documents.minutes import rules as minutes
from answerable.forecasting.declared_days import EVENT_KINDS
from answerable.judgement import against_peers, contradictions, funnels, kinds, plans, ratings, rules, stated, targets
from answerable.judgement.funnel_forms import FORMS
from answerable.ledger import entries, forecasters, scoring
from answerable.measures import definition, figure
from answerable.measures.parts import STATISTICS
from answerable.periods import PERIODS
from answerable.records import contract
from answerable.records.tables import TABLES

GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
EXPLAINED = set(re.findall(r"`([^`\n]+)`", GLOSSARY))

VOCABULARIES: dict[str, Iterable[str]] = {
    "tables": TABLES,
    "outcomes": contract.OUTCOMES,
    "channels": contract.CHANNELS,
    "origins": contract.ORIGINS,
    "dimensions": {name for table in TABLES.values() for name in table.series_columns},
    "clocks of the other tables": {clock.name for table in TABLES.values() for clock in table.clocks},
    "statistics of a backlog": STATISTICS,
    "clocks": contract.WAIT_CLOCKS,
    "durations": contract.DURATIONS,
    "periods": PERIODS,
    "kinds of measure": definition.KINDS,
    "units": definition.UNITS.values(),
    "directions": definition.DIRECTIONS,
    "resolutions": definition.RESOLUTIONS,
    "statuses of a figure": figure.STATUSES,
    "statuses of a target": targets.STATUSES,
    "statuses of a benchmark": benchmarks.STATUSES,
    "confidence in a benchmark": benchmarks.CONFIDENCES,
    "clocks of a benchmark": benchmarks.CLOCKS,
    "readings of a benchmark": benchmarks.READINGS,
    "statistics of a benchmark": benchmarks.STATISTICS,
    "kinds of chart": kinds.KINDS,
    "seasons": plans.SEASONS,
    "rule sets": rules.RULE_SETS,
    "rules": {rule.code for rule_set in rules.RULE_SETS.values() for rule in rule_set.rules},
    "kinds of funnel": FORMS,
    "positions in a funnel": funnels.OUTSIDE,
    "trends beside the peers'": (against_peers.SAME, against_peers.MORE, against_peers.LESS),
    "facts": {word for words in ratings.FACTS.values() for word in words},
    "kinds of decision": decisions.KINDS,
    "kinds of declared event": EVENT_KINDS,
    "kinds of entry of the ledger": entries.KINDS,
    "what becomes of a forecast": scoring.STATUSES,
    "sides of a bias": (forecasters.CAUTIOUS, forecasters.TOO_HOPEFUL, forecasters.TOO_LOW, forecasters.TOO_HIGH),
    "stages of scrutiny": decisions.STAGES,
    "ratings": {named.code for named in ratings.rating_rule().ratings},
    "how a rating stands": {*ratings.STANDS, ratings.UNMARKED},
    "how a rating word stands": stated.STANDS,
    "contradictions": contradictions.TITLES,
    "kinds of proposal": set(minutes.KINDS) - {minutes.NEXT_MEETING},
    "claims of minutes": minutes.CLAIMS,
    "how a figure stated stands": stated_figures.STANDINGS,
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_of_a_vocabulary_is_explained(name: str) -> None:
    assert set(VOCABULARIES[name]) <= EXPLAINED


def test_a_rating_is_shown_in_the_words_of_the_rule() -> None:
    found = re.findall(r"^\| `([a-z-]+)` \| ([A-Z][^|]*) \| `([a-z]+)` \|$", GLOSSARY, re.MULTILINE)
    rows = {code: (words, stands) for code, words, stands in found}
    shown = {named.code: (named.words, named.stands) for named in ratings.rating_rule().ratings}
    assert {code: rows[code] for code in shown} == shown
