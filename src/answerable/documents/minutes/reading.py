"""Reading minutes: every sentence is tried against the rules, and what they find becomes a proposal for a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from answerable.documents.document import Document
from answerable.documents.minutes.deadline import Deadline
from answerable.documents.minutes.details import Details
from answerable.documents.minutes.facts import Facts
from answerable.documents.minutes.flow import Unit, units
from answerable.documents.minutes.margins import Left, Marked, give_owners
from answerable.documents.minutes.owners import Owners
from answerable.documents.minutes.proposals import COLUMN, MeetingFacts, MinutesReading, Proposal
from answerable.documents.minutes.rules import (
    ACTION,
    COMMITMENT,
    DECISION,
    FIGURE,
    NEXT_MEETING,
    PROMISE,
    Rule,
    Rules,
    rules,
    says,
)
from answerable.documents.minutes.vocabulary import vocabulary
from answerable.documents.minutes.walking import ACTIONS, DECISIONS, NEXT, Said, Walk, names_a_column, table_columns

# Rules that stand in structure.yaml and not in a list of rules.
BY_LABEL, BY_HEADING, BY_TABLE, BY_COLUMN, BY_NEXT = (
    "action-label", "list-of-actions", "table-of-actions", "action-column", "next-meeting-heading")
DECISION_LABEL, DECISION_HEADING = "decision-label", "list-of-decisions"
MOST_SECONDS = 60.0
# "Action: COO", "Action: FS / Due: December 2024"
ONLY_OWNER = re.compile(r"\W*(?P<who>[^;:–—-]{2,60}?)\W*?"
                        r"(?:\s*[/,;–—(-]\s*(?:(?:Due|By|by|Deadline|When)(?: date)?\s*:?\s*)(?P<due>.{3,40}?))?\W*")
SENTENCE = 20   # letters of what a name in the action column may mark
NEAR = 4       # "Owner:" this many paragraphs below an action is still its owner


def read_minutes(document: Document, measures: Collection[str], *, held: date | None = None,
                 seconds: float = MOST_SECONDS) -> MinutesReading:
    """What minutes say was asked, promised, decided and stated.

    document: as `open_document` gives it; measures: the ids of the measures that may be named; held: the day of the meeting,
    from which "in June" is counted (None: as the minutes print it); seconds: at most so long. Raises InputError where the
    text is of a kind that takes longer.
    """
    known = rules()     # the first reading parses them, and no text is to blame for that
    deadline = Deadline(seconds, len(document.paragraphs))
    facts, owners = _facts(document, held)
    lines = units(document, owners)
    columns = table_columns(known, lines)
    walk = Walk(known, owners, lines, columns, deadline)
    # The rows of such tables, and the row of names above them.
    settled = frozenset((table, row - up) for (table, row), names in columns.items()
                        if "owner" in names.values() for up in (0, 1))
    reader = _Reader(known, Details(owners, measures, facts.held), settled, deadline, names_a_column(known, lines))
    said = list(deadline.over(walk.said()))
    found = list(reader.proposals(said, lines, owners))
    headings = tuple(dict.fromkeys(heading for heading in walk.headings if heading))
    return MinutesReading(document.name, replace(facts, headings=headings), tuple(sorted(found, key=lambda one: one.start)))


def _facts(document: Document, held: date | None) -> tuple[MeetingFacts, Owners]:
    words = vocabulary()
    facts = Facts(document, words, held)
    present, apologies = facts.people()
    short = facts.abbreviations([*present, *apologies])
    known = MeetingFacts(facts.title(), facts.held(), facts.chair(), present, apologies, short)
    names = [person.name for person in (*present, *apologies) if len(person.name) > 4]
    return known, Owners(words, [*(word for word in short if len(word) > 1), *names])


class _Reader:
    """Tries the rules on one document's sentences."""

    def __init__(self, known: Rules, details: Details, settled: frozenset[tuple[int, int]],
                 deadline: Deadline, column: bool) -> None:
        """settled: tables and rows that name their column of owners; column: whether a column of actions is named at all."""
        self._column = column
        self._deadline = deadline
        self._rules, self._details, self._settled = known, details, settled
        self._promises, self._commitments = known.of(PROMISE), known.of(COMMITMENT)
        self._decisions, self._meetings = known.of(DECISION), known.of(NEXT_MEETING)
        self._actions = known.of(ACTION)

    def proposals(self, said: Sequence[Said], lines: Sequence[Unit], owners: Owners) -> Iterator[Proposal]:
        """All proposals of a document."""
        found: list[tuple[Said, Proposal]] = []
        before: Said | None = None
        for one in said:
            if one.label in ("owner", "due"):
                if one.opens:
                    self._told_below(found, one)
            elif before and one.label == "action" and one.opens and (named := ONLY_OWNER.fullmatch(one.text)) and (
                    one.unit - before.unit <= 1 and owners.whole(named["who"])):
                self._marked_below(found, before, named["who"], named["due"] or "")
                continue
            else:
                found += [(one, proposal) for proposal in self._of_sentence(one, before)]
                self._details.hear(one)
            before = one
        marked = {at: Marked(one.unit, one.place) for at, (one, proposal) in enumerate(found)
                  if proposal.kind == ACTION and proposal.owner_where != COLUMN}
        left = give_owners(lines, list(marked.values()), owners, self._settled)
        for at, mark in marked.items():
            if mark.margin:
                found[at] = found[at][0], self._details.owned(found[at][1], mark.margin)
        for over in left:
            self._upgrade(found, said, over)
        yield from (proposal for _, proposal in found)

    def _marked_below(self, found: list[tuple[Said, Proposal]], one: Said, who: str, due: str) -> None:
        """ "Action: COO" below a sentence, or after it, marks that sentence."""
        if found and found[-1][0] is one and found[-1][1].kind != FIGURE:
            proposal = replace(found.pop()[1], kind=ACTION, rule=BY_LABEL)
        else:
            proposal = self._details.action(one, BY_LABEL)
        proposal = self._details.owned(proposal, who)
        found.append((one, self._details.due(proposal, due) if due else proposal))

    def _told_below(self, found: list[tuple[Said, Proposal]], one: Said) -> None:
        """ "Owner: …" and "Due: …" below an action belong to it."""
        last = next((at for at in range(len(found) - 1, -1, -1) if found[at][1].kind == ACTION), None)
        if last is not None and one.unit - found[last][0].unit <= NEAR:
            said, proposal = found[last]
            found[last] = said, (self._details.owned(proposal, one.text) if one.label == "owner"
                                 else self._details.due(proposal, one.text))

    def _upgrade(self, found: list[tuple[Said, Proposal]], said: Sequence[Said], over: Left) -> None:
        """Owners in the action column beside no marked action: the last commitment beside them is one, or else the last
        sentence beside them that is worded as an action."""
        for at in range(len(found) - 1, -1, -1):
            one, proposal = found[at]
            if over.beside(one) and proposal.kind == COMMITMENT:
                found[at] = one, self._details.owned(replace(proposal, kind=ACTION, rule=BY_COLUMN), over.printed)
                return
        beside = [one for one in said if over.beside(one)]
        # Where a column is headed "Action", a name in it marks what stands beside it, however it is worded.
        worded = [one for one in beside if self._shaped(one)] or (
            [one for one in beside if len(one.text) > SENTENCE] if self._column else [])
        if over.place and worded and not any(proposal.start == worded[-1].start for _, proposal in found):
            found.append((worded[-1], self._details.owned(self._details.action(worded[-1], BY_COLUMN), over.printed)))

    def _of_sentence(self, one: Said, before: Said | None) -> Iterator[Proposal]:
        if self._nothing(one):
            return
        yield from self._details.figures(one, before)
        if meeting := self._next_meeting(one):
            yield meeting
            return
        found = self._marked(one) or self._resolved(one) or self._unmarked(one, before)
        if found:
            yield found

    def _nothing(self, one: Said) -> bool:
        shapes = self._rules.structure["shapes"]["no_action"]
        return any(pattern.expression.search(one.text) for pattern in shapes)

    def _next_meeting(self, one: Said) -> Proposal | None:
        if one.listing == NEXT:
            return self._details.meeting(one, BY_NEXT)
        # Where it is a heading and its answer in one, the heading is often set in capitals.
        rule = next((rule for rule in self._meetings if rule.search(one.masked) or rule.search(one.masked.lower())), None)
        return self._details.meeting(one, rule.id) if rule else None

    def _marked(self, one: Said) -> Proposal | None:
        """An action that a label, a heading, a table or its form marks."""
        if says(self._rules, "shapes", "over", one.row.get("state", "")):
            return None
        how = self._how_marked(one)
        if how and (one.opens or self._shaped(one)):
            return self._details.action(one, how)
        if one.label:
            return None
        rule, match = self._first([rule for rule in self._actions if rule.where == "anywhere"], one.masked)
        return self._details.of_rule(one, rule, match) if rule and match else None

    def _how_marked(self, one: Said) -> str:
        if one.column == "action":
            return BY_TABLE
        if one.label == "action":
            return BY_LABEL
        return BY_HEADING if one.listing == ACTIONS and one.label in ("", "recommendation") else ""

    def _shaped(self, one: Said) -> bool:
        small = one.masked[:1].lower() + one.masked[1:]
        return any(pattern.expression.search(text) for pattern in self._rules.structure["shapes"]["action"]
                   for text in (one.masked, small))

    def _resolved(self, one: Said) -> Proposal | None:
        """What stands below or after "Resolved": an action where it asks somebody for work, else a decision."""
        if one.label not in ("decision", "recommendation") and not (one.listing == DECISIONS and not one.label):
            return None
        rule, match = self._first([rule for rule in self._actions if rule.where == "resolution"], one.masked)
        if rule and match:
            return self._details.of_rule(one, rule, match)
        return self._details.decision(one, DECISION_LABEL if one.label else DECISION_HEADING)

    def _unmarked(self, one: Said, before: Said | None) -> Proposal | None:
        if one.label == "noted" or one.text.rstrip(" ”\"'’").endswith("?"):
            return None
        for group in (self._promises, self._commitments, self._decisions):
            for rule in group:
                match = self._first([rule], one.masked)[1]
                proposal = self._details.of_rule(one, rule, match, before) if match else None
                if proposal and self._details.stated(proposal, rule, one):
                    return proposal
        return None

    def _first(self, candidates: Sequence[Rule], masked: str) -> tuple[Rule | None, re.Match[str] | None]:
        for rule in self._deadline.over(candidates):
            for match in self._deadline.over(rule.matches(masked)):
                if not rule.spoken or not self._rules.void(masked, match.start()):
                    return rule, match
        return None, None
