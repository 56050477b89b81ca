"""Every change to meetings and what belongs to them."""

from __future__ import annotations

from answerable.web.meetings.commands_agenda import (
    add_item,
    change_item,
    leave_measure,
    move_item,
    publish_agenda,
    remove_item,
)
from answerable.web.meetings.commands_attendance import add_attendance, remove_attendance, take_over_attendance
from answerable.web.meetings.commands_decisions import add_decision, change_decision, publish_decision, take_back_decision
from answerable.web.meetings.commands_meetings import (
    add_meeting,
    cancel_meeting,
    change_meeting,
    close_meeting,
    hold,
    publish_meeting,
    set_next_meeting,
)
from answerable.web.meetings.commands_minutes import (
    add_minute,
    approve_minutes,
    change_minute,
    correct_minute,
    publish_minutes,
    remove_minute,
)
from answerable.web.meetings.commands_papers import add_paper, add_paper_version, publish_paper
from answerable.web.meetings.commands_questions import answer_question, ask_question, change_question, publish_question
from answerable.web.meetings.commands_templates import add_template, change_template

__all__ = [
    "add_attendance", "add_decision", "add_item", "add_meeting", "add_minute", "add_paper", "add_paper_version",
    "add_template", "answer_question", "approve_minutes", "ask_question", "cancel_meeting", "change_decision",
    "change_item", "change_meeting", "change_minute", "change_question", "change_template", "close_meeting",
    "correct_minute", "hold", "leave_measure", "move_item", "publish_agenda", "publish_decision", "publish_meeting",
    "publish_minutes", "publish_paper", "publish_question", "remove_attendance", "remove_item", "remove_minute",
    "set_next_meeting", "take_back_decision", "take_over_attendance"]
