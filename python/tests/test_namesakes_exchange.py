"""The namesakes on arrays of another library: taken through DLPack, and the result is that library's."""

from __future__ import annotations

from typing import Any

import faltung.numpy
import faltung.signal
import numpy as np
import pytest
from standin import Array


class _Namespace:
    def __getattr__(self, name: str) -> Any:
        return np.dtype(name)

    def empty(self, shape: tuple[int, ...], dtype: Any, device: Any) -> Tensor:
        return Tensor(np.empty(shape, dtype))


class _Type:
    """An element type with a name like torch's."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype

    def __str__(self) -> str:
        return f"tensor.{self.dtype.name}"


class Tensor(Array):
    """As much of an array as torch, CuPy and JAX agree on; like torch's, without negative steps."""

    def __array_namespace__(self) -> Any:
        return _Namespace()

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def ndim(self) -> int:
        return self.array.ndim

    @property
    def dtype(self) -> Any:
        return _Type(self.array.dtype)

    def reshape(self, shape: tuple[int, ...]) -> Tensor:
        return Tensor(self.array.reshape(shape))

    def __getitem__(self, index: Any) -> Tensor:
        if any(isinstance(i, slice) and (i.step or 1) < 0 for i in index):
            raise ValueError("step must be greater than zero")
        return Tensor(self.array[index])

    def __setitem__(self, index: Any, value: Tensor) -> None:
        self.array[index] = value.array

    def flip(self, axes: tuple[int, ...]) -> Tensor:
        return Tensor(np.flip(self.array, axes).copy())

    def conj(self) -> Tensor:
        return Tensor(self.array.conj())


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
def test_same_as_for_numpys(module: Any, name: str, mode: str, shapes: Any, types: str, rng: Any) -> None:
    function = getattr(module, name)
    in1, in2 = (rng.integers(-9, 9, shape) + 1j * rng.integers(-9, 9, shape) for shape in shapes)
    in1, in2 = (x.astype(t) if t in "FD" else x.real.astype(t) for x, t in zip((in1, in2), types, strict=True))
    try:
        expected = function(in1, in2, mode)
    except faltung.InvalidArgument as error:
        with pytest.raises(type(error)):
            function(Tensor(in1), Tensor(in2), mode)
        return
    result = function(Tensor(in1), Tensor(in2), mode)
    assert type(result) is Tensor
    assert result.array.dtype == expected.dtype
    np.testing.assert_array_equal(result.array, expected)
    out = Tensor(np.empty_like(expected))
    assert function(Tensor(in1), Tensor(in2), mode, out=out) is out
    np.testing.assert_array_equal(out.array, expected)


def test_an_axis_with_filters(rng: Any) -> None:
    a, v = rng.integers(-9, 9, (2, 3, 7)), rng.integers(-9, 9, (3, 4))
    result = faltung.numpy.convolve(Tensor(a), Tensor(v), axis=2)
    np.testing.assert_array_equal(result.array, faltung.numpy.convolve(a, v, axis=2))


def test_sepfir2d_and_choice(rng: Any) -> None:
    image, taps = rng.standard_normal((5, 6)).astype("f4"), np.array([1, 2, 1], "f4")
    result = faltung.signal.sepfir2d(Tensor(image), Tensor(taps), Tensor(taps))
    assert type(result) is Tensor
    np.testing.assert_array_equal(result.array, faltung.signal.sepfir2d(image, taps, taps))
    x = rng.standard_normal(40)
    assert faltung.signal.choose_conv_method(Tensor(x), Tensor(x)) == faltung.signal.choose_conv_method(x, x)


def test_boundaries(rng: Any) -> None:
    image, taps = rng.integers(0, 9, (5, 6)), rng.integers(0, 9, (2, 3))
    for boundary in ("fill", "wrap", "symm"):
        result = faltung.signal.convolve2d(Tensor(image), Tensor(taps), "same", boundary, 3)
        np.testing.assert_array_equal(result.array, faltung.signal.convolve2d(image, taps, "same", boundary, 3))
