"""What truly happened: the incidents of one month, and how each comes out of a contact."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from answerable.records.synthetic.callers import LOGGED_SHARES, PLACE_SHARES, PLACES, REASON_SHARES, REASONS, choose
from answerable.records.synthetic.contacts import LINES, NONE, Contacts
from answerable.records.synthetic.demand import Floats
from answerable.records.synthetic.hours import Hours, Ints

# The type of an incident by the reason of its call: command and control knows fewer kinds.
TYPES = ("Antisocial behaviour", "Burglary and theft", "Concern for safety", "Domestic incident", "Fraud",
         "Antisocial behaviour", "Road traffic", "Burglary and theft", "Violence", "Concern for safety", "Other", "Other",
         "Other")
GRADES = ("1", "2", "3", "4", "5")      # emergency, priority, scheduled, appointment, resolved without attendance
EMERGENCY, PRIORITY, SCHEDULED, APPOINTMENT, WITHOUT = range(len(GRADES))
AREAS = ("urban", "rural")
RURAL_SHARES = (0.0, 1.0, 0.0, 1.0)     # of the incidents of each place, those in the country: two districts are towns
RISKS = ("high", "medium", "standard")
RESOLUTIONS = ("attended", "appointment", "without_attendance", "referred", "cancelled", "duplicate")
ATTENDED, KEPT, UNATTENDED, REFERRED, CANCELLED, DUPLICATE = range(len(RESOLUTIONS))
TEAMS = (*(f"Response {place}" for place in PLACES), "Diary", "Resolution desk")
DIARY_TEAM, DESK_TEAM = len(PLACES), len(PLACES) + 1
# Shares of the five grades by type, for calls to 999; calls to 101 and messages lean to the later grades.
GRADE_SHARES = np.array([
    (.20, .45, .15, .05, .15), (.45, .30, .10, .10, .05), (.40, .40, .10, .05, .05), (.50, .40, .03, .05, .02),
    (.02, .08, .10, .20, .60), (.02, .18, .30, .05, .45), (.45, .35, .08, .02, .10), (.15, .25, .15, .15, .30),
    (.55, .33, .05, .05, .02), (.30, .55, .10, .02, .03), (.01, .09, .20, .20, .50), (.01, .04, .10, .10, .75),
    (.20, .30, .15, .10, .25)])
LATER = {"999": (1.0, 1.0, 1.0, 1.0, 1.0), "101": (0.15, 0.7, 1.6, 1.8, 1.7), "inbox": (0.02, 0.25, 1.5, 2.2, 2.4)}
DOMESTIC = REASONS.index("Domestic incident")
VULNERABLE_SHARES = (0, 0, .55, .45, 0, 0, 0, 0, .18, .75, 0, 0, 0)
CREATED_AFTER_SECONDS = (30, 150)       # from the answer to the opening of the log
GRADED_AFTER_SECONDS = (20, 90)


@dataclass
class Incidents:
    """Times are instants in milliseconds UTC, whole seconds; NONE (-1) where there was no such moment.

    contact: place in the month's calls, or, where inbox is 1, in its messages; log_day (days since 1970-01-01) and log_count
    make the number; type (that of the call's reason), grade, first_grade, place, area, team, origin, resolution, risk:
    codes into the lists above;
    unassigned, assigned_again: when a first assignment was taken back and another unit assigned; officer: who attended, by
    number; kept: 1 where an appointment was kept, 0 where not.
    """

    contact: Ints
    inbox: Ints
    log_day: Ints
    log_count: Ints
    origin: Ints
    type: Ints
    place: Ints
    area: Ints
    team: Ints
    first_grade: Ints
    grade: Ints
    domestic: Ints
    vulnerable: Ints
    risk: Ints
    resolution: Ints
    officer: Ints
    contacted: Ints
    created: Ints
    graded: Ints
    regraded: Ints
    assessed: Ints
    reassessed: Ints
    assigned: Ints
    unassigned: Ints
    assigned_again: Ints
    en_route: Ints
    arrived: Ints
    resolved: Ints
    closed: Ints
    reopened: Ints
    booked: Ints
    appointment: Ints
    kept: Ints

    def __len__(self) -> int:
        return len(self.created)

    def take(self, which: Ints) -> Incidents:
        """The incidents at these positions, in that order."""
        return Incidents(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def blank_incidents(count: int) -> Incidents:
    """Incidents of which nothing is known yet."""
    return Incidents(**{field.name: np.full(count, NONE, dtype=np.int64) for field in fields(Incidents)})


def grade_shares(line: str) -> Floats:
    """Shares of the five grades by type of incident, for contacts on 999, 101 or in the inbox."""
    weighted = GRADE_SHARES * np.array(LATER[line])
    shares: Floats = weighted / weighted.sum(axis=1, keepdims=True)
    return shares


def mean_grades(line: str) -> Floats:
    """Share of each grade among the incidents of a line, of all types."""
    types = np.array(REASON_SHARES["101" if line == "inbox" else line])
    types = np.where(np.arange(len(types)) == REASONS.index("Update on a case"), 0.0, types)
    means: Floats = types @ grade_shares(line) / types.sum()
    return means


def open_logs(calls: Contacts, inbox: Contacts, hours: Hours, random: np.random.Generator) -> Incidents:
    """The incidents of the month's answered contacts, in the order in which these came; contacts get the numbers.

    Nothing is said yet of what was done about them.
    """
    inbox.logged = (random.random(len(inbox)) < LOGGED_SHARES["inbox"]).astype(np.int64)
    parts = [_logs_of(contacts, number, random) for number, contacts in enumerate((calls, inbox))]
    whole = Incidents(**{field.name: np.concatenate([getattr(part, field.name) for part in parts])
                         for field in fields(Incidents)})
    whole = whole.take(np.argsort(whole.contacted, kind="stable"))
    whole.log_day = hours.day[hours.index(whole.contacted)]
    counted = np.arange(1, len(whole) + 1)
    first = np.diff(whole.log_day, prepend=-1) != 0
    whole.log_count = counted - np.maximum.accumulate(np.where(first, counted - 1, 0))
    for number, contacts in enumerate((calls, inbox)):
        own = whole.inbox == number
        contacts.log_day[whole.contact[own]] = whole.log_day[own]
        contacts.log_count[whole.contact[own]] = whole.log_count[own]
    return whole


def _logs_of(contacts: Contacts, inbox: int, random: np.random.Generator) -> Incidents:
    """One incident for each contact that leads to one, with what the handler learns and decides."""
    which = np.flatnonzero((contacts.answered != NONE) & (contacts.logged == 1))
    logs, count = blank_incidents(len(which)), len(which)
    logs.contact, logs.inbox[:] = which, inbox
    logs.contacted, logs.origin = contacts.presented[which], contacts.origin[which]
    line = contacts.line[which]
    types = choose(REASON_SHARES["101"], count, random)
    logs.type = types if inbox else contacts.reason[which]
    logs.place = choose(PLACE_SHARES, count, random) if inbox else contacts.place[which]
    logs.area = (random.random(count) < np.array(RURAL_SHARES)[logs.place]).astype(np.int64)
    for name in (("inbox",) if inbox else ("999", "101")):
        here = np.ones(count, np.bool_) if inbox else line == LINES.index(name)
        edges = np.cumsum(grade_shares(name), axis=1)[logs.type[here]]
        drawn = random.random(int(here.sum()))
        logs.first_grade[here] = np.minimum((drawn[:, None] > edges).sum(axis=1), WITHOUT)
    logs.grade = logs.first_grade.copy()
    ended = contacts.ended[which]
    created = contacts.answered[which] + seconds_between(CREATED_AFTER_SECONDS, count, random)
    logs.created = whole_seconds(np.where(ended == NONE, created, np.minimum(created, ended)) + 999)
    logs.graded = logs.created + seconds_between(GRADED_AFTER_SECONDS, count, random)
    _circumstances(logs, random)
    return logs


def _circumstances(logs: Incidents, random: np.random.Generator) -> None:
    count = len(logs)
    logs.domestic = (logs.type == DOMESTIC).astype(np.int64)
    logs.vulnerable = (random.random(count) < np.array(VULNERABLE_SHARES)[logs.type]).astype(np.int64)
    threat = 0.5 * (logs.first_grade == EMERGENCY) + 0.25 * logs.domestic + 0.2 * logs.vulnerable
    drawn = random.random(count)
    logs.risk = np.where(drawn < threat * 0.6, 0, np.where((threat > 0) & (drawn < 0.15 + threat), 1, 2))
    logs.team = np.where(logs.grade == APPOINTMENT, DIARY_TEAM, np.where(logs.grade == WITHOUT, DESK_TEAM, logs.place))


def seconds_between(limits: tuple[float, float], count: int, random: np.random.Generator) -> Ints:
    """Whole seconds within limits, in milliseconds."""
    return whole_seconds((limits[0] + (limits[1] - limits[0]) * random.random(count)) * 1000)


def whole_seconds(duration_ms: Floats | Ints) -> Ints:
    """Rounded down to seconds, in milliseconds."""
    return (duration_ms // 1000).astype(np.int64) * 1000
