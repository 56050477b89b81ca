"""What each contact brings with it: how long it talks, how long it waits, and who it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma, log, sqrt

import numpy as np

from answerable.records.synthetic.demand import Floats
from answerable.records.synthetic.hours import Ints

LONGEST_TALK_SECONDS = 7200
PLACES = ("Northmoor", "Rhôs Valley", "Westport", "Hallow Down")
PLACE_SHARES = (0.22, 0.13, 0.41, 0.24)
ORIGINS = ("public", "internal", "partner")
INTERNAL = ORIGINS.index("internal")
REASONS = ("Antisocial behaviour", "Burglary", "Concern for safety", "Domestic incident", "Fraud",
           "Noise – neighbours", "Road traffic collision", "Theft", "Violence", "Missing person",
           "Update on a case", "Lost property", "Other")
REASON_SHARES = {
    "999": (0.12, 0.05, 0.22, 0.17, 0.01, 0.03, 0.13, 0.04, 0.14, 0.05, 0.0, 0.0, 0.04),
    "101": (0.14, 0.06, 0.09, 0.05, 0.06, 0.06, 0.07, 0.10, 0.04, 0.03, 0.19, 0.04, 0.07),
}
# Of answered calls, those that lead to an incident of their own; calls of these reasons never do.
LOGGED_SHARES = {"999": 0.20, "101": 0.075, "inbox": 0.045}
NEVER_LOGGED = (REASONS.index("Update on a case"), REASONS.index("Lost property"))
TEAMS = ("Response", "Neighbourhood", "Investigation", "Custody", "Safeguarding", "Intelligence")
TEAM_SHARES = (0.34, 0.15, 0.22, 0.14, 0.10, 0.05)


@dataclass(frozen=True)
class Handling:
    """How contacts of one line are dealt with; durations in seconds.

    talk and wrap-up are log-normal with these means and coefficients of variation (Brown et al. 2005 found
    talk log-normal); patience is Weibull with this mean and shape; origins: shares of public, internal,
    partner.
    """

    talk_seconds: float
    talk_variation: float
    wrap_seconds: float
    wrap_variation: float
    patience_seconds: float
    patience_shape: float
    origins: tuple[float, float, float] = (1.0, 0.0, 0.0)


HANDLING = {
    "999": Handling(290, 0.8, 190, 0.7, 400, 0.9, (0.985, 0.0, 0.015)),
    "101": Handling(390, 0.75, 210, 0.8, 330, 1.1, (0.89, 0.09, 0.02)),
    "switchboard": Handling(70, 0.7, 15, 0.6, 300, 1.0, (0.55, 0.35, 0.10)),
    "chat": Handling(840, 0.6, 90, 0.7, 260, 1.2),
    "email": Handling(415, 0.9, 0, 1.0, 0, 1.0, (0.93, 0.0, 0.07)),
    "web_form": Handling(360, 0.8, 0, 1.0, 0, 1.0),
}


def log_normal_ms(mean_seconds: float, variation: float, count: int, random: np.random.Generator) -> Floats:
    """Durations in milliseconds with this mean and coefficient of variation, cut at two hours."""
    spread = log(1 + variation ** 2)
    drawn = random.lognormal(log(mean_seconds) - spread / 2, sqrt(spread), count)
    return np.minimum(drawn, LONGEST_TALK_SECONDS) * 1000


def patience_ms(handling: Handling, count: int, random: np.random.Generator) -> Floats:
    """How long each contact is willing to wait, in milliseconds."""
    scale = handling.patience_seconds / gamma(1 + 1 / handling.patience_shape)
    return scale * 1000 * random.weibull(handling.patience_shape, count)


def choose(shares: tuple[float, ...], count: int, random: np.random.Generator) -> Ints:
    """Codes drawn with these shares, which need not add up to exactly 1."""
    edges = np.cumsum(shares) / sum(shares)
    return np.minimum(np.searchsorted(edges, random.random(count), side="right"), len(shares) - 1)
