"""How far two floating-point convolutions of the same samples may be apart, by the bounds of their methods."""

from __future__ import annotations

from typing import Any

import numpy as np

# Unit roundoff of the type that sums run in; float16 is summed in float32.
_summed_in = {"e": "f4", "f": "f4", "d": "f8", "F": "f4", "D": "f8"}


def unit(dtype: Any) -> float:
    return float(np.finfo(_summed_in[np.dtype(dtype).char]).eps) / 2


def direct_bound(absolute: Any, terms: int, dtype: Any) -> Any:
    """Of a sum of `terms` products: (terms + 1) u times `absolute`, the same sum of absolute values.

    A complex part is a sum of twice as many real products, and an error of both parts is at most sqrt 2 times one of
    one. Of the second order in u there is less than the one term that is added.
    """
    factor = 1.0
    if np.dtype(dtype).kind == "c":
        terms, factor = 2 * terms, 2**0.5  # |re||re'| + |im||im'| <= |x||h|
    return factor * (terms + 1) * unit(dtype) * np.abs(absolute)


def transform_bound(signal: Any, filter_: Any, dtype: Any) -> float:
    """12 u log2(N) ||x|| ||h||, of transforms no longer than four times the full result along each axis.

    Along axes that count signals or filters, these norms of all of them together are larger than one's.
    """
    lengths = [n + m - 1 for n, m in zip(np.shape(signal), np.shape(filter_), strict=True)]
    log = max(1.0, float(np.log2(4.0 ** len(lengths) * float(np.prod(lengths)))))
    norms = float(np.linalg.norm(np.asarray(signal, "D").ravel()) * np.linalg.norm(np.asarray(filter_, "D").ravel()))
    return 12 * unit(dtype) * log * norms


def storage_bound(expected: Any, dtype: Any) -> Any:
    """Of rounding a float32 sum to float16: half a unit in the last place, a subnormal one at least."""
    if np.dtype(dtype).char != "e":
        return 0.0
    return np.maximum(np.abs(np.asarray(expected, "f8")) * 2.0**-11, 2.0**-25)


def assert_close(result: Any, expected: Any, allowed: Any) -> None:
    """Equal in shape and type; integers and bool in value, others within `allowed`, infinities and NaN where they
    are."""
    assert type(result) is type(expected)
    assert result.dtype == expected.dtype
    assert result.shape == expected.shape
    if expected.dtype.kind in "biu":
        np.testing.assert_array_equal(result, expected)
        return
    finite = np.isfinite(expected)
    np.testing.assert_array_equal(np.isfinite(result), finite)
    wide = "D" if expected.dtype.kind == "c" else "f8"
    error = np.abs(result.astype(wide) - expected.astype(wide))
    excess = np.where(finite, error - allowed, -1.0)
    assert not (excess > 0).any(), (
        f"{np.max(excess)} beyond the bound; largest error {np.max(error[finite], initial=0.0)}"
    )
