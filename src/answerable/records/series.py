"""Series: the combinations of dimensions that occur, each with a code, so that cells hold whole numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.records import contract
from answerable.records.table import Combination

__all__ = ["Combination", "SeriesBook"]

MOST_COMBINATIONS = 2**62


class Combinations(tuple[Combination, ...]):
    """The combinations of a book that is kept in a file. Two of them are told apart by being the same object: thousands of
    words are not to be looked at whenever one is asked for in a table of what was worked out before."""

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other or (not isinstance(other, Combinations) and tuple(self) == other)



class SeriesBook:
    """The list of combinations (a table's dimensions and flags, in its order); a code is a place in it.

    Codes are only ever added, so cells folded earlier keep their meaning.
    """

    def __init__(self, combinations: Iterable[Combination] = ()) -> None:
        self.combinations = list(combinations)
        self._codes = {combination: code for code, combination in enumerate(self.combinations)}

    def code(self, combination: Combination) -> int:
        """The code of a combination; a new one gets the next."""
        found = self._codes.get(combination)
        if found is None:
            found = self._codes[combination] = len(self.combinations)
            self.combinations.append(combination)
        return found

    def codes(self, columns: Sequence[pa.ChunkedArray | pa.Array], flags: Sequence[npt.NDArray[np.bool_] | None],
              rows: int) -> npt.NDArray[np.int32]:
        """The code of each of `rows` rows: of its words, then its flags (true: 1; None: not known of any row), in the order
        of the table."""
        packed = np.zeros(rows, dtype=np.int64)
        coded = [_coded(column) for column in columns] + [_flagged(flag, rows) for flag in flags]
        span = 1
        for indices, dictionary in coded:
            if span * len(dictionary) > MOST_COMBINATIONS:
                # Before the numbers run out of 64 bits, what occurs is numbered anew.
                occurring, packed = np.unique(packed, return_inverse=True)
                span = len(occurring)
            packed = packed * len(dictionary) + indices
            span *= len(dictionary)
        _values, first, places = np.unique(packed, return_index=True, return_inverse=True)
        codes = np.array([self.code(tuple(dictionary[indices[row]] for indices, dictionary in coded)) for row in first],
                         dtype=np.int32)
        return codes[places] if len(codes) else np.empty(0, dtype=np.int32)

    def phone(self) -> list[int]:
        """Codes of the series on the telephone."""
        place = contract.SERIES_COLUMNS.index("channel")
        return [code for code, combination in enumerate(self.combinations) if combination[place] == "phone"]


def _flagged(flag: npt.NDArray[np.bool_] | None, rows: int) -> tuple[npt.NDArray[np.int64], list[str | int | None]]:
    return (np.zeros(rows, dtype=np.int64), [None]) if flag is None else (flag.astype(np.int64), [0, 1])


def _coded(column: pa.ChunkedArray | pa.Array) -> tuple[npt.NDArray[np.int64], list[str | int | None]]:
    encoded = pc.dictionary_encode(column, null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    words: list[str | int | None] = encoded.dictionary.to_pylist()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), words or [None]
