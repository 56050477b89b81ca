"""What a funnel says: its sentence, each force's position in words, and the part "funnels" of a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from answerable.judgement.beside import Said
from answerable.judgement.funnel_forms import MEAN
from answerable.judgement.funnels import (
    ABOVE_FAR,
    ABOVE_NEAR,
    BELOW_FAR,
    BELOW_NEAR,
    LEAST_EXPECTED,
    LEAST_FORCES,
    Funnel,
    Placed,
)
from answerable.judgement.series import HIGHER, NEUTRAL
from answerable.words import _, format_count, format_value, mark, ngettext

BETTER, USUAL, WORSE = "better", "usual", "worse"
_POSITIONS = {
    None: mark("within the limits"),
    ABOVE_NEAR: mark("near: above the 95% limit, within the 99.8% limit"),
    ABOVE_FAR: mark("above the 99.8% limit"),
    BELOW_NEAR: mark("near: below the 95% limit, within the 99.8% limit"),
    BELOW_FAR: mark("below the 99.8% limit"),
}


@dataclass(frozen=True)
class Setting:
    """What a funnel is about. unit: of its values, as pages show them ("percent" is 0 to 100); direction: which way is
    better; period: in words; group: its title, empty for all; noun, one: what the organisations are called, and one of them."""

    unit: str
    direction: str
    period: str
    group: str = ""
    noun: str = mark("forces")
    one: str = mark("force")

    def shown(self, value: float | None, funnel: Funnel) -> float | None:
        """A value of the funnel in the unit."""
        return None if value is None else value * (100 if self.unit == "percent" and funnel.form is not MEAN else 1)

    def text(self, value: float | None, funnel: Funnel) -> str:
        """The same as a page shows it."""
        return format_value(self.shown(value, funnel), self.unit)

    def among(self, number: int) -> str:
        """Among whom: "among the 8 forces of the group 'Neighbours'"."""
        words = _("among the {number} {noun} of the group '{group}'") if self.group else _("among {number} {noun}")
        return words.format(number=format_count(number), noun=self.called(number), group=self.group)

    def called(self, number: int) -> str:
        """What so many organisations are called."""
        return ngettext(self.one, self.noun, number)


def position_words(item: Placed) -> str:
    """Where a force stands, or why it has no place; empty where there is no funnel."""
    if item.peer.left_out:
        return _("not placed: {reason}").format(reason=_(item.peer.left_out))
    if item.small:
        return _("too small to place: fewer than {number} are to be expected on one side").format(number=LEAST_EXPECTED)
    return "" if item.z is None else _(_POSITIONS[item.outside])


def rank_words(item: Placed, of: int) -> str:
    """The rank with its interval ("2 of 8, could be 1 to 7"); empty where there is none. There is no rank without."""
    if item.rank is None:
        return ""
    return _("{rank} of {number}, could be {low} to {high}").format(
        rank=item.rank, number=of, low=item.rank_low, high=item.rank_high)


def position(funnel: Funnel, setting: Setting) -> Said | None:
    """Whether the own force does better or worse than is usual among its peers, as a rating may take it; None where it has
    no place. Only beyond the adjusted 99.8% limits is anything else than usual; between 95% and 99.8% is near, no more."""
    own = funnel.own
    if own is None or own.rank is None:
        return None
    among = setting.among(len(funnel.counted))
    if own.outside in (ABOVE_FAR, BELOW_FAR) and setting.direction != NEUTRAL:
        better = (own.outside == ABOVE_FAR) == (setting.direction == HIGHER)
        words = _("better than is usual {among} ({period})") if better else _("worse than is usual {among} ({period})")
        return Said(BETTER if better else WORSE, words.format(among=among, period=setting.period))
    words = _("usual {among} ({period})") if own.outside is None else _("near the limit of what is usual {among} ({period})")
    return Said(USUAL, words.format(among=among, period=setting.period))


def sentence(funnel: Funnel, setting: Setting) -> str:
    """What the funnel says, with the own force first where it has one."""
    number = len(funnel.counted)
    if funnel.centre is None:
        return _("{number} {noun} can be held side by side for {period}. A funnel needs {needed}.").format(
            number=format_count(number), noun=setting.called(number), period=setting.period, needed=LEAST_FORCES)
    return " ".join(filter(None, (_own_sentence(funnel, setting, number), _beyond_sentence(funnel, setting, number))))


def _own_sentence(funnel: Funnel, setting: Setting, number: int) -> str:
    own = funnel.own
    if own is None:
        return _("For {period}, {among}, the value of all together is {centre}.").format(
            period=setting.period, among=setting.among(number), centre=setting.text(funnel.centre, funnel))
    value = setting.text(own.peer.level, funnel)
    if own.rank is None:
        return _("{name} has {value} for {period}, {position}.").format(
            name=own.peer.name, value=value, period=setting.period, position=position_words(own))
    said = _("{name} has {value} for {period}: {position} {among}, which have {centre} together.").format(
        name=own.peer.name, value=value, period=setting.period, position=position_words(own),
        among=setting.among(number), centre=setting.text(funnel.centre, funnel))
    return said + " " + _("Its rank is {rank}.").format(rank=rank_words(own, _ranked(funnel)))


def _beyond_sentence(funnel: Funnel, setting: Setting, number: int) -> str:
    beyond, plain = funnel.beyond(), funnel.beyond(plain=True)
    said = ngettext("{beyond} of {number} lies beyond the 99.8% limits.", "{beyond} of {number} lie beyond the 99.8% limits.",
                    beyond or 1).format(beyond=format_count(beyond) if beyond else _("None"), number=format_count(number))
    if not funnel.adjusted:
        return said
    return said + " " + _("These allow for how much the {noun} differ anyway; beyond limits of chance alone there are {plain}."
                          ).format(noun=_(setting.noun), plain=format_count(plain))


def _ranked(funnel: Funnel) -> int:
    return sum(item.rank is not None for item in funnel.placed)


def notes(funnel: Funnel, setting: Setting) -> list[str]:
    """What stands between the figures and a like-for-like comparison: each note with those it is about."""
    told: dict[str, list[str]] = {}
    for item in funnel.placed:
        for words in filter(None, (item.peer.comparability, position_words(item) if item.peer.left_out or item.small else "")):
            told.setdefault(words, []).append(item.peer.name)
    return [f"{', '.join(names)}: {words}" for words, names in told.items()]


def funnel_json(funnel: Funnel, setting: Setting) -> dict[str, Any]:
    """The funnel as a release holds it (docs/reference/release-format.md), but for its group and the days of its period."""
    return {
        "kind": funnel.form.code, "method": funnel.form.method, "unit": setting.unit, "period_label": setting.period,
        "centre": setting.shown(funnel.centre, funnel), "centre_text": setting.text(funnel.centre, funnel),
        "phi": funnel.phi, "tau2": funnel.tau2, "adjusted": funnel.adjusted, "counted": len(funnel.counted),
        "beyond": funnel.beyond(), "beyond_by_chance_alone": funnel.beyond(plain=True),
        "denominator_words": _(funnel.form.size_words), "limits": _limits(funnel, setting),
        "points": _points(funnel, setting), "sentence": sentence(funnel, setting), "notes": notes(funnel, setting)}


def _limits(funnel: Funnel, setting: Setting) -> list[dict[str, Any]]:
    return [{"denominator": line.size, "lower95": setting.shown(line.lower_near, funnel),
             "upper95": setting.shown(line.upper_near, funnel), "lower998": setting.shown(line.lower_far, funnel),
             "upper998": setting.shown(line.upper_far, funnel)} for line in funnel.limits]


def _points(funnel: Funnel, setting: Setting) -> list[dict[str, Any]]:
    return [_point(item, funnel, setting) for item in _own_first(funnel.placed)]


def _own_first(placed: Sequence[Placed]) -> list[Placed]:
    """The own force, then the others by name: an order by value would be a league table."""
    return sorted(placed, key=lambda item: (not item.peer.own, item.peer.name, item.peer.id))


def _point(item: Placed, funnel: Funnel, setting: Setting) -> dict[str, Any]:
    peer, form = item.peer, funnel.form
    return {
        "force": peer.id, "name": peer.name, "own": peer.own, "value": setting.shown(peer.level, funnel),
        "text": setting.text(peer.level, funnel), "numerator": peer.numerator,
        "denominator": form.size(peer) if item.counts and not form.fault(peer) else peer.denominator,
        "z": item.z, "z_by_chance_alone": item.plain_z, "outside": item.outside, "position": position_words(item),
        "rank": item.rank, "rank_low": item.rank_low, "rank_high": item.rank_high,
        "rank_words": rank_words(item, _ranked(funnel)), "comparability": peer.comparability,
        "left_out": _(peer.left_out) if peer.left_out else ""}
