"""Every change to rooms and scenarios."""

from __future__ import annotations

from answerable.web.what_if.commands_rooms import add_room, offer_room
from answerable.web.what_if.commands_scenarios import (
    bring_back_scenario,
    change_scenario,
    publish_scenario,
    save_scenario,
    take_to_meeting,
    withdraw_scenario,
)

__all__ = ["add_room", "bring_back_scenario", "change_scenario", "offer_room", "publish_scenario", "save_scenario",
           "take_to_meeting", "withdraw_scenario"]
