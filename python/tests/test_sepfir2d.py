"""sepfir2d against SciPy's."""

from __future__ import annotations

from typing import Any

import faltung
import faltung.signal as ours
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operands import arrays
from rounding import assert_close, direct_bound
from signal_model import theirs, wide


@pytest.mark.parametrize("char", ["?", "b", "B", "h", "H", "i", "I", "l", "L", "e", "f", "d", "F", "D"])
@pytest.mark.parametrize("taps", ["?", "b", "h", "i", "l", "e", "f", "d", "F", "g", "list"])
def test_sepfir2d_types(char: str, taps: str) -> None:
    image = (np.arange(30).reshape(5, 6) % 7).astype(char)
    row: Any = [1, 2, 3] if taps == "list" else np.array([1, 2, 3], taps)
    column: Any = [1, 0.5, 1] if taps == "list" else np.array([1], taps)
    try:
        expected = theirs.sepfir2d(image, row, column)
    except TypeError:
        with pytest.raises(TypeError):
            ours.sepfir2d(image, row, column)
    else:
        assert_close(ours.sepfir2d(image, row, column), expected, 0)


@settings(max_examples=100, deadline=None)
@given(
    image=st.tuples(st.integers(5, 14), st.integers(5, 14)).flatmap(lambda s: arrays(s, ("f4", "f8", "F", "D"))),
    data=st.data(),
)
def test_sepfir2d(image: Any, data: st.DataObject) -> None:
    """Filters no longer than the image: longer ones SciPy takes from memory that is not the image's."""
    real = np.empty(0, image.dtype).real.dtype
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    row, column = (rng.standard_normal(data.draw(st.sampled_from((1, 3, 5)))).astype(real) for _ in range(2))
    absolute = theirs.sepfir2d(np.abs(wide(image)), np.abs(row).astype("f8"), np.abs(column).astype("f8"))
    bound = 2 * direct_bound(absolute, row.size + column.size + 1, image.dtype)
    native = image.astype(image.dtype.newbyteorder("="))
    assert_close(ours.sepfir2d(image, row, column), theirs.sepfir2d(native, row, column), bound)


@pytest.mark.parametrize("boundary", ["zero", "constant", "wrap", "reflect", "mirror", "nearest"])
def test_sepfir2d_boundaries(boundary: str) -> None:
    """Two calls of convolve, whose boundaries have tests of their own; filters longer and shorter than the image."""
    rng = np.random.default_rng(12)
    image, row, column = (rng.integers(-9, 9, s).astype(float) for s in ((4, 6), 9, 3))
    keywords = {"boundary": boundary, "cval": 2}
    once = ours.convolve(image, row[None, :], "same", **keywords)
    expected = ours.convolve(once, column[:, None], "same", **keywords)
    np.testing.assert_array_equal(ours.sepfir2d(image, row, column, **keywords), expected)
    out = np.empty_like(image)
    assert ours.sepfir2d(image, row, column, out=out, **keywords) is out
    np.testing.assert_array_equal(out, expected)


def test_sepfir2d_beyond_the_image() -> None:
    image, row = np.arange(6.0).reshape(2, 3), np.arange(1.0, 14.0)
    padded = np.pad(image, ((0, 0), (6, 6)), mode="symmetric")
    expected = np.array([np.convolve(line, row, "valid") for line in padded])
    np.testing.assert_array_equal(ours.sepfir2d(image, row, [1.0]), expected)


@pytest.mark.parametrize(
    "operands",
    [((4, 4), 2, 3), ((4, 4), 3, 2), ((4,), 3, 3), ((2, 2, 2), 3, 3), ((4, 4), (1, 3), 3), ((4, 4), 3, (3, 1)),
     ((4, 4), 0, 3)]
)  # fmt: skip
def test_sepfir2d_errors(operands: Any) -> None:
    arrays_ = [np.ones(shape) for shape in operands]
    with pytest.raises(ValueError):
        theirs.sepfir2d(*arrays_)
    with pytest.raises(faltung.InvalidArgument):
        ours.sepfir2d(*arrays_)
