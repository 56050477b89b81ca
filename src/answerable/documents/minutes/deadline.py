"""How long a reading may take. Minutes are read in a second or two; a text made to be read for ever is given up in words."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from answerable.errors import InputError
from answerable.words import _

One = TypeVar("One")
# A text has so much of the processor's time, and so much more for every paragraph: minutes have many short paragraphs, and what
# is made to cost has one. Time on the clock would refuse good minutes on a busy machine.
SECONDS, A_PARAGRAPH = 2.0, 0.1


class Deadline:
    """When to give up."""

    def __init__(self, seconds: float, paragraphs: int) -> None:
        """seconds: at most so long on the clock, whatever the number of paragraphs."""
        self._until = time.monotonic() + seconds
        self._spent = time.thread_time() + min(seconds, SECONDS + A_PARAGRAPH * paragraphs)

    def keep(self) -> None:
        """Go on, or raise InputError where the time is over."""
        if time.thread_time() > self._spent or time.monotonic() > self._until:
            raise InputError(_("reading this text took too long; its sentences are not those of minutes."),
                             remedy=_("Give the minutes without their papers."))

    def over(self, those: Iterable[One]) -> Iterator[One]:
        """The same things one after the other, as long as there is time."""
        for one in those:
            self.keep()
            yield one
