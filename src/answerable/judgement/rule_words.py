"""A rating rule in plain words: what every value of every fact says, so that a reader needs no names of the program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from answerable.judgement.facts import PLAIN_REASONS
from answerable.judgement.ratings import FACTS
from answerable.words import _, mark

# (fact, value) → a clause that can follow "If"; what a rating's own reasons call the same where they have words for it.
CLAUSES: dict[tuple[str, str], str] = {key: words for key, (_code, words) in PLAIN_REASONS.items()} | {
    ("coverage", "low"): mark("too few of the expected records came, or too many lack a usable time"),
    ("sample", "small"): mark("the figure rests on too few cases"),
    ("signal", "common-cause"): mark("the latest figure is within its usual range"),
    ("signal", "special-cause-improvement"): mark("the latest figure is a change for the better"),
    ("signal", "special-cause-concern"): mark("the latest figure is a change for the worse"),
    ("signal", "special-cause-neutral"): mark("the latest figure is a change that is neither better nor worse"),
    ("signal", "too-few-points"): mark("there are too few figures to say what is usual"),
    ("target", "met"): mark("the target is met"),
    ("target", "missed"): mark("the target is missed"),
    ("assurance", "consistent-pass"): mark("the target is to be expected to be met every time"),
    ("assurance", "consistent-fail"): mark("the target is to be expected to be missed every time"),
    ("assurance", "inconsistent"): mark("the target is met or missed by chance"),
    ("trend", "improving"): mark("the figures are better than a year before"),
    ("trend", "worsening"): mark("the figures are worse than a year before"),
    ("trend", "static"): mark("it is meant to move (a target is missed, or names no value) and no movement can be told "
                              "from chance"),
    ("benchmark", "better"): mark("the figure is better than the published one it compares with"),
    ("benchmark", "level"): mark("the figure is level with the published one it compares with"),
    ("benchmark", "worse"): mark("the figure is worse than the published one it compares with"),
    ("peers", "better"): mark("the figure is better than is usual among its peers"),
    ("peers", "usual"): mark("the figure is as is usual among its peers"),
    ("peers", "worse"): mark("the figure is worse than is usual among its peers"),
    ("children", "concern"): mark("a part of it is of concern"),
    ("children", "none-of-concern"): mark("none of its parts is of concern"),
}


def clause(fact: str, value: str) -> str:
    """What a value of a fact says, as a clause without capital or full stop. One that this version does not know is named as
    the rule's file names it."""
    words = CLAUSES.get((fact, value))
    return _(words) if words else f"{fact}: {value}"


def condition_words(when: Mapping[str, Collection[str]], rating: str) -> str:
    """A condition of a rule as a sentence without its full stop: "If the target is missed and …: Off target".

    when: fact → the values under which it holds; rating: what the rating is called.
    """
    if not when:
        return _("In every other case: {rating}").format(rating=rating)
    clauses = [_either(fact, values, alone=len(when) == 1) for fact, values in when.items()]
    return _("If {conditions}: {rating}").format(conditions=_(" and ").join(clauses), rating=rating)


def _either(fact: str, values: Collection[str], *, alone: bool) -> str:
    """One fact's part of a condition; "either" keeps its "or" apart from an "and" that follows."""
    said = _(" or ").join(clause(fact, value) for value in _in_order(fact, values))
    return said if alone or len(values) == 1 else _("either {choice}").format(choice=said)


def _in_order(fact: str, values: Collection[str]) -> Iterable[str]:
    """In the order in which the facts are listed; those not listed at the end."""
    known = FACTS.get(fact, ())
    return sorted(values, key=lambda value: (known.index(value) if value in known else len(known), value))
