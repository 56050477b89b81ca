"""Meetings: programme, agenda, questions, papers, minutes and what came of them."""
