"""Who is named: roles, people, teams, and the abbreviations that one set of minutes gives its own people.

Names found are laid over with marks of the same length, so that a rule can ask for "somebody" and every place stays where
it is in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from answerable.documents.minutes.vocabulary import Vocabulary, any_of

# Characters of the private use area: no text holds them. The first of a name, its others; the same for a pronoun.
OWNER, OWNER_REST, PRONOUN, PRONOUN_REST = "\ue000", "\ue001", "\ue002", "\ue003"
MARKS = re.compile("[\ue000-\ue003]")
VERBS = r"(?:AGREED|APPROVED|ADOPTED|ASKED|ENDORSED|NOTED|RECEIVED|RECOMMENDED|REQUESTED|RESOLVED|SUPPORTED)"
CAPITAL = rf"(?!{VERBS}\b)[A-Z][\w’'.-]*"
LINK = r"(?:\s+(?:and|of|for|the|to)\s+|\s*&\s*|\s*,\s*|\s+)"
JOINED = r"(?:\s*,\s*(?:and\s+)?|\s*/\s*|\s*&\s*|\s*;\s*|\s+and\s+(?:the\s+)?|\s*\+\s*)(?:the\s+)?"
# Capitals for no other reason than that a sentence begins.
FIRST_WORDS = (r"(?:That|The|This|These|Those|It|In|If|On|At|A|An|As|To|For|From|By|When|While|Whilst|Where|Following|"
               r"After|Before|Both|All|Any|Each|No|Not|Our|His|Her|Their|Its|There|Members of|Further|However|Although|Since|"
               r"Once|With|Under|Action|ACTION|RESOLVED|Resolved|AGREED|Agreed|RECOMMENDED|Recommended|Update|Item|Minutes|Date|Next|Also)")
# Words in capitals that are nobody's initials.
NOBODY = (r"(?!(?:AOB|AGM|ASAP|CHAIR|DATE|DONE|DONM|DUE|END|ITEM|KPI|KPIS|LEAD|NIL|NO|NONE|NOTE|OPEN|PAGE|PART|PDF|RAG|REF|"
          r"SIGN|TBC|TIME|WHO|YES)\b)")
INITIALS = rf"\b{NOBODY}[A-Z]{{2,4}}\b"
# Enough initials that the minutes explain: others are no person's.
EXPLAINED = 3
# "Members AGREED to close": a verb that is only set in capitals.
SHOUTED = re.compile(rf"(?:(?<=[{OWNER}{OWNER_REST}]\s)|(?<=\bwas\s)|(?<=\bwere\s))(?:[A-Za-z]+ly\s)?(?!RE[CS]O)(?:{VERBS})\b")
# Before a post: whose it is. "Force CFO", "OPCC Director of Strategy".
WHOSE = (r"(?:(?:Force|Joint|Group|Trust|OPCC|OPFCC|PCC|PFCC|CC)(?:[’']s)?\s+(?=CFO|CEO|Chief|Director|Head|Treasurer|"
         r"Solicitor|Secretary|Monitoring))?")
# Words of posts, which no surname is: "Deputy Chief Fire Officer" is no Mr Chief.
OF_POSTS = (r"(?!(?:Area|Assistant|Chief|Commissioner|Constable|County|Deputy|Director|District|Executive|Finance|Financial|"
            r"Fire|Head|Leader|Lieutenant|Manager|Mayor|Monitoring|Officer|Operating|Police)\b)")


@dataclass(frozen=True)
class Named:
    """Somebody named in a text. start, end: where; printed: as it stands there, without "the"."""

    start: int
    end: int
    printed: str


class Owners:
    """Finds who is named in one document."""

    def __init__(self, vocabulary: Vocabulary, local: Iterable[str] = ()) -> None:
        """local: the document's own names and abbreviations, such as "GW" or "Jane Doe"."""
        self._vocabulary = vocabulary
        own = list(local)
        self._one = self._expression(own)
        self._list = re.compile(rf"{self._one}(?:{JOINED}{self._one})*")
        short = any_of([*vocabulary.words["role_short"], *own])
        explained = sum(1 for word in own if re.fullmatch(r"[A-Z]{2,4}", word)) >= EXPLAINED
        initials = rf"(?:{short}|{self._one}|{short if explained else INITIALS}|[A-Z]\.\s?[A-Z]\.?)"
        self._alone = re.compile(rf"(?:(?i:all)|{initials}(?:(?:{JOINED}|\s+){initials})*)\.?")
        self._lead = re.compile(rf"(?:{short})(?:(?:{JOINED}|\s+)(?:{short}))*(?=\s+[a-z(])")
        self._pronoun = re.compile(any_of(vocabulary.words["pronoun"]))
        self._split = re.compile(r"\s*(?:,\s*and\b|,|/|&|;|\+|\band\b)\s*(?:the\s+)?")
        self._short = re.compile(short)

    def _expression(self, local: list[str]) -> str:
        words = self._vocabulary.words
        before = (r"(?:(?:[TAtai]/|[Tt]emporary |[Aa]cting |[Ii]nterim |[Dd]eputy |[Aa]ssistant |[Dd]etective |[Ss]enior "
                  r"|[Pp]rincipal )\s*)*")
        place = rf"(?:\s+(?:for|of)\s+(?:the\s+)?{CAPITAL}(?:{LINK}{CAPITAL}){{0,5}})?"
        role = rf"{WHOSE}{before}(?:{any_of(words['role'])}){place}(?:\s+\((?:[A-Z]{{2,6}}|[A-Z][\w-]+ [A-Z][\w-]+)\))?"
        head = (rf"{WHOSE}{before}(?:Head|Director|Lead|Manager|Chair|Commissioner|Member)\s+(?:of|for)\s+(?:the\s+)?{CAPITAL}"
                rf"(?:{LINK}{CAPITAL}){{0,5}}")
        body = rf"(?!{FIRST_WORDS}\b)(?:{CAPITAL}{LINK}){{1,5}}{any_of(words['body_end'])}\b"
        person = (rf"{before}(?:{any_of(words['person_title'])})\.?\s+(?:[A-Z]\.?\s+){{0,3}}{OF_POSTS}[A-Z][\w’'-]+"
                  r"(?:[\s-](?!Report|Plan)[A-Z][\w’'-]+)?")
        # "Community Safety" is nobody where "Community Safety Manager" is named.
        whole = rf"(?!\s+{any_of(words['body_end'])})"
        options = [any_of(local) + whole] if local else []
        options += [person, head, role, WHOSE + before + any_of(words["role_short"]), any_of(words["body"]) + whole, body]
        refuse = rf"(?![’']s\b|[’'](?=\s)|\s+(?:{any_of(words['not_owner_before'])})(?!\s+back\b)|\s+of\s+the\s+public)"
        return rf"(?:\b(?:[Tt]he\s+)?(?:{'|'.join(options)}){refuse})"

    def named(self, text: str) -> list[Named]:
        """Everybody named in a text, each list of names as one."""
        return [Named(match.start(), match.end(), without_article(match.group()))
                for match in self._list.finditer(text)]

    def masked(self, text: str) -> str:
        """The text with names and pronouns laid over; as long as before."""
        text = self._list.sub(_laid_over(OWNER, OWNER_REST), text)
        text = SHOUTED.sub(lambda match: match.group().lower(), text)
        return self._pronoun.sub(_laid_over(PRONOUN, PRONOUN_REST), text)

    def alone(self, text: str) -> bool:
        """Whether a text is nothing but one or more owners, as an action column prints them: "ACC", "PCC / CC", "ALL"."""
        plain = text.strip(" .;-–*_[]()")
        return bool(plain) and len(plain) <= 60 and self._alone.fullmatch(plain) is not None

    def whole(self, text: str) -> bool:
        """Whether a text is nothing but names: of an action column, or of somebody in full."""
        plain = text.strip(" .,:;")
        return self.alone(plain) or (bool(plain) and MARKS.sub("", self.masked(plain)).strip(" ,/&") in ("", "and"))

    def leading(self, text: str) -> str:
        """The owners of an action column that stand before the rest of a sentence: "PCC / CC function is needed"."""
        match = self._lead.match(text)
        return match.group() if match else ""

    def split(self, printed: str) -> tuple[str, ...]:
        """The single owners of a printed list: "PCC / CC" → PCC, CC; "DCC CC" → DCC, CC."""
        parts = [part.strip(" .") for part in self._split.split(printed.strip(" .")) if part.strip(" .")]
        single: list[str] = []
        for part in parts:
            shorts = self._short.findall(part)
            single += shorts if len(shorts) > 1 and " ".join(shorts) == " ".join(part.split()) else [without_article(part)]
        return tuple(single)


def _laid_over(first: str, rest: str) -> Callable[[re.Match[str]], str]:
    return lambda match: first + rest * (match.end() - match.start() - 1)


def without_article(printed: str) -> str:
    """A name without "the" before it."""
    return re.sub(r"^(?i:the)\s+", "", printed.strip())
