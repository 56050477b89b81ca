"""How the server keeps its memory in order while it answers."""

from __future__ import annotations

import gc
from importlib import import_module

from django.conf import settings

# New objects between two looks for rings of the youngest. A page makes some ten thousand, nearly all of which go of themselves.
NEW_OBJECTS = 20_000


def settle() -> None:
    """Load all that answers need, and set it apart from what is looked through for rings of objects that nobody uses.

    Modules, addresses and models stay as long as the server runs. Looking through them again and again found nothing and took
    over 100 ms at a time, in the middle of some answer.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
