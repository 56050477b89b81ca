"""Peers of the example release's force: nine of a group, made by the same code that a release is made by."""

from __future__ import annotations

from typing import Any

from answerable.judgement.against_peers import PeriodFigures, peer_trend, trend_json
from answerable.judgement.funnel_forms import SHARE, Peer
from answerable.judgement.funnel_words import Setting, funnel_json
from answerable.judgement.funnels import funnel

HOSTILE_NOTE = "<b>counts</b> otherwise"
GROUP = {"id": "shires", "title": "Forces of the shires", "version": 1, "owner": "Somebody"}
OTHERS = {"Northshire": (12000, .93), "Eastshire": (9000, .92), "Southshire": (8000, .90), "Lakeshire": (20000, .88),
          "Moorshire": (7000, .94), "Fenshire": (11000, .79), "Downshire": (10000, .91)}


def example_peers() -> dict[str, Any]:
    """The parts "funnels" (one with limits, one too small) and "peer_trend" of a measure."""
    own = Peer("westshire", "Westshire Police", 11400, 15000, own=True)
    peers = [own, *(Peer(name.lower(), f"{name} Police", share * size, size) for name, (size, share) in OTHERS.items()),
             Peer("heathshire", "Heathshire Police", value=0.5, comparability=HOSTILE_NOTE)]
    setting = Setting("percent", "higher", "2025/26", GROUP["title"])
    found = [{"group": group, "period": {"from": "2025-04-01", "to": "2026-03-31", "kind": "financial-year"},
              **funnel_json(funnel(some, SHARE), setting)} for group, some in ((GROUP, peers), (None, peers[:3]))]
    levels = {name: 100 * share for name, (_size, share) in OTHERS.items()}
    periods = [PeriodFigures("2024/25", "2024-04-01", "2025-03-31", 86.0, levels),
               PeriodFigures("2025/26", "2025-04-01", "2026-03-31", 76.0, {name: level + len(name) % 3 for name, level
                                                                           in levels.items()})]
    return {"funnels": found, "peer_trend": {"group": GROUP, "kind": "financial-year", **trend_json(
        peer_trend(periods), "percent", "higher", "Westshire Police")}}
