"""The rating: a declared, versioned rule that turns facts into one code, with every reason that applied."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from answerable.content import content_files, unknown_keys
from answerable.errors import DefinitionError, InputError, did_you_mean
from answerable.judgement import boxes
from answerable.judgement.reading import Fields

# Every fact a rule may ask for, with the values it can have.
FACTS: dict[str, tuple[str, ...]] = {
    "figure": ("current", "provisional", "stale", "none", "not-available"),
    "coverage": ("enough", "low", "unknown"),
    "sample": ("enough", "small", "unknown"),
    "signal": ("common-cause", "special-cause-improvement", "special-cause-concern", "special-cause-neutral",
               "too-few-points", "none"),
    "target": ("met", "missed", "none"),
    "assurance": ("consistent-pass", "consistent-fail", "inconsistent", "none"),
    "trend": ("improving", "worsening", "static", "none"),
    "benchmark": ("better", "level", "worse", "none"),
    "peers": ("better", "usual", "worse", "none"),
    "children": ("concern", "none-of-concern", "none"),
}
FAVOURABLE, UNFAVOURABLE, NEUTRAL, UNMARKED = "favourable", "unfavourable", "neutral", "unmarked"
STANDS = (FAVOURABLE, UNFAVOURABLE, NEUTRAL)
# What speaks against the force, or against relying on its figure: with any of these no rating may be favourable unless the
# rule's file declares it.
AGAINST: dict[str, frozenset[str]] = {fact: frozenset(values) for fact, values in {
    "figure": ("provisional", "stale", "none", "not-available"), "coverage": ("low",), "sample": ("small",),
    "signal": ("special-cause-concern",), "target": ("missed",), "trend": ("worsening", "static"), "benchmark": ("worse",),
    "peers": ("worse",), "children": ("concern",)}.items()}
# What a rating that stands against the force must rest on, one of them at least.
EVIDENCE = ("signal", "target", "trend", "benchmark", "peers", "children")
KEYS = ("rating_rule", "version", "title", "about", "minimum_coverage", "maximum_untimed", "minimum_denominator",
        "stale_after", "favourable_despite", "ratings", "rules")
DEFAULT_RULE = "default-2"


@dataclass(frozen=True)
class Facts:
    """What is known of the figure to be rated; each field holds one of the values that FACTS lists for it."""

    figure: str
    coverage: str
    sample: str = "unknown"
    signal: str = "none"
    target: str = "none"
    assurance: str = "none"
    trend: str = "none"
    benchmark: str = "none"
    peers: str = "none"
    children: str = "none"


@dataclass(frozen=True)
class Condition:
    """A rating, and for each fact that matters to it the values under which it holds."""

    rating: str
    when: tuple[tuple[str, frozenset[str]], ...]

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether every fact named has one of its values."""
        return all(facts[fact] in values for fact, values in self.when)

    @property
    def box(self) -> boxes.Box:
        """Every case under which it holds."""
        return dict(self.when)


@dataclass(frozen=True)
class Named:
    """A rating that a rule can give: its code, its words, and how it stands to the force: one of STANDS, or UNMARKED where
    the rule's file does not say."""

    code: str
    words: str
    stands: str


@dataclass(frozen=True)
class RatingRule:
    """A versioned rating rule.

    ratings: those that it can give; stale_after: in periods; minimum_coverage: a share, 0 to 1; minimum_denominator: a
    figure out of fewer is a small sample, None where the rule sets no minimum; maximum_untimed: the share, 0 to 1, of records
    without a usable time above which the coverage is low; favourable_despite: what speaks against the force and yet leaves
    a rating favourable, as declared; text: the file as it was read.
    """

    id: str
    title: str
    about: str
    minimum_coverage: float
    stale_after: int
    ratings: tuple[Named, ...]
    conditions: tuple[Condition, ...]
    minimum_denominator: int | None = None
    maximum_untimed: float = 1.0
    favourable_despite: tuple[tuple[str, frozenset[str]], ...] = ()
    text: str = field(default="", repr=False, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what the rule does and what its ratings are called; not of its title, comments or order of keys."""
        return hashlib.sha256(json.dumps(self.meaning(), sort_keys=True).encode()).hexdigest()

    def meaning(self) -> dict[str, Any]:
        """The parts of the rule by their names in its file, as plain values. A part at its default is left out, so that one
        which a later version of the program knows changes no digest."""
        parts = {"minimum_coverage": self.minimum_coverage, "stale_after": self.stale_after,
                 "minimum_denominator": self.minimum_denominator,
                 "maximum_untimed": None if self.maximum_untimed == 1 else self.maximum_untimed,
                 "favourable_despite": _plain(self.favourable_despite) or None,
                 "ratings": {named.code: [named.words, named.stands] for named in self.ratings},
                 "rules": [[condition.rating, _plain(condition.when)] for condition in self.conditions]}
        return {name: value for name, value in parts.items() if value is not None}

    def named(self, rating: str) -> Named:
        """A rating by its code."""
        return next(named for named in self.ratings if named.code == rating)

    def words(self, rating: str) -> str:
        """What a rating is called."""
        return self.named(rating).words


def _plain(when: Iterable[tuple[str, frozenset[str]]]) -> dict[str, list[str]]:
    return {fact: sorted(values) for fact, values in when}


@dataclass(frozen=True)
class Rating:
    """The rating of a figure: its code, its words, the facts that gave it by name, the deciding first, how it stands to
    the force (see Named), and the facts that the deciding rule itself names."""

    code: str
    words: str
    because: tuple[str, ...]
    stands: str = UNMARKED
    decided_by: tuple[str, ...] = ()


def rate(rule: RatingRule, facts: Facts) -> Rating:
    """Rate by the first condition that holds; the facts of every further one that holds follow as reasons."""
    known = asdict(facts)
    holding = [condition for condition in rule.conditions if condition.holds(known)]
    because = dict.fromkeys(fact for condition in holding for fact, _ in condition.when)
    named = rule.named(holding[0].rating)
    return Rating(named.code, named.words, tuple(because), named.stands, tuple(fact for fact, _ in holding[0].when))


def read_rating_rule(path: Path) -> RatingRule:
    """The rating rule in one YAML file.

    Raises DefinitionError that lists every fault: an unknown key, fact, value or rating, a case of the facts
    that no rule rates, a rule that can never decide because earlier ones take all its cases, a favourable rating in spite of
    what speaks against the force unless it is declared, and an unfavourable one that nothing speaks for.
    """
    fields_of_file = Fields(path, "rating rule", KEYS)
    ratings = _ratings(fields_of_file)
    rule = RatingRule(
        id=fields_of_file.name("rating_rule", version=fields_of_file.whole("version")),
        title=fields_of_file.text("title"), about=fields_of_file.text("about", default=""),
        minimum_coverage=fields_of_file.number("minimum_coverage", least=0, most=1),
        stale_after=fields_of_file.whole("stale_after"), ratings=ratings,
        conditions=_conditions(fields_of_file, [named.code for named in ratings]),
        minimum_denominator=_minimum_denominator(fields_of_file),
        maximum_untimed=fields_of_file.number("maximum_untimed", default=1, least=0, most=1),
        favourable_despite=_despite(fields_of_file), text=path.read_text("utf-8"))
    if not fields_of_file.faults:
        fields_of_file.faults += [*_gaps(rule.conditions), *_unfair(rule)]
    fields_of_file.finish()
    return rule


def rating_rule(name: str = DEFAULT_RULE, own: Path | None = None) -> RatingRule:
    """The rating rule of that id, of the folder `own` or shipped.

    Raises InputError where there is none, DefinitionError for a faulty one, and for one of `own` that does something else than
    the shipped one of its name: a reader who finds that name in a release must find one rule under it.
    """
    files = content_files("ratings", own)
    if name not in files:
        raise InputError(f"unknown rating rule '{name}'.",
                         remedy=f"{did_you_mean(name, files)} Known: {', '.join(files)}.".lstrip())
    rule, shipped_file = read_rating_rule(files[name]), content_files("ratings").get(name)
    if shipped_file not in (None, files[name]) and read_rating_rule(shipped_file).digest != rule.digest:
        raise DefinitionError(f"the rating rule '{name}' does something else than the shipped one of that name.",
                              where=str(files[name]), remedy="Give it a name of its own, and put that name under 'rating_rule' "
                              "in answerable.toml.")
    return rule


def _minimum_denominator(file: Fields) -> int | None:
    return file.whole("minimum_denominator") if "minimum_denominator" in file.content else None


def _ratings(file: Fields) -> tuple[Named, ...]:
    given = file.content.get("ratings")
    if not isinstance(given, dict) or not given:
        file.faults.append(f"ratings is '{given}'. Write each rating's code with its words, such as "
                           "'not-rated: {words: Not rated, stands: neutral}'.")
        return ()
    return tuple(_named(file, str(code), part) for code, part in given.items())


def _named(file: Fields, code: str, given: Any) -> Named:
    """A rating as a file writes it: {words, stands}, or its words alone, which do not say how it stands."""
    if isinstance(given, str) and given.strip():
        return Named(code, given.strip(), UNMARKED)
    if not isinstance(given, dict):
        file.faults.append(f"ratings: {code} is '{given}'. Write {{words: WORDS, stands: {' | '.join(STANDS)}}}.")
        return Named(code, code, UNMARKED)
    part = Fields(file.path, "rating", ("words", "stands"), content=given, inside=f"ratings: {code}")
    named = Named(code, part.text("words"), part.choice("stands", STANDS))
    file.faults += part.faults
    return named


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


def _decided(conditions: Iterable[Condition]) -> Iterator[tuple[Condition, list[boxes.Box]]]:
    """Each condition with the cases that it decides; at the end one without a rating, with the cases that none decides."""
    left: list[boxes.Box] = [boxes.whole(FACTS)]
    for condition in conditions:
        yield condition, boxes.shared(left, condition.box)
        left = boxes.left_after(left, condition.box)
    yield Condition("", ()), left


def _gaps(conditions: Iterable[Condition]) -> Iterator[str]:
    """A fault for each rule that never decides, and for the first case that no rule rates."""
    *decided, (_none, left) = _decided(conditions)
    for number, (_condition, cases) in enumerate(decided, 1):
        if not cases:
            yield f"rule {number} can never decide: earlier rules take its cases. Move it up, or remove it."
    if left:
        case = ", ".join(f"{fact} {value}" for fact, value in boxes.first_case(left[0], FACTS).items())
        yield (f"no rule rates the case {case}. Add a rule for it; a last rule with an empty 'when' takes "
               "what is left.")


def _unfair(rule: RatingRule) -> Iterator[str]:
    """Faults for favourable ratings in spite of what speaks against the force, beyond what is declared or short of it; and for
    unfavourable ones that nothing speaks for."""
    stands = {named.code: named.stands for named in rule.ratings}
    declared = {(fact, value) for fact, values in rule.favourable_despite for value in values}
    nothing_against = {fact: frozenset(FACTS[fact]) - AGAINST[fact] for fact in EVIDENCE}
    used: set[tuple[str, str]] = set()
    for number, (condition, cases) in enumerate(_decided(rule.conditions), 1):
        place = f"rule {number}: '{condition.rating}' is {stands.get(condition.rating)}, and can be given where"
        if stands.get(condition.rating) == FAVOURABLE:
            despite = set(_against(cases))
            used |= despite
            for fact, value in sorted(despite - declared):
                yield (f"{place} {fact} is {value}. Put a rule for {fact} {value} before it, or declare it: "
                       f"favourable_despite: {{{fact}: [{value}]}}.")
        if stands.get(condition.rating) == UNFAVOURABLE and boxes.meets(cases, nothing_against):
            yield f"{place} nothing speaks against the force. Name in its 'when' what does: {', '.join(EVIDENCE)}."
    for fact, value in sorted(declared - used):
        yield f"favourable_despite: {fact} {value} never leaves a rating favourable. Take it out."


def _against(cases: list[boxes.Box]) -> Iterator[tuple[str, str]]:
    """Every fact and value against the force that some of the cases has."""
    for fact, values in AGAINST.items():
        yield from ((fact, value) for value in values if boxes.meets(cases, {fact: frozenset({value})}))


def _despite(file: Fields) -> tuple[tuple[str, frozenset[str]], ...]:
    given = file.content.get("favourable_despite") or {}
    if not isinstance(given, dict):
        file.faults.append(f"favourable_despite is '{given}'. Write {{FACT: [VALUE]}}.")
        return ()
    file.faults += unknown_keys(given, AGAINST, inside="favourable_despite")
    return tuple((fact, _values(file, "favourable_despite", fact, value)) for fact, value in given.items() if fact in AGAINST)


assert tuple(each.name for each in fields(Facts)) == tuple(FACTS), "Facts and FACTS name the same facts"
