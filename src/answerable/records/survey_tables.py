"""The contract of surveys, of telling victims, and of samples (docs/reference/tables.md)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from answerable.clocks import DAY_MS
from answerable.records.people_tables import NONE
from answerable.records.table import Clock, Column, Flag, Instants, Table
from answerable.records.workingdays import working_days_between

VICTIM_EVENTS = ("arrested", "interviewed", "released", "bailed", "bail_changed", "decision_not_to_investigate")


def _working_days(instants: Mapping[str, Instants]) -> dict[str, Instants]:
    """Working days from the event to the telling, each as 24 hours, in ms; NONE where the victim was not told."""
    event = instants["happened_at"]
    told = instants.get("told_at", np.full(len(event), NONE))
    return {"telling": np.where(told == NONE, NONE, DAY_MS * working_days_between(event, told))}


SURVEY_ANSWERS = Table(
    name="survey_answers", title="Surveys", noun="people asked", anchor="asked_at", feed=("survey",),
    about="One row for each person asked and question, or a row for many people who answered alike. Surveys are never added "
          "up with one another: every figure is of one survey.",
    columns=(
        Column("asked_at", "time", "when the person was asked; places the record", required=True),
        Column("survey", "word", "which survey: whose, and of whom", required=True),
        Column("outcome", "word", "whether there was an answer", words=("answered", "refused", "not_reached"),
               default="'answered'"),
        Column("question", "word", "what was asked"),
        Column("answer", "word", "the answer, in the survey's words"),
        Column("cohort", "word", "who was asked: victims of which crime, residents of which parishes"),
        Column("method", "word", "by telephone, post, text message, in person"),
        Column("place", "word", "where"),
        Column("people", "amount", "for how many people the row stands (left out: 1)", unit="people"),
    ), weight="people", never_pooled=("survey",), drawn=True, several="question")

VICTIM_UPDATES = Table(
    name="victim_updates", title="Telling victims", noun="events", anchor="happened_at", feed=("event",),
    about="One row for each event that a victim must be told of (Victims' Code, right 6), and when he or she was told.",
    columns=(
        Column("happened_at", "time", "when it happened; places the record", required=True),
        Column("told_at", "time", "when the victim was told"),
        Column("event", "word", "what happened", words=VICTIM_EVENTS, required=True),
        Column("rights", "word", "whether the victim has enhanced rights", words=("standard", "enhanced"),
               default="'standard'"),
        Column("team", "word", "the team"),
        Column("place", "word", "where"),
    ),
    clocks=(Clock("telling", "working days from the event to when the victim was told, the day of the event not counted "
                             "(bank holidays of England and Wales)"),),
    flags=(Flag("told", "the victim was told", given="told_at"),),
    orders=(("told_at", ("happened_at",)),), derived=_working_days, published=("event", "rights", "team", "place"))

SAMPLES = Table(
    name="samples", title="Samples", noun="records looked at", anchor="sampled_at", feed=("sample",),
    about="One row for each record that was drawn into a dip sample, and what was found.",
    columns=(
        Column("sampled_at", "time", "when the record was looked at; places the record", required=True),
        Column("sample", "word", "which sample", required=True),
        Column("result", "word", "what was found", words=("met", "not_met", "not_applicable"), required=True),
        Column("aspect", "word", "what was looked for"),
        Column("team", "word", "the team"),
        Column("place", "word", "where"),
    ), never_pooled=("sample",), drawn=True, several="aspect")
