"""answerable: from the record of a call to the public answer.

`Workspace` is the door for notebooks: `Workspace("my-force").figures("101-offered", by="month")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Workspace", "__version__"]

if TYPE_CHECKING:
    from answerable.workspace import Workspace


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `answerable --help` does not wait for the engine.
    if name == "Workspace":
        from answerable.workspace import Workspace

        return Workspace
    raise AttributeError(f"module 'answerable' has no attribute '{name}'")
