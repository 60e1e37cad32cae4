"""Cosines of a question with stored texts, alike in every store."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

_DECIMALS = 4
_MARGIN = 1e-5  # float32 sums in another order differ by about 1e-7


def cosines(question: npt.NDArray[np.float32], vectors: Matrix) -> npt.NDArray[np.float64]:
    """Cosines of unit `vectors` (rows) with the question's, summed in double precision, each row by
    itself; rounded to 4 decimals, negative ones as 0."""
    products = vectors.astype(np.float64) * question.astype(np.float64)
    return rounded(np.sum(products, axis=1))


def rounded(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Cosines as they are added up and shown."""
    kept: npt.NDArray[np.float64] = np.maximum(np.round(values, _DECIMALS), 0.0)
    return kept


def uncertain(near: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Which of these sums in single precision may round to another cosine than the exact ones."""
    scaled = near.astype(np.float64) * 10**_DECIMALS
    beside: npt.NDArray[np.bool_] = (
        np.abs(scaled - np.floor(scaled) - 0.5) <= 2 * _MARGIN * 10**_DECIMALS
    )
    return beside
