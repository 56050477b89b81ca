"""The rating: a declared, versioned rule that turns facts into one code, with every reason that applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from answerable.content import content_files, unknown_keys
from answerable.errors import InputError, did_you_mean
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
KEYS = ("rating_rule", "version", "title", "about", "minimum_coverage", "minimum_denominator", "stale_after", "ratings",
        "rules")
DEFAULT_RULE = "default-1"


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
    figure out of fewer is a small sample, None where the rule sets no minimum; text: the file as it was read.
    """

    id: str
    title: str
    about: str
    minimum_coverage: float
    stale_after: int
    ratings: tuple[Named, ...]
    conditions: tuple[Condition, ...]
    minimum_denominator: int | None = None
    text: str = field(default="", repr=False, compare=False)

    def named(self, rating: str) -> Named:
        """A rating by its code."""
        return next(named for named in self.ratings if named.code == rating)

    def words(self, rating: str) -> str:
        """What a rating is called."""
        return self.named(rating).words


@dataclass(frozen=True)
class Rating:
    """The rating of a figure: its code, its words, the facts that gave it by name, the deciding first, and how it stands to
    the force (see Named)."""

    code: str
    words: str
    because: tuple[str, ...]
    stands: str = UNMARKED


def rate(rule: RatingRule, facts: Facts) -> Rating:
    """Rate by the first condition that holds; the facts of every further one that holds follow as reasons."""
    known = asdict(facts)
    holding = [condition for condition in rule.conditions if condition.holds(known)]
    because = dict.fromkeys(fact for condition in holding for fact, _ in condition.when)
    named = rule.named(holding[0].rating)
    return Rating(named.code, named.words, tuple(because), named.stands)


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
        conditions=_conditions(fields_of_file, [named.code for named in ratings]),
        minimum_denominator=_minimum_denominator(fields_of_file), text=path.read_text("utf-8"))
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


def _gaps(conditions: Iterable[Condition]) -> Iterator[str]:
    """A fault for each rule that never decides, and for the first case that no rule rates."""
    left: list[boxes.Box] = [boxes.whole(FACTS)]
    for number, condition in enumerate(conditions, 1):
        if not boxes.meets(left, condition.box):
            yield f"rule {number} can never decide: earlier rules take its cases. Move it up, or remove it."
        left = boxes.left_after(left, condition.box)
    if left:
        case = ", ".join(f"{fact} {value}" for fact, value in boxes.first_case(left[0], FACTS).items())
        yield (f"no rule rates the case {case}. Add a rule for it; a last rule with an empty 'when' takes "
               "what is left.")


assert tuple(each.name for each in fields(Facts)) == tuple(FACTS), "Facts and FACTS name the same facts"
