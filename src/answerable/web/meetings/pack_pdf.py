"""A pack as an accessible PDF (PDF/UA-1), and the page on which each of its blocks stands.

The build fails where a picture has no alternative text, the document no title, or the headings skip a level. What people wrote
is handed over as data. The fonts are the ones that come with the program, so that pages break alike on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from answerable.errors import InputError
from answerable.words import _

LAYOUT = Path(__file__).parent / "pack.typ"


def pack_pdf(content: Mapping[str, Any], charts: Mapping[str, str]) -> tuple[bytes, dict[str, int]]:
    """The PDF of a pack, and its pages: key of a section ("agenda"), a block ("agenda.1") or a row of a table ("agenda.1.0") →
    page, the first being 1.

    content: as pack_content makes it; charts: SVG by measure. Raises InputError where the PDF would not be accessible."""
    import typst
    layout = LAYOUT.read_bytes()
    inputs = {"pack": json.dumps(content), "charts": json.dumps(charts)}
    made = datetime.combine(date.fromisoformat(content["made_on"]), datetime.min.time(), UTC)
    try:
        pdf: bytes = typst.compile(layout, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", ignore_system_fonts=True,
                                   timestamp=int(made.timestamp()))
        found = typst.query(layout, "<place>", field="value", sys_inputs=inputs, ignore_system_fonts=True)
    except (RuntimeError, typst.TypstError) as error:
        raise InputError(_("The pack cannot be made as an accessible PDF: {reason}").format(reason=str(error).splitlines()[0]),
                         remedy=_("Change what it names, and make the pack again.")) from error
    return pdf, {each["key"]: each["page"] for each in json.loads(found)}


_PICTURE = b"""#set page(width: auto, height: auto, margin: 4pt)
#image(bytes(sys.inputs.chart), format: "svg", alt: "chart")
"""


def chart_png(svg: str) -> bytes:
    """A chart as a picture of 200 dots an inch, for Word, which does not take every SVG."""
    import typst
    picture: bytes = typst.compile(_PICTURE, format="png", ppi=200, sys_inputs={"chart": svg}, ignore_system_fonts=True)
    return picture
