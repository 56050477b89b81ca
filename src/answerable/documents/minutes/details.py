"""What belongs to a proposal: whose it is, by when, which measure, how much."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from answerable.documents.minutes.dates import SOON, Printed, find_dates
from answerable.documents.minutes.naming import measure_named
from answerable.documents.minutes.numbers import THINGS, Number, find_numbers
from answerable.documents.minutes.owners import OWNER, PRONOUN, Owners
from answerable.documents.minutes.proposals import COLUMN, EARLIER, HEADING, SENTENCE, Proposal
from answerable.documents.minutes.rules import (
    ACTION,
    DECISION,
    FIGURE,
    NEXT_MEETING,
    OWNER_SLOT,
    PROMISE,
    PRONOUN_SLOT,
    Rule,
    filled,
)
from answerable.documents.minutes.vocabulary import any_of, vocabulary
from answerable.documents.minutes.walking import Said

STOOD = re.compile(r"\b(?:stood|stands|standing|totalled|amounted|was|were|is|are)\s+(?:at|to)?\s*(?:around|about|some)?\s*$")
COUNTED = re.compile(r"\b(?:there (?:were|are|was|is|had been|have been)|received|recorded|dealt with|total of)"
                     r"\s+(?:over|around|about|some|nearly|only|just)?\s*$", re.IGNORECASE)
CHANGED_BY = re.compile(r"\b(?:fallen|fell|risen|rose|increased?|decreased?|reduced|down|up|dropped|grown|improved)\s+by"
                        r"\s+(?:over|around|about|some|nearly)?\s*$", re.IGNORECASE)
DIRECTLY = re.compile(r"\b(?:to|from|of|at|by|and|with)\s+(?:around|about|over|nearly|just|only|some)?\s*$")
WOULD = re.compile(r"\b(?:will|won[’']t|would|should|could|may|might|to (?:reach|achieve))\b[^,.;]{0,40}$")
# "A proposed increase of 5%", "if pay is settled at 4%": nothing of that is.
SUPPOSED = re.compile(r"\b(?:propos(?:al|ed|es|ing)|precept|[Ii]f|unless|[Ss]hould)\b[^,.;]{0,40}$")
# "The supplier agreed to": somebody whom no list of names holds.
# Who is no "she".
MANY = re.compile(r"(?:Panel|Board|Committee|Authority|Council|Group|Forum|Force|Police|Service|Team|Members|Officers|[a-z]s|"
                  r"force|police|staff|team|service)$")
# "She was asked to", and a sentence that begins with "she".
SPEAKING, BEGINS = re.compile(rf"({PRONOUN_SLOT})\s*$"), re.compile(rf"\W*({PRONOUN_SLOT})")
ASKED, PASSIVE = "somebody-was-asked", re.compile(r"\b(?:was|were|been|be|is|are)\b(?:\s\w+)?\s(?:asked|requested|tasked|"
                                                  r"instructed|commissioned|directed|required)\b|\b(?:has|have)\b")
ASKED_OF = re.compile(rf"\b(?:asked|requested|tasked|instructed)\s(?:that\s)?({OWNER_SLOT})")
UNDERTOOK, SUBJECT = "undertook-to", re.compile(r"(?:^\W*|[,;]\s|\band\s)[Tt]he\s+([a-z][\w-]+(?:\s[a-z][\w-]+)?)\s*$")
STATED = ("percent", "seconds", "contacts", "count", "pounds", THINGS)
WERE = re.compile(r"\s*(?:\w+\s+){0,2}(?:were|was|had been|have been)\s+"
                  r"(?:received|recorded|made|answered|taken|reported|waiting)")
SHARE_WERE = re.compile(r"\s*of\s+(?:[\w’'-]+\s+){1,8}?(?:were|was|are|is|had been|have been)\b")
AIM = 50        # letters before and after a number in which "target" makes it one
BROUGHT_FORWARD = "brought forward"
# Before a date: it is the day by which; the day on which something was, which no due date is.
BY = re.compile(r"\b(?:by|before|until|till|no later than|not later than|deadline(?: of)?|due(?: (?:on|in|for|by))?)"
                r"\s+(?:the\s+)?$", re.IGNORECASE)
PAST = re.compile(r"\b(?:since|from|of|dated|held(?: on| in)?|until recently|ending|ended)\s+(?:the\s+)?$", re.IGNORECASE)
TO_DO = re.compile(rf"({OWNER_SLOT})\s*(?:,\s*|-\s*|–\s*|:\s*)?(?:to\b|will\b|would\b|shall\b|should\b)")
LEADS = re.compile(rf"^\W*({OWNER_SLOT})\s*[-–—:,/]\s*")
FIRST = re.compile(rf"\W*({OWNER_SLOT})")
# In an action anybody may be named as its owner, by a first name alone too: "Sam to send the list".
NAME = r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}"
NAMES_TO_DO = re.compile(rf"\W*({NAME}(?:\s*(?:/|&|,| and )\s*{NAME})*)(?:(?:\s+[-–—]\s+|:\s+)(?:to\s)?|\s+(?:to|will)\s)")
# "A briefing for members is to take place": theirs it is not.
NOT_WHOSE = re.compile(r"\b(?:for|of|with|from|between|about)\s+$")
BY_WHOM = re.compile(rf"\bby\s+({OWNER_SLOT})")
# "(Registrar)", "(Head of Estates, by 19 August)" at the end of an action.
IN_BRACKETS, NAME_IN_BRACKETS = (re.compile(
    rf"[\[(]\s*(?:[Aa]ction\s*(?:by|for)?\s*[:-]?\s*)?({who})\s*(?:[,;–-][^()]*)?[\])]\W*$") for who in (OWNER_SLOT, NAME))
# "Circulate the map – Service Director (Communities)", "Bring the plan back – J. Bell"
AT_END, NAME_AT_END = (re.compile(rf"\s[-–—]+\s*({who}(?:\s\([A-Z][\w &]{{1,40}}\))?)"
                              rf"(?:,\s[^,.;]{{3,30}})?\W*$") for who in (OWNER_SLOT, NAME))
# A line in capitals: "HEAD OF FINANCE TO PROVIDE …".
CAPITALS_TO_DO = re.compile(r"\W*((?:THE )?[A-Z][A-Z’'.,&/() -]{1,60}?) (?:TO|WILL) [A-Z]")


class Details:
    """Fills in the proposals of one document."""

    def __init__(self, owners: Owners, measures: Collection[str], held: date | None) -> None:
        self._owners, self._measures, self._held = owners, measures, held
        words = vocabulary().words
        self._subject = re.compile(any_of(words["subject"]))
        self._state_word = re.compile(any_of(words["state"]))
        self._state = re.compile(rf"(?:{any_of(words['state'])})[\s\w,]{{0,25}}$")
        target = any_of(words["target_word"])
        self._target_before = re.compile(rf"(?<!within )(?<!within the )(?<!on ){target}[^,.;]*$")
        self._target_after = re.compile(rf"\s*(?:\w+\s+){{0,2}}{target}")
        self._answering = re.compile(rf"({OWNER_SLOT})\s+(?:\w+\s+){{0,2}}(?:{any_of(words['answering'])})")
        self._group_to_do = re.compile(rf"\W*([A-Z]\w+(?:\s\w+){{0,2}}?\s{any_of(words['group_end'])})\s+(?:to|will)\s")
        # "The Panel noted that a report would be sent": nothing tells by whom.
        self._listening = re.compile(r"\b(?:noted|informed|told|advised that)\b|^(?:The )?(?:Panel|Board|Committee|Members)\b")
        # Who spoke last: whom "he" and "she" mean in the sentence that follows.
        self._speaker = self._person = ""

    def hear(self, one: Said) -> None:
        """Remember who speaks in a sentence, or is its subject."""
        found = list(self._answering.finditer(one.masked))
        match = found[-1] if found else FIRST.match(one.masked)
        if match:
            self._speaker = _without_article(one.text[slice(*match.span(1))])
            self._person = self._person if MANY.search(self._speaker) else self._speaker

    def _plain(self, one: Said, kind: str, rule: str) -> Proposal:
        return Proposal(kind, one.text, one.start, one.end, rule, page=one.page, heading=one.heading or None,
                        state=BROUGHT_FORWARD if one.forward and kind == ACTION else None)

    def owned(self, proposal: Proposal, printed: str, where: str = COLUMN) -> Proposal:
        """The proposal with owners as printed."""
        printed = printed.strip(" .,:;")
        if not printed:
            return replace(proposal, owner=None, owners=(), owner_where="")
        return replace(proposal, owner=printed, owners=self._owners.split(printed), owner_where=where)

    def due(self, proposal: Proposal, said: str) -> Proposal:
        """The proposal with a due date that is printed apart from its sentence."""
        found = self._due(find_dates(said, self._held), said)
        return replace(proposal, due_printed=found.text if found else said, due=found.day if found else None)

    def action(self, one: Said, rule: str) -> Proposal:
        """An action that its place marks."""
        proposal = self._dated(self._plain(one, ACTION, rule), one)
        if one.row.get("owner"):
            proposal = self.owned(proposal, one.row["owner"])
        elif one.label_owner:
            proposal = self.owned(proposal, one.label_owner, HEADING)
        elif span := self._doer(one):
            proposal = self.owned(proposal, _without_article(one.text[slice(*span)]), SENTENCE)
        elif one.text.isupper() and (capitals := CAPITALS_TO_DO.match(one.text)):
            proposal = self.owned(proposal, capitals[1], SENTENCE)
        elif name := NAMES_TO_DO.match(one.text) or NAME_AT_END.search(one.text) or NAME_IN_BRACKETS.search(one.text):
            proposal = self.owned(proposal, name[1], SENTENCE)
        if one.row.get("state"):
            proposal = replace(proposal, state=one.row["state"])
        return self._measured(proposal, one)

    def _doer(self, one: Said) -> tuple[int, int] | None:
        named = NAMES_TO_DO.match(one.text)
        for pattern in (LEADS, TO_DO, AT_END, IN_BRACKETS, BY_WHOM):
            if pattern is TO_DO and (group := self._group_to_do.match(one.text)):
                return group.span(1)
            if named and pattern is TO_DO and OWNER not in one.masked[:named.end()]:
                return named.span(1)
            if match := pattern.search(one.masked):
                # "Kofi / Erin to look at it", where only Kofi is known.
                return max(match.span(1), named.span(1) if named and named.start(1) == match.start(1) else (0, 0))
        return None

    def decision(self, one: Said, rule: str) -> Proposal:
        """A decision."""
        return self._dated(self._plain(one, DECISION, rule), one)

    def meeting(self, one: Said, rule: str) -> Proposal | None:
        """The next meeting, where the sentence names its day."""
        dates = [found for found in find_dates(one.text, self._held) if found.day]
        return replace(self._plain(one, NEXT_MEETING, rule), due=dates[0].day, due_printed=dates[0].text) if dates else None

    def of_rule(self, one: Said, rule: Rule, match: re.Match[str], before: Said | None = None) -> Proposal:
        """What a rule found in a sentence."""
        proposal = self._dated(self._plain(one, rule.kind, rule.id), one)
        if rule.kind == PROMISE:
            proposal = self._promised(replace(proposal, claim=rule.claim), one)
        if rule.kind != DECISION:
            proposal = self._whose(proposal, one, match, before)
        if rule.kind == ACTION and not proposal.owner and " to be " not in one.text and (named := NAMES_TO_DO.match(one.text)):
            proposal = self.owned(proposal, named[1], SENTENCE)
        return self._measured(proposal, one)

    def _whose(self, proposal: Proposal, one: Said, match: re.Match[str], before: Said | None) -> Proposal:
        if proposal.rule == ASKED and not PASSIVE.search(match.group()):
            return self._asked(proposal, one, match)
        span = filled(match, "owner") or filled(match, "who")
        if span and NOT_WHOSE.search(one.masked[:span[0]]):
            span = None
        if span and one.masked[span[0]] == OWNER:
            return self.owned(proposal, _without_article(one.text[slice(*span)]), SENTENCE)
        near = re.search(rf"({OWNER_SLOT})[\s,]*$", one.masked[:match.start()])
        by = BY_WHOM.search(one.masked, match.start())
        said = self._answering.search(one.masked[:match.start() + 1])
        subject = SUBJECT.search(one.masked[:match.start()]) if proposal.rule == UNDERTOOK else None
        pronoun = span is not None and one.masked[span[0]] == PRONOUN
        for found in (near, by, subject, said, None if pronoun else FIRST.match(one.masked)):
            if found and not (found is said and self._listening.search(one.text[slice(*said.span())])):
                return self.owned(proposal, _without_article(one.text[slice(*found.span(1))]), SENTENCE)
        if not span and (earlier := SPEAKING.search(one.masked[:match.start()]) or BEGINS.match(one.masked)):
            span, pronoun = earlier.span(1), True
        if pronoun and span:
            word = one.text[slice(*span)].lower()
            whom = "" if word == "it" else self._person if word in ("he", "she") else self._speaker
            return self.owned(proposal, whom, EARLIER) if whom else proposal
        return proposal

    def _asked(self, proposal: Proposal, one: Said, match: re.Match[str]) -> Proposal:
        """Who asks is not who owes: "PCC asked the DCC to bring figures" is the DCC's, and "PCC asked for figures" nobody's."""
        asked = ASKED_OF.search(one.masked, match.start()) or BY_WHOM.search(one.masked, match.start())
        return self.owned(proposal, _without_article(one.text[slice(*asked.span(1))]), SENTENCE) if asked else proposal

    def _dated(self, proposal: Proposal, one: Said) -> Proposal:
        said = one.row.get("due")
        found = self._due(find_dates(said, self._held), said) if said else None
        if said and not found:
            return replace(proposal, due_printed=said)
        found = found or self._due(find_dates(one.text, self._held), one.text)
        if found:
            return replace(proposal, due_printed=found.text, due=found.day)
        soon = SOON.search(one.text)
        return replace(proposal, due_printed=soon.group()) if soon else proposal

    def _due(self, dates: list[Printed], text: str) -> Printed | None:
        for found in dates:
            if BY.search(text[max(0, found.start - 30):found.start]):
                return found
        held = self._held
        # "From December" is ahead of a meeting in November; what is dated before the meeting is never due.
        ahead = [found for found in dates if not (found.day and held and found.day < held)
                 and ((found.day and held) or not PAST.search(text[max(0, found.start - 20):found.start]))]
        return next((found for found in ahead if found.day or found.meeting), ahead[0] if ahead else None)

    def _measured(self, proposal: Proposal, one: Said) -> Proposal:
        return replace(proposal, measure=measure_named(one.text, self._measures))

    def _promised(self, proposal: Proposal, one: Said) -> Proposal:
        aim = proposal.claim == "target"
        numbers = [number for number in find_numbers(one.text) if number.unit and not number.of_a_name
                   and (number.unit != THINGS or number.comparison)
                   and not self._part_of_date(number, one) and (not aim or self._aimed(number, one))]
        numbers.sort(key=lambda number: number.unit != "percent")
        if not numbers:
            return proposal
        best = numbers[0]
        return replace(proposal, value=best.value, unit=best.unit, comparison=best.comparison or None)

    def _part_of_date(self, number: Number, one: Said) -> bool:
        return any(found.start < number.end and number.start < found.end for found in find_dates(one.text, self._held))

    def stated(self, proposal: Proposal, rule: Rule, one: Said) -> bool:
        """Whether a sentence states what a rule needs besides its words."""
        has = {"threshold": proposal.value is not None, "measure": proposal.measure is not None,
               "date": bool(proposal.due_printed)}
        return all(has[need] for need in rule.needs)

    def figures(self, one: Said, before: Said | None) -> Iterator[Proposal]:
        """The figures that a sentence states of what is: a number, what it is of, and its period where one is printed."""
        if one.column or one.label == "action":
            return
        about = one.text if before is None or before.unit != one.unit else f"{before.text} {one.text}"
        subject = self._subject.search(about) is not None
        for number in find_numbers(one.text):
            if not subject and number.unit not in ("percent", "pounds", THINGS):
                continue
            stated = number.unit in STATED and not number.of_a_name and self._is_state(number, one)
            if stated and not self._part_of_date(number, one) and not self._aimed(number, one):
                yield self._figure(one, number)

    def _aimed(self, number: Number, one: Said) -> bool:
        """Whether a number is that of a target, and no statement of what is."""
        before, after = one.text[max(0, number.start - AIM):number.start], one.text[number.end:number.end + AIM]
        return self._target_before.search(before) is not None or self._target_after.match(after) is not None

    def _is_state(self, number: Number, one: Said) -> bool:
        before = one.text[:number.start]
        if WOULD.search(before) or SUPPOSED.search(before):
            return False
        if number.unit == "pounds":
            return STOOD.search(before) is not None
        if number.unit == "percent" and SHARE_WERE.match(one.text, number.end):
            return True
        if number.unit in (THINGS, "contacts", "count") and WERE.match(one.text, number.end):
            return True
        if number.unit == THINGS:
            return COUNTED.search(before) is not None
        near = self._state.search(before) or (DIRECTLY.search(before) and self._state_word.search(before))
        return near is not None

    def _figure(self, one: Said, number: Number) -> Proposal:
        changed = CHANGED_BY.search(one.text[:number.start]) is not None
        plain = self._measured(replace(self._plain(one, FIGURE, "figure-stated"), value=number.value, unit=number.unit,
                                       comparison="change by" if changed else number.comparison or None), one)
        near = sorted(find_dates(one.text, self._held),
                      key=lambda found: min(abs(found.start - number.end), abs(number.start - found.end)))
        if not near:
            return plain
        best = near[0]
        return replace(plain, period_printed=best.text, period_start=best.first, period_end=best.day if best.first else None)


def _without_article(text: str) -> str:
    return re.sub(r"^(?i:the)\s+", "", text.strip())
