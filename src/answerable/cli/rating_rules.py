"""The verb `ratings`: the rating rules, what each lets a rating say, and whether a released one changed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from answerable.cli.printing import as_json, as_table
from answerable.content import content_files
from answerable.errors import AnswerableError, InputError, did_you_mean
from answerable.judgement.ratings import FAVOURABLE, UNFAVOURABLE, RatingRule, rating_rule, read_rating_rule
from answerable.releases.held_rules import rule_faults, rule_json
from answerable.words import format_things
from answerable.workspace import Workspace


def ratings(arguments: Namespace) -> int:
    """List, show or check rating rules. Returns 2 where a check finds a fault."""
    own = Workspace(arguments.workspace).folder / "ratings" if arguments.workspace else None
    files = content_files("ratings", own)
    if arguments.what == "check":
        return _check(files, own, Workspace(arguments.workspace) if arguments.workspace else None, arguments.format)
    if arguments.what == "list":
        rows = [_row(rating_rule(name, own)) for name in files]
        print(as_json(rows) if arguments.format == "json" else as_table(rows))
        return 0
    if arguments.rule not in files:
        raise InputError(f"there is no rating rule '{arguments.rule}'." if arguments.rule else "which rule?",
                         remedy=did_you_mean(str(arguments.rule), files) or "`answerable ratings list` names them all.")
    rule = rating_rule(arguments.rule, own)
    print(as_json(rule_json(rule)) if arguments.format == "json" else _in_words(rule))
    return 0


def _row(rule: RatingRule) -> dict[str, str]:
    def standing(how: str) -> str:
        return ", ".join(named.code for named in rule.ratings if named.stands == how)

    return {"rule": rule.id, "title": rule.title, "favourable": standing(FAVOURABLE), "unfavourable": standing(UNFAVOURABLE),
            "favourable_despite": _despite(rule)}


def _despite(rule: RatingRule) -> str:
    return ", ".join(f"{fact} {value}" for fact, values in rule.favourable_despite for value in sorted(values))


def _in_words(rule: RatingRule) -> str:
    """The rule as a list that can be read from the top: the first line whose every condition holds gives the rating."""
    lines = [f"{rule.id}: {rule.title}", f"  {rule.about}", f"  Favourable in spite of: {_despite(rule) or 'nothing'}"]
    for number, condition in enumerate(rule.conditions, 1):
        named = rule.named(condition.rating)
        when = ", ".join(f"{fact} {' or '.join(sorted(values))}" for fact, values in condition.when) or "in every other case"
        lines.append(f"  {number:2}. {named.words} [{named.stands}]: {when}")
    return "\n".join(lines)


def _check(files: dict[str, Path], own: Path | None, workspace: Workspace | None, form: str) -> int:
    """Every file read, shipped names not used for other rules, and released rules held to what they did."""
    faults = []
    for name, path in files.items():
        try:
            read_rating_rule(path)
            rating_rule(name, own)
        except AnswerableError as error:
            faults += [f"{path.name}: {fault}" for fault in getattr(error, "faults", ()) or [error.line()]]
    if workspace is not None and not faults:
        faults += rule_faults(workspace)
    if form == "json":
        print(as_json({"checked": len(files), "faults": faults}))
    else:
        checked, found = format_things(len(files), "rating rule", "rating rules"), format_things(len(faults), "fault", "faults")
        print("\n".join([*faults, f"{checked} checked, {found}."]))
    return 2 if faults else 0
