"""Where the text of a picture stands, and whether any of it covers other text or leaves the picture."""

from __future__ import annotations

from itertools import combinations

from answerable.charts.drawing import Picture
from answerable.charts.layout import text_width

Placed = tuple[str, float, float, float, float]


def boxes(picture: Picture) -> list[Placed]:
    """Each line of text with its left, right, top and bottom, from the picture's corner."""
    found = []
    for item in picture.drawing.texts:
        wide = text_width(item["text"], picture.text_size)
        start = item["x"] - {"left": 0, "center": wide / 2, "right": wide}[item["align"]]
        left, middle = start + picture.padding["left"], item["y"] + picture.padding["top"]
        found.append((item["text"], left, left + wide, middle - picture.text_size / 2, middle + picture.text_size / 2))
    return found


def clashes(picture: Picture) -> list[tuple[str, str]]:
    """Pairs of lines of text of which one covers the other."""
    return [(one, other) for (one, left, right, top, bottom), (other, left2, right2, top2, bottom2)
            in combinations(boxes(picture), 2)
            if left < right2 and left2 < right and top < bottom2 and top2 < bottom]


def outside(picture: Picture) -> list[Placed]:
    """Lines of text that leave the picture."""
    full = picture.width + picture.padding["left"] + picture.padding["right"]
    high = picture.height + picture.padding["top"] + picture.padding["bottom"]
    return [box for box in boxes(picture) if box[1] < 0 or box[2] > full or box[3] < 0 or box[4] > high]


def words(picture: Picture) -> str:
    """All text in the order it is drawn."""
    return " ".join(item["text"] for item in picture.drawing.texts)
