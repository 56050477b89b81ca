"""The words by which a column of a foreign file is told: names of columns, and the words that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Names of contact-centre systems and police forces for each column of the contract, likeliest first.
TIME_NAMES = {
    "presented_at": ("presented", "offered", "arrived", "arrival", "received", "call start", "contact start", "start",
                     "started", "created", "initiated", "initiation", "incoming", "entry", "logged", "vru entry", "call", ""),
    "operator_connected_at": ("operator connect", "operator connected", "operator answered", "bt connect", "bt answer",
                              "operator"),
    "message_ended_at": ("message ended", "message end", "ivr end", "ivr exit", "vru exit", "menu end", "announcement end"),
    "queued_at": ("queued", "queue start", "q start", "enqueued", "enqueue", "queue entry", "queue entered", "queue enter",
                  "queue join", "queue joined"),
    "left_queue_at": ("left queue", "queue end", "q exit", "dequeued", "dequeue", "queue exit", "queue left"),
    "answered_at": ("answered", "answer", "connected", "connect", "picked up", "pickup", "agent connected", "ser start",
                    "first response", "first reply", "responded", "replied", "agent start", "talk start"),
    "abandoned_at": ("abandoned", "abandon", "hung up", "caller hangup"),
    "ended_at": ("ended", "end", "hangup", "hang up", "cleared", "clear", "disconnected", "disconnect", "finished", "finish",
                 "released", "completed", "call end", "ser exit", "closed", "stop", "talk end"),
    "wrap_up_ended_at": ("wrap up ended", "wrap up end", "wrap end", "acw end", "after call work end", "wrap up complete",
                         "wrap up completed", "wrap complete"),
}
DURATION_NAMES = {
    "wait": ("wait", "waiting", "time to answer", "speed of answer", "asa", "ring", "ringing", "queue", "answer", "delay",
             "q", "wait duration", "queue duration", "speed to answer"),
    "talk": ("talk", "talking", "conversation", "service", "ser", "call duration", "duration", "length", "connected"),
    "wrap": ("wrap", "wrap up", "acw", "after call work", "work", "follow up"),
}
WORD_NAMES = {
    "outcome": ("outcome", "result", "disposition", "call result", "call outcome", "status", "call status", "final state",
                "termination", "state"),
    "channel": ("channel", "media", "media type", "medium", "contact type", "contact method", "kind", "type"),
    "queue": ("queue", "queue name", "skill", "skill group", "split", "acd group", "hunt group", "workgroup", "team"),
    "line": ("line", "ddi", "dnis", "dialled", "dialled number", "number dialled", "called number", "called", "destination",
             "service", "number called", "call type"),
    "handler": ("handler", "agent", "agent name", "agent id", "user", "user id", "operator", "advisor", "adviser",
                "call taker", "call handler", "answered by", "staff", "employee", "server", "worker"),
    "place": ("place", "district", "division", "area", "control room", "bcu", "lpa", "sector", "site", "region", "location"),
    "origin": ("origin", "caller type", "source"),
    "reason": ("reason", "category", "opening code", "nature", "problem", "call reason", "subject", "qualifier"),
    "incident": ("incident", "incident number", "incident ref", "incident id", "log", "log number", "cad", "cad number",
                 "urn", "event number", "storm"),
    "direction": ("direction", "call direction"),
}
# What callers are known by: never part of a record's number, which is stored as it is.
PERSONAL = {"caller", "cli", "ani", "customer", "phone", "telephone", "msisdn", "email", "name", "address", "postcode"}
LENGTH_WORDS = {"time", "seconds", "secs", "sec", "duration", "length"}
NUMBER_WORDS = {"id", "number", "no", "ref", "reference", "guid", "uuid", "key", "urn", "num"}
# Words in a column's name that say nothing of what it holds.
EMPTY_WORDS = {"time", "date", "datetime", "timestamp", "utc", "local", "at", "dt", "ts", "seconds", "secs", "sec", "s", "the",
               "of", "was"}
# Words that systems use → the contract's.
WORDS = {
    "outcome": {"answered": "answered ans answer agent replied responded handled served connected completed complete yes a",
                "abandoned": "abandoned abn abandon aban abd hang hangup hungup lost missed noanswer notanswered unanswered no",
                "callback": "callback callbackrequested cb ringback", "contained": "contained selfservice selfserved ivr",
                "forwarded": "forwarded senton overflow redirected diverted forward", "phantom": "phantom ghost test"},
    "channel": {"phone": "phone voice call telephone telephony inboundcall tel",
                "chat": "chat webchat message messaging livechat im", "email": "email mail",
                "web_form": "webform form online onlineform", "counter": "counter frontcounter frontdesk walkin enquiryoffice",
                "social_media": "socialmedia social facebook twitter x"},
    "origin": {"public": "public external ext", "internal": "internal int staff", "partner": "partner agency"},
    "direction": {"in": "in inbound incoming i", "out": "out outbound outgoing o internal"},
}


def name_words(name: str) -> list[str]:
    """The words of a column's name, in lower case: "CallStart_Time" gives call, start, time."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.sub(r"[^a-z0-9]+", " ", apart.lower()).split()


def likenesses(words: list[str], names: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """How well a column's name fits each role of `names`: 100 for the likeliest name, 0 for one that does not fit."""
    own = [word for word in words if word not in EMPTY_WORDS]
    return {role: max(_likeness(own, phrase.split(), rank) for rank, phrase in enumerate(phrases))
            for role, phrases in names.items()}


def _likeness(own: list[str], wanted: list[str], rank: int) -> float:
    """100 for the very words, less for more words beside them and for a less usual name; 0 where a word lacks."""
    wanted = [word for word in wanted if word not in EMPTY_WORDS]
    if own == wanted:
        return 100 - rank
    if not wanted or not set(wanted) <= set(own):
        return 0
    return max(60 + 10 * len(wanted) - 8 * (len(own) - len(wanted)) - rank, 0)


def meaning(values: Iterable[str], role: str, word: str) -> list[str]:
    """The values that most likely mean a word of the contract, in order. They are a system's words, however rare."""
    return sorted(value for value in values if re.sub(r"[^a-z0-9]", "", value.lower()) in WORDS[role][word].split())
