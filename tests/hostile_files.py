"""Files that nobody should be able to hurt us with, and ordinary ones beside them, all made here."""

from __future__ import annotations

import io
import zipfile
import zlib

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def paragraph(text: str, *, style: str = "") -> str:
    """A paragraph of WordprocessingML."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of WordprocessingML."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, *, main: str = MAIN, declaration: str = "", more: dict[str, bytes] | None = None,
         encoding: str = "utf-8") -> bytes:
    """A .docx with that body. declaration: put before its root; more: further parts; encoding: of the part with the text."""
    text = (f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body>'
            "</w:document>")
    types = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>')
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", text.encode(encoding))
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def lying_docx(inflated: int) -> bytes:
    """A .docx with a part that says of itself that it has 10 bytes and becomes that many."""
    content = docx(paragraph("Minutes"), more={"word/media/image1.bin": b"\0" * inflated})
    true = inflated.to_bytes(4, "little")
    return content.replace(true, (10).to_bytes(4, "little"))


def pdf(*pages: str, said_pages: int | None = None, more: str = "") -> bytes:
    """A PDF with a page for each text, a line of which is a line of the page. said_pages: how many it says that it has."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {more} >>",
               f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(len(pages)))}] "
               f"/Count {said_pages or len(pages)} >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    for at, text in enumerate(pages):
        shown = " ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T*" for line in text.split("\n"))
        drawn = f"BT /F1 10 Tf 14 TL 40 780 Td {shown} ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _numbered(objects)


def ruled_pdf(*pages: tuple[tuple[str, ...], ...], edges: tuple[int, ...] = (40, 90, 430, 555)) -> bytes:
    """A PDF of ruled tables: a page for each, of rows of cells. edges: of the columns, in points."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(len(pages)))}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    for at, rows in enumerate(pages):
        drawn = _ruled(rows, edges)
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _numbered(objects)


def _ruled(rows: tuple[tuple[str, ...], ...], edges: tuple[int, ...]) -> str:
    top, high = 800, 40
    drawn = []
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            left, bottom = edges[column], top - high * (at + 1)
            drawn.append(f"{left} {bottom} {edges[column + 1] - left} {high} re S")
            drawn.append(f"BT /F1 9 Tf {left + 4} {bottom + 24} Td ({text}) Tj ET")
    return "\n".join(drawn)


def bomb_pdf(inflated: int) -> bytes:
    """A PDF whose one page is a stream that becomes that many bytes of drawing."""
    drawn = zlib.compress(b"BT /F1 1 Tf (a) Tj ET\n" * (inflated // 22), 9)
    head = _numbered(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
                      "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
                      "/Resources << /Font << /F1 3 0 R >> >> >>"])
    stream = b"5 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream\nendobj\n"
    return head.replace(b"xref\n", stream + b"xref\n", 1)


def _numbered(objects: list[str]) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    start = out.tell()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
              f"startxref\n{start}\n%%EOF".encode())
    return out.getvalue()
