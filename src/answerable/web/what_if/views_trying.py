"""The page on which a control room is changed, and what comes of it seen at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from answerable.errors import AnswerableError
from answerable.web.components.pages import needs, page
from answerable.web.what_if import simulator
from answerable.web.what_if.forms_changes import LINE_PARTS, POOL_PARTS, ChangesForm
from answerable.web.what_if.rooms import choices, faults_of
from answerable.web.what_if.trying import COUNT, Question, address, in_words, look, question

# The script asks for what came of it alone, by this header.
PART = "X-Part"


@require_safe
@never_cache
@needs("scenario.write")
def what_if(request: HttpRequest) -> HttpResponse:
    """A room, what is different in it, and what comes of that. All of it stands in the address."""
    rooms = choices(request.user)
    try:
        asked = question(request.GET, request.user)
    except AnswerableError as error:
        return page(request, "what_if/faulty_room.html", "scenarios", status=422, faults=faults_of(error), rooms=rooms)
    valid = asked.form.is_valid()
    context: dict[str, Any] = {"form": asked.form, "rooms": rooms, "room": asked.opened, **_form_parts(asked.form)}
    if valid:
        context |= result_of(asked)
    template = "what_if/result.html" if PART in request.headers else "what_if/what_if.html"
    answer = page(request, template, "scenarios", status=200 if valid else 422, **context)
    answer.headers["Vary"] = PART
    return answer


def _form_parts(form: ChangesForm) -> dict[str, Any]:
    return {"staff_rows": form.rows("staff"), "line_rows": form.rows("line"), "down_rows": form.rows("down"),
            "pool_columns_of_form": list(POOL_PARTS.values()), "line_columns_of_form": list(LINE_PARTS.values()),
            "map_field": form["map"]}


def result_of(asked: Question) -> dict[str, Any]:
    """What the page says of what came of it; while it cannot be had, why ("waits") and whether to ask again."""
    said = asked.asked()
    context: dict[str, Any] = {"address": address(said), "changes": asked.changes, "most": simulator.MORE,
                               "more": "" if asked.count == simulator.MORE else address(said | {COUNT: f"{simulator.MORE}"})}
    try:
        told = look(asked)
        # What is saved is what was seen, with as many repetitions.
        return context | in_words(told, asked.changes) | {"saved": address(said | {COUNT: f"{told['repetitions']}"})}
    except simulator.Busy:
        return context | {"again": 1, "waits": _("Somebody else's what-if is being simulated just now. This one follows in a "
                                                 "moment.")}
    except simulator.NotReady:
        return context | _not_ready()


def _not_ready() -> dict[str, Any]:
    if simulator.state() == "failed":
        return {"again": 0, "waits": _("The simulator cannot be made ready on this server: {reason}. Whoever keeps the server "
                                       "can find out more with “answerable simulate”.").format(reason=simulator.reason())}
    return {"waits": _("The simulator is getting ready. The first time after an installation that takes up to a minute, later "
                       "some seconds."), "again": 2}
