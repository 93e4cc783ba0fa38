"""The namesakes on arrays of another library: taken through DLPack, and the result is that library's."""

from __future__ import annotations

from typing import Any

import faltung.numpy
import faltung.signal
import numpy as np
import pytest
from libraries import INSTALLED, Library, library_named


@pytest.fixture(params=["stand-in", *INSTALLED])
def library(request: pytest.FixtureRequest) -> Library:
    return library_named(request.param)


SHAPES = [
    ((9,), (4,)), ((4,), (9,)), ((6, 5), (2, 3)), ((2, 3), (6, 5)), ((3, 7), (1, 2)), ((1, 7), (3, 2)),
    ((2, 4, 5), (1, 2, 2)),
]  # fmt: skip
CALLS = [
    (faltung.numpy, "convolve", 1), (faltung.numpy, "correlate", 1), (faltung.signal, "convolve", 0),
    (faltung.signal, "correlate", 0), (faltung.signal, "fftconvolve", 0), (faltung.signal, "oaconvolve", 0),
    (faltung.signal, "convolve2d", 2), (faltung.signal, "correlate2d", 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("module", "name", "shapes"), [(m, f, s) for m, f, ndim in CALLS for s in SHAPES if ndim in (0, len(s[0]))]
)
@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize("types", ["dd", "ii", "FD"])
def test_same_as_for_numpys(
    library: Library, module: Any, name: str, mode: str, shapes: Any, types: str, rng: Any
) -> None:
    function = getattr(module, name)
    in1, in2 = (rng.integers(-9, 9, shape) + 1j * rng.integers(-9, 9, shape) for shape in shapes)
    in1, in2 = (x.astype(t) if t in "FD" else x.real.astype(t) for x, t in zip((in1, in2), types, strict=True))
    try:
        expected = function(in1, in2, mode)
    except faltung.InvalidArgument as error:
        with pytest.raises(type(error)):
            function(library.of(in1), library.of(in2), mode)
        return
    result = function(library.of(in1), library.of(in2), mode)
    assert library.has(result)
    assert library.get(result).dtype == expected.dtype
    np.testing.assert_array_equal(library.get(result), expected)
    if library.writable:
        out = library.of(np.zeros_like(expected))
        assert function(library.of(in1), library.of(in2), mode, out=out) is out
        np.testing.assert_array_equal(library.get(out), expected)


def test_an_axis_with_filters(library: Library, rng: Any) -> None:
    a, v = rng.integers(-9, 9, (2, 3, 7)), rng.integers(-9, 9, (3, 4))
    result = faltung.numpy.convolve(library.of(a), library.of(v), axis=2)
    np.testing.assert_array_equal(library.get(result), faltung.numpy.convolve(a, v, axis=2))


def test_sepfir2d_and_choice(library: Library, rng: Any) -> None:
    image, taps = rng.standard_normal((5, 6)).astype("f4"), np.array([1, 2, 1], "f4")
    result = faltung.signal.sepfir2d(library.of(image), library.of(taps), library.of(taps))
    assert library.has(result)
    np.testing.assert_array_equal(library.get(result), faltung.signal.sepfir2d(image, taps, taps))
    x = rng.standard_normal(40)
    assert faltung.signal.choose_conv_method(library.of(x), library.of(x)) == faltung.signal.choose_conv_method(x, x)


def test_boundaries(library: Library, rng: Any) -> None:
    image, taps = rng.integers(0, 9, (5, 6)), rng.integers(0, 9, (2, 3))
    for boundary in ("fill", "wrap", "symm"):
        result = faltung.signal.convolve2d(library.of(image), library.of(taps), "same", boundary, 3)
        np.testing.assert_array_equal(library.get(result), faltung.signal.convolve2d(image, taps, "same", boundary, 3))
