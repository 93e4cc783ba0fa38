"""Integer outputs of faltung.ndimage: scipy.ndimage's values, not nearly but all of them."""

from __future__ import annotations

import platform
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ndimage_oracle import MODES

scipy_ndimage = pytest.importorskip("scipy.ndimage")
ndimage = pytest.importorskip("faltung.ndimage")

pytestmark = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="elsewhere scipy.ndimage is built with contracted products"
)

INTEGERS = ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8")
# Sums at whose edges rounding decides are frequent with all of these: thirds, tenths, a Gaussian of equal samples.
WEIGHTS = (
    np.ones(3) / 3,
    np.ones(7) / 7,
    np.full(9, 0.1),
    np.array([0.1, 0.2, 0.4, 0.2, 0.1]),
    np.array([0.3, 0.0, -0.3]),
    np.array([0.2, -0.3, 0.7, 1.1]),
    np.array([-1.0, 0, 1]),
    np.array([1, 2, 1]),
    np.array([0.5, 0.25]),
    np.array([0.25, 0.5, 0.25]),
    np.array([3.0, -5.0, 1.0]) / 2**20,
    np.array([1000003.0, -3.0]),
)


@st.composite
def signals(draw: st.DrawFn, dtypes: tuple[str, ...] = (*INTEGERS, "?", "f4", "f8")) -> Any:
    """Pictures with equal and with linearly growing samples, whose means are integers."""
    dtype: Any = np.dtype(draw(st.sampled_from(dtypes)))
    shape = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3).map(tuple))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    low, high = (0, 1) if dtype.kind == "b" else (-1000, 1000)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        low, high = max(low, limits.min), min(high, limits.max)
    kind = draw(st.sampled_from(("random", "equal", "steps", "ramp")))
    if kind == "random":
        return rng.integers(low, high, shape, endpoint=True).astype(dtype)
    if kind == "equal":
        return np.full(shape, rng.integers(low, high, endpoint=True), dtype)
    if kind == "steps":
        return np.where(rng.random(shape) < 0.1, low, high).astype(dtype)
    return (np.arange(int(np.prod(shape))).reshape(shape) % (high - low + 1) + low).astype(dtype)


def both(name: str, *arguments: Any, **keywords: Any) -> None:
    expected = getattr(scipy_ndimage, name)(*arguments, **keywords)
    actual = getattr(ndimage, name)(*arguments, **keywords)
    assert actual.dtype == expected.dtype
    np.testing.assert_array_equal(actual, expected)


boundaries = st.fixed_dictionaries({"mode": st.sampled_from(MODES), "cval": st.sampled_from((0.0, 7.0, -3.0, 0.3, 0.5))})


def output_of(signal: Any, weights: Any, output: Any) -> Any:
    """A type that C converts to with a defined result: it has none for negative numbers and 64 bits without sign."""
    own = signal.dtype if output is None else np.dtype(output)
    return np.dtype("i8") if own.char in "QL" or own.kind in "fb" else own


@settings(max_examples=300, deadline=None)
@given(st.data(), signals(), st.sampled_from(WEIGHTS), boundaries, st.none() | st.sampled_from(INTEGERS))
def test_lines(data: Any, signal: Any, weights: Any, boundary: Any, output: Any) -> None:
    axis = data.draw(st.integers(-signal.ndim, signal.ndim - 1))
    origin = data.draw(st.integers(-(weights.size // 2), (weights.size - 1) // 2))
    wanted = output_of(signal, weights, output)
    for name in ("correlate1d", "convolve1d"):
        both(name, signal, weights, axis, wanted, origin=origin, **boundary)


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    signals(),
    st.sampled_from(WEIGHTS),
    st.sampled_from(WEIGHTS),
    boundaries,
    st.sampled_from((None, *INTEGERS)),
)
def test_points(data: Any, signal: Any, column: Any, row: Any, boundary: Any, output: Any) -> None:
    # Not further than scipy.ndimage's mode reflect is right.
    weights = row if signal.ndim == 1 else np.outer(column, row).reshape((1,) * (signal.ndim - 2) + (-1, row.size))
    weights = weights[tuple(slice(0, 3 * extent) for extent in signal.shape)]
    wanted = output_of(signal, weights, output)
    for name in ("correlate", "convolve"):
        both(name, signal, weights, wanted, **boundary)


@settings(max_examples=200, deadline=None)
@given(signals(INTEGERS), st.sampled_from((0.4, 0.8, 1.0, 1.3, 2.5, 7.0, 10.0)), boundaries)
def test_gaussian_filter(signal: Any, sigma: float, boundary: Any) -> None:
    both("gaussian_filter", signal, sigma, output=output_of(signal, None, None), **boundary)


@settings(max_examples=200, deadline=None)
@given(st.data(), signals(), boundaries, st.sampled_from((1.0, 0.1, 0.7)))
def test_uniform_filter(data: Any, signal: Any, boundary: Any, step: float) -> None:
    if signal.dtype.kind == "f":
        signal = (signal * step).astype(signal.dtype)
    sizes = [data.draw(st.integers(1, 12) | st.integers(60, 90)) for _ in signal.shape]
    both("uniform_filter", signal, sizes, output=output_of(signal, None, None), **boundary)


@pytest.mark.parametrize("dtype", [d for d in INTEGERS if d[0] == "i" or d == "u1"])
@pytest.mark.parametrize("name", ["sobel", "prewitt", "laplace", "gaussian_gradient_magnitude"])
def test_derivatives(name: str, dtype: str) -> None:
    signal = np.random.default_rng(3).integers(0, 100, (20, 30)).astype(dtype)
    # Squares of int8 wrap, and have no square root then.
    output = "i4" if dtype in ("i1", "u1") else None
    if name == "gaussian_gradient_magnitude":
        # A derivative's weights differ in the last bits, which counts at integers; of random samples no sum is one.
        both(name, signal, 1.5, output=output)
    else:
        both(name, signal, output=output)


def test_narrow_types_wrap_and_fractions_are_cut_off() -> None:
    signal = np.array([200, 200, 200], np.uint8)
    np.testing.assert_array_equal(ndimage.correlate1d(signal, [1, 1, 1]), [88, 88, 88])
    np.testing.assert_array_equal(ndimage.correlate1d(signal, [-1.0]), [56, 56, 56])
    np.testing.assert_array_equal(ndimage.correlate1d([1.5, -1.5, 0.9], [1.0], output=int), [1, -1, 0])


@pytest.mark.parametrize("name", ["correlate1d", "correlate"])
def test_sums_beyond_what_float64_holds(name: str) -> None:
    both(name, np.array([2**53 + 1, 2**60 + 3, -(2**62) - 1, 5]), [1, 3, 1])
    both(name, np.array([2**53 + 1, 2**60 + 3, -(2**61) - 1, 5]), [0.3, 1.7, 0.3])


@pytest.mark.parametrize("output", ["?", "i1", "u1", "i4", "u4", "i8"])
@pytest.mark.parametrize("dtype", ["?", "u1", "i8", "f8"])
def test_output_types(dtype: str, output: str) -> None:
    signal = np.random.default_rng(5).integers(0, 2, (9, 11)).astype(dtype)
    weights = np.array([[1, -2, 4], [0, 1, 0]])
    both("correlate", signal, weights, np.dtype(output))
    both("correlate", signal, weights / 3, np.dtype(output))


def test_64_bits_without_sign() -> None:
    signal = np.array([2**63, 3, 2**53 + 1, 7], np.uint64)
    for weights in ([1.0, 1.0, 0.5], [1, 1], [0.1, 0.3, 0.1]):
        both("correlate1d", signal, weights, mode="constant")
        both("convolve", signal, weights, mode="mirror")
