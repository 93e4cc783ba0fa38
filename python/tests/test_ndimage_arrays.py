"""faltung.ndimage on arrays of other libraries, in host memory and on a device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from standin import CPU, Array, DeviceArray

from faltung import Unsupported, _core, ndimage

RNG = np.random.default_rng(0)
X = RNG.standard_normal((9, 10))
W = np.array([1.0, 2.0, 3.0, -4.0])
K = RNG.standard_normal((2, 3))


class Described:
    """What all libraries' arrays say of themselves, and a library whose arrays do."""

    array: Any
    get: Callable[[], Any]

    @property
    def shape(self) -> Any:
        return self.array.shape

    @property
    def ndim(self) -> Any:
        return self.array.ndim

    @property
    def dtype(self) -> Any:
        return self.array.dtype

    def reshape(self, shape: tuple[int, ...]) -> Any:
        return type(self)(self.get().reshape(shape))  # type: ignore[call-arg]

    def __iadd__(self, other: Any) -> Any:
        return type(self)(self.get() + other.get())  # type: ignore[call-arg]

    def __imul__(self, other: Any) -> Any:
        return type(self)(self.get() * other.get())  # type: ignore[call-arg]

    def __ipow__(self, power: float) -> Any:
        return type(self)(self.get() ** power)  # type: ignore[call-arg]

    def __array_namespace__(self) -> Any:
        return Namespace(type(self))


class HostArray(Described, Array):
    def get(self) -> Any:
        return self.array


class CudaArray(Described, DeviceArray):
    pass


class Namespace:
    __name__ = "arrays"

    def __init__(self, make: Any) -> None:
        self.make = make

    def __getattr__(self, name: str) -> Any:
        return np.dtype(name)

    def empty(self, shape: tuple[int, ...], dtype: Any, device: Any) -> Any:
        return self.make(np.zeros(shape, dtype))

    def asarray(self, array: Any, device: Any) -> Any:
        return self.make(array)


KINDS = [
    HostArray,
    pytest.param(
        CudaArray, marks=pytest.mark.skipif(not hasattr(_core, "_emulation"), reason="a build without emulated device")
    ),
]


@pytest.fixture(scope="module", autouse=True)
def where_the_device_is(where_a_device_is: None) -> Any:
    """After the suite's own fixture, which takes it away."""
    emulation = getattr(_core, "_emulation", None)
    if emulation is not None:
        emulation.set_device(True)
    yield
    if emulation is not None:
        _core.clear_cache()
        emulation.set_device(False)


each_kind = pytest.mark.parametrize("kind", KINDS)

CALLS: dict[str, Callable[..., Any]] = {
    "correlate1d": lambda x, **k: ndimage.correlate1d(x, W, 0, **k),
    "convolve1d": lambda x, **k: ndimage.convolve1d(x, W, origin=1, **k),
    "correlate": lambda x, **k: ndimage.correlate(x, K, origin=(-1, 1), **k),
    "convolve": lambda x, **k: ndimage.convolve(x, K, origin=(-1, 1), **k),
    "convolve, one axis": lambda x, **k: ndimage.convolve(x, W, axes=(0,), **k),
    "gaussian_filter": lambda x, **k: ndimage.gaussian_filter(x, (1.5, 0.7), (0, 1), **k),
    "uniform_filter": lambda x, **k: ndimage.uniform_filter(x, (4, 3), **k),
    "sobel": lambda x, **k: ndimage.sobel(x, **k),
    "laplace": lambda x, **k: ndimage.laplace(x, **k),
    "gaussian_gradient_magnitude": lambda x, **k: ndimage.gaussian_gradient_magnitude(x, 1.0, **k),
}


@each_kind
@pytest.mark.parametrize("dtype", ["f4", "f8", "F"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_the_same_values(call: Callable[..., Any], dtype: str, kind: Any) -> None:
    signal = (X * (1 + 0.5j) if dtype == "F" else X).astype(dtype)
    expected = call(signal, method="direct", mode="mirror")
    actual = call(kind(signal), method="direct", mode="mirror")
    assert type(actual) is kind
    assert actual.dtype == expected.dtype
    # The same sums in float64, but for means, of ones that are divided at the end or of fractions.
    unit = float(np.finfo(dtype).eps)
    np.testing.assert_allclose(actual.get(), expected, rtol=0, atol=4 * unit * float(np.max(np.abs(expected))))


@each_kind
def test_outputs(kind: Any) -> None:
    signal = X.astype(np.float32)
    expected = ndimage.gaussian_filter(signal, 2.0)
    output = kind(np.zeros(X.shape, np.float32))
    assert ndimage.gaussian_filter(kind(signal), 2.0, output=output) is output
    np.testing.assert_array_equal(output.get(), expected)
    wide = ndimage.convolve(kind(signal), K, output="float64")
    assert wide.dtype == np.float64
    np.testing.assert_array_equal(wide.get(), ndimage.convolve(signal, K, output=float))
    turned = ndimage.convolve1d(kind(signal), W * 1j)
    assert turned.dtype == np.complex64
    np.testing.assert_array_equal(turned.get(), ndimage.convolve1d(signal, W * 1j))


@each_kind
def test_nothing_to_filter_is_a_copy(kind: Any) -> None:
    signal = kind(X)
    calls: tuple[Callable[[Any], Any], ...] = (
        lambda x: ndimage.gaussian_filter(x, 0),
        lambda x: ndimage.laplace(x, axes=()),
    )
    for call in calls:
        result = call(signal)
        assert result is not signal
        np.testing.assert_array_equal(result.get(), X)
        assert not np.shares_memory(result.array, signal.array)


@each_kind
def test_weights_of_the_same_library(kind: Any) -> None:
    for name in ("correlate", "convolve"):
        for weights in (K, np.ones((3, 4)), np.array([[1.0, 2.0, 3.0, 4.0]])):
            expected = getattr(ndimage, name)(X, weights)
            np.testing.assert_allclose(
                getattr(ndimage, name)(kind(X), kind(weights)).get(), expected, rtol=0, atol=2.0**-50 * 100
            )


@each_kind
def test_integers(kind: Any) -> None:
    pixels = RNG.integers(0, 256, (9, 10)).astype(np.uint8)
    np.testing.assert_array_equal(ndimage.sobel(kind(pixels), output="i2").get(), ndimage.sobel(pixels, output="i2"))
    sums = ndimage.correlate1d(kind(pixels), [1, 1, 1])
    np.testing.assert_array_equal(sums.get(), ndimage.correlate1d(pixels, [1, 1, 1]))
    means = ndimage.gaussian_filter(kind(pixels), 1.0, output=np.float64)
    np.testing.assert_array_equal(means.get(), ndimage.gaussian_filter(pixels, 1.0, output=np.float64))
    with pytest.raises(Unsupported, match="truncate"):
        ndimage.gaussian_filter(kind(pixels), 1.0)


def test_refusals() -> None:
    signal = HostArray(RNG.standard_normal((3, 4, 5)))
    assert signal.on == (CPU, 0)
    with pytest.raises(Unsupported, match="weights"):
        ndimage.convolve(signal, np.ones((3, 3, 3)))
    with pytest.raises(ValueError, match="origin"):
        ndimage.convolve(signal, np.ones((3, 3)), axes=(0, 1), origin=2)
    with pytest.raises(RuntimeError, match="mode"):
        ndimage.correlate1d(signal, [1, 2], mode="zero")
    with pytest.raises(np.exceptions.AxisError):
        ndimage.correlate1d(signal, [1, 2], 3)
