"""Work for processes of their own: such as ends, such as never does, and such as dies."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from answerable.errors import InputError

Keep = Callable[[Any], None]


def counts_up(keep: Keep, last: int) -> int:
    """Hands over every number on its way."""
    for number in range(last):
        keep(number)
    return last


def never_ends(keep: Keep, best: object) -> None:
    """Has an answer, and looks for a better one for ever."""
    if best is not None:
        keep(best)
    while True:
        pass


def never_lets_go(keep: Keep) -> None:
    """Waits within the library of a language that does not look at Python's clock: a pattern that is tried for years."""
    import re

    keep("before")
    re.match(r"(a+)+$", "a" * 60 + "b")


def is_refused(_keep: Keep, what: str) -> None:
    """Raises an error that a user can mend."""
    raise InputError(f"'{what}' cannot be.", remedy="Say something else.")


def dies(keep: Keep, best: object) -> None:
    """Is ended by the system, as for want of memory."""
    if best is not None:
        keep(best)
    os.kill(os.getpid(), 9)


def prints(_keep: Keep) -> int:
    """Prints as solvers do, past Python too."""
    print("a solver's own words", flush=True)
    os.write(1, b"more of them\n" * 100)
    return 3


def tells_its_number(keep: Keep) -> None:
    """Hands over the number of its process, then never ends."""
    keep(os.getpid())
    never_ends(keep, None)


def echoes(_keep: Keep, what: object) -> object:
    """Gives back what it was given."""
    return what
