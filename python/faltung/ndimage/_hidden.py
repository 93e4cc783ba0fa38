"""NaNs and infinities under weights of 0, which are no part of a filter of points: 0 times them would be NaN."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .._arguments import How
from ._sums import Sums, evaluate
from ._truncation import truncate

if TYPE_CHECKING:
    from .._arguments import Array


def holds_hidden_samples(sums: Sums) -> bool:
    """Whether a weight of 0 could meet what is not finite. Complex weights are taken as they are."""
    if sums.taps.dtype.kind == "c" or sums.taps.all():
        return False
    if sums.boundary == "constant" and not np.isfinite(sums.cval):
        return True
    return sums.signal.dtype.kind in "fc" and not np.isfinite(sums.signal).all()


def write_with_hidden_samples(sums: Sums, result: Array, write: Callable[[Sums, Array], None]) -> None:
    """Writes sums of which some meet what is not finite: those of the finite samples, where all others are hidden;
    elsewhere an infinity, where all that are met have one sign after their weights', or else NaN."""
    if sums.signal.dtype.kind == "c":
        parts = ((sums.signal.real, sums.cval.real, result.real), (sums.signal.imag, sums.cval.imag, result.imag))
        for signal, cval, part in parts:
            write_with_hidden_samples(sums._replace(signal=signal, cval=cval), part, write)
        return
    unfinished = ~np.isfinite(sums.signal)
    outside = not np.isfinite(sums.cval)
    signs = np.sign(np.where(np.isinf(sums.signal), sums.signal, 0)).astype(np.int8)
    sign_outside = int(np.sign(sums.cval.real)) if np.isinf(sums.cval) else 0
    weights = np.sign(sums.taps).astype(np.int64)
    met, of_sign = np.empty(result.shape, np.int64), np.empty(result.shape, np.int64)
    evaluate(sums._replace(signal=unfinished, taps=np.abs(weights), cval=int(outside)), met, How())
    evaluate(sums._replace(signal=signs, taps=weights, cval=sign_outside), of_sign, How())
    infinite = np.where(np.abs(of_sign) == met, np.copysign(np.inf, of_sign), np.nan)
    write(
        sums._replace(
            signal=np.where(unfinished, sums.signal.dtype.type(0), sums.signal), cval=0.0 if outside else sums.cval
        ),
        result,
    )
    if result.dtype.kind in "biu":
        truncated = np.empty_like(result)
        truncate(infinite, truncated)
        infinite = truncated
    np.copyto(result, infinite, where=met > 0, casting="same_kind")
