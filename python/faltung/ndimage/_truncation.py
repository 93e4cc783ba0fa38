"""Sums that go to integers, with scipy.ndimage's values: formed in float64, then truncated.

Truncation makes the last bit of a sum count: the mean of equal pixels of 255 is 255 or 254, whichever way its terms
were rounded. So sums of integers under integer weights are formed in integers, where nothing is rounded; under binary
fractions nothing is in float64 either. Of all others, those that lie so near to an integer that the order of their
terms decides are formed again in scipy.ndimage's order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ._settling import Order, settle
from ._sums import Sums, evaluate, held

if TYPE_CHECKING:
    from .._arguments import Array, How


def truncate(values: Array, output: Array) -> None:
    """Writes float64 values as integers, the way C's conversion does: towards zero, and into narrow types modulo their
    width. True is what is not 0 after truncation."""
    with np.errstate(invalid="ignore"):
        if output.dtype.kind == "b":
            np.greater_equal(np.abs(values), 1, out=output)
        elif output.dtype == np.uint32:
            # Through int64 as C does; NumPy's own conversion saturates where it is vectorised.
            output[...] = values.astype(np.int64)
        else:
            np.copyto(output, values, casting="unsafe")


def evaluate_integers(sums: Sums, output: Array, how: How, order: Order) -> None:
    """Writes the sums, truncated to the output's integer type. `order` adds the terms up as scipy.ndimage would."""
    if not output.flags.writeable:
        raise ValueError("output array is read-only")
    if sums.signal.size == 0:
        return
    largest = largest_sample(sums)
    denominator = _exact_denominator(sums, largest)
    if denominator == 1 and _wraps_alike(sums, largest, output.dtype):
        sums = sums._replace(taps=_as_integers(sums.taps), cval=int(sums.cval.real))
        if output.dtype.kind != "b":
            evaluate(sums, output, how)
            return
        counts = np.empty(output.shape, np.int64)
        evaluate(sums, counts, how)
        np.not_equal(counts, 0, out=output)
        return
    values = np.empty(output.shape, np.float64)
    # A transform's error would carry many more sums across an integer.
    evaluate(sums, values, how.by(how.method or "direct"))
    if denominator is None:
        settle(sums, values, largest, order)
    truncate(values, output)


def integer_sums(sums: Sums, how: How) -> Array | None:
    """The sums as integers; None where they would not be exact."""
    if sums.signal.size == 0:
        return None
    largest = largest_sample(sums)
    if _exact_denominator(sums, largest) != 1 or not _wraps_alike(sums, largest, np.dtype(np.int64)):
        return None
    narrow = np.abs(sums.taps).sum() * largest < 2.0**31
    total = np.empty(sums.signal.shape, np.int32 if narrow else np.int64)
    evaluate(sums._replace(taps=_as_integers(sums.taps), cval=int(sums.cval.real)), total, how)
    return total


def largest_sample(sums: Sums) -> float:
    """No sample under the filter is larger, infinities and NaNs apart."""
    signal = sums.signal
    if signal.dtype.kind == "b":
        largest = 1.0
    elif signal.dtype.kind in "iu" and signal.itemsize <= 2:
        limits = np.iinfo(signal.dtype)
        largest = float(max(-limits.min, limits.max))
    elif signal.dtype.kind in "iu":
        largest = float(max(-int(signal.min()), int(signal.max())))
    else:
        magnitude = np.abs(signal)
        largest = float(np.max(magnitude, initial=0, where=np.isfinite(magnitude)))
    if sums.boundary == "constant" and math.isfinite(sums.cval.real):
        largest = max(largest, abs(sums.cval.real))
    return largest


# Binary weights and means: quarters and halves, and what has been rounded to so many bits.
_denominators = (1.0, 2.0**8, 2.0**24)


def _exact_denominator(sums: Sums, largest: float) -> float | None:
    """A power of two such that all products are multiples of its inverse and all sums of them are float64's, in
    whatever order: 1 for integers. None where there is none here."""
    if sums.signal.dtype.kind not in "biu":
        return None
    factors = np.append(sums.taps, sums.cval.real) if sums.boundary == "constant" else sums.taps
    bound = float(np.abs(sums.taps).sum() * largest)
    if not bound <= 2.0**53 or not np.isfinite(factors).all():
        return None
    for denominator in _denominators:
        scaled = factors * denominator
        if np.array_equal(scaled, np.rint(scaled)):
            # What stands outside may have as many binary places as a weight, and their products twice as many.
            places = denominator if sums.boundary != "constant" or float(sums.cval.real).is_integer() else denominator**2
            return places if bound * places <= 2.0**53 else None
    return None


def _wraps_alike(sums: Sums, largest: float, output: np.dtype[Any]) -> bool:
    """Whether integers modulo their width have the values that truncation gives, which are C's for a sum within int32
    (int64 for uint32 and 64 bits), and the library has integer arithmetic for operands of these types."""
    if sums.boundary == "constant" and not held(sums.cval, sums.signal.dtype):
        return False
    if sums.signal.dtype == np.uint64:  # numpy.promote_types(uint64, int64) is float64
        return False
    if output.kind != "b" and output.itemsize <= 4 and output != np.uint32:
        return bool(np.abs(sums.taps).sum() * largest < 2.0**31)
    return True


def _as_integers(taps: Array) -> Array:
    """In the narrowest type: of its largest value the library tells whether a transform rounds to the exact sums."""
    largest = np.abs(taps).max()
    return taps.astype(next(f"i{size}" for size in (1, 2, 4, 8) if largest < 2.0 ** (8 * size - 1)))
