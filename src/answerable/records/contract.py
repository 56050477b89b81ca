"""The contract of the record tables: columns, vocabularies, and the canonical row (docs/reference/contacts.md)."""

from __future__ import annotations

import pyarrow as pa

ANCHOR = "presented_at"

OUTCOMES = ("answered", "abandoned", "callback", "contained", "forwarded", "phantom")
CHANNELS = ("phone", "chat", "email", "web_form", "social_media", "counter")
ORIGINS = ("public", "internal", "partner")
VOCABULARIES = {"outcome": OUTCOMES, "channel": CHANNELS, "origin": ORIGINS}

# What makes a series: every contact of a series is alike in all of these.
DIMENSIONS = ("line", "channel", "queue", "place", "origin", "outcome", "team")
SERIES_COLUMNS = (*DIMENSIONS, "queued")
DEFAULTS = {"channel": "'phone'", "origin": "'public'"}

TIMES = ("presented_at", "operator_connected_at", "message_ended_at", "queued_at", "left_queue_at",
         "answered_at", "abandoned_at", "ended_at", "wrap_up_ended_at")
TEXTS = ("handler", "reason", "incident", "caller")
CONTACT_COLUMNS = (*TIMES, *DIMENSIONS, *TEXTS)
REQUIRED = ("presented_at", "line", "outcome")

# Channels on which a contact is over within days: a later time is a fault of the clock.
LIVE_CHANNELS = ("phone", "chat", "counter")
LONGEST_LIVE_CONTACT_DAYS = 7

# The lines whose callers an operator connects: there, the caller's clock needs the operator's time.
OPERATOR_LINES = ("999",)

# What a cell counts, as its `clock` code. The wait clocks are the bits of a number: a contact whose wait is the same on
# several clocks is in one cell that stands for them all (1 caller, 2 force, 4 queue; 7 all three).
WAIT_CLOCKS = ("caller", "force", "queue")
CLOCK_BITS = {"caller": 1, "force": 2, "queue": 4}
DURATIONS = ("message", "talk", "wrap")
CONTACTS_CODE = 0
DURATION_CODES = {"message": 8, "talk": 9, "wrap": 10}


def clock_codes(clock: str) -> tuple[int, ...]:
    """The codes of the cells that tell of a wait clock or a duration."""
    if clock in DURATION_CODES:
        return (DURATION_CODES[clock],)
    return tuple(code for code in range(1, 8) if code & CLOCK_BITS[clock])


CONTACTS_SCHEMA = pa.schema([
    ("record_id", pa.string()), ("batch", pa.string()), ("row", pa.int64()),
    ("presented_ms", pa.int64()), ("local_day", pa.int32()), ("slot", pa.int16()), ("repeated", pa.int8()),
    ("series", pa.int32()),
    ("caller_ms", pa.int64()), ("force_ms", pa.int64()), ("queue_ms", pa.int64()),
    ("message_ms", pa.int64()), ("talk_ms", pa.int64()), ("wrap_ms", pa.int64()),
    ("handler", pa.int64()), ("reason", pa.string()), ("incident", pa.string()), ("caller", pa.int64()),
])

BANDS_SCHEMA = pa.schema([
    ("record_id", pa.string()), ("batch", pa.string()), ("row", pa.int64()),
    ("presented_ms", pa.int64()), ("local_day", pa.int32()), ("slot", pa.int16()), ("repeated", pa.int8()),
    ("minutes", pa.int16()), ("series", pa.int32()), ("clock", pa.int8()),
    ("from_ms", pa.int64()), ("to_ms", pa.int64()), ("n", pa.int64()),
])

# The upper end of a band that has none: later than any wait.
NO_UPPER_END_MS = 2**62
