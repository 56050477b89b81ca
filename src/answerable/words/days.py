"""Days and months in Welsh, wherever an English one stands alone: a release's labels are made of nothing else."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {"January": "Ionawr", "February": "Chwefror", "March": "Mawrth", "April": "Ebrill", "May": "Mai", "June": "Mehefin",
          "July": "Gorffennaf", "August": "Awst", "September": "Medi", "October": "Hydref", "November": "Tachwedd",
          "December": "Rhagfyr"}
# After "i" (to), as the soft mutation has them.
_AFTER_TO = {"Mawrth": "Fawrth", "Mai": "Fai", "Mehefin": "Fehefin", "Gorffennaf": "Orffennaf", "Medi": "Fedi",
             "Tachwedd": "Dachwedd", "Rhagfyr": "Ragfyr"}
SHORT_MONTHS = ("Ion", "Chwe", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag")
_SHORT_ENGLISH = tuple(month[:3] for month in MONTHS)
WEEKDAYS = {"Monday": "Dydd Llun", "Tuesday": "Dydd Mawrth", "Wednesday": "Dydd Mercher", "Thursday": "Dydd Iau",
            "Friday": "Dydd Gwener", "Saturday": "Dydd Sadwrn", "Sunday": "Dydd Sul"}
_MONTH = "|".join(MONTHS)
_DAY = rf"(?:(?:{'|'.join(WEEKDAYS)}) )?(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{4}})?"
_ALONE = re.compile(rf"(?:Week beginning )?{_DAY}(?: (?:to|–) {_DAY})?")
_WORD = re.compile(rf"\b(?:Week beginning|(to )?({_MONTH})|to|{'|'.join(WEEKDAYS)})\b")


def month_short(month: int, language: str) -> str:
    """A month as an axis names it, 1 for January: "Jan", in Welsh "Ion"."""
    return (SHORT_MONTHS if language == "cy" else _SHORT_ENGLISH)[month - 1]


def month_in_full(day: date, language: str) -> str:
    """The month of a day: "October 2026", in Welsh "Hydref 2026"."""
    text = f"{list(MONTHS)[day.month - 1]} {day.year}"
    return days_said(text) if language == "cy" else text


def days_said(text: str) -> str:
    """A text in Welsh where it is a day, a month, a weekday or a span of these in English ("1 April 2025 to 31 March 2026",
    "October 2026", "April to June 2026"); any other text as it is."""
    if text in WEEKDAYS:
        return WEEKDAYS[text]
    return _WORD.sub(_word, text) if _ALONE.fullmatch(text) else text


def _word(match: re.Match[str]) -> str:
    if month := match[2]:
        welsh = MONTHS[month]
        return f"i {_AFTER_TO.get(welsh, welsh)}" if match[1] else welsh
    return {"Week beginning": "Wythnos yn dechrau", "to": "i"}.get(match[0], WEEKDAYS.get(match[0], match[0]))
