"""The engine that folds, as a workspace's settings name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from answerable.errors import InputError

DUCKDB = "duckdb"
# Cores asked of a standalone cluster: without a number it would give all it has to the first who asks, and whoever comes
# next would wait without a word.
DEFAULT_CORES = 4
CONNECT_PORT = 15002
FORMS = "'duckdb', 'spark://host:port', 'local[2]' or 'sc://host:port'"

_STANDALONE = re.compile(r"spark://[^/:,;\s]+:\d{1,5}(,[^/:,;\s]+:\d{1,5})*")
_LOCAL = re.compile(r"local\[([1-9]\d*)\]")
_CONNECT = re.compile(r"sc://[^/:,;\s]+(:\d{1,5})?(/(;\S*)?)?")


@dataclass(frozen=True)
class EngineName:
    """An engine. kind: "duckdb", "standalone" (a cluster's master), "local" (Spark inside this process's own JVM) or
    "connect" (a server that speaks Spark Connect); url: as it was written; cores: that it may use, 0 where the server
    decides."""

    kind: str = DUCKDB
    url: str = DUCKDB
    cores: int = 0

    @property
    def label(self) -> str:
        """The engine as messages name it: without what may follow the address, where a token may stand."""
        return self.url.split("/;")[0].rstrip("/")

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """(host, port) at which it must answer; of several masters any one."""
        if self.kind not in ("standalone", "connect"):
            return []
        places = [place.partition(":") for place in self.label.partition("://")[2].split(",")]
        return [(host, int(port or CONNECT_PORT)) for host, _, port in places]


def engine_name(text: object, cores: object = None) -> EngineName:
    """The engine of the settings `engine` and `engine_cores` (None: not given). Raises InputError."""
    if not isinstance(text, str) or not (kind := _kind(text)):
        raise InputError(f"the engine {text!r} is not known.", remedy=f"Write one of {FORMS}.")
    if cores is not None and kind != "standalone":
        raise InputError(f"'engine_cores' does not go with the engine '{EngineName(kind, text).label}'.",
                         remedy="Take it out: it is for spark://host:port alone.")
    if cores is not None and (type(cores) is not int or cores < 1):
        raise InputError(f"'engine_cores' is {cores!r}.", remedy="Write a whole number from 1 up.")
    local = _LOCAL.fullmatch(text)
    given = cores if isinstance(cores, int) else DEFAULT_CORES if kind == "standalone" else 0
    return EngineName(kind, text, int(local.group(1)) if local else given)


def _kind(text: str) -> str:
    forms = {"standalone": _STANDALONE, "local": _LOCAL, "connect": _CONNECT}
    return DUCKDB if text == DUCKDB else next((kind for kind, form in forms.items() if form.fullmatch(text)), "")


DEFAULT_ENGINE = EngineName()
