"""`answerable sample`: what a sample tells, how many to look at, and whether two surveys differ."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from answerable.cli.printing import as_json
from answerable.errors import InputError
from answerable.judgement.sample_differences import difference
from answerable.judgement.sample_sizes import size_to_tell, size_within, size_without_any, told_words
from answerable.judgement.samples import METHOD_WORDS, Interval, Sample, interval, lower_bound, percent, upper_bound
from answerable.words import _, format_count

Told = tuple[str, dict[str, Any]]


def sample(arguments: Namespace) -> None:
    """Answer a question about samples: one sentence, or JSON with every digit."""
    words, numbers = {"interval": _interval, "size": _size, "difference": _difference}[arguments.what](arguments)
    print(as_json({"sentence": words, **numbers}) if arguments.format == "json" else words)


def _interval(arguments: Namespace) -> Told:
    if len(arguments.numbers) != 2:
        raise InputError("an interval is of two numbers: how many were found, and how many were looked at.",
                         remedy="answerable sample interval 46 60")
    count, size = (_whole(word) for word in arguments.numbers)
    found = Sample(count, size, arguments.population)
    level = arguments.level / 100
    around = interval(found, level=level, method=arguments.method)
    numbers = {"count": found.count, "size": found.size, "population": found.population, "share": 100 * found.share}
    if around is None:
        words = _("{count} of {size} is {share}: all of them were looked at, so this is no sample and has no interval.")
        return words.format(**_named(found)), numbers | {"interval": None}
    bounds = {"at_least": 100 * lower_bound(found, level=level, method=arguments.method),
              "at_most": 100 * upper_bound(found, level=level, method=arguments.method)}
    return _interval_words(found, around), numbers | {"interval": around.as_json(), "one_sided": bounds}


def _interval_words(found: Sample, around: Interval) -> str:
    known = _(" of the {population}").format(population=format_count(found.population)) if found.population else ""
    told = _("{count} of {size} is {share}; of the whole{known} it is {told} ({method}).")
    if found.count in (0, found.size):
        told = _("{count} of {size} is not {share} of the whole{known}: {told} ({method}).")
    return told.format(**_named(found), known=known, told=around.said_of(found.share), method=METHOD_WORDS[around.method])


def _named(found: Sample) -> dict[str, str]:
    # The share found is said with one decimal, as figures are: 46 of 60 is 76.7%.
    return {"count": format_count(found.count), "size": format_count(found.size), "share": percent(round(found.share, 3))}


def _size(arguments: Namespace) -> Told:
    asked = [name for name in ("tell", "within", "none_over") if getattr(arguments, name) is not None]
    if len(asked) != 1 or arguments.numbers:
        raise InputError("one question at a time: how many are needed for what?",
                         remedy="Use one of --tell 90 from 80, --within 5, --none-over 5.")
    words, numbers = {"tell": _tell, "within": _within, "none_over": _none_over}[asked[0]](arguments)
    of = {"population": arguments.population, "level": arguments.level / 100}
    return words, numbers | of


def _tell(arguments: Namespace) -> Told:
    hoped, between, other = arguments.tell
    if between != "from":
        raise InputError(f"'{' '.join(arguments.tell)}' is not understood.", remedy="Write it as --tell 90 from 80.")
    shares = _number(hoped) / 100, _number(other) / 100
    plan = size_to_tell(*shares, level=arguments.level / 100, power=arguments.power / 100, population=arguments.population)
    return told_words(plan, *shares, arguments.population), {"size": plan.size, "needed": plan.needed, "higher": plan.higher,
                                       "wrongly": plan.wrongly, "rightly": plan.rightly}


def _within(arguments: Namespace) -> Told:
    size = size_within(arguments.within / 100, expected=arguments.expect / 100, level=arguments.level / 100,
                       population=arguments.population)
    words = _("Look at {size}{known}: the share found is then true of the whole to within {margin} points either way, with "
              "{level} confidence, {when}.")
    when = _("whatever is found") if arguments.expect == 50 else _("where about {expect} is found").format(
        expect=percent(arguments.expect / 100))
    return words.format(size=format_count(size), known=_known(arguments), margin=f"{arguments.within:g}",
                        level=percent(arguments.level / 100), when=when), {"size": size}


def _none_over(arguments: Namespace) -> Told:
    size = size_without_any(arguments.none_over / 100, level=arguments.level / 100, population=arguments.population)
    words = _("Look at {size}{known}: where none of them is bad, at most {most} of the whole is, with {level} confidence.")
    return words.format(size=format_count(size), known=_known(arguments), most=percent(arguments.none_over / 100),
                        level=percent(arguments.level / 100)), {"size": size}


def _known(arguments: Namespace) -> str:
    return _(" of the {population}").format(population=format_count(arguments.population)) if arguments.population else ""


def _difference(arguments: Namespace) -> Told:
    if len(arguments.numbers) != 2:
        raise InputError("a difference is of two samples, the earlier first.",
                         remedy="answerable sample difference 46/60 61/70")
    earlier, later = (_sample(word) for word in arguments.numbers)
    found = difference(earlier, later, level=arguments.level / 100, same_people=arguments.same_people)
    words = _("From {earlier} to {later}: {told} (Newcombe, method 10).").format(
        earlier=percent(round(earlier.share, 3)), later=percent(round(later.share, 3)), told=found.words)
    sides = {name: {"count": side.count, "size": side.size, "share": 100 * side.share}
             for name, side in (("earlier", earlier), ("later", later))}
    return words, {**sides, **found.as_json()}


def _sample(word: str) -> Sample:
    parts = word.split("/")
    if len(parts) != 2:
        raise InputError(f"'{word}' is no sample.", remedy="Write it as 46/60: how many were found, of how many looked at.")
    return Sample(_whole(parts[0]), _whole(parts[1]))


def _whole(word: str) -> int:
    if not word.strip().isdigit():
        raise InputError(f"'{word}' is not a whole number.", remedy="Write numbers without commas: 1250.")
    return int(word)


def _number(word: str) -> float:
    try:
        return float(word.removesuffix("%"))
    except ValueError as error:
        raise InputError(f"'{word}' is no share in per cent.", remedy="Write it as 90 or 92.5.") from error
