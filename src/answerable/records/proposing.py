"""A proposal of a source from a look at a file: which column is most likely what, told by its name and confirmed by its
values. What is a guess says so; what could not be placed is listed. Words that may be a person's are not shown."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from answerable.engines import connect, quoted
from answerable.records.encodings import find_encoding
from answerable.records.expressions import ExpressionFault, parse
from answerable.records.faults import WORD_OF_THE_SYSTEM
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
    name_words,
)
from answerable.records.readers import format_of, header_of, open_bytes, open_file
from answerable.records.sources import FileForm, Source

ROWS_LOOKED_AT = 50_000
VALUES_TRIED = 2_000
# A column is of a kind when at least this share of its filled values are.
MOST = 0.9
# What groups contacts has few values: not more than this, or a value for so many rows each.
GROUPING = ("line", "queue", "place", "reason")
MOST_GROUPS = 20
# So many columns of whole numbers, and no time but one, are counts and not contacts.
COUNTS = 6
NOTHING = ("", "NULL", "null", "None", "N/A", "n/a", "NA", "-", "--", "(null)", "NaN")
MIDNIGHT = ("0:00:00", "00:00:00")

DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y",
        "%d %b %Y", "%d-%b-%y", "%Y%m%d", "%y%m%d")
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
MONTH_FIRST = {"%m/%d/%Y": "%d/%m/%Y", "%m/%d/%y": "%d/%m/%y", "%m-%d-%Y": "%d-%m-%Y"}
DAY_FIRST = {day: month for month, day in MONTH_FIRST.items()}
ZONE = re.compile(r":\d\d(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)$")
DURATIONS = {"h:mm:ss": re.compile(r"^\d+:[0-5]\d:[0-5]\d(\.\d+)?$"), "mm:ss": re.compile(r"^\d+:[0-5]\d(\.\d+)?$"),
             "seconds": re.compile(r"^\d+(\.\d+)?$")}


@dataclass
class Column:
    """A column of the file. values: of the rows looked at; counts: value → rows, without those that mean nothing
    (`nothing`); day, clock: the formats of a date and of a time of day in it ("ISO": both in ISO 8601); duration: how it
    writes a length of time; unsure: what is not certain about them; path: where it lies in a nested record."""

    name: str
    values: Sequence[str | None]
    counts: Counter[str]
    nothing: frozenset[str] = frozenset()
    day: str = ""
    clock: str = ""
    duration: str = ""
    unsure: str = ""
    path: str = ""

    @property
    def sql(self) -> str:
        """The column as it stands in an expression."""
        try:
            plain = parse(self.name).columns == (self.name,)
        except ExpressionFault:
            plain = False
        return self.name if plain else '"' + self.name.replace('"', '""') + '"'

    @property
    def words(self) -> list[str]:
        """The words of the name, in lower case."""
        return name_words(self.name)

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return len(self.values)


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
    columns, form = _look(path)
    for column in columns:
        _recognise(column)
    _settle_clocks(columns)
    proposal = Proposal(columns, _place(columns))
    _column_lines(proposal)
    return "\n".join([*_head(path, form, proposal), "columns:", *proposal.lines, *_unplaced(proposal)])


def _look(path: Path) -> tuple[list[Column], dict[str, str]]:
    """(the file's columns with the values of its first rows, how it is written)."""
    form = {"format": format_of(path)}
    if form["format"] == "jsonl":
        return _nested_columns(path), form
    if form["format"] in ("csv", "tsv"):
        form["encoding"], _ = find_encoding(path, None)
        form["delimiter"] = header_of(path, form["encoding"], "\t" if form["format"] == "tsv" else None, 1)[1]
    reading = open_file(path, _blank_source(form["format"]))
    chunk = next(reading.chunks, None)
    table = pa.table({name: pa.array([], pa.string()) for name in reading.columns}) if chunk is None else chunk.table
    table = table.slice(0, ROWS_LOOKED_AT)
    return [_column(name, pc.utf8_trim_whitespace(table[name]).to_pylist()) for name in reading.columns], form


def _blank_source(form: str) -> Source:
    return Source("new", 1, "", "contacts", "new", "", FileForm(format=form), None, None, (), "seconds", False, 0, ("",),
                  None, (), {}, {})


def _column(name: str, values: Sequence[str | None], path: str = "") -> Column:
    counts = Counter(value for value in values if value is not None)
    nothing = frozenset(value for value in NOTHING if counts.pop(value, 0))
    return Column(name, values, counts, nothing, path=path)


def _nested_columns(path: Path) -> list[Column]:
    """Every simple value of the first records, under the names of the objects it lies in."""
    records = []
    with open_bytes(path) as raw:
        for line in itertools.islice(raw, ROWS_LOOKED_AT // 10):
            try:
                records.append(json.loads(line))
            except ValueError:
                continue
    leaves = [dict(_leaves(record, ())) for record in records if isinstance(record, dict)]
    names = list(dict.fromkeys(itertools.chain.from_iterable(leaves)))
    return [_column("_".join(name), [leaf.get(name) for leaf in leaves], ".".join(name) if len(name) > 1 else "")
            for name in names]


def _leaves(value: object, at: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(below, (*at, str(name)))
    elif isinstance(value, list):
        # Of a list the first counts, as in `take: first`.
        for below in value[:1]:
            yield from _leaves(below, at)
    elif value is not None:
        yield at, str(value)


def _recognise(column: Column) -> None:
    """Find out whether a column holds times, dates, clock times or durations, and how they are written."""
    values = [value for value, _ in column.counts.most_common(VALUES_TRIED)]
    for form, shape in DURATIONS.items():
        if values and sum(bool(shape.match(value)) for value in values) >= MOST * len(values):
            column.duration = form
            break
    if (values and any(mark in "".join(values[:50]) for mark in ":-/.")) or column.words[:1] == ["date"]:
        _recognise_time(column, values)


def _recognise_time(column: Column, values: list[str]) -> None:
    forms = [(day, clock) for day in DAYS for clock in ("", *CLOCKS)] + [("", clock) for clock in CLOCKS]
    fits = dict(zip([("ISO", "ISO"), *forms], _fitting(values, [" ".join(filter(None, form)) for form in forms]), strict=True))
    good = [form for form, count in fits.items() if count >= MOST * len(values)]
    if not good:
        return
    # A form with both a day and a clock tells more than one without; among equals the first listed.
    best = max(good, key=lambda form: (fits[form], bool(form[0]) + bool(form[1]), form == ("ISO", "ISO")))
    column.day, column.clock = best
    twin = DAY_FIRST.get(best[0]) or MONTH_FIRST.get(best[0])
    if twin and fits.get((twin, best[1]), 0) == fits[best]:
        column.day, column.unsure = _day_or_month(values, best[0], twin)


def _settle_clocks(columns: list[Column]) -> None:
    """A time of day needs a date beside it, and goes round the clock; 0:03:10 without either is a length of time."""
    dated = any(column.day and not column.clock for column in columns)
    for column in columns:
        if column.clock and not column.day:
            hours = {value.split(":")[0].zfill(2) for value in column.counts if value not in MIDNIGHT}
            if not dated or (column.duration and hours <= {"00"}):
                column.clock = ""


def _fitting(values: list[str], forms: list[str]) -> list[int]:
    """How many of the values are ISO 8601 with day and clock, and how many are of each form."""
    iso = "COUNT(TRY_CAST(v AS TIMESTAMP)) FILTER (v LIKE '____-__-__%:%')"
    counts = ", ".join([iso, *(f"COUNT(try_strptime(v, {quoted(form)}))" for form in forms)])
    with connect(threads=1) as connection:
        connection.register("tried", pa.table({"v": pa.array(values, pa.string())}))
        return list(connection.execute(f"SELECT {counts} FROM tried").fetchall()[0])


def _day_or_month(values: list[str], first: str, twin: str) -> tuple[str, str]:
    """(the likelier of two forms that both fit, what is unsure): in a short file the month changes least."""
    day_first = first if first in DAY_FIRST else twin
    parts = [re.split(r"[^0-9]", value)[:2] for value in values]
    left, right = ({part[at] for part in parts if len(part) > at} for at in (0, 1))
    if len(left) >= 3 > len(right):
        return day_first, ""
    if len(right) >= 3 > len(left):
        return DAY_FIRST[day_first], ""
    return day_first, "no value tells whether the day or the month stands first: the day was taken. Check this."


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
    start = proposal.placed.get("presented_at")
    if start is None:
        return
    outcome = proposal.placed.get("outcome")
    for role, word in (("answered_at", "answered"), ("abandoned_at", "abandoned")):
        known = meaning(outcome.counts, "outcome", word) if outcome else []
        if role not in proposal.placed and known and outcome:
            among = f"{outcome.sql} IN ({', '.join(quoted(value) for value in known)})"
            _wait_line(proposal, role, _time_sql(proposal, start), among)
    answer = proposal.placed.get("answered_at")
    if "ended_at" not in proposal.placed and answer and (talk := proposal.take("talk duration")):
        proposal.add("ended_at", _plus(_time_sql(proposal, answer), talk.sql))
    end = proposal.placed.get("ended_at")
    if "wrap_up_ended_at" not in proposal.placed and end and (wrap := proposal.take("wrap duration")):
        proposal.add("wrap_up_ended_at", _plus(_time_sql(proposal, end), wrap.sql))


def _wait_line(proposal: Proposal, role: str, start: str, among: str) -> None:
    wait, end = proposal.placed.get("wait duration"), proposal.placed.get("ended_at")
    if wait is not None:
        proposal.used.add(wait.name)
        proposal.add(role, _plus(start, f"CASE WHEN {among} THEN {wait.sql} END"))
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
    lines += [f"duration_format: {_yaml(form)}" for form in sorted(durations)[:1]]
    lines += [f"# Unsure: durations are also written as {form}." for form in sorted(durations)[1:]]
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
