"""Documents that people send: opened within limits, and minutes read for what was asked, promised and decided."""

from __future__ import annotations

from answerable.documents.document import Cell, Document, Paragraph
from answerable.documents.limits import LIMITS, Limits
from answerable.documents.opening import open_document

__all__ = ["LIMITS", "Cell", "Document", "Limits", "Paragraph", "open_document"]
