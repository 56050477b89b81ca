"""The process that reads one PDF: `python -m answerable.documents.pdf_process`, started by `portable` and by nothing else.

In: a line of JSON with the limits, then the file's bytes. Out: JSON with the pages and their pieces, or the word for why it
is refused. It limits itself before it looks at the first byte of the file.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

from answerable.documents.portable import CHARACTERS, DAMAGED, PAGES, PASSWORD


def limit_self(seconds: int, memory: int) -> None:
    """Let this process use that many seconds of the processor and bytes of memory, write no file and open few."""
    try:
        import resource
    except ImportError:
        # Windows has no such limits; the wall clock of the starting process still ends this one.
        return
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0),
                       (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def read(content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """The answer about one PDF: {"pages": number, "pieces": [[text, page, cell or null], …]} or {"refused": word}."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    from answerable.documents.pdf_pages import Pages, TooMuch

    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if _said_pages(pdf) > limits["pages"]:
                return {"refused": PAGES}
            pages = Pages(limits)
            for page in pdf.pages:
                pages.take(page)
                page.close()
            return {"pages": len(pdf.pages), "pieces": pages.pieces}
    except TooMuch:
        return {"refused": CHARACTERS}
    except PDFPasswordIncorrect:
        return {"refused": PASSWORD}
    except PdfminerException as error:
        return {"refused": PASSWORD if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect) else DAMAGED}
    except MemoryError:
        raise
    except Exception:
        # Whatever a broken file makes the library raise: it is told in words, and the file is not taken.
        return {"refused": DAMAGED}


def _said_pages(pdf: Any) -> int:
    """How many pages the file has: the larger of what it says and of what its tree of pages holds. No page is laid out."""
    from pdfminer.pdftypes import resolve1

    tree = resolve1(pdf.doc.catalog.get("Pages")) or {}
    said = resolve1(tree.get("Count"))
    if isinstance(said, int) and said > 100_000:
        return said
    return max(said if isinstance(said, int) else 0, len(pdf.pages))


def main() -> int:
    """Read the request, answer it. Returns the exit code: 0 where there is an answer."""
    logging.disable(logging.CRITICAL)
    limits = json.loads(sys.stdin.buffer.readline())
    limit_self(limits["seconds"], limits["memory"])
    answer = read(sys.stdin.buffer.read(), limits)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
