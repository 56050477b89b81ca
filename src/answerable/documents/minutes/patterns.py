"""The language of patterns: how a rule says which words it looks for. docs/reference/minutes-grammar.md tells it whole.

    pattern   = part { part }
    part      = word | mark | slot | group | optional | gap | edge
    word      = letters          in capitals: as written; otherwise the first letter may be a capital
    mark      = : , - ( / %      with or without spaces before it; - stands for every dash
    slot      = {name} {name:form}      one of the words of a vocabulary; form: done, doing
    group     = ( pattern | pattern … )
    optional  = [ pattern | pattern … ]
    gap       = ..   up to 4 words      = ...   any words of the sentence, up to 200 letters
    edge      = <    the beginning of the sentence      = >    its end
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from answerable.errors import InputError

TOKEN = re.compile(r"\{\w+(?::\w+)?\}|\.\.\.|\.\.|[\w’']+(?:-[\w’']+)*|[\[\]()|<>:,/%£#-]|\S")
# Commas, quotation marks and brackets between words do not keep a pattern from matching.
BETWEEN = r"[\s,“”\"‘’'()*_\u2003]{0,5}"
FEW_WORDS = r"(?:(?:^|[\s,()]{1,3})[^\s.;:?!,()\ue000-\ue003]+){0,4}?"
ANY_WORDS = r"[^;?!]{0,200}?"
MARKS = {"-": r"[\s)\]]*[-–—]+", ":": r"[\s)\]]*:", ",": r"\s*,", "/": r"\s*/", "%": r"\s*(?:%|per cent\b|percent\b)",
         "£": r"\s*£", "#": r"\s*#"}
Slot = Callable[[str, str], str]


@dataclass(frozen=True)
class Pattern:
    """A pattern as it is written, and the expression made from it."""

    written: str
    expression: re.Pattern[str]


def compile_pattern(written: str, slot: Slot) -> Pattern:
    """The pattern as an expression. slot: from a vocabulary's name and a form to its expression.

    Raises InputError where a bracket is left open, or a part is not one of the language.
    """
    tokens = TOKEN.findall(written)
    parser = _Parser(tokens, slot, written)
    made = parser.alternatives()
    if parser.at < len(tokens):
        raise parser.fault(f"'{tokens[parser.at]}' closes nothing")
    return Pattern(written, re.compile(made))


def word_expression(words: str) -> str:
    """The expression of one or more words: a word in capitals is looked for as written, of any other the first letter may be
    a capital. (To compile and to match a group without regard to case takes several times as long.)"""
    return r"[\s\u00a0-]+".join(_word(word) for word in words.split())


@lru_cache(maxsize=10_000)
def _word(word: str) -> str:
    plain = re.escape(word).replace("’", "[’']").replace("'", "[’']")
    begin, end = (r"\b" if word[:1].isalnum() else ""), (r"\b" if word[-1:].isalnum() else "")
    if word[:1].isalpha() and not (word.isupper() and len(word) > 1):
        plain = f"[{word[0].upper()}{word[0].lower()}]{plain[1:]}"
    return f"{begin}{plain}{end}"


class _Parser:
    """Reads a pattern's tokens from left to right."""

    def __init__(self, tokens: list[str], slot: Slot, written: str) -> None:
        self.tokens, self.slot, self.written, self.at = tokens, slot, written, 0

    def fault(self, what: str) -> InputError:
        return InputError(f"the pattern '{self.written}': {what}.", remedy="See docs/reference/minutes-grammar.md.")

    def alternatives(self) -> str:
        """A pattern, or several with a stroke between."""
        options = ["".join(self._parts())]
        while self._next() == "|":
            self.at += 1
            options.append("".join(self._parts()))
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _parts(self) -> Iterator[str]:
        while (token := self._next()) and token not in ("|", ")", "]"):
            self.at += 1
            yield self._part(token)

    def _part(self, token: str) -> str:
        if token in ("(", "["):
            inside = self.alternatives()
            if self._next() != {"(": ")", "[": "]"}[token]:
                raise self.fault(f"'{token}' is not closed")
            self.at += 1
            return f"(?:{inside})" + ("?" if token == "[" else "")
        if token.startswith("{"):
            name, _, form = token.strip("{}").partition(":")
            return BETWEEN + self.slot(name, form)
        simple = {"...": ANY_WORDS, "..": FEW_WORDS, "<": r"^\W{0,6}", ">": r"\W{0,4}$", **MARKS}
        if token in simple:
            return simple[token]
        if not token[:1].isalnum():
            raise self.fault(f"'{token}' is no part of the language")
        return BETWEEN + _word(token)
