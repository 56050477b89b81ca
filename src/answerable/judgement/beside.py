"""What is known beside a measure's own series: published figures, peers, and the parts of the measure, in words."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.judgement.ratings import UNFAVOURABLE, Rating
from answerable.words import _, join_words, small

# A sentence names so many parts of concern; the reasons name all.
NAMED_IN_SENTENCE = 2


@dataclass(frozen=True)
class Said:
    """A code and the words that say it."""

    code: str
    words: str

    def as_json(self) -> dict[str, str]:
        """The pair as the release holds it."""
        return {"code": self.code, "words": self.words}


@dataclass(frozen=True)
class Child:
    """A part of a measure that was judged before it.

    rating: with how it stands; reason: the words that decided it; drivers: its own parts, where they decided its rating.
    """

    id: str
    title: str
    rating: Rating
    reason: str
    drivers: tuple[Child, ...] = ()

    @property
    def concern(self) -> bool:
        """Whether its rating stands against the force."""
        return self.rating.stands == UNFAVOURABLE

    @property
    def words(self) -> str:
        """The part with its rating: "Mean wait on 101 is worsening"."""
        rating = _(self.rating.words)
        return _("{title} is {rating}").format(title=self.title, rating=small(rating))

    def last_drivers(self) -> tuple[Child, ...]:
        """The parts at the end of the line that make it of concern: itself where its own figure does."""
        return tuple(last for driver in self.drivers for last in driver.last_drivers()) or (self,)

    def as_json(self) -> dict[str, str]:
        """The child as the release holds it."""
        return {"id": self.id, "title": self.title, "rating": self.rating.code, "words": _(self.rating.words),
                "stands": self.rating.stands, "reason": self.reason}


@dataclass(frozen=True)
class Beside:
    """What is known beside a measure's own series, in codes that the facts of those names have.

    benchmark: better, level or worse than published figures that compare; peers: better, usual or worse among its peers;
    both None where nothing compares. children: the measure's parts with their ratings; not_comparable: published figures
    that may not count, each with the reason.
    """

    benchmark: Said | None = None
    peers: Said | None = None
    children: tuple[Child, ...] = ()
    not_comparable: tuple[Said, ...] = ()

    @property
    def of_concern(self) -> tuple[Child, ...]:
        """The parts whose rating stands against the force."""
        return tuple(child for child in self.children if child.concern)

    @property
    def standing(self) -> str:
        """The fact "children"."""
        if not self.children:
            return "none"
        return "concern" if self.of_concern else "none-of-concern"

    def parts(self, most: int | None = None) -> Said | None:
        """The parts of concern, each with its rating, or that there is none; None without parts. A part that is of concern for
        its own parts is told by those. most: name so many."""
        if not self.children:
            return None
        drivers = {last.id: last for child in self.of_concern for last in child.last_drivers()}
        named = [driver.words for driver in drivers.values()][:most]
        if not named:
            return Said("children-none-of-concern", _("none of its parts is of concern"))
        more = len(drivers) - len(named)
        listed = join_words([*named, _("{number} more").format(number=more)] if more else named)
        return Said("children-concern", _("of concern among its parts: {parts}").format(parts=listed))


NOTHING_BESIDE = Beside()
