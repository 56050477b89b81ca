"""Random numbers that belong to a contact, not to a moment: the same contact has the same talk in every scenario.

Every attribute of a contact (its talk, its patience, whether it calls again) is a function of its name: seed, repetition,
class, half-hour, its number in that half-hour, the attempt, and the purpose of the draw. So nothing has to be drawn before
it is needed, and still two scenarios see the same world (common random numbers; decision 40).

The function is the output permutation of SplitMix64 (Steele, Lea & Flood 2014; constants: Stafford's variant 13), applied
to a counter, as that generator does itself.
"""

from __future__ import annotations

from math import exp, inf, log, sqrt

import numpy as np

from answerable.simulation.kernel.compiled import compiled, inlined

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_UNIT = 1.0 / 4503599627370496.0        # 2 to the power of -52: with half a step added, neither 0 nor 1 can come out

# What a number is drawn for. Each purpose has its own; two draws for one purpose of one contact are the same number.
GAP, TALK, WRAP, PATIENCE, MESSAGE, MESSAGE_MOMENT, REDIAL, REDIAL_DELAY, DIVERT, DIVERT_DELAY, STAGE = (
    np.uint64(number) for number in range(1, 12))
PER_STAGE = np.uint64(32)               # the purposes of a contact's second queue follow those of its first

# Shapes of a duration. Parameters are in world.py.
NEVER, CONSTANT, EXPONENTIAL, LOG_NORMAL, WEIBULL, TABLE = range(6)


@inlined()
def mix(number: np.uint64) -> np.uint64:
    """A 64-bit number scattered: neighbours come out unrelated."""
    number = (number ^ (number >> _S30)) * _FIRST
    number = (number ^ (number >> _S27)) * _SECOND
    return number ^ (number >> _S31)


@inlined()
def named(key: np.uint64, number: np.uint64) -> np.uint64:
    """The key of the part of that number of whatever `key` names."""
    return mix(key + number * GOLDEN)


@inlined()
def again(name: np.uint64) -> np.uint64:
    """The name under which a contact comes again: its talk and its patience are then drawn anew."""
    return mix(name + GOLDEN)


@inlined()
def uniform(key: np.uint64, purpose: np.uint64) -> float:
    """A number strictly between 0 and 1: the draw of the contact `key` for a purpose."""
    return (np.float64(named(key, purpose) >> _S12) + 0.5) * _UNIT


@compiled()
def normal_quantile(share: float) -> float:
    """The standard normal quantile. Wichura 1988, algorithm AS 241 (PPND16): about 16 digits."""
    q = share - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                        + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
                     + 133.14166789178437745) * r + 3.387132872796366608) / (
            ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                 + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
              + 42.313330701600911252) * r + 1.0)
    r = sqrt(-log(share if q < 0.0 else 1.0 - share))
    found = _near_tail(r - 1.6) if r <= 5.0 else _far_tail(r - 5.0)
    return -found if q < 0.0 else found


@compiled()
def _near_tail(r: float) -> float:
    return (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
               + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959) * r + 1.42343711074968357734) / (
        ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
             + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
          + 2.05319162663775882187) * r + 1.0)


@compiled()
def _far_tail(r: float) -> float:
    return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
               + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
            + 5.4637849111641143699) * r + 6.6579046435011037772) / (
        ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
             + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
          + 0.59983220655588793769) * r + 1.0)


@inlined()
def duration(share: float, kind: int, first: float, second: float, table: np.ndarray) -> float:
    """The duration (seconds) below which that share lies, by the shape's kind and parameters; inf for NEVER.

    first, second: CONSTANT seconds, unused · EXPONENTIAL mean, unused · LOG_NORMAL the mean and the standard deviation of
    the logarithm · WEIBULL scale, 1 / shape · TABLE unused, `table` being quantiles at equal steps from share 0 to 1.
    """
    if kind == EXPONENTIAL:
        return -first * log(1.0 - share)
    if kind == LOG_NORMAL:
        return exp(first + second * normal_quantile(share))
    if kind == CONSTANT:
        return first
    if kind == WEIBULL:
        return first * (-log(1.0 - share)) ** second
    if kind == TABLE:
        place = share * (len(table) - 1)
        step = int(place)
        return table[step] + (place - step) * (table[step + 1] - table[step])
    return inf
