"""The verb `roster`: named people are given their shifts, or a roster that there is is checked."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.roster_verb import DEFAULT_RULES
from answerable.cli.table_files import check_ending, write_rows
from answerable.clocks import zone
from answerable.comparing.stated_ratings import file_lines
from answerable.errors import InputError
from answerable.staffing.rosters.making import check, make_roster
from answerable.staffing.rosters.need import Need
from answerable.staffing.rosters.person import Person, Roster
from answerable.staffing.rosters.reading import read_duties, read_need, read_people, with_duties_before
from answerable.staffing.rosters.reasons import reasons
from answerable.staffing.rules.breaches import Breach
from answerable.staffing.rules.checking import breaches
from answerable.staffing.rules.checking_days import publication
from answerable.staffing.rules.duties import PersonDuties, has_night_work, local
from answerable.staffing.rules.kinds import Publication, RuleSet
from answerable.staffing.rules.reading import read_rules
from answerable.words import format_count, format_things, join_words


def roster(arguments: Namespace) -> int:
    """Make a roster, or check one."""
    zone(arguments.zone)
    sets = [read_rules(name) for name in arguments.rules or DEFAULT_RULES]
    if arguments.check:
        return _check(arguments, sets)
    if not arguments.need or not arguments.people:
        raise InputError("a roster needs the need and the people.", remedy="Say `answerable roster NEED --people FILE`, or "
                         "--check FILE for a roster that there is.")
    if arguments.out:
        check_ending(Path(arguments.out))
    need = read_need(file_lines(Path(arguments.need)), arguments.need, first=arguments.first, days=arguments.days,
                     zone=arguments.zone)
    made = _made(arguments, need, sets)
    found = check(made, sets)
    _print(arguments, made, sets, found)
    if arguments.out:
        write_rows(Path(arguments.out), list(_duties(made)), _document(made, sets, found, arguments))
    return 0


def _made(arguments: Namespace, need: Need, sets: Sequence[RuleSet]) -> Roster:
    people = read_people(file_lines(Path(arguments.people)), arguments.people, need)
    if arguments.before:
        before = read_duties(file_lines(Path(arguments.before)), arguments.before, arguments.zone)
        people = with_duties_before(people, before, need)
    progress = Progress("Rostering", quiet=arguments.quiet)
    progress.tell(f"{format_things(len(people), 'person', 'people')}, {format_things(need.total, 'duty', 'duties')}, at most "
                  f"{arguments.seconds} seconds")
    made = make_roster(need, people, sets, seconds=arguments.seconds, workers=arguments.workers, seed=arguments.seed,
                       better=lambda price, bound: progress.tell(f"one that costs {price}; none costs less than {bound:g}"))
    progress.done("the best there is" if made.proven else "not proven to be the best")
    return made


def _print(arguments: Namespace, made: Roster, sets: Sequence[RuleSet], found: list[list[Breach]]) -> None:
    if arguments.format == "json":
        print(as_json(_document(made, sets, found, arguments)))
    elif arguments.format == "csv":
        print(as_csv(list(_duties(made))))
    else:
        print("\n".join([*_in_words(made, sets, found, arguments), "", as_table(list(_by_day(made))), "",
                         as_table(list(_people(made, sets, found)))]))


def _in_words(made: Roster, sets: Sequence[RuleSet], found: list[list[Breach]], arguments: Namespace) -> Iterator[str]:
    need = made.need
    given = need.total - made.shortage
    yield (f"{need.first} to {need.last}: {format_count(given)} of {format_things(need.total, 'duty', 'duties')} are given to "
           f"{format_things(len(made.people), 'person', 'people')}; {_missing(made)}.")
    yield (f"By the rules of {join_words([set_.title for set_ in sets])}.")
    yield ("It is proven that no roster within these rules is better." if made.proven else
           f"It is not proven to be the best: it costs {made.price}, and none costs less than {made.bound:g} (a duty that "
           "nobody has costs 1,000). A longer search may find a better one (--seconds).")
    yield from reasons(made, sets)
    broken = sum(map(len, found))
    yield ("The check of each person's duties, which knows nothing of the search, finds no breach of the rules." if not broken
           else f"The check finds {format_things(broken, 'breach', 'breaches')}:")
    for person, own in zip(made.people, found, strict=True):
        yield from (f"  {person.name}, {breach.words}" for breach in own)
    yield from _published(arguments, sets, need)


def _missing(made: Roster) -> str:
    if not made.shortage:
        return "nobody is missing"
    places = [f"{made.need.days[day]} {made.need.shifts[shift].label} {made.missing(day, shift)}"
              for day, wanted in enumerate(made.need.people) for shift in range(len(wanted)) if made.missing(day, shift)]
    more = f" and on {len(places) - 10} more" if len(places) > 10 else ""
    return f"{format_things(made.shortage, 'is', 'are')} left that nobody has: {', '.join(places[:10])}{more}"


def _published(arguments: Namespace, sets: Sequence[RuleSet], need: Need) -> Iterator[str]:
    for rule in (rule for set_ in sets for rule in set_.rules):
        if not isinstance(rule.kind, Publication):
            continue
        if arguments.published:
            yield from (breach.words for breach in publication(rule, rule.kind, arguments.published, need.first, need.last))
        else:
            yield f"Not checked: {rule.name} ({rule.source}). Say when the roster is published (--published)."


def _by_day(made: Roster) -> Iterator[dict[str, Any]]:
    """A row a person, a column a day."""
    for person, own in zip(made.people, made.given, strict=True):
        yield {"person": person.name, **{f"{day:%a %d %b}": _cell(made, person, place, shift) for place, (day, shift) in
                                         enumerate(zip(made.need.days, own, strict=True))}}


def _cell(made: Roster, person: Person, day: int, shift: int) -> str:
    if shift >= 0:
        return made.need.shifts[shift].name
    return "leave" if made.need.days[day] in person.leave else "."


def _people(made: Roster, sets: Sequence[RuleSet], found: list[list[Breach]]) -> Iterator[dict[str, Any]]:
    """What each person has."""
    night = next((rule.night for set_ in sets for rule in set_.rules), None)
    for place, (person, own) in enumerate(zip(made.people, found, strict=True)):
        duties = made.duties(place)
        days = [local(duty.starts, made.need.zone).date() for duty in duties]
        yield {"person": person.name, "duties": len(duties), "hours": round(sum(duty.minutes for duty in duties) / 60, 2),
               "nights": sum(has_night_work(duty, night, made.need.zone) for duty in duties) if night else None,
               "weekends": len({day.isocalendar()[:2] for day in days if day.weekday() >= 5}),
               "least_rest_hours": _least_rest(duties, person), "breaches": len(own)}


def _least_rest(duties: Sequence[Any], person: Person) -> float | None:
    """The shortest time between two duties, in hours, the last before the roster among them."""
    every = [*person.before[-1:], *duties]
    rests = [(later.starts - earlier.ends).total_seconds() / 3600 for earlier, later in pairwise(every)]
    return round(min(rests), 2) if rests else None


def _duties(made: Roster) -> Iterator[dict[str, Any]]:
    """A row a duty: what --check and the tables of duties read."""
    for place, person in enumerate(made.people):
        for duty, shift in zip(made.duties(place), (one for one in made.given[place] if one >= 0), strict=True):
            starts, ends = (local(moment, made.need.zone) for moment in (duty.starts, duty.ends))
            yield {"person": person.name, "shift": made.need.shifts[shift].name, "starts": starts.isoformat(" ", "minutes"),
                   "ends": ends.isoformat(" ", "minutes"), "break_minutes": duty.break_minutes}


def _document(made: Roster, sets: Sequence[RuleSet], found: list[list[Breach]], arguments: Namespace) -> dict[str, Any]:
    return {"first": str(made.need.first), "last": str(made.need.last), "rules": [set_.name for set_ in sets],
            "needed": made.need.total, "missing": made.shortage, "proven": made.proven, "price": made.price,
            "bound": made.bound, "reasons": reasons(made, sets), "in_words": list(_in_words(made, sets, found, arguments)),
            "people": list(_people(made, sets, found)), "duties": list(_duties(made)),
            "breaches": [_told(person.name, breach) for person, own in zip(made.people, found, strict=True) for breach in own]}


def _told(name: str, breach: Breach) -> dict[str, Any]:
    return {"person": name, "rule": breach.rule.name, "source": breach.rule.source, "day": str(breach.day),
            "until": str(breach.until), "found": breach.found, "allowed": breach.allowed}


def _check(arguments: Namespace, sets: Sequence[RuleSet]) -> int:
    """Check the duties of a file, and print every breach."""
    duties = read_duties(file_lines(Path(arguments.check)), arguments.check, arguments.zone)
    if not duties:
        raise InputError("has no duties.", where=arguments.check, remedy="Give a row for each duty.")
    people = {person.name: person for person in read_people(file_lines(Path(arguments.people)), arguments.people)
              } if arguments.people else {}
    days = [local(duty.starts, arguments.zone).date() for own in duties.values() for duty in own]
    first, last = arguments.first or min(days), max(days)
    rows = [_told(name, breach) for name, own in duties.items() for breach in breaches(PersonDuties(
        own, min(days), last, arguments.zone, people[name].leave if name in people else frozenset(),
        people[name].weekly_hours if name in people else None, judged_from=first), sets)]
    if arguments.format == "json":
        print(as_json({"first": str(first), "last": str(last), "rules": [set_.name for set_ in sets], "people": len(duties),
                       "breaches": rows}))
    elif arguments.format == "csv":
        print(as_csv(rows))
    else:
        print(f"{format_things(len(duties), 'person', 'people')}, {format_things(len(days), 'duty', 'duties')} from {first} to "
              f"{last}: {format_things(len(rows), 'breach', 'breaches')} of the rules of "
              f"{join_words([set_.title for set_ in sets])}.")
        for line in _published(arguments, sets, Need(first, (), ((),) * ((last - first).days + 1), arguments.zone)):
            print(line)
        print(*(["", as_table(rows)] if rows else []), sep="\n", end="\n" if rows else "")
    return 0
