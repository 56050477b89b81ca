"""Every table of records, by name."""

from __future__ import annotations

from answerable.records import contract
from answerable.records.incident_tables import APPOINTMENTS, DIARY_SLOTS, INCIDENT_EVENTS, INCIDENTS
from answerable.records.people_tables import ABSTRACTIONS, DUTIES, ESTABLISHMENT
from answerable.records.survey_tables import SAMPLES, SURVEY_ANSWERS, VICTIM_UPDATES
from answerable.records.table import Clock, Column, Flag, Table

_CONTACT_WORDS = {
    "line": "the number or door", "channel": "how the contact came", "queue": "the queue it was put into",
    "place": "where it was taken", "origin": "who it came from", "outcome": "what became of it",
    "team": "the team that a contact within the force came from"}

CONTACTS = Table(
    name="contacts", title="Contacts", noun="contacts", anchor=contract.ANCHOR, feed=("line", "channel"), family="contacts",
    about="One row for each attempt of somebody to reach the force.", instant="presented_ms",
    columns=(*(Column(name, "time", "", required=name == contract.ANCHOR) for name in contract.TIMES),
             *(Column(name, "word", _CONTACT_WORDS[name], words=contract.VOCABULARIES.get(name, ()),
                      default=contract.DEFAULTS.get(name), required=name in contract.REQUIRED)
               for name in contract.DIMENSIONS),
             Column("handler", "person", "who dealt with it"), Column("reason", "text", "what it was about"),
             Column("incident", "text", "the number of the incident that it led to"),
             Column("caller", "person", "who tried to reach the force; kept as a pseudonym")),
    clocks=(*(Clock(name, "") for name in contract.WAIT_CLOCKS),
            *(Clock(name, "", exact=False) for name in contract.DURATIONS)),
    flags=(Flag("queued", "the contact joined a queue"),), earlier=("operator_connected_at",),
    own_schema=contract.CONTACTS_SCHEMA, published=("line", "channel", "place", "queue", "origin", "team"))
BANDS = Table(
    name="contact_bands", title="Contacts counted by wait", noun="contacts", anchor="interval_start",
    feed=("line", "channel"), family="contacts", instant="presented_ms", own_schema=contract.BANDS_SCHEMA,
    about="Counts of contacts by interval and wait band, from sources that give no single contacts.",
    columns=(Column("interval_start", "time", "when the interval begins", required=True),),
    own_series=contract.SERIES_COLUMNS)

TABLES: dict[str, Table] = {table.name: table for table in (
    CONTACTS, BANDS, INCIDENTS, INCIDENT_EVENTS, APPOINTMENTS, DIARY_SLOTS, DUTIES, ABSTRACTIONS, ESTABLISHMENT,
    SURVEY_ANSWERS, VICTIM_UPDATES, SAMPLES)}
# Tables that a measure can be about. The bands are contacts too; events are told of their incidents.
MEASURED = tuple(name for name in TABLES if name not in ("contact_bands", "incident_events"))


def family_of(name: str) -> str:
    """The name under which a table's series are kept: tables of one family share them."""
    return TABLES[name].family or name


def tables_of_family(family: str) -> tuple[str, ...]:
    """The tables whose cells are of one family."""
    return tuple(name for name in TABLES if family_of(name) == family)


def clock_codes(table: str, clock: str) -> tuple[int, ...]:
    """The codes of the cells that tell of a clock or an amount of a table."""
    if table == "contacts":
        return contract.clock_codes(clock)
    return (TABLES[table].clock_codes[clock],)
