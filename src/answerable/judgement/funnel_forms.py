"""The forms of a funnel: how a share, a ratio, a standardised ratio or a mean is put on a scale where its spread is known.

After Spiegelhalter, "Funnel plots for comparing institutional performance" (Statistics in Medicine 24, 2005) and the source
of the R package FunnelPlotR 0.6.0. Where the two, or the source and its own limits, differ: docs/departures.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answerable.errors import InputError, did_you_mean
from answerable.words import mark

WINSORISED, TRUNCATED = "winsorised", "truncated"


@dataclass(frozen=True)
class Peer:
    """A force, or another organisation, as it is put into a funnel.

    numerator, denominator: what was counted and out of how many (of a standardised ratio: observed and expected);
    value, standard_error: of a mean, in its unit; own: whether it is the force that asks; comparability: what stands
    between it and the others; left_out: why it does not count for centre, limits and ranks, empty where it does.
    """

    id: str
    name: str
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    standard_error: float | None = None
    own: bool = False
    comparability: str = ""
    left_out: str = ""

    @property
    def level(self) -> float | None:
        """The value as it is compared: numerator ÷ denominator, or the value given; None where there is neither."""
        if self.value is not None:
            return self.value
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(frozen=True)
class Form:
    """A form of funnel.

    code: its name; method: id of the whole method, carried by every result; scale, spread: a peer on the transformed scale
    and its standard error there; centre: of many peers, on that scale; back: from that scale to values; spread_at: the
    standard error of a peer at the centre with that size (denominator; of a mean: precision); size: that of a peer;
    trimming: how extremes are kept from hiding themselves; fault: why a peer cannot be placed, empty where it can; expected:
    the lesser of the two counts that a peer of that size would have at the centre (a value).
    """

    code: str
    method: str
    scale: Callable[[Peer], float]
    spread: Callable[[Peer], float]
    centre: Callable[[Sequence[Peer]], float]
    back: Callable[[float], float]
    spread_at: Callable[[float, float], float]
    size: Callable[[Peer], float]
    trimming: str
    fault: Callable[[Peer], str]
    expected: Callable[[float, float], float] = lambda size, _centre: size
    size_words: str = mark("Out of")


def _counts(peer: Peer) -> tuple[float, float]:
    assert peer.numerator is not None
    assert peer.denominator is not None
    return peer.numerator, peer.denominator


def _pooled(peers: Sequence[Peer]) -> float:
    counts = [_counts(peer) for peer in peers]
    return math.fsum(n for n, _ in counts) / math.fsum(d for _, d in counts)


def _size(peer: Peer) -> float:
    return _counts(peer)[1]


def _value(peer: Peer) -> float:
    assert peer.level is not None
    return peer.level


def _error(peer: Peer) -> float:
    assert peer.standard_error is not None
    return peer.standard_error


def _fault_of_counts(peer: Peer) -> str:
    if peer.denominator is None:
        return mark("no denominator is known")
    if peer.numerator is None:
        return mark("no numerator is known")
    if peer.denominator <= 0:
        return mark("the denominator is 0")
    return mark("the numerator is below 0") if peer.numerator < 0 else ""


def _fault_of_share(peer: Peer) -> str:
    fault = _fault_of_counts(peer)
    if not fault and peer.numerator is not None and peer.denominator is not None and peer.numerator > peer.denominator:
        return mark("the numerator is above the denominator")
    return fault


def _fault_of_logarithm(peer: Peer) -> str:
    # The published form takes the logarithm of the ratio itself; the square root form can place a 0.
    return _fault_of_counts(peer) or (mark("the numerator is 0, which has no logarithm") if peer.numerator == 0 else "")


def _fault_of_mean(peer: Peer) -> str:
    if peer.value is None:
        return mark("no value is known")
    if peer.standard_error is None:
        return mark("no standard error is known")
    return mark("the standard error is not above 0") if peer.standard_error <= 0 else ""


def _angle_back(angle: float) -> float:
    # Beyond a quarter of a circle the sine would turn back into the possible: all and none are the ends.
    return math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2


def _log_spread(numerator: float, denominator: float) -> float:
    return math.sqrt(numerator / (numerator + 0.5) ** 2 + denominator / (denominator + 0.5) ** 2)


def _weighted(peers: Sequence[Peer]) -> float:
    weights = [_error(peer) ** -2 for peer in peers]
    return math.fsum(w * _value(peer) for w, peer in zip(weights, peers, strict=True)) / math.fsum(weights)


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


SHARE = Form(
    "share", "funnel-arcsine-winsorised-additive-1",
    scale=lambda peer: math.asin(math.sqrt(_value_of_counts(peer))), spread=lambda peer: 0.5 / math.sqrt(_size(peer)),
    centre=lambda peers: math.asin(math.sqrt(_pooled(peers))), back=_angle_back,
    spread_at=lambda size, _centre: 0.5 / math.sqrt(size), size=_size, trimming=WINSORISED, fault=_fault_of_share,
    expected=lambda size, centre: size * min(centre, 1 - centre))
RATIO = Form(
    "ratio", "funnel-log-ratio-winsorised-additive-1",
    scale=lambda peer: math.log((_counts(peer)[0] + 0.5) / (_counts(peer)[1] + 0.5)),
    spread=lambda peer: _log_spread(*_counts(peer)), centre=lambda peers: _log(_pooled(peers)), back=math.exp,
    spread_at=lambda size, centre: _log_spread(math.exp(centre) * size, size), size=_size, trimming=WINSORISED,
    fault=_fault_of_counts, expected=lambda size, centre: size * min(centre, 1))
STANDARDISED = Form(
    "standardised", "funnel-log-standardised-truncated-additive-1",
    scale=lambda peer: math.log(_value_of_counts(peer)), spread=lambda peer: 1 / math.sqrt(_size(peer)),
    centre=lambda _peers: 0.0, back=math.exp, spread_at=lambda size, _centre: 1 / math.sqrt(size), size=_size,
    trimming=TRUNCATED, fault=_fault_of_logarithm, size_words=mark("Expected"))
STANDARDISED_ROOT = Form(
    "standardised-root", "funnel-root-standardised-winsorised-additive-1",
    scale=lambda peer: math.sqrt(_value_of_counts(peer)), spread=lambda peer: 0.5 / math.sqrt(_size(peer)),
    centre=lambda _peers: 1.0, back=lambda root: max(root, 0.0) ** 2,
    spread_at=lambda size, _centre: 0.5 / math.sqrt(size), size=_size, trimming=WINSORISED, fault=_fault_of_counts,
    size_words=mark("Expected"))
MEAN = Form(
    "mean", "funnel-mean-winsorised-additive-1", scale=_value, spread=_error, centre=_weighted, back=lambda value: value,
    spread_at=lambda size, _centre: 1 / math.sqrt(size), size=lambda peer: _error(peer) ** -2, trimming=WINSORISED,
    fault=_fault_of_mean, expected=lambda _size, _centre: math.inf,
    size_words=mark("Precision (1 ÷ the square of the standard error)"))
FORMS = {form.code: form for form in (SHARE, RATIO, MEAN, STANDARDISED, STANDARDISED_ROOT)}


def _value_of_counts(peer: Peer) -> float:
    numerator, denominator = _counts(peer)
    return numerator / denominator


def form_named(code: str) -> Form:
    """The form of that name. Raises InputError with the nearest one."""
    if code not in FORMS:
        raise InputError(f"there is no funnel of kind '{code}'.",
                         remedy=did_you_mean(code, FORMS) or f"Kinds are {', '.join(FORMS)}.")
    return FORMS[code]
