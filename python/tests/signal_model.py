"""SciPy's results, and how far from them others may be."""

from __future__ import annotations

import warnings
from typing import Any

import faltung.signal as ours
import numpy as np
import pytest
from hypothesis import strategies as st
from operands import TYPES, arrays
from rounding import assert_close, direct_bound, storage_bound, transform_bound, unit

theirs = pytest.importorskip("scipy.signal")


EITHER = ("convolve", "correlate")
TRANSFORMS = ("fftconvolve", "oaconvolve")
IN_2D = ("convolve2d", "correlate2d")
EVERY = (*EITHER, *TRANSFORMS, *IN_2D)
MODES = ("full", "same", "valid")
BOUNDARIES = ("fill", "pad", "wrap", "circular", "symm", "symmetric")


def model(name: str, *arguments: Any, **keywords: Any) -> Any:
    """SciPy's result, without what it warns of; its transforms know no float16 of swapped bytes."""
    arguments = tuple(native(argument) for argument in arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(theirs, name)(*arguments, **keywords)


def native(value: Any) -> Any:
    return value.astype(value.dtype.newbyteorder("=")) if getattr(value, "dtype", None) == ">f2" else value


def wide(array: Any) -> Any:
    return array.astype("D" if array.dtype.kind == "c" else "f8")


def allowed(name: str, in1: Any, in2: Any, arguments: tuple[Any, ...], expected: Any, axes: Any = None) -> Any:
    """Both may sum directly or transform."""
    if expected.dtype.kind in "biu":
        return 0
    absolute = [np.abs(wide(array)) for array in (in1, in2)]
    keywords = {} if axes is None else {"axes": axes}
    if name in TRANSFORMS:
        # A transform's own error would be in the sums; these bound them from above.
        largest = float(np.linalg.norm(absolute[0].ravel()) * np.linalg.norm(absolute[1].ravel()))
        direct: Any = direct_bound(largest, min(in1.size, in2.size), expected.dtype)
    else:
        direct = direct_bound(model(name, *absolute, *arguments, **keywords), min(in1.size, in2.size), expected.dtype)
    transform = transform_bound(wide(in1), wide(in2), expected.dtype)
    # SciPy transforms each operand in its own precision, which may be less than the result's.
    coarsest = max(unit_of_transform(array.dtype) for array in (in1, in2)) / unit(expected.dtype)
    return 2 * direct + transform + max(1, coarsest) * transform + 2 * storage_bound(expected, expected.dtype)


def unit_of_transform(dtype: Any) -> float:
    return unit("f8" if dtype.kind in "biu" else dtype)


def check(name: str, in1: Any, in2: Any, *arguments: Any, **keywords: Any) -> None:
    """The same result within the bounds, or an exception of the same type."""
    function = getattr(ours, name)
    try:
        expected = model(name, in1, in2, *arguments, **keywords)
    except Exception as error:
        with pytest.raises(type(error)):
            function(in1, in2, *arguments, **keywords)
        return
    result = function(in1, in2, *arguments, **keywords)
    mode = arguments[:1]
    assert_close(
        result, expected, allowed(name, in1, in2, mode if name not in IN_2D else arguments, expected, **keywords)
    )


def taken_by_scipy(in1: Any, in2: Any) -> bool:
    """Outside of numpy.convolve's realm SciPy's direct sums know neither bool nor float16."""
    return np.result_type(in1, in2).char not in "?e"


@st.composite
def pairs(draw: st.DrawFn, ndim: int, largest: int, types: tuple[str, ...] = TYPES) -> tuple[Any, Any]:
    shapes = [tuple(draw(st.lists(st.integers(1, largest), min_size=ndim, max_size=ndim))) for _ in range(2)]
    return draw(arrays(shapes[0], types)), draw(arrays(shapes[1], types))
