"""The forecast ledger: every forecast shown to anyone, kept for good, and what came of it.

A workspace keeps it in `forecasts/`. The scores follow from the entries alone.
"""

from answerable.ledger.entries import Day, Demand, Entry, Forecast, Method, Outcome
from answerable.ledger.keeping import FOLDER, ledger_faults, read_entries
from answerable.ledger.outcomes import record_outcomes
from answerable.ledger.recording import DemandSeen, Outlook, record_demand, record_projections
from answerable.ledger.scoring import Scored, score
from answerable.ledger.shown import forecasts_json, past_forecasts

__all__ = ["FOLDER", "Day", "Demand", "DemandSeen", "Entry", "Forecast", "Method", "Outcome", "Outlook", "Scored",
           "forecasts_json", "ledger_faults", "past_forecasts", "read_entries", "record_demand", "record_outcomes",
           "record_projections", "score"]
