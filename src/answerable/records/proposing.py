"""A proposal of a source from a look at a file: which column is most likely what, told by its name and confirmed by its
values. What is a guess says so; what could not be placed is listed. Words that may be a person's are not shown."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from answerable.engines import quoted
from answerable.records.faults import WORD_OF_THE_SYSTEM
from answerable.records.looking import MIDNIGHT, NOTHING, ZONE, Column, look_at
from answerable.records.proposing_words import (
    DURATION_NAMES,
    LENGTH_WORDS,
    NUMBER_WORDS,
    PERSONAL,
    TIME_NAMES,
    WORD_NAMES,
    WORDS,
    likenesses,
    meaning,
)

# What groups contacts has few values: not more than this, or a value for so many rows each.
GROUPING = ("line", "queue", "place", "reason")
MOST_GROUPS = 20
# So many columns of whole numbers, and no time but one, are counts and not contacts.
COUNTS = 6


@dataclass
class Proposal:
    """The lines of the proposed source and what they were made of. used: columns that have found their place."""

    columns: list[Column]
    placed: dict[str, Column]
    lines: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def take(self, role: str) -> Column | None:
        """The column of a role, which is then used."""
        column = self.placed.get(role)
        if column is not None:
            self.used.add(column.name)
        return column

    def add(self, key: str, value: str, *comments: str) -> None:
        """A line under `columns`, with what is to be said about it before it."""
        self.lines += [f"  # {comment}" for comment in comments if comment]
        self.lines.append(f"  {key}: {value}")


def propose(path: Path) -> str:
    """A source in YAML for a file: to be saved as sources/NAME.yaml, NAME being the source's. Raises InputError for a file
    that cannot be read. Comments say what was guessed, what is not certain, and what was not placed."""
    columns, form = look_at(path)
    proposal = Proposal(columns, _place(columns))
    _column_lines(proposal)
    return "\n".join([*_head(path, form, proposal), "columns:", *proposal.lines, *_unplaced(proposal)])


def _place(columns: list[Column]) -> dict[str, Column]:
    """Role → column: the best pairs of all first, each column and each role once."""
    pairs = [(score, -place, role, column) for place, column in enumerate(columns)
             for role, score in _scores(column).items() if score > 0]
    placed: dict[str, Column] = {}
    for _, _, role, column in sorted(pairs, key=lambda pair: (-pair[0], -pair[1])):
        if role not in placed and all(column is not other for other in placed.values()):
            placed[role] = column
    return placed


def _scores(column: Column) -> dict[str, float]:
    """How well a column fits each role: by its name, among the roles that its values allow."""
    scores: dict[str, float] = {}
    if column.clock:
        scores |= likenesses(column.words, TIME_NAMES)
    elif column.day:
        scores["day"] = 50 - len(column.words)
    elif not (column.duration and LENGTH_WORDS & set(column.words)):
        scores |= {role: score for role, score in likenesses(column.words, WORD_NAMES).items() if _may_be(column, role)}
    if column.duration and not column.day:
        scores |= {f"{role} duration": score for role, score in likenesses(column.words, DURATION_NAMES).items()}
    return scores


def _may_be(column: Column, role: str) -> bool:
    """Whether the values allow the role: there are some, and of a closed vocabulary at least one is known."""
    if role in GROUPING:
        return 0 < len(column.counts) <= max(MOST_GROUPS, column.counts.total() / MOST_GROUPS)
    closed = role in WORDS and role != "outcome"
    return bool(column.counts) and (not closed or any(meaning(column.counts, role, word) for word in WORDS[role]))


def _column_lines(proposal: Proposal) -> None:
    _time_lines(proposal)
    _wait_lines(proposal)
    line = proposal.take("line")
    proposal.add("line", _yaml(line.sql if line else "'101'"),
                 "" if line else "Unsure: no column tells the line. Write the number or the door between the quotes.")
    _outcome_line(proposal)
    for role in ("channel", "origin"):
        _word_line(proposal, role)
    for role in ("queue", "place", "handler", "reason", "incident"):
        column = proposal.take(role)
        if column is not None:
            proposal.add(role, _yaml(column.sql), "Only a pseudonym is stored." if role == "handler" else "")


def _time_lines(proposal: Proposal) -> None:
    if "presented_at" not in proposal.placed:
        proposal.add("presented_at", _yaml("NULL"), "NOT FOUND: which column says when the contact reached the force? Without "
                                                    "it nothing can be loaded.")
    for role in TIME_NAMES:
        column = proposal.take(role)
        if column is not None:
            proposal.add(role, _yaml(_time_sql(proposal, column)), column.unsure)


def _time_sql(proposal: Proposal, column: Column) -> str:
    """A column's time; with the file's date before it where the column has a clock time only."""
    day = proposal.placed.get("day")
    if column.day or day is None:
        return column.sql
    proposal.used.add(day.name)
    return f"{day.sql} || ' ' || {column.sql}"


def _wait_lines(proposal: Proposal) -> None:
    """Times that the file gives as lengths: the end of the wait, of the talk and of the work after it."""
    start, outcome = proposal.placed.get("presented_at"), proposal.placed.get("outcome")
    if start is None:
        return
    for role, word in (("answered_at", "answered"), ("abandoned_at", "abandoned")):
        known = meaning(outcome.counts, "outcome", word) if outcome else []
        if role not in proposal.placed and known and outcome:
            among = f"{outcome.sql} IN ({', '.join(quoted(value) for value in known)})"
            _wait_line(proposal, role, start, among)
    begin, lengths = ("answered_at", []) if "answered_at" in proposal.placed else ("presented_at", ["wait"])
    for role, length in (("ended_at", "talk"), ("wrap_up_ended_at", "wrap")):
        lengths.append(length)
        if role in proposal.placed:
            begin, lengths = role, []
        elif all(f"{name} duration" in proposal.placed for name in lengths):
            _length_line(proposal, role, proposal.placed[begin], lengths)


def _length_line(proposal: Proposal, role: str, begin: Column, lengths: list[str]) -> None:
    """A time that lies one or more lengths of time after another."""
    columns = [column for name in lengths if (column := proposal.take(f"{name} duration"))]
    plus = " + ".join(_seconds(column) for column in columns) if _in_seconds(proposal) else columns[0].sql
    proposal.add(role, _plus(_time_sql(proposal, begin), plus))


def _in_seconds(proposal: Proposal) -> bool:
    """Whether lengths are to be reckoned in seconds: some must be added up, or they are not all written alike."""
    lengths = [column for role, column in proposal.placed.items() if role.endswith(" duration")]
    summed = "answered_at" not in proposal.placed and len(lengths) > 1
    return summed or len({column.duration for column in lengths}) > 1


def _seconds(column: Column) -> str:
    """A length of time in seconds, as an expression."""
    parts = column.duration.count(":") + 1
    if parts == 1:
        return f"CAST({column.sql} AS DOUBLE)"
    return " + ".join(f"CAST(split_part({column.sql}, ':', {at}) AS DOUBLE) * {60 ** (parts - at)}"
                      for at in range(1, parts + 1))


def _wait_line(proposal: Proposal, role: str, start: Column, among: str) -> None:
    wait, end = proposal.placed.get("wait duration"), proposal.placed.get("ended_at")
    if wait is not None:
        proposal.used.add(wait.name)
        length = _seconds(wait) if _in_seconds(proposal) else wait.sql
        proposal.add(role, _plus(_time_sql(proposal, start), f"CASE WHEN {among} THEN {length} END"))
    elif role == "abandoned_at" and end is not None:
        proposal.add(role, _yaml(f"CASE WHEN {among} THEN {_time_sql(proposal, end)} END"),
                     "Unsure: the end of an abandoned contact was taken as the moment of hanging up.")


def _plus(start: str, duration: str) -> str:
    return f"{{from: {_yaml(start)}, plus: {_yaml(duration)}}}"


def _outcome_line(proposal: Proposal) -> None:
    if "outcome" in proposal.placed:
        _word_line(proposal, "outcome")
        return
    answer = proposal.placed.get("answered_at")
    guess = f"CASE WHEN {answer.sql} IS NOT NULL THEN 'answered' ELSE 'abandoned' END" if answer else "'answered'"
    proposal.add("outcome", _yaml(guess), "Unsure: no column tells the outcome. Was every contact without an answer abandoned?"
                 if answer else "NOT FOUND: which column says what became of the contact?")


def _word_line(proposal: Proposal, role: str) -> None:
    """A column of a vocabulary: the words that were found, each with the contract's word that it most likely is."""
    column = proposal.take(role)
    if column is None:
        return
    cases = [f"WHEN {quoted(value)} THEN {quoted(word)}" for word in WORDS[role]
             for value in meaning(column.counts, role, word) if value != word]
    sql = f"CASE {column.sql} {' '.join(cases)} ELSE {column.sql} END" if cases else column.sql
    sql = f"coalesce({sql}, {quoted({'channel': 'phone', 'origin': 'public'}[role])})" if role != "outcome" else sql
    proposal.add(role, _yaml(sql), *_unknown_words(column, role))


def _unknown_words(column: Column, role: str) -> list[str]:
    known = {value for word in WORDS[role] for value in meaning(column.counts, role, word)}
    unknown = {value: count for value, count in column.counts.items() if value not in known}
    often = [f"{value!r} ({count:,} rows)" for value, count in sorted(unknown.items(), key=lambda item: -item[1])
             if count >= WORD_OF_THE_SYSTEM][:20]
    rare = sum(count < WORD_OF_THE_SYSTEM for count in unknown.values())
    return ([f"Unsure: what is {value}?" for value in often]
            + ([f"{rare} rarer words are not shown, as they may be somebody's."] if rare else []))


def _head(path: Path, form: dict[str, str], proposal: Proposal) -> list[str]:
    """Everything before `columns`."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", path.name.split(".")[0]) or "new"
    rows = max((column.rows for column in proposal.columns), default=0)
    lines = [f"# Proposed from the first {rows:,} rows of {path.name}.",
             f"# Read it through, save it as sources/{name}.yaml in the workspace, and load a file with it.",
             *_counts_note(proposal), f"source: {name}", "version: 1", f"title: {_yaml(name)}", "table: contacts"]
    lines += _form_lines(form) + _clock_lines(proposal) + _field_lines(proposal) + _direction_lines(proposal)
    return [*lines, *_identity_lines(proposal)]


def _counts_note(proposal: Proposal) -> list[str]:
    """A word to whoever has counts: those are another table."""
    whole = [column for column in proposal.columns if column.duration == "seconds"]
    if {"outcome", "answered_at", "handler"} & set(proposal.placed) or len(whole) < COUNTS:
        return []
    return ["# These look like counts by interval and not like contacts: see table: contact_bands in the reference on sources."]


def _form_lines(form: dict[str, str]) -> list[str]:
    parts = [f"format: {form['format']}"]
    parts += [f"delimiter: {_yaml(form['delimiter'])}"] if "delimiter" in form else []
    plain = form.get("encoding", "utf-8") in ("utf-8", "utf-8-sig")
    parts += [] if plain else [f"encoding: {form['encoding']}"]
    note = [f"# Encoding: {form['encoding']}, found out anew for each file."] if plain and "encoding" in form else []
    return [*note, f"file: {{{', '.join(parts)}}}"]


def _clock_lines(proposal: Proposal) -> list[str]:
    """Zone, formats of times and durations, words that mean nothing."""
    times = [column for role, column in proposal.placed.items() if role in TIME_NAMES]
    day = proposal.placed.get("day")
    forms = dict.fromkeys(_form_of(column, day) for column in times)
    lines = []
    if times and not any(ZONE.search(value) for column in times for value in itertools.islice(column.counts, 20)):
        lines.append("# The times bear no zone: they are read in the workspace's. If the system writes UTC: time_zone: UTC")
    if forms and set(forms) != {"ISO"}:
        plain = [form for form in forms if form != "ISO"] + ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"] * ("ISO" in forms)
        lines.append(f"time_formats: {json.dumps(plain)}")
    if any(not column.day for column in times) and day is not None:
        lines += ["# One date and clock times: a time half a day or more before the first is the next day's.",
                  "rolls_past_midnight: true"]
    durations = {column.duration for role, column in proposal.placed.items() if role.endswith("duration")} - {"seconds"}
    lines += [f"duration_format: {_yaml(form)}" for form in durations if not _in_seconds(proposal)]
    return lines + _null_lines(proposal.columns, times)


def _form_of(column: Column, day: Column | None) -> str:
    """The format of a column's times as the mapping's expression gives them."""
    form = (column.day, column.clock) if column.day else (day.day if day else "", column.clock)
    return "ISO" if form in (("ISO", "ISO"), ("%Y-%m-%d", "%H:%M:%S"), ("%Y-%m-%d", "%H:%M")) else " ".join(filter(None, form))


def _null_lines(columns: list[Column], times: list[Column]) -> list[str]:
    empty = [value for value in MIDNIGHT if any(not column.day and column.counts[value] >= WORD_OF_THE_SYSTEM
                                                for column in times)]
    note = [f"# {word} in many rows was taken for 'did not happen', though midnight is written so too." for word in empty]
    seen = [value for value in NOTHING[2:] if any(value in column.nothing for column in columns)]
    return [*note, f"null_words: {json.dumps(['', 'NULL', *seen, *empty])}"]


def _field_lines(proposal: Proposal) -> list[str]:
    nested = [column for column in proposal.columns if column.path]
    lines = [f"  {_yaml(column.name)}: {{path: {_yaml(column.path)}, take: first}}" for column in nested]
    return ["fields:", *lines] if lines else []


def _direction_lines(proposal: Proposal) -> list[str]:
    """Keep what comes in, where a column tells and both ways occur."""
    column = proposal.placed.get("direction")
    inward = meaning(column.counts, "direction", "in") if column else []
    if column is None or not inward or not meaning(column.counts, "direction", "out"):
        return []
    proposal.used.add(column.name)
    return ["keep: " + _yaml(f"{column.sql} IN ({', '.join(map(quoted, inward))})")]


def _identity_lines(proposal: Proposal) -> list[str]:
    """What identifies a record: a column without repeats, else a number and the time, with more where that does not do."""
    able = [column for column in proposal.columns if not PERSONAL & set(column.words) and column.counts]
    numbers = sorted(able, key=lambda column: not NUMBER_WORDS & set(column.words))
    single = next((column for column in numbers if _may_number(column) and _tells_apart([column])), None)
    if single is not None:
        return _identity(proposal, [single], "no value of it stands twice.")
    start = [column for role in ("presented_at", "day") if (column := proposal.placed.get(role))]
    more = [column for role in ("line", "handler", "queue") if (column := proposal.placed.get(role)) in able and column]
    numbered = [numbers[0]] if numbers and NUMBER_WORDS & set(numbers[0].words) else []
    for extra in range(len(more) + 1):
        chosen = list({column.name: column for column in (*numbered, *start, *more[:extra])}.values())
        if chosen and _tells_apart(chosen):
            return _identity(proposal, chosen, "no two rows are alike in all of these.")
    return _identity(proposal, [*numbered, *start] or able[:1],
                     "Unsure: some rows are alike in all of these, and would be taken for one record.")


def _tells_apart(columns: list[Column]) -> bool:
    """Whether no two rows are alike in all of these columns, and no row is empty in the first."""
    rows = set(zip(*(column.values for column in columns), strict=True))
    return len(rows) == columns[0].rows == columns[0].counts.total()


def _may_number(column: Column) -> bool:
    return bool(NUMBER_WORDS & set(column.words)) or not (column.day or column.clock or column.duration)


def _identity(proposal: Proposal, columns: list[Column], note: str) -> list[str]:
    proposal.used.update(column.name for column in columns)
    note = note if note.startswith("Unsure") else f"In the rows looked at {note}"
    return [f"# {note}", f"identity: [{', '.join(_yaml(column.sql) for column in columns) or _yaml('NULL')}]"]


def _unplaced(proposal: Proposal) -> list[str]:
    rest = [column.name for column in proposal.columns if column.name not in proposal.used]
    return [] if not rest else ["# Columns that were not placed: a new one beside them will be told when a file is loaded.",
                                f"known_columns: {json.dumps(rest, ensure_ascii=False)}"]


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
