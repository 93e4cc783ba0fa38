"""convolve2d and correlate2d against SciPy's: boundaries and what stands outside."""

from __future__ import annotations

from typing import Any

import faltung
import faltung.signal as ours
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operands import samples
from signal_model import BOUNDARIES, IN_2D, MODES, check, model, pairs, taken_by_scipy, wide


@pytest.mark.parametrize("name", IN_2D)
@settings(max_examples=300, deadline=None)
@given(operands=pairs(2, 9), mode=st.sampled_from(MODES), boundary=st.sampled_from(BOUNDARIES))
def test_boundaries(name: str, operands: tuple[Any, Any], mode: str, boundary: str) -> None:
    in1, in2 = operands
    check(name, in1 if taken_by_scipy(in1, in2) else wide(in1), in2, mode, boundary)


@pytest.mark.parametrize("boundary", ["wrap", "symm"])
def test_nothing_cannot_be_extended(boundary: str) -> None:
    with pytest.raises(faltung.InvalidArgument, match="empty"):
        ours.convolve2d(np.ones((0, 5)), np.ones((2, 3)), "full", boundary)


@pytest.mark.parametrize("name", IN_2D)
@pytest.mark.parametrize("boundary", ["x", "", None, 0])
def test_no_boundary(name: str, boundary: Any) -> None:
    with pytest.raises(ValueError, match="Acceptable boundary flags"):
        model(name, np.ones((3, 3)), np.ones((2, 2)), "same", boundary)
    with pytest.raises(faltung.InvalidArgument, match="Acceptable boundary flags"):
        getattr(ours, name)(np.ones((3, 3)), np.ones((2, 2)), "same", boundary)


@pytest.mark.parametrize("name", IN_2D)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("types", ["dd", "ll", "BB", "Bd", "fD", "lf"])
@pytest.mark.parametrize(
    "value",
    [
        0,
        1,
        1.5,
        -1,
        300,
        1 + 2j,
        "a",
        None,
        [],
        [1],
        [1, 2],
        np.array(3),
        np.array([[3]]),
        np.nan,
        np.inf,
        -2.5,
        1e300,
        "7",
    ],
)
def test_fillvalues(name: str, mode: str, types: str, value: Any) -> None:
    rng = np.random.default_rng(6)
    in1, in2 = (rng.integers(0, 9, s).astype(t) for s, t in zip(((5, 4), (2, 3)), types, strict=True))
    function = getattr(ours, name)
    # SciPy takes the type of an array for the value's, and refuses int64 for uint8 whatever the value is.
    item = value.item() if isinstance(value, np.ndarray) else value
    try:
        expected = model(name, in1, in2, mode, "fill", item)
    except Exception as error:
        with pytest.raises(type(error)):
            function(in1, in2, mode, "fill", value)
        return
    result = function(in1, in2, mode, "fill", value)
    assert result.dtype == expected.dtype
    # Small integers are exact; with 1e300 as with 1.5 every product is, and no sum of them has two digits.
    np.testing.assert_allclose(
        result, expected, rtol=8 * float(np.finfo(expected.dtype).eps) if expected.dtype.kind in "fc" else 0
    )


@pytest.mark.parametrize("name", IN_2D)
@pytest.mark.parametrize("axes", [(0, 1), (-1, -2), (0, 2)])
@pytest.mark.parametrize("own", [False, True])
def test_batches_of_images(name: str, axes: tuple[int, int], own: bool) -> None:
    rng = np.random.default_rng(8)
    in1 = samples(rng, (4, 5, 6), "i8")
    other = ({0, 1, 2} - {a % 3 for a in axes}).pop()
    shape2 = [2, 2, 2]
    shape2[other] = in1.shape[other] if own else 1
    in2 = samples(rng, tuple(shape2), "i8")
    result = getattr(ours, name)(in1, in2, "same", "symm", axes=axes)
    for i in range(in1.shape[other]):
        expected = model(name, np.take(in1, i, other), np.take(in2, i if own else 0, other), "same", "symm")
        np.testing.assert_array_equal(np.take(result, i, other), expected)
    if not own:
        np.testing.assert_array_equal(
            getattr(ours, name)(in1, np.take(in2, 0, other), "same", "symm", axes=axes), result
        )
