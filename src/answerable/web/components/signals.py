"""Which shape stands for a performance signal."""

from __future__ import annotations

KINDS = ("improvement", "concern", "neutral")


def signal_kind(code: str) -> str:
    """The shape for a signal's code: one of KINDS, "usual" for common cause, "none" for whatever was not
    judged.
    """
    if code == "common-cause":
        return "usual"
    return next((kind for kind in KINDS if kind in code), "none")
