"""Every change to promises."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.organisations.models import Organisation, Person, Post
from answerable.web.register.checking import shown_to
from answerable.web.register.figures import measure_now
from answerable.web.register.models import COMPARISONS, PlanItem, PromiseCorrection, PromiseCourse, PromiseEntry
from answerable.web.register.promises_course import CANNOT
from answerable.web.register.promises_standing import course_now
from answerable.words import mark

# What can be changed while nobody has followed the promise yet.
EDITED = ("words", "kind", "said_on", "said_where", "measure_id", "comparison", "threshold", "due", "period")


@command("promise.added", mark("Promise {number} was recorded."))
def add_promise(*, by: Any, words: str, kind: str, said_on: date, body: Organisation | None = None,
                force: Organisation | None = None, said_by: Post | None = None, said_by_person: Person | None = None,
                said_where: str = "", meeting: Any = None, plan_item: PlanItem | None = None, measure_id: str = "",
                comparison: str = "", threshold: float | None = None, due: date | None = None, period: str = "month",
                visibility: str | None = None) -> PromiseEntry:
    """Record a promise. words: the statement, as it was said; kind: one of PromiseEntry.KINDS; said_by: the post that said it,
    and by default whoever held it on that day; measure_id, comparison, threshold, due, period: what can be checked, where it
    can; body, force: by default those of the meeting, else of the post. visibility: by default internal.

    Raises Refused without the right "promise.write" (for more than internal: "publish"), ValidationError for what is wrong.
    """
    require(by, "promise.write", promise := PromiseEntry(
        words=words.strip(), kind=kind, said_on=said_on, said_by=said_by, said_where=said_where.strip(), meeting=meeting,
        plan_item=plan_item, measure_id=measure_id, comparison=comparison, threshold=threshold, due=due, period=period,
        visibility=visibility or INTERNAL, **_whose(body, force, meeting, said_by)))
    if promise.visibility != INTERNAL:
        require(by, "publish", promise)
    promise.said_by_person = said_by_person or _holder(said_by, said_on)
    promise.measure_version = version_on(measure_id, said_on)
    check_promise(promise)
    promise.save()
    return promise


def _whose(body: Organisation | None, force: Organisation | None, meeting: Any,
           said_by: Post | None) -> dict[str, Organisation | None]:
    """To which governing body and force a promise belongs, where it is not said."""
    if meeting is not None and body is None and force is None:
        body, force = meeting.body, meeting.force
    if said_by is not None:
        said_in = said_by.organisation
        body = said_in if body is None and said_in.kind == "body" else body
        force = said_in if force is None and said_in.kind == "force" else force
    return {"body": body, "force": force}


def _holder(post: Post | None, day: date) -> Person | None:
    """Who held a post on a day; None where that is not known."""
    held = post.tenures.on(day).select_related("person").first() if post else None
    return held.person if held else None


def version_on(measure_id: str, day: date) -> int | None:
    """The version of a measure's definition that was in force on a day, by the newest release; None where it has none."""
    measure = measure_now(measure_id)
    if not measure:
        return None
    versions = measure.get("versions") or [{"version": measure["version"], "in_force_from": None}]
    begun = [row for row in versions if not row.get("in_force_from") or row["in_force_from"] <= day.isoformat()]
    return int(max(row["version"] for row in begun or versions))


def check_promise(promise: PromiseEntry) -> None:
    """Raise ValidationError for what a promise cannot be."""
    faults: dict[str, str] = {}
    if not promise.words:
        faults["words"] = _("Write what was promised, in the words in which it was said.")
    if promise.body_id is None and promise.force_id is None:
        faults["said_by"] = _("Say whose promise it is: the post that said it, the governing body or the force.")
    if promise.said_on > timezone.localdate():
        faults["said_on"] = _("The day on which it was said cannot be in the future.")
    if (promise.threshold is None) != (promise.comparison == ""):
        faults["threshold"] = _("A value and how to compare with it belong together: give both or neither.")
    if promise.threshold is not None and not promise.measure_id:
        faults["measure_id"] = _("Choose the measure that the value is about.")
    faults |= {name: _("“{value}” is none of the choices.").format(value=getattr(promise, name)) for name, choices in (
        ("kind", PromiseEntry.KINDS), ("period", PromiseEntry.PERIODS), ("comparison", [("", ""), *COMPARISONS]))
        if getattr(promise, name) not in dict(choices)}
    if faults:
        raise ValidationError(faults)


@command("promise.edited", mark("Promise {number} was changed before it was ever followed."))
def edit_promise(*, by: Any, promise: PromiseEntry, version: int | None, **changes: Any) -> PromiseEntry:
    """Change a promise that no release has followed yet. changes: of EDITED. Raises Refused, EditConflict, and
    ValidationError once it was followed: then a correction is put beside it."""
    require(by, "promise.write", promise)
    promise = taken(promise, version)
    if promise.outcome != PromiseEntry.WAITING or promise.courses.exists():
        raise ValidationError(
            _("This promise has been followed since: its words stay as they are. Put a correction beside it."))
    for name, value in changes.items():
        if name not in EDITED:
            raise ValidationError(_("“{value}” is none of the choices.").format(value=name))
        setattr(promise, name, value)
    promise.measure_version = version_on(promise.measure_id, promise.said_on)
    promise.said_by_person = _holder(promise.said_by, promise.said_on)
    check_promise(promise)
    promise.save()
    return promise


@command("promise.corrected", mark("A correction was put beside promise {promise}."))
def correct_promise(*, by: Any, promise: PromiseEntry, text: str) -> Did:
    """Put a correction beside the words of a promise. Raises Refused without the right "promise.write"."""
    require(by, "promise.write", promise)
    if not text.strip():
        raise ValidationError({"text": _("Write what is to be corrected.")})
    return Did(PromiseCorrection.objects.create(promise=promise, text=text.strip(), by=by), {"promise": promise.pk})


@command("promise.withdrawn", mark("Promise {number} was withdrawn."))
def withdraw_promise(*, by: Any, promise: PromiseEntry, version: int | None, reason: str) -> PromiseEntry:
    """Take a promise back, with the reason; it stays in the list. Raises Refused, EditConflict, and ValidationError where its
    outcome is known already: what was kept or missed cannot be withdrawn."""
    require(by, "promise.write", promise)
    promise = taken(promise, version)
    if promise.outcome != PromiseEntry.WAITING:
        raise ValidationError(_("Only a promise whose outcome is not known yet can be withdrawn."))
    return _come_of(promise, PromiseEntry.WITHDRAWN, reason)


@command("promise.settled", mark("What came of promise {number} was said by a person: {outcome}."))
def settle_promise(*, by: Any, promise: PromiseEntry, version: int | None, outcome: str, reason: str,
                   evidence_link: str = "") -> Did:
    """Say what came of a promise that no measure can tell, or that its measure cannot tell any more. outcome: kept, missed or
    cannot; reason: what shows it.

    Raises Refused without the right "promise.settle", EditConflict, and ValidationError where the measure tells it, and for
    whoever made the promise.
    """
    require(by, "promise.settle", promise)
    promise = taken(promise, version)
    if by is not None and made_it(by, promise):
        raise ValidationError(_("Somebody else has to say what came of a promise than whoever made it."))
    if promise.outcome not in (PromiseEntry.WAITING, PromiseEntry.CANNOT):
        raise ValidationError(_("What came of this promise is known already."))
    now = course_now(promise) if promise.outcome == PromiseEntry.WAITING else None
    if now is not None and now.state != CANNOT:
        raise ValidationError(_("The measure tells what comes of this promise. Only where it cannot does a person say it."))
    if outcome not in (PromiseEntry.KEPT, PromiseEntry.MISSED, PromiseEntry.CANNOT):
        raise ValidationError({"outcome": _("Say whether it was kept, missed, or cannot be told.")})
    promise.settled_by, promise.evidence_link = by, evidence_link
    return Did(_come_of(promise, outcome, reason), {"outcome": outcome})


def made_it(user: Any, promise: PromiseEntry) -> bool:
    """Whether an account's person made the promise: then, or as holder of the post now."""
    person = getattr(user, "person_id", None)
    if person is None:
        return False
    return person == promise.said_by_person_id or bool(
        promise.said_by and promise.said_by.tenures.on().filter(person=person).exists())


def _come_of(promise: PromiseEntry, outcome: str, reason: str) -> PromiseEntry:
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands beside the promise from now on.")})
    promise.outcome, promise.outcome_reason, promise.outcome_on = outcome, reason.strip(), timezone.localdate()
    promise.save()
    return promise


@command("promise.shown", mark("Who can read promise {number} was changed to: {visibility}."))
def show_promise(*, by: Any, promise: PromiseEntry, version: int | None, visibility: str) -> Did:
    """Change who can read a promise. Raises Refused without the right "publish", and EditConflict."""
    require(by, "publish", promise)
    return shown_to(promise, version, visibility)


@command("promise.followed", mark("Promise {promise} was followed by release {release}: {state}."))
def follow_promise(*, by: Any, promise: PromiseEntry, release: int, on: date, state: str, odds: float | None = None,
                   value: float | None = None, reason: str = "", settled: bool = False) -> Did:
    """Keep how a promise stands by a release; where that settles it (`settled`), its outcome too. on: the day of the release.

    Done again for the same release it changes nothing but what differs. Raises Refused without the right "promise.write".
    """
    require(by, "promise.write", promise)
    course = PromiseCourse.objects.filter(promise=promise, release=release).first() or PromiseCourse(
        promise=promise, release=release)
    course.on, course.state, course.odds, course.value, course.reason = on, state, odds, value, reason
    course.save()
    promise = taken(promise, None)
    if settled and promise.outcome == PromiseEntry.WAITING:
        promise.outcome, promise.outcome_on, promise.outcome_reason = state, on, reason
        promise.outcome_value, promise.outcome_release = value, release
        promise.save()
    return Did(course, {"promise": promise.pk, "release": release, "state": state})
