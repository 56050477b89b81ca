"""The rating: a declared, versioned rule that turns facts into one code, with every reason that applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from answerable.content import content_files, unknown_keys
from answerable.errors import InputError, did_you_mean
from answerable.judgement.reading import Fields

# Every fact a rule may ask for, with the values it can have.
FACTS: dict[str, tuple[str, ...]] = {
    "figure": ("current", "provisional", "stale", "none", "not-available"),
    "coverage": ("enough", "low", "unknown"),
    "signal": ("common-cause", "special-cause-improvement", "special-cause-concern", "special-cause-neutral",
               "too-few-points", "none"),
    "target": ("met", "missed", "none"),
    "assurance": ("consistent-pass", "consistent-fail", "inconsistent", "none"),
}
KEYS = ("rating_rule", "version", "title", "about", "minimum_coverage", "stale_after", "ratings", "rules")
DEFAULT_RULE = "default-1"


@dataclass(frozen=True)
class Facts:
    """What is known of the figure to be rated; each field holds one of the values that FACTS lists for it."""

    figure: str
    coverage: str
    signal: str
    target: str
    assurance: str


@dataclass(frozen=True)
class Condition:
    """A rating, and for each fact that matters to it the values under which it holds."""

    rating: str
    when: tuple[tuple[str, frozenset[str]], ...]

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether every fact named has one of its values."""
        return all(facts[fact] in values for fact, values in self.when)


@dataclass(frozen=True)
class RatingRule:
    """A versioned rating rule.

    ratings: pairs of code and words; stale_after: in periods; minimum_coverage: a share, 0 to 1.
    """

    id: str
    title: str
    about: str
    minimum_coverage: float
    stale_after: int
    ratings: tuple[tuple[str, str], ...]
    conditions: tuple[Condition, ...]

    def words(self, rating: str) -> str:
        """What a rating is called."""
        return dict(self.ratings)[rating]


@dataclass(frozen=True)
class Rating:
    """The rating of a figure: its code, its words, and the facts that gave it by name, the deciding first."""

    code: str
    words: str
    because: tuple[str, ...]


def rate(rule: RatingRule, facts: Facts) -> Rating:
    """Rate by the first condition that holds; the facts of every further one that holds follow as reasons."""
    known = asdict(facts)
    holding = [condition for condition in rule.conditions if condition.holds(known)]
    because = dict.fromkeys(fact for condition in holding for fact, _ in condition.when)
    return Rating(holding[0].rating, rule.words(holding[0].rating), tuple(because))


def read_rating_rule(path: Path) -> RatingRule:
    """The rating rule in one YAML file.

    Raises DefinitionError that lists every fault: an unknown key, fact, value or rating, a case of the facts
    that no rule rates, and a rule that can never decide because earlier ones take all its cases.
    """
    fields_of_file = Fields(path, "rating rule", KEYS)
    ratings = _ratings(fields_of_file)
    rule = RatingRule(
        id=fields_of_file.name("rating_rule", version=fields_of_file.whole("version")),
        title=fields_of_file.text("title"), about=fields_of_file.text("about", default=""),
        minimum_coverage=fields_of_file.number("minimum_coverage", least=0, most=1),
        stale_after=fields_of_file.whole("stale_after"), ratings=ratings,
        conditions=_conditions(fields_of_file, [code for code, _ in ratings]))
    if not fields_of_file.faults:
        fields_of_file.faults += _gaps(rule.conditions)
    fields_of_file.finish()
    return rule


def rating_rule(name: str = DEFAULT_RULE, own: Path | None = None) -> RatingRule:
    """The rating rule of that id, of the folder `own` or shipped. Raises InputError where there is none."""
    files = content_files("ratings", own)
    if name not in files:
        raise InputError(f"unknown rating rule '{name}'.",
                         remedy=f"{did_you_mean(name, files)} Known: {', '.join(files)}.".lstrip())
    return read_rating_rule(files[name])


def _ratings(file: Fields) -> tuple[tuple[str, str], ...]:
    given = file.content.get("ratings")
    if isinstance(given, dict) and given:
        pairs = tuple(given.items())
        if all(isinstance(part, str) for pair in pairs for part in pair):
            return pairs
    file.faults.append(f"ratings is '{given}'. Write each rating's code with its words, such as "
                       "'not-rated: Not rated'.")
    return ()


def _conditions(file: Fields, ratings: list[str]) -> tuple[Condition, ...]:
    given = file.content.get("rules")
    if not isinstance(given, list) or not given:
        file.faults.append(f"rules is '{given}'. Write a list of rules, each with 'rating' and 'when'.")
        return ()
    return tuple(_condition(file, f"rule {number}", rule, ratings) for number, rule in enumerate(given, 1))


def _condition(file: Fields, place: str, given: Any, ratings: list[str]) -> Condition:
    when = given.get("when", {}) if isinstance(given, dict) else None
    if not isinstance(when, dict):
        file.faults.append(f"{place}: '{given}' is no rule. Write {{rating: CODE, when: {{FACT: VALUE}}}}.")
        return Condition("", ())
    file.faults += unknown_keys(given, ("rating", "when"), inside=place)
    file.faults += unknown_keys(when, FACTS, inside=place)
    rating = given.get("rating")
    if rating not in ratings:
        file.faults.append(f"{place}: rating '{rating}' stands not among the ratings of this file. "
                           f"{did_you_mean(str(rating), ratings)} Add it to 'ratings'.".replace("  ", " "))
    return Condition(str(rating), tuple((fact, _values(file, place, fact, value))
                                        for fact, value in when.items() if fact in FACTS))


def _values(file: Fields, place: str, fact: str, given: Any) -> frozenset[str]:
    values = [str(value) for value in given] if isinstance(given, list) else [str(given)]
    for value in values:
        if value not in FACTS[fact]:
            hint = did_you_mean(value, FACTS[fact])
            file.faults.append(f"{place}: {fact} is '{value}'. {hint} Values are {', '.join(FACTS[fact])}."
                               .replace("  ", " "))
    return frozenset(values)


@cache
def cases() -> tuple[Mapping[str, str], ...]:
    """Every combination of facts."""
    return tuple(dict(zip(FACTS, values, strict=True)) for values in product(*FACTS.values()))


def _gaps(conditions: Iterable[Condition]) -> Iterator[str]:
    """A fault for the first case that no rule rates, and for each rule that never decides."""
    left = list(cases())
    for number, condition in enumerate(conditions, 1):
        rest = [facts for facts in left if not condition.holds(facts)]
        if len(rest) == len(left):
            yield f"rule {number} can never decide: earlier rules take its cases. Move it up, or remove it."
        left = rest
    if left:
        case = ", ".join(f"{fact} {value}" for fact, value in left[0].items())
        yield (f"no rule rates the case {case}. Add a rule for it; a last rule with an empty 'when' takes "
               "what is left.")


assert tuple(field.name for field in fields(Facts)) == tuple(FACTS), "Facts and FACTS name the same facts"
