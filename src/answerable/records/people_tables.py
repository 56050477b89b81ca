"""The contract of people: duties, abstractions, establishment and strength (docs/reference/tables.md)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from answerable.records.table import Clock, Column, Instants, Table

KINDS = ("officer", "staff", "special", "pcso")
NONE = np.iinfo(np.int64).min


def _overlap(instants: Mapping[str, Instants]) -> dict[str, Instants]:
    """Of each duty, the part that was both planned and worked, in ms; NONE where one of the two is not told."""
    start, nothing = instants["starts_at"], np.full(len(instants["starts_at"]), NONE)
    ends, began, ended = (instants.get(name, nothing) for name in ("planned_end_at", "actual_start_at", "actual_end_at"))
    told = (ends != NONE) & (began != NONE) & (ended != NONE)
    both = np.maximum(np.minimum(ends, ended) - np.maximum(start, began), 0)
    return {"adhered": np.where(told, both, NONE)}


DUTIES = Table(
    name="duties", title="Duties", noun="duties", anchor="starts_at", feed=("role",),
    about="One row a duty of one person: as planned and as worked. A duty that was not planned has no planned end.",
    columns=(
        Column("starts_at", "time", "when it was planned to start (where it was not planned: when it started); places the "
                                    "record", required=True),
        Column("planned_end_at", "time", "when it was planned to end"),
        Column("actual_start_at", "time", "when it started"),
        Column("actual_end_at", "time", "when it ended"),
        Column("person", "person", "whose duty; kept as a pseudonym"),
        Column("team", "word", "the team"),
        Column("role", "word", "what as: call handler, dispatcher, response, neighbourhood", required=True),
        Column("skill", "word", "what it takes"),
        Column("kind", "word", "police officer, member of staff, Special or PCSO", words=KINDS, required=True),
        Column("place", "word", "where"),
    ),
    clocks=(
        Clock("planned", "as planned, from start to end", ("starts_at",), ("planned_end_at",), exact=False),
        Clock("worked", "as worked, from start to end", ("actual_start_at",), ("actual_end_at",), exact=False),
        Clock("adhered", "both planned and worked", exact=False),
    ),
    orders=(("planned_end_at", ("starts_at",)), ("actual_end_at", ("actual_start_at", "starts_at"))),
    earlier=("actual_start_at",), derived=_overlap, kept=("actual_start_at",),
    published=("role", "kind", "team", "place"))

ABSTRACTIONS = Table(
    name="abstractions", title="Abstractions", noun="abstractions", anchor="starts_at", feed=("team",),
    about="One row for each time that somebody on duty was taken away from the work that was planned.",
    columns=(
        Column("starts_at", "time", "when it began; places the record", required=True),
        Column("ends_at", "time", "when it ended"),
        Column("person", "person", "who; kept as a pseudonym"),
        Column("authorised_by", "person", "who decided it; kept as a pseudonym"),
        Column("team", "word", "the team"),
        Column("role", "word", "the role that was planned"),
        Column("kind", "word", "police officer, member of staff, Special or PCSO", words=KINDS),
        Column("reason", "word", "why", required=True),
        Column("place", "word", "where"),
    ),
    clocks=(Clock("abstracted", "from when the abstraction began to its end", ("starts_at",), ("ends_at",)),),
    orders=(("ends_at", ("starts_at",)),), published=("reason", "role", "kind", "team", "place"))

ESTABLISHMENT = Table(
    name="establishment", title="Establishment and strength", noun="statements of posts", anchor="as_of", feed=("role",),
    statements=True,
    about="One row for each team, role and kind at a date: posts, people in them, and who came and went since the date "
          "before. Full-time equivalents.",
    columns=(
        Column("as_of", "time", "the date of the statement; places the record", required=True),
        Column("team", "word", "the team"),
        Column("role", "word", "the role", required=True),
        Column("kind", "word", "police officer, member of staff, Special or PCSO", words=KINDS, required=True),
        Column("place", "word", "where"),
        Column("establishment", "amount", "posts", unit="full-time equivalents"),
        Column("strength", "amount", "people in post", unit="full-time equivalents"),
        Column("in_training", "amount", "of these, in training and not yet working alone", unit="full-time equivalents"),
        Column("joiners", "amount", "who joined since the statement before", unit="full-time equivalents"),
        Column("leavers", "amount", "who left since the statement before", unit="full-time equivalents"),
    ), published=("role", "kind", "team"))
