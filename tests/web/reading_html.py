"""Just enough of a reader of HTML for tests: elements with their attributes and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})


@dataclass
class Element:
    """An element: its name, attributes, children and own pieces of text, in order."""

    name: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    def all(self, name: str, **wanted: str) -> list[Element]:
        """Every element of a name within, whose attributes hold the wanted words (class_ stands for class).
        """
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.name == name and child._has(wanted):
                    found.append(child)
                found += child.all(name, **wanted)
        return found

    def everything(self) -> list[Element]:
        """Every element within."""
        inside = [child for child in self.children if isinstance(child, Element)]
        return inside + [deeper for child in inside for deeper in child.everything()]

    def text(self) -> str:
        """All text within, with single spaces."""
        pieces = [child if isinstance(child, str) else child.text() for child in self.children]
        return " ".join(" ".join(pieces).split())

    def _has(self, wanted: dict[str, str]) -> bool:
        return all(
            value in (self.attributes.get(key.rstrip("_")) or "").split() for key, value in wanted.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_html(text: str) -> Element:
    """The document; fails where an element is not closed in its place."""
    reader = _Reader()
    reader.feed(text)
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is never closed"
    return reader.open[0]
