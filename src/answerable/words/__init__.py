"""Texts shown to people: translation, numbers and lists as people read them, and texts kept for two languages at once."""

from answerable.words.days import days_said, month_in_full, month_short
from answerable.words.numbers import UNITS, format_count, format_things, format_value, join_words
from answerable.words.recorded import Texts, english, laid_over, overlay, pairs, parted, reads_out, recording, unquoted
from answerable.words.translating import (
    LANGUAGES,
    QUOTE,
    UNQUOTE,
    _,
    capital,
    language,
    mark,
    ngettext,
    sentence_end_off,
    small,
    speaking,
    use_language,
)

__all__ = ["LANGUAGES", "QUOTE", "UNITS", "UNQUOTE", "Texts", "_", "capital", "days_said", "english", "format_count",
           "format_things", "format_value", "join_words", "laid_over", "language", "mark", "month_in_full", "month_short",
           "ngettext", "overlay", "pairs", "parted", "reads_out", "recording", "sentence_end_off", "small", "speaking",
           "unquoted", "use_language"]
