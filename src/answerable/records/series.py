"""Series: the combinations of dimensions that occur, each with a code, so that cells hold whole numbers only."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.records import contract

Combination = tuple[str | None, str, str | None, str | None, str, str, int]


class SeriesBook:
    """The list of combinations (line, channel, queue, place, origin, outcome, queued); a code is a place in it.

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

    def codes(self, columns: list[pa.ChunkedArray | pa.Array], queued: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        """The code of each row; `columns` in the order of contract.DIMENSIONS."""
        packed = queued.astype(np.int64)
        words: list[list[str | None]] = []
        for column in columns:
            indices, dictionary = _coded(column)
            words.append(dictionary)
            packed = packed * len(dictionary) + indices
        distinct, places = np.unique(packed, return_inverse=True)
        codes = np.array([self.code(_unpack(int(value), words)) for value in distinct], dtype=np.int32)
        return codes[places] if len(codes) else np.empty(0, dtype=np.int32)

    def phone(self) -> list[int]:
        """Codes of the series on the telephone."""
        place = contract.SERIES_COLUMNS.index("channel")
        return [code for code, combination in enumerate(self.combinations) if combination[place] == "phone"]


def _coded(column: pa.ChunkedArray | pa.Array) -> tuple[npt.NDArray[np.int64], list[str | None]]:
    encoded = pc.dictionary_encode(column, null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    words: list[str | None] = encoded.dictionary.to_pylist()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), words or [None]


def _unpack(packed: int, words: list[list[str | None]]) -> Combination:
    values: list[str | None] = []
    for dictionary in reversed(words):
        packed, index = divmod(packed, len(dictionary))
        values.append(dictionary[index])
    return (*reversed(values), packed)  # type: ignore[return-value]
