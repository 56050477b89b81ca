"""What minutes say of their own meeting: title, day, chair, who was there, and the abbreviations they give people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from answerable.documents.document import Document, Paragraph
from answerable.documents.minutes.dates import find_dates
from answerable.documents.minutes.proposals import Attendee
from answerable.documents.minutes.vocabulary import Vocabulary, any_of

HEAD = 6_000        # the facts stand at the beginning: letters looked at
LINE = 600          # … and of one line
NAME = (r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Cllrs?|Councillors?|Rev)\.?\s+)?"
        r"[A-Z][a-zA-Z’'-]*\.?(?:[ \xa0]+(?:[A-Z]\.|[A-Z](?![\w])|[A-Z][a-zA-Z’'-]+|de|van|von|der)){1,3}")
LABEL = re.compile(r"^\W*(?P<label>Date|Held|Chair(?:man|woman|person)?|In the chair|Presiding|Minutes?(?: taken by| by)?|"
                   r"Note[- ]?taker|Venue|Place|Location|Name|Capacity|Time|In the room|Around the table|"
                   r"(?:Members |Also |Those |Officers )?(?:in )?"
                   r"attend(?:ance|ees|ing)|"
                   r"(?:Members |Also |Those |Councillors )?present(?: as \w+)?|"
                   r"Councillors|Members|Officers|Co-opted Members?|"
                   r"Apologies(?: for absence)?(?: received)?|"
                   r"Guests?|Observers?|Circulation|Distribution)\s*:\W*", re.IGNORECASE)
SHORT = re.compile(r"\(\s*([A-Z][A-Za-z/&]{1,6})\s*(?:[-–,][^()]{1,30})?\)")
DASH = re.compile(r"\s+[-–—]\s+|\s*,\s+|\t+|\s{2,}")
# The words with capitals right before an abbreviation in brackets.
NAME_BEFORE = re.compile(r"(?:[A-Z][\w’'-]*,?\s+(?:(?:and|of|for|the|&)\s+)*)*[A-Z][\w’'-]*\s*$")
NO_YEAR = re.compile(r"(\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+)\b(?!,?\s+20\d\d)")
# A name before its own initials: "W. Tredgold (WT)", "Stuart McLeod (SMc)".
INITIALLED = re.compile(r"((?:[A-Z][\w’'-]*\.?\s+){1,3}[A-Z][\w’'-]+)\s*\(([A-Z]{1,3}[a-z]?[A-Z]?)\)")
APART = re.compile(r",\s+(?![^(]*\))(?=[A-Z])")
# First names that are words, or that begin sentences.
NO_NAMES = frozenset(("Will", "May", "Mark", "Grace", "Hope", "Rose", "Faith", "Joy", "Bill", "Art", "April", "June", "Sue",
                      "Chase"))
FIRST_NAME = re.compile(r"(?:^|,\s*)([A-Z][a-z]{2,})\s*(?:\([a-z ]+\))?(?=,|\.?$)")
# Initials that are words: in capitals they stand in headings.
WORDS = frozenset(("AM", "AN", "AS", "AT", "BE", "BY", "DO", "GO", "HE", "IF", "IN", "IS", "IT", "ME", "MY", "NO", "OF", "OK",
                   "ON", "OR", "PM", "SO", "TO", "UP", "US", "WE"))
SECTION = re.compile(r"^\W*\d+[.)]?\s|^\W*\d{1,4}[/.]\d{1,4}\s|^\W*[A-Z]{2,5}\d{0,4}/?\d{1,4}\s|^\W*\d+(?:\.\d+)*[.)]?\t")
TITLE = re.compile(r"\b(?:meeting|panel|board|committee|minutes|notes|council|forum|group|authority|assembly)\b", re.IGNORECASE)


PRESENT = ("attend", "in attend", "members", "also", "those", "present", "councillors",
           "officers", "co-opted", "in the room", "around")


class Facts:
    """Reads the head of one document."""

    def __init__(self, document: Document, words: Vocabulary, held: date | None) -> None:
        """held: the day of the meeting where the caller knows it."""
        self._document, self._words, self._given = document, words, held
        self._lines = [(paragraph, document.part(paragraph)[:LINE].strip(" *_#\t"))
                       for paragraph in document.paragraphs if paragraph.start < HEAD]
        self._role = re.compile(any_of([*words.words["role"], *words.words["role_short"], *words.words["body_end"]]))

    def title(self) -> str:
        """The first line that reads as a meeting's name."""
        early = [text for _, text in self._lines[:12] if text and not LABEL.match(text)]
        return next((text for text in early if TITLE.search(text) and len(text) < 200), early[0] if early else "")[:200]

    def held(self) -> date | None:
        """The day of the meeting: as given, as labelled, or as the first whole date of the head."""
        if self._given:
            return self._given
        # "Date of next meeting" is another day.
        labelled = [text for _, text in self._lines
                    if re.match(r"\W*(?:date|held)\b(?!s?\s+(?:\w+\s+)?next)", text, re.IGNORECASE)]
        early = [text for _, text in self._lines[:25]]
        year = next(iter(re.findall(r"\b20\d\d\b", " ".join(early))), None)
        for text in [*labelled, *early]:
            for found in find_dates(text, None):
                if found.day and found.first == found.day:
                    return found.day
            # "Friday 26 October": its year stands in the title.
            completed = NO_YEAR.sub(rf"\1 {year}", text) if year else text
            for found in find_dates(completed, None):
                if found.day and found.first == found.day:
                    return found.day
        return None

    def chair(self) -> str:
        """Who was in the chair, as printed."""
        for at, (_, text) in enumerate(self._lines):
            label = LABEL.match(text)
            if label and ("chair" in label["label"].lower() or label["label"].lower() == "presiding"):
                rest = text[label.end():].strip() or next((later for _, later in self._lines[at + 1:at + 2]), "")
                return DASH.split(rest)[0][:100]
            if found := re.search(rf"({NAME})\s*\(?(?:in the chair|\(chair(?:man)?\)|- chair)", text, re.IGNORECASE):
                return found[1][:100]
        return ""

    def people(self) -> tuple[tuple[Attendee, ...], tuple[Attendee, ...]]:
        """(present, apologies)."""
        lists: dict[str, list[Attendee]] = {"present": [], "apologies": []}
        for part, text in self._people_lines():
            lists[part] += self._attendees(text)
        return tuple(_once(lists["present"])), tuple(_once(lists["apologies"]))

    def _people_lines(self) -> Iterator[tuple[str, str]]:
        part = ""
        for text in _rows(self._document, self._lines):
            label = LABEL.match(text)
            if label:
                word = label["label"].lower()
                part = ("apologies" if "apolog" in word else "present" if word.startswith(PRESENT)
                        else part if word in ("name", "capacity") else "")
                text = text[label.end():]
                while again := LABEL.match(text):
                    text = text[again.end():]
            elif re.fullmatch(r"\W*(?:members\s+|also\s+|in\s+|those\s+)*(?:present|attendance|attendees|attending)\W*", text,
                              re.IGNORECASE):
                part, text = "present", ""
            elif re.fullmatch(r"\W*apologies(?:\s+for\s+absence)?\W*", text, re.IGNORECASE):
                part, text = "apologies", ""
            elif SECTION.match(text) or len(text) > 220:
                part = ""
            if part and text:
                yield part, text

    def _attendees(self, text: str) -> Iterator[Attendee]:
        # "Jane Doe, Clerk; John Doe, Member" or a person a line.
        listed = re.split(r"\s*;\s*", text) if ";" in text else APART.split(text)
        # "Jane Doe (Police), John Doe (Fire), …": a list, where most of its parts begin with a name.
        if ";" not in text and sum(1 for said in listed if re.match(rf"\W*{NAME}", said)) < max(3, len(listed) - 1):
            listed = [text]
        for said in listed:
            match = re.match(rf"\W*(?!The |A |An )({NAME})", said)
            if not match:
                continue
            name, rest = match[1], said[match.end():].strip(" ,:–—-\t")
            role = next((found for found in self._role.finditer(said) if found.start() >= match.start(1) + 4), None)
            if role and role.start() < match.end(1):
                # No mark stands between name and capacity: "Jane Doe Police and Crime Commissioner".
                name, rest = said[match.start(1):role.start()].strip(), said[role.start():].strip()
            short = SHORT.search(said)
            if len(name.split()) > 1:
                yield Attendee(name.strip(" ,"), SHORT.sub("", rest).strip(" ,\t")[:120], short[1] if short else "")

    def abbreviations(self, people: Sequence[Attendee]) -> dict[str, str]:
        """Abbreviation → whom it stands for: as the minutes give them, and the initials of those named."""
        found = {person.short: person.capacity or person.name for person in people if person.short}
        for _, text in self._people_lines():
            for match in SHORT.finditer(text):
                named = NAME_BEFORE.search(text[:match.start()])
                found.setdefault(match[1], named.group().strip() if named else "")
        for part, text in self._people_lines():
            if part == "present":
                # "In the room: Dana (chair), Kofi, Priya"
                first = [match[1] for match in FIRST_NAME.finditer(text) if not self._role.search(match[1])]
                found.update({name: name for name in first if len(first) > 1 and name not in found})
        for match in INITIALLED.finditer(self._document.text[:HEAD]):
            if match[2].upper() not in WORDS and _initials_of(match[2], match[1]):
                found.setdefault(match[2], match[1])
        for match in SHORT.finditer(self._document.text[:400_000]):
            line = self._document.text[max(0, match.start() - 70):match.start()].rsplit("\n", 1)[-1]
            name = NAME_BEFORE.search(line)
            before = name.group().strip() if name else ""
            words = before.split()
            after = self._document.text[match.end():match.end() + 8].strip().lower()
            # "The Commissioner agreed (Action – Clerk)" explains no abbreviation.
            if match[1].lower() in ("action", "actions"):
                continue
            if words and (self._role.search(" ".join(words[-3:]))
                          or _initials_of(match[1], before) or after.startswith("team")):
                found.setdefault(match[1], before)
        for person in people:
            # "Kate said Fire would share it", of Kate Pell.
            called = person.name.split()[0]
            if called not in NO_NAMES and len(called) > 2 and re.search(
                    rf"\b{called} (?:said|to|will|would|agreed|reported|asked|advised|thought)\b", self._document.text):
                found.setdefault(called, person.name)
            parts = re.sub(r"^(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Prof)\.?\s+", "", person.name).split()
            initials = "".join(part[0] for part in parts).upper()
            if len(parts) > 1 and initials not in WORDS:
                found.setdefault(initials, person.name)
        return found


def _initials_of(short: str, name: str) -> bool:
    """Whether letters are the initials of a name's words: its first and its last among them."""
    words = [word[0] for word in name.replace("-", " ").split() if word[0].isupper()]
    return len(short) > 1 and any(word == short[0] for word in words[:-1]) and any(
        word in short[1:] for word in words[1:])


def _rows(document: Document, lines: Sequence[tuple[Paragraph, str]]) -> list[str]:
    """The lines of the head; the cells of one row as one line, a tab between."""
    rows: list[str] = []
    before = None
    for paragraph, text in lines:
        cell = paragraph.cell
        place = (cell.table, cell.row) if cell else None
        if place and place == before:
            rows[-1] += f"\t{text}"
        else:
            rows.append(text)
        before = place
    return rows


def _once(people: Sequence[Attendee]) -> list[Attendee]:
    return list({person.name: person for person in people}.values())
