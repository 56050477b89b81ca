"""What is projected, in words: the odds of what a measure is held to, what is expected, and how the method did before."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.forecasting.odds import odds_in_words
from answerable.forecasting.projection import Backtest, NoProjection, Step
from answerable.judgement.series import LOWER
from answerable.periods import day_label
from answerable.projecting.projected import Projected, Run
from answerable.words import _, capital, format_count, format_value

COUNTS = ("contacts", "count")


def sentences_of(item: Projected) -> tuple[str, ...]:
    """Everything that is said of a measure's months ahead, the sentence that says most first."""
    if isinstance(item.found, NoProjection):
        return (item.found.words,)
    steps = item.found.steps
    told = [sentence for run in item.runs for sentence in _of_goal(item, run)]
    asked = [run.projection.steps[-1] for run in item.runs if run.goal.asked]
    return (*told, _expected(item, steps[0], (asked or steps)[-1]))


def value_text(item: Projected, value: float) -> str:
    """A projected value as a page shows it: a number of things that are always whole is whole here too."""
    unit = item.measure.unit
    series = item.past.series
    whole = unit in COUNTS and series is not None and all(known is None or float(known).is_integer() for known in series.values)
    return format_value(round(value) if whole else value, unit)


def interval_text(item: Projected, step: Step, low: float, high: float) -> str:
    """What lies between two of a month's levels: "61.2% to 70.1%"."""
    lower, upper = value_text(item, step.at(low)), value_text(item, step.at(high))
    return lower if lower == upper else _("{low} to {high}").format(low=lower, high=upper)


def _of_goal(item: Projected, run: Run) -> Iterator[str]:
    steps, goal = run.projection.steps, run.goal
    first, last = steps[0], steps[-1]
    ends = goal.ends is not None and goal.ends <= last.period_end
    if goal.asked and ends:
        yield from _by(item, run)
        return
    later = len(steps) > 1
    text = _("{odds} to {do} in {month}").format(odds=capital(odds_in_words(run.met[0])), do=_verb(item, run),
                                                 month=first.label)
    if later:
        text = _("{text}, {odds} in {month}").format(text=text, odds=odds_in_words(run.met[-1]), month=last.label)
    if goal.starts > item.origin:
        text = _("{text}; it is to be met from {day} on").format(text=text, day=day_label(goal.starts))
    yield _("{text}.").format(text=text)
    if later:
        yield _("In every month from {first} to {last}: {odds}.").format(
            first=first.label, last=last.label, odds=odds_in_words(run.met_throughout[-1]))
    if ends and goal.ends is not None:
        yield _("The target is in force until {day}.").format(day=day_label(goal.ends))


def _by(item: Projected, run: Run) -> Iterator[str]:
    """The odds by a month that somebody named."""
    last = run.projection.steps[-1]
    if _meets_now(item, run):
        yield _("{odds} to {do} in {month}.").format(odds=capital(odds_in_words(run.met[-1])), do=_verb(item, run),
                                                     month=last.label)
        yield _("In every month until then: {odds}.").format(odds=odds_in_words(run.met_throughout[-1]))
        return
    yield _("{odds} to {do} by {month}.").format(odds=capital(odds_in_words(run.met_by[-1])), do=_verb(item, run),
                                                 month=last.label)
    if len(run.projection.steps) > 1:
        yield _("That is in any month until then; in {month} itself: {odds}.").format(
            month=last.label, odds=odds_in_words(run.met[-1]))


def _verb(item: Projected, run: Run) -> str:
    """What it is to meet the goal, from where the newest figure stands: "reach 80%", "stay at 5% or less"."""
    amount, unit = run.goal.amount, item.measure.unit
    value = format_value(amount.value, unit, shortest=True)
    now, lower = _meets_now(item, run), amount.direction == LOWER
    if amount.strict:
        words = {(True, True): _("stay under {value}"), (True, False): _("stay above {value}"),
                 (False, True): _("come under {value}"), (False, False): _("rise above {value}")}
        return words[now, lower].format(value=value)
    if now:
        return _("stay at {asked}").format(asked=amount.words(unit))
    return (_("come down to {asked}").format(asked=amount.words(unit)) if lower else _("reach {value}").format(value=value))


def _meets_now(item: Projected, run: Run) -> bool:
    last = item.past.last
    return last is not None and last.value is not None and run.goal.amount.met(last.value)


def _expected(item: Projected, first: Step, last: Step) -> str:
    """The nearest and the furthest month, each with its 90% interval."""
    near = _("Projected for {month}: {median}, with 90% probability {range}").format(
        month=first.label, median=value_text(item, first.at(0.5)), range=interval_text(item, first, 0.05, 0.95))
    if last == first:
        return _("{near}.").format(near=near)
    return _("{near}; for {month}: {median}, {range}.").format(
        near=near, month=last.label, median=value_text(item, last.at(0.5)), range=interval_text(item, last, 0.05, 0.95))


def how_it_did(test: Backtest) -> str:
    """How the same method did from earlier months, as a sentence; empty where there was none."""
    if not test.forecasts or test.cover90 is None:
        return ""
    text = _("From {origins} earlier months, the same method's 90% intervals held {share} of {forecasts} figures").format(
        origins=format_count(test.origins), share=format_value(round(100 * test.cover90), "percent", shortest=True),
        forecasts=format_count(test.forecasts))
    if test.skill is None:
        return _("{text}.").format(text=text)
    points = round(100 * test.skill)
    words = (_("it erred {points}% less than the simplest forecast") if points > 0 else
             _("it erred {points}% more than the simplest forecast") if points < 0 else
             _("it erred as much as the simplest forecast"))
    return _("{text}; {erred}.").format(text=text, erred=words.format(points=abs(points)))
