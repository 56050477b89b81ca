"""How the kernel is compiled, and where the result is kept.

No reference counts (`_nrt=False`): the kernel owns no array, it works in those it is given, and counting would cost more than
the work itself (decision 40). So nothing in a compiled function may make an array.

The result is kept under a name made from all the sources of this room: numba itself would go on using a function whose own
file is unchanged while one that it calls has changed, and give the numbers of yesterday's code.
"""

from __future__ import annotations

import os
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from numba import config, njit


def _digest() -> str:
    """What tells one state of these sources from another."""
    found = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _folder() -> Path:
    """Where compiled code may be kept: numba's own folder where one is set, the user's cache, or else a temporary folder."""
    if set_by_user := getattr(config, "CACHE_DIR", ""):
        return Path(set_by_user)
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        (own / "answerable").mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(gettempdir()) / f"answerable-{os.getuid() if hasattr(os, 'getuid') else 'kernel'}"
    return own / "answerable" if os.access(own / "answerable", os.W_OK) else Path(gettempdir()) / "answerable"


config.CACHE_DIR = str(_folder() / f"kernel-{_digest()}")      # type: ignore[attr-defined]

compiled = partial(njit, cache=True, nogil=True, _nrt=False)
"""For functions of the kernel: `@compiled()`."""

inlined = partial(compiled, forceinline=True)
"""The same for those that are called for every contact."""
