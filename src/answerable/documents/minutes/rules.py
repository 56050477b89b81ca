"""The rules by which minutes are read: content files, parsed once into patterns. No words stand in the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from answerable.content import raise_faults, read_yaml, shipped, unknown_keys
from answerable.documents.minutes import owners
from answerable.documents.minutes.patterns import Pattern, Slot, compile_pattern
from answerable.documents.minutes.vocabulary import FOLDER, Vocabulary, any_of, vocabulary
from answerable.errors import InputError, did_you_mean

ACTION, COMMITMENT, PROMISE, DECISION, FIGURE, NEXT_MEETING = (
    "action", "commitment", "promise", "decision", "figure", "next_meeting")
KINDS = (ACTION, COMMITMENT, PROMISE, DECISION, FIGURE, NEXT_MEETING)
CLAIMS = ("target", "forecast", "commitment", "benefit")
STRUCTURE = {"headings": ("actions", "decisions", "brought_forward", "next_meeting", "attendance", "apologies"),
             "labels": ("action", "owner", "due", "brought_back", "recommendation", "decision", "noted"),
             "columns": ("action", "owner", "due", "state", "reference"),
             "shapes": ("action", "decision", "no_action", "agenda", "over")}
KEYS = ("rule", "kind", "about", "patterns", "unless", "needs", "claim", "spoken", "where", "examples", "not")
NEEDS = ("measure", "threshold", "date")
WHERE = ("anywhere", "resolution", "list of actions", "not in questions")
OWNER_SLOT = f"{owners.OWNER}{owners.OWNER_REST}*"
PRONOUN_SLOT = f"{owners.PRONOUN}{owners.PRONOUN_REST}*"
# "AP1", "A 2.3": the number of an action, which marks it as one.
CODE_SLOT = r"\b(?:(?:AP|ACT|A)[\s/-]?\d{1,4}(?:[./-]\d{1,4})*|\d{4,8}-[A-Z]{2,4}-\d{1,4})"
POINT_SLOT = r"\b(?:(?:AP|ACT)[\s/-]?\d{1,4}(?:[./-]\d{1,4})*|\d{4,8}-[A-Z]{2,4}-\d{1,4})"
# What follows is worded as work, and nothing of it is taken: "AP 26/24 A deep dive to be scheduled".
WORK_SLOT = rf"(?=\s+[A-Z{owners.OWNER}][^.;]{{0,200}}?\s(?:to|will|should)\s)"
NAME_SLOT = r"[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*){0,3}"
WORD_SLOT = r"\b[a-z]{2,}\b"
# What follows is somebody who is to do something; nothing of it is taken: "Action PF to discuss".
TO_DO_SLOT = rf"(?=\s+(?:{OWNER_SLOT}|[A-Z][\w’'.-]*)(?:\s+[\w&/]+){{0,4}}?\s+to\s)"
# Somebody whom no list holds: "AM", "JB/KC"; "Len Cope".
INITIALS_SLOT, FULL_NAME_SLOT = r"\b[A-Z]{2,4}(?:\s*/\s*[A-Za-z]{2,10})*\b", r"\b[A-Z][a-z’'-]+\s+[A-Z][\w’'-]+"
# "3", "23/45", "PAC/24/33"
NUMBER_SLOT = r"#?(?:[A-Z]{1,5}/)?\d{1,3}(?:[./]\d{1,3})*"


SLOTS = {"owner": OWNER_SLOT, "pronoun": PRONOUN_SLOT, "who": f"(?:{OWNER_SLOT}|{PRONOUN_SLOT})", "number": NUMBER_SLOT,
         "code": CODE_SLOT, "word": WORD_SLOT, "name": NAME_SLOT,
         "to_do": TO_DO_SLOT, "work": WORK_SLOT, "point": POINT_SLOT,
         "initials": INITIALS_SLOT, "full_name": FULL_NAME_SLOT}


@dataclass(frozen=True)
class Rule:
    """One rule. kind: what it proposes; patterns: any one of them finds it; unless: none of these may stand in the sentence;
    needs: what else the sentence must state; claim: of a promise, one of CLAIMS; spoken: it is void inside a question or a
    condition; where: in which part of the minutes it is tried; examples, others: sentences that it finds and does not."""

    id: str
    kind: str
    about: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    needs: tuple[str, ...] = ()
    claim: str = ""
    spoken: bool = True
    where: str = "anywhere"
    examples: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def matches(self, masked: str) -> Iterator[re.Match[str]]:
        """The places where the rule finds something in a sentence whose names are laid over."""
        if any(void.expression.search(masked) for void in self.unless):
            return
        for pattern in self.patterns:
            yield from pattern.expression.finditer(masked)

    def search(self, masked: str) -> re.Match[str] | None:
        """The first of these places."""
        return next(self.matches(masked), None)


@dataclass(frozen=True)
class Rules:
    """All rules. structure: part ("headings") → name ("actions") → patterns; voids: what makes of a promise a question."""

    rules: tuple[Rule, ...]
    structure: Mapping[str, Mapping[str, tuple[Pattern, ...]]]
    voids: tuple[Pattern, ...]
    answers: re.Pattern[str]

    def void(self, masked: str, at: int) -> bool:
        """Whether what stands at a place of a sentence is asked or supposed, with no answer said in between."""
        for pattern in self.voids:
            for match in pattern.expression.finditer(masked[:at]):
                if not self.answers.search(masked, match.end(), at):
                    return True
        return False

    def of(self, *kinds: str) -> list[Rule]:
        """The rules of some kinds, in the order of the files."""
        return [rule for rule in self.rules if rule.kind in kinds]


def slots(words: Vocabulary) -> Slot:
    """What a slot's name stands for: a list of the vocabulary, or {owner}, {who} (an owner or a pronoun), {number}."""
    numbers = count(1)

    def slot(name: str, form: str) -> str:
        if form not in ("", "do", "done", "doing"):
            raise InputError(f"verbs have no form '{form}'.", remedy="Write done or doing.")
        own = SLOTS.get(name) or words.expression(name, form)
        if own is None:
            raise InputError(f"there is no list of words '{name}{f':{form}' if form else ''}'.",
                             remedy=did_you_mean(name, [*words.words, *words.verbs, *SLOTS]))
        kept = name if name in ("owner", "who", "number") else ""
        return f"(?P<{kept}_{next(numbers)}>{own})" if kept else own

    return slot


def filled(match: re.Match[str], name: str) -> tuple[int, int] | None:
    """Where the first slot of that name that was filled stands; None where none was."""
    spans = [match.span(group) for group in match.re.groupindex if group.rsplit("_", 1)[0] == name and match[group]]
    return min(spans) if spans else None


def says(known: Rules, part: str, name: str, text: str) -> bool:
    """Whether a text is what one list of the structure describes: says(rules, "headings", "actions", "ACTIONS:")."""
    # Headings are often set in capitals; an item may begin with its verb: "Circulate the plan".
    tried = {text, text.lower() if text.isupper() else text, text[:1].lower() + text[1:]}
    return any(pattern.expression.search(each) for pattern in known.structure[part][name] for each in tried)


@lru_cache
def rules() -> Rules:
    """The shipped rules. Raises DefinitionError with every fault of a file."""
    return read_rules(shipped(FOLDER), vocabulary())


def read_rules(folder: Path, words: Vocabulary) -> Rules:
    """The rules of a folder: structure.yaml, and every other file but vocabulary.yaml and measures.yaml."""
    structure = _read_structure(folder / "structure.yaml", words)
    found: list[Rule] = []
    voids: list[Pattern] = []
    for path in sorted(folder.glob("rules-*.yaml")):
        content = read_yaml(path)
        faults = unknown_keys(content, ("about", "rules", "voids"))
        found += [_rule(said, words, faults, {rule.id for rule in found}) for said in content.get("rules") or ()]
        voids += _patterns(content.get("voids"), words, faults, "voids")
        raise_faults(faults, what="list of rules", path=path)
    return Rules(tuple(found), structure, tuple(voids), re.compile(any_of(words.words["answering"])))


def _rule(said: Mapping[str, Any], words: Vocabulary, faults: list[str], known: set[str]) -> Rule:
    name = str(said.get("rule", ""))
    faults += unknown_keys(said, KEYS, inside=name or "a rule without a name")
    if not name or name in known:
        faults.append(f"rule is '{name}'. Write a name that no other rule has.")
    for key, options, value in (("kind", KINDS, [said.get("kind")]), ("needs", NEEDS, said.get("needs") or []),
                                ("where", WHERE, [said.get("where", WHERE[0])]),
                                ("claim", ("", *CLAIMS), [said.get("claim", "")])):
        faults += [f"{name}: {key} is '{one}'. {did_you_mean(str(one), options)} Write one of {', '.join(options)}."
                   for one in value if one not in options]
    patterns = _patterns(said.get("patterns"), words, faults, name)
    if not patterns or not said.get("about"):
        faults.append(f"{name}: 'patterns' and 'about' must be there.")
    return Rule(name, str(said.get("kind")), str(said.get("about", "")), patterns,
                _patterns(said.get("unless"), words, faults, name), tuple(said.get("needs") or ()),
                str(said.get("claim", "")), bool(said.get("spoken", True)), str(said.get("where", WHERE[0])),
                tuple(said.get("examples") or ()), tuple(said.get("not") or ()))


def _patterns(said: Iterable[Any] | None, words: Vocabulary, faults: list[str], place: str) -> tuple[Pattern, ...]:
    made = []
    for written in said or ():
        try:
            made.append(compile_pattern(str(written), slots(words)))
        except (InputError, re.error) as error:
            faults.append(f"{place}: {error}")
    return tuple(made)


def _read_structure(path: Path, words: Vocabulary) -> dict[str, dict[str, tuple[Pattern, ...]]]:
    content = read_yaml(path)
    faults = unknown_keys(content, ("about", *STRUCTURE))
    made: dict[str, dict[str, tuple[Pattern, ...]]] = {}
    for part, names in STRUCTURE.items():
        given = content.get(part) or {}
        faults += unknown_keys(given, names, inside=part)
        made[part] = {name: _patterns(given.get(name), words, faults, f"{part}: {name}") for name in names}
        faults += [f"{part}: '{name}' is missing." for name, patterns in made[part].items() if not patterns]
    raise_faults(faults, what="layout of minutes", path=path)
    return made
