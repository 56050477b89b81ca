"""The page of the reference on how minutes are read, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.documents.minutes.patterns import Pattern
from answerable.documents.minutes.rules import Rule, rules
from answerable.documents.minutes.vocabulary import Verb, vocabulary

INTRODUCTION = """
Minutes are read by rules that stand in files, in words that can be read: `catalogue/minutes/`. No rule is in the program, no
model is asked, nothing leaves the machine. Every proposal names the rule that found it; this page says what that rule looks
for. How to use the reader: [read minutes](../how-to/read-minutes.md). What it prints: [a reading as JSON](minutes-reading.md).

## The order of reading

1. The document is put together again: lines of one paragraph, a sentence broken over a page, owners that an action column
   sets apart, rows of tables. Page numbers and running heads are left out.
2. Names are found (posts, people, teams, and the abbreviations that the minutes give: "(PO)") and laid over, so that a rule can
   ask for `{owner}`.
3. Each sentence is tried in this order, and the first that fits is proposed: a table of actions; a label ("ACTION:"); a heading
   with a list below it; a resolution; a promise; a commitment that nothing marks; a decision. Figures stated and the next
   meeting are looked for beside that.
4. Owners of the action column are given to the actions beside or before them. Where owners stand beside text that marks no
   action, the last commitment there is the action.
5. Dates are counted from the day of the meeting: "in June" is the next June. The last day that a date may mean is given; where
   no day can be known ("at the next meeting", "in the New Year") only the words are.

A question is no promise: words found by a rule do not count where one of the *voids* stands before them with no answer
between, or where the sentence ends with a question mark.

## The language

| written | finds |
|---|---|
| `word` | the word, also with a capital at its beginning; a word in CAPITALS only as written |
| `a b` | one after the other; spaces, commas, brackets and quotation marks may stand between |
| `(a \\| b)` | one of these |
| `[a]` | this, or nothing |
| `..` | up to four words |
| `...` | any words of the sentence, up to 200 letters |
| `<` and `>` | the beginning and the end of the sentence |
| `:` `,` `-` `/` `%` `£` `#` | the mark; `-` is any dash |
| `{owner}` | somebody named: a post, a person, a team, a list of them |
| `{who}` | the same, or "he", "she", "they", "who" |
| `{pronoun}` `{number}` `{code}` | a pronoun; a number such as 3.2; the code of an action such as AP1 |
| `{name}` `{word}` `{to_do}` | words with capitals; any one word; before somebody "to" do something |
| `{initials}` `{full_name}` | two to four capitals; two words with capitals |
| `{point}` `{work}` | the code of an action point (AP 26/24); before what is worded as work |
| `{list}` | one of the words of a list of the vocabulary below |
| `{list:done}` `{list:doing}` | a verb of that list as what is done, or doing it |

`kind` says what a rule proposes; `claim` what kind of promise; `needs` what else the sentence must state (a measure, a
threshold, a date); `unless` what must not stand in it; `where` in which part of the minutes it is tried; `spoken: false` that
questions do not void it. `examples` and `not` are tried by a test. An unknown key is refused.
"""


def minutes_grammar() -> str:
    """The page, from the rules and the vocabulary."""
    known = rules()
    parts = ["<!-- Made by docs/generate.py. Change the program or the catalogue, not this page. -->",
             "# How minutes are read: the rules", INTRODUCTION.strip(), "## The rules"]
    parts += [_rule(rule) for rule in known.rules]
    parts += ["## Voids", _code(known.voids), "## Headings, labels and columns"]
    for part, names in known.structure.items():
        parts += [f"### {part.capitalize()}: {name.replace('_', ' ')}\n\n{_code(patterns)}" for name, patterns in names.items()]
    return "\n\n".join([*parts, "## The vocabulary", _words()]) + "\n"


def _code(patterns: Sequence[Pattern]) -> str:
    return "\n".join(["```text", *(pattern.written for pattern in patterns), "```"])


def _rule(rule: Rule) -> str:
    more = [f"kind: {rule.kind}", f"claim: {rule.claim}" if rule.claim else "", f"needs: {', '.join(rule.needs)}" if rule.needs
            else "", f"where: {rule.where}" if rule.where != "anywhere" else ""]
    lines = [f"### {rule.id}", "", f"{rule.about} ({'; '.join(filter(None, more))})", "", _code(rule.patterns)]
    if rule.unless:
        lines += ["", "Unless:", "", _code(rule.unless)]
    lines += ["", *(f"- Found: {text}" for text in rule.examples), *(f"- Not found: {text}" for text in rule.others)]
    return "\n".join(lines).rstrip()


def _words() -> str:
    known = vocabulary()
    rows = [f"| `{name}` | {', '.join(words)} |" for name, words in known.words.items()]
    rows += [f"| `{name}` (verbs) | {', '.join(_verb(verb) for verb in verbs)} |" for name, verbs in known.verbs.items()]
    return "\n".join(["| list | words |", "|---|---|", *rows])


def _verb(verb: Verb) -> str:
    return verb.do
