"""The pages of the judgement's decisions: the record, the requests, proposing and answering them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from answerable.errors import AnswerableError
from answerable.web.accounts.models import User
from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.scrutiny import chain
from answerable.web.scrutiny import commands_judgements as commands
from answerable.web.scrutiny.forms_judgements import KINDS, AskForm, Proposal, ReasonForm, StandForm
from answerable.web.scrutiny.judgement_pages import STANDS, STATES, both_sides, line_of, released, state_of, titles
from answerable.web.scrutiny.models import DecisionRequest
from answerable.web.scrutiny.seconding import who_may_second

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def judgements(request: HttpRequest) -> HttpResponse:
    """The record of decisions, newest first, and above it the requests that wait. Asked by ?state=, ?measure=."""
    readable = DecisionRequest.objects.readable_by(request.user)
    waiting = readable.filter(state=DecisionRequest.WAITING).select_related("asked", "proposed_by")
    state, measure, fault = request.GET.get("state", ""), request.GET.get("measure", ""), ""
    try:
        shown = _chosen(request, state, measure)
    except AnswerableError as error:
        shown, fault = [], error.message
    part = paged(request, shown)
    numbers = dict(readable.filter(number__in=[each.number for each, _state in part]).values_list("number", "pk"))
    names, published = titles(), released()
    return page(request, "scrutiny/judgements.html", "decisions", waiting=list(waiting), shown=part, states=STATES.items(),
                lines=[line_of(each, at, numbers, published, names) for each, at in part], state=state, measure=measure,
                measures=names.items(), fault=fault, kept=kept_question(request),
                may_propose=may(request.user, "decision.propose"))


def _chosen(request: HttpRequest, state: str, measure: str) -> list[Any]:
    """(decision, its state) of the record that the reader may see and asks for, newest first."""
    record, today = chain.decisions(), timezone.localdate()
    # What is in no release yet is not public: those who work with it see it before.
    seen = record if may(request.user, "read.internal") else record[:released()]
    about = [each for each in reversed(seen) if not measure or measure in (each.measure, getattr(each.what, "family", ""))]
    told = [(each, state_of(each, record, today)) for each in about]
    return [pair for pair in told if not state or pair[1] == state]


@require_safe
@needs("read.internal")
def judgement(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked, who stands for it, the evidence, and what can be done."""
    asked = found(DecisionRequest.objects.select_related("asked", "proposed_by", "answered_by", "inquiry"), request.user, pk)
    waits = asked.state == DecisionRequest.WAITING
    return page(request, "scrutiny/judgement.html", "decisions", asked=asked, rows=both_sides(asked),
                title=titles().get(asked.measure_id, asked.measure_id),
                can_answer=waits and asked.asked_id == request.user.pk and may(request.user, "decision.second", asked),
                can_withdraw=waits and asked.proposed_by_id == request.user.pk,
                can_ask=waits and may(request.user, "decision.propose", asked))


@require_safe
@needs("decision.propose")
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of decision is to be proposed."""
    measure = request.GET.get("measure", "")
    return page(request, "scrutiny/judgement_kinds.html", "decisions", measure=measure, title=titles().get(measure, ""))


_HEADINGS = {"step": gettext_lazy("Decide on a step change"), "override": gettext_lazy("Override a rating"),
             "stage": gettext_lazy("Set the stage of scrutiny"), "pause": gettext_lazy("Pause scrutiny until an event"),
             "event": gettext_lazy("Record an event"), "end": gettext_lazy("Take a decision back")}


@_form
@needs("decision.propose")
def propose(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; ?measure= sets the measure."""
    if kind not in KINDS:
        raise Http404
    alone = kind in ("stage", "event", "end")
    form = _proposal(request, kind, alone)
    button = _("Record it") if alone else _("Ask the second person")

    def do(values: dict[str, Any]) -> Any:
        asked = User.objects.filter(pk=values["asked"]).first() if values.get("asked") else None
        return commands.propose_decision(by=request.user, kind=form.kind, content=form.content(), reason=values["reason"],
                                         asked=asked)

    return form_page(request, form, do, heading=str(_HEADINGS[kind]), button=button, section="decisions",
                     then=lambda made: made.get_absolute_url(), done=_("The request was taken."), back=reverse("judgement-new"),
                     hint=_("Everything in a decision is published with the next release, and stays."))


def _proposal(request: HttpRequest, kind: str, alone: bool) -> Proposal:
    options: dict[str, Any] = {"measures": list(titles().items()), "initial": {"measure": request.GET.get("measure", "")}}
    if not alone:
        organisations = frozenset(each.pk for each in chain.parties() if each)
        options["people"] = [(str(each.pk), each.name) for each in who_may_second(request.user, organisations)]
    if kind == "override":
        options["ratings"] = [(each.code, _(each.words)) for each in chain.workspace().rating_rule().ratings]
    elif kind == "end":
        record, today = chain.decisions(), timezone.localdate()
        options["standing"] = [(str(each.number), f"{each.number}: {each.what.words}") for each in reversed(record)
                               if each.kind != "end" and state_of(each, record, today) == STANDS]
    return KINDS[kind](request.POST or None, **options)


def _answering(request: HttpRequest, pk: int) -> DecisionRequest:
    entry: DecisionRequest = found(DecisionRequest.objects.select_related("asked", "proposed_by"), request.user, pk)
    return entry


def _answer(request: HttpRequest, entry: DecisionRequest, form: Any, do: Any, **words: Any) -> HttpResponse:
    return form_page(request, form, do, section="decisions", then=entry.get_absolute_url(), back=entry.get_absolute_url(),
                     template="scrutiny/judgement_form.html", asked=entry, rows=both_sides(entry),
                     title=titles().get(entry.measure_id, entry.measure_id), **words)


@_form
@needs("decision.second")
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand for a decision as the second person."""
    entry = _answering(request, pk)
    form = StandForm(request.POST or None, initial={"version": entry.version})
    return _answer(request, entry, form, lambda values: commands.second_decision(
        by=request.user, request=entry, version=values["version"]), heading=_("Stand for this decision"),
        button=_("Stand for it"), done=_("The decision is recorded. It is published with the next release."))


@_form
@needs("decision.second")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse to stand for a decision, with a reason."""
    entry = _answering(request, pk)
    form = ReasonForm(request.POST or None, initial={"version": entry.version})
    return _answer(request, entry, form, lambda values: commands.refuse_decision(
        by=request.user, request=entry, version=values["version"], reason=values["reason"]),
        heading=_("Refuse to stand for this decision"), button=_("Refuse"), done=_("The request was refused."))


@_form
@needs("decision.propose")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own request."""
    entry = _answering(request, pk)
    form = ReasonForm(request.POST or None, initial={"version": entry.version})
    return _answer(request, entry, form, lambda values: commands.withdraw_decision(
        by=request.user, request=entry, version=values["version"], reason=values["reason"]),
        heading=_("Withdraw this request"), button=_("Withdraw"), done=_("The request was withdrawn."))


@_form
@needs("decision.propose")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody else to stand second."""
    entry = _answering(request, pk)
    people = [(str(each.pk), each.name) for each in who_may_second(entry.proposed_by, entry.parties())]
    form = AskForm(request.POST or None, people=people, initial={"version": entry.version})
    return _answer(request, entry, form, lambda values: commands.ask_another(
        by=request.user, request=entry, version=values["version"], asked=User.objects.get(pk=values["asked"])),
        heading=_("Ask somebody else"), button=_("Ask"), done=_("Somebody else was asked."))
