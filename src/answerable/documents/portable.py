"""The text of a PDF, read by a process of its own: a file that makes the reader run wild ends that process and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from answerable.documents.document import PDF, Cell, Document, Piece, put_together
from answerable.documents.limits import Limits
from answerable.errors import InputError
from answerable.words import _, format_count

READER = "answerable.documents.pdf_process"
# The machine may be busy: the wall clock ends what the processor's clock does not, such as a process that sleeps.
WALL_CLOCK = 2
# Words that the process answers with in place of pieces.
PASSWORD, PAGES, CHARACTERS, DAMAGED = "password", "pages", "characters", "damaged"


def read_pdf(content: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a PDF. Raises InputError for one that has too many pages, needs a password, is damaged, or
    takes more time or memory than `limits` allow."""
    answer = _ask(content, limits)
    if "refused" in answer:
        raise _refusals(limits)[answer["refused"]]()
    pieces = [Piece(text, page, Cell(*cell) if cell else None) for text, page, cell in answer["pieces"]]
    return put_together(name, PDF, pieces, pages=answer["pages"])


def _refusals(limits: Limits) -> dict[str, Callable[[], InputError]]:
    return {
        PASSWORD: lambda: InputError(_("it is locked with a password."), remedy=_("Save it without a password.")),
        PAGES: lambda: InputError(_("it has over {most} pages; no minutes are so long.")
                                  .format(most=format_count(limits.pages)), remedy=_("Give the minutes without their papers.")),
        CHARACTERS: lambda: InputError(_("the text has over {most} characters; no minutes are so long.")
                                       .format(most=format_count(limits.characters)),
                                       remedy=_("Give the minutes without their papers.")),
        DAMAGED: lambda: InputError(_("it is a damaged PDF, or none."),
                                    remedy=_("Export it again from the program that made it.")),
    }


def _ask(content: bytes, limits: Limits) -> dict[str, Any]:
    """What the process answers. A fresh interpreter and no fork: a fork would carry over the locks of other threads. It is
    given no environment but what it needs to find the program."""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1",
                   "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run([sys.executable, "-m", READER], input=_request(content, limits), capture_output=True,
                              timeout=limits.seconds * WALL_CLOCK, env=environment, check=False, cwd=os.sep)
    except subprocess.TimeoutExpired as error:
        raise _too_costly() from error
    if done.returncode:
        raise _too_costly()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _request(content: bytes, limits: Limits) -> bytes:
    return json.dumps(asdict(limits)).encode() + b"\n" + content


def _too_costly() -> InputError:
    return InputError(_("reading it took more time or memory than any minutes need."),
                      remedy=_("Print it to a new PDF, or give the minutes as .docx or plain text."))
