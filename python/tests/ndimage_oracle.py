"""What the filters of ndimage are by definition, and how far two computations of them may lie apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# numpy.pad's names; what stands outside a constant boundary is given apart.
PADDING = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap", "constant": "constant"}
MODES = tuple(PADDING)
UNIT = 2.0**-53


def padded(signal: Array, widths: list[tuple[int, int]], mode: str, cval: complex) -> Array:
    if mode == "constant":
        return np.pad(signal, widths, constant_values=cval)
    return np.pad(signal, widths, mode=PADDING[mode])  # type: ignore[call-overload, no-any-return]


def correlate(signal: Array, weights: Array, mode: str, cval: complex = 0.0, origin: int = 0) -> Array:
    """The sums, in long double, over all axes of the signal."""
    wide = np.clongdouble if np.iscomplexobj(signal) or np.iscomplexobj(weights) else np.longdouble
    before = [m // 2 + origin for m in weights.shape]
    widths = [(b, m - 1 - b) for b, m in zip(before, weights.shape)]
    extended = padded(signal.astype(wide), widths, mode, cval)
    total = np.zeros(signal.shape, wide)
    for place in np.ndindex(weights.shape):
        window = tuple(slice(k, k + n) for k, n in zip(place, signal.shape))
        total += np.conj(weights[place]) * extended[window]
    return total


def rounding_of(dtype: Any) -> float:
    """The unit roundoff of a floating-point or complex type."""
    return float(np.finfo(dtype).eps) / 2


def bound(absolute: Array, taps: int, dtype: Any) -> Array:
    """How far two float64 sums of `taps` products may lie apart once each is rounded to `dtype`, absolute being the
    sums of the products' magnitudes: (m + 1) u of those for each in any order (Jeannerod and Rump, 2013), twice that
    for the parts of complex products, and a rounding of the result. What is smaller than a normal number is rounded to
    a multiple of the smallest one."""
    each = 2 * (taps + 2) * UNIT * absolute + rounding_of(dtype) * absolute
    return 2 * each + (taps + 2) * float(np.finfo(dtype).smallest_subnormal)


def assert_within(actual: Array, expected: Array, limit: Array) -> None:
    distance = np.abs(actual.astype(np.clongdouble) - expected.astype(np.clongdouble))
    assert np.all(distance <= limit), f"{float(np.max(distance / np.maximum(limit, 1e-300)))} times the bound"
