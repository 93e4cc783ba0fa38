"""_core.convolve: strides, layouts that must be copied, what NumPy takes for an array, and arrays of nothing."""

from __future__ import annotations

import array
import tracemalloc
import warnings
from typing import Any

import numpy as np
import pytest
from core_calls import convolve, sample, unaligned
from hypothesis import given
from hypothesis import strategies as st
from standin import Array


@st.composite
def views(draw: st.DrawFn) -> tuple[Any, tuple[int, ...]]:
    """A view of an array of 1 to 4 axes: steps, backwards, transposed, an axis broadcast; and its convolved axes."""
    rank = draw(st.integers(1, 4))
    extents = draw(st.lists(st.integers(1, 7), min_size=rank, max_size=rank))
    steps = draw(st.lists(st.sampled_from([1, 2, 3, -1, -2]), min_size=rank, max_size=rank))
    dtype = draw(st.sampled_from(["int8", "int32", "float32", "float64", "complex128"]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    whole = sample(rng, [e * abs(s) for e, s in zip(extents, steps)], dtype)
    view = whole[tuple(slice(None, None, step) for step in steps)].transpose(draw(st.permutations(range(rank))))
    if draw(st.booleans()):
        axis = draw(st.integers(0, rank - 1))
        view = np.broadcast_to(view.take([0], axis), view.shape)
    axes = draw(st.permutations(range(rank)))[: draw(st.integers(1, min(rank, 2)))]
    return view, tuple(axis - rank * draw(st.integers(0, 1)) for axis in axes)


@given(views(), st.sampled_from(["full", "same", "valid"]), st.booleans())
def test_any_strides_give_the_bits_of_a_copy(drawn: tuple[Any, tuple[int, ...]], mode: str, into: bool) -> None:
    view, axes = drawn
    filter = np.arange(1, 1 + 2 ** len(axes)).reshape((2,) * len(axes)).astype(view.dtype)[::-1]
    if mode == "valid" and any(view.shape[axis] < 2 for axis in axes):
        mode = "same"
    expected = convolve(np.ascontiguousarray(view), np.ascontiguousarray(filter), mode, axes, method="direct")
    out = None
    if into:  # every second element of twice as much, backwards
        out = np.zeros([2 * e for e in expected.shape], expected.dtype)[tuple([slice(None, None, -2)] * view.ndim)]
    result = convolve(view, filter, mode, axes, method="direct", out=out)
    assert result is out or out is None
    assert result.tobytes() == expected.tobytes()


def packed(values: Any) -> Any:
    """The values as a field of records of an odd size: neither aligned nor of strides that are multiples."""
    records = np.zeros(values.shape, np.dtype([("a", "i1"), ("b", values.dtype), ("c", "i2")]))
    records["b"] = values
    return records["b"]


def swapped(values: Any) -> Any:
    return values.astype(values.dtype.newbyteorder())


@pytest.mark.parametrize("dtype", ["int16", "float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("as_", [packed, swapped, unaligned])
def test_what_must_be_copied_is(rng: np.random.Generator, as_: Any, dtype: str) -> None:
    signal, filter = sample(rng, (3, 40), dtype), sample(rng, 5, dtype)
    expected = convolve(signal, filter)
    result = convolve(as_(signal), as_(filter))
    assert result.dtype == expected.dtype and result.dtype.isnative
    assert result.tobytes() == expected.tobytes()
    out = as_(np.zeros_like(expected))
    assert convolve(signal, filter, out=out) is out
    assert np.array_equal(out, expected)


def test_strided_signals_are_not_copied(rng: np.random.Generator) -> None:
    signal = rng.standard_normal((1 << 21, 2)).astype("float32")[:, 1]
    out = np.empty(signal.size, "float32")
    filter = np.ones(5, "float32")
    convolve(signal, filter, "same", out=out)  # planned
    tracemalloc.start()
    convolve(signal, filter, "same", out=out)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < signal.size  # a copy has 4 bytes for each element


def test_results_are_base_arrays() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        matrix = np.matrix([[1.0, 2.0, 3.0]])
    result = convolve(matrix, np.ones(2))
    assert type(result) is np.ndarray and result.flags.c_contiguous and result.flags.writeable
    assert np.array_equal(result, [[1, 3, 5, 3]])


@pytest.mark.parametrize("made", [list, array.array, memoryview, bytearray])
def test_what_numpy_takes(made: Any) -> None:
    values = [1, 2, 3]
    signal = {
        list: lambda: values,
        array.array: lambda: array.array("d", values),
        memoryview: lambda: memoryview(np.array(values, "i4")),
        bytearray: lambda: bytearray(values),
    }[made]()
    result = convolve(signal, np.array([1, 1], "u1"))
    assert isinstance(result, np.ndarray) and np.array_equal(result, [1, 3, 5, 3])


def test_batches_of_nothing() -> None:
    assert convolve(np.ones((0, 5)), np.ones(3)).shape == (0, 7)
    assert convolve(np.ones((4, 5, 0)), np.ones((2, 2)), "full", (0, 1)).shape == (5, 6, 0)
    assert convolve(Array(np.ones((0, 5))), np.ones(3)).array.shape == (0, 7)
