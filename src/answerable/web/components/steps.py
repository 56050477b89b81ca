"""A step that a button alone takes, without a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from answerable.errors import AnswerableError


def run_step(request: HttpRequest, do: Callable[[], Any], done: str) -> bool:
    """Run a command; the next page says `done`, or why it could not be (ValidationError, AnswerableError; Refused goes up).
    Whether it was done."""
    try:
        do()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except AnswerableError as error:
        messages.error(request, error.line())
    else:
        messages.success(request, done)
        return True
    return False
