"""What faltung.ndimage makes of its arguments: outputs, errors and warnings as scipy.ndimage's, and what is beyond."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from ndimage_oracle import MODES, assert_within, bound, correlate

scipy_ndimage = pytest.importorskip("scipy.ndimage")
ndimage = pytest.importorskip("faltung.ndimage")
faltung = pytest.importorskip("faltung")

X = np.random.default_rng(0).standard_normal((6, 7))
W = np.array([0.25, 1.0, -0.5, 2.0])

# Each of the functions, to be called with a signal and keywords.
CALLS: dict[str, Callable[..., Any]] = {
    "correlate1d": lambda m, x, **k: m.correlate1d(x, W, **k),
    "convolve1d": lambda m, x, **k: m.convolve1d(x, W, **k),
    "correlate": lambda m, x, **k: m.correlate(x, np.outer(W, W), **k),
    "convolve": lambda m, x, **k: m.convolve(x, np.outer(W, W), **k),
    "gaussian_filter1d": lambda m, x, **k: m.gaussian_filter1d(x, 1.5, **k),
    "gaussian_filter": lambda m, x, **k: m.gaussian_filter(x, 1.5, **k),
    "uniform_filter1d": lambda m, x, **k: m.uniform_filter1d(x, 4, **k),
    "uniform_filter": lambda m, x, **k: m.uniform_filter(x, 4, **k),
    "sobel": lambda m, x, **k: m.sobel(x, **k),
    "prewitt": lambda m, x, **k: m.prewitt(x, 0, **k),
    "laplace": lambda m, x, **k: m.laplace(x, **k),
    "gaussian_laplace": lambda m, x, **k: m.gaussian_laplace(x, 1.5, **k),
    "gaussian_gradient_magnitude": lambda m, x, **k: m.gaussian_gradient_magnitude(x, 1.5, **k),
}
each_function = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


@each_function
def test_outputs(call: Callable[..., Any]) -> None:
    plain = call(ndimage, X)
    for dtype in (np.float64, "float64", "d", np.dtype("f8"), float):
        result = call(ndimage, X, output=dtype)
        assert result.dtype == np.float64
        np.testing.assert_array_equal(result, plain)
    single = call(ndimage, X, output="f4")
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, plain, rtol=0, atol=8 * 2.0**-24 * float(np.max(np.abs(plain))) * 4)

    outputs = {
        "contiguous": np.full(X.shape, np.nan),
        "strided": np.full((12, 21), np.nan)[::-2, ::3],
        "fortran": np.full(X.shape, np.nan, order="F"),
        "swapped": np.full(X.shape, np.nan, np.dtype("f8").newbyteorder()),
        "unaligned": np.zeros(X.shape, np.dtype([("byte", "u1"), ("value", "f8")]))["value"],
    }
    for name, output in outputs.items():
        result = call(ndimage, X, output=output)
        assert result is output, name
        np.testing.assert_array_equal(output, plain, err_msg=name)


@each_function
def test_output_that_is_the_input(call: Callable[..., Any]) -> None:
    expected = call(ndimage, X)
    signal = X.copy()
    assert call(ndimage, signal, output=signal) is signal
    np.testing.assert_array_equal(signal, expected)
    shared = np.concatenate([X, X[:1]])
    call(ndimage, shared[:-1], output=shared[1:])
    np.testing.assert_array_equal(shared[1:], expected)
    numbers = np.arange(42).reshape(6, 7)
    expected = call(ndimage, numbers)
    call(ndimage, numbers, output=numbers)
    np.testing.assert_array_equal(numbers, expected)


@each_function
@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0, 2)])
def test_empty_signals(call: Callable[..., Any], shape: tuple[int, ...]) -> None:
    if len(shape) == 2 or call not in (CALLS["correlate"], CALLS["convolve"]):
        for dtype in (np.float32, np.int64, np.uint8, np.complex128):
            result = call(ndimage, np.zeros(shape, dtype))
            assert result.shape == shape and result.dtype == dtype


@each_function
def test_array_likes(call: Callable[..., Any]) -> None:
    expected = call(ndimage, X)
    np.testing.assert_array_equal(call(ndimage, X.tolist()), expected)
    masked = np.ma.masked_array(X, X > 0)
    result = call(ndimage, masked)
    assert type(result) is np.ndarray
    np.testing.assert_array_equal(result, expected)


def test_scalars() -> None:
    for name in ("correlate", "convolve"):
        for weights in (3.0, np.array(2)):
            result = getattr(ndimage, name)(np.float64(2.5), weights)
            expected = getattr(scipy_ndimage, name)(np.float64(2.5), weights)
            assert result.shape == () == expected.shape
            assert result == expected
    for name, size in (("gaussian_filter", 1.0), ("uniform_filter", 3)):
        assert getattr(ndimage, name)(2.5, size) == getattr(scipy_ndimage, name)(2.5, size)


def test_more_axes_than_the_library_has() -> None:
    signal = np.random.default_rng(1).standard_normal((2, 1, 3, 2, 1, 2, 1, 2, 3, 2))
    weights = np.arange(6.0).reshape(2, 3)
    expected = scipy_ndimage.correlate1d(signal, [1, 2, 3], 2)
    np.testing.assert_allclose(ndimage.correlate1d(signal, [1, 2, 3], 2), expected, rtol=0, atol=1e-13)
    keywords = {"axes": (3, 8), "mode": "wrap"}
    expected = scipy_ndimage.convolve(signal, weights, **keywords)
    np.testing.assert_allclose(ndimage.convolve(signal, weights, **keywords), expected, rtol=0, atol=1e-13)


ERRORS: dict[str, Callable[[Any], Any]] = {
    "no weights": lambda m: m.correlate1d(X, []),
    "weights of two axes": lambda m: m.correlate1d(X, [[1, 2]]),
    "one weight, no axis": lambda m: m.correlate1d(X, 3.0),
    "weights of another rank": lambda m: m.correlate(X, [1, 2]),
    "weights without elements": lambda m: m.convolve(X, np.zeros((0, 3))),
    "weights for fewer axes": lambda m: m.convolve(X, np.ones((2, 2)), axes=(0,)),
    "axis": lambda m: m.correlate1d(X, W, 2),
    "axis of a scalar": lambda m: m.correlate1d(3.0, W),
    "axis that is no integer": lambda m: m.correlate1d(X, W, 0.5),
    "axes": lambda m: m.gaussian_filter(X, 1, axes=(0, 2)),
    "axes twice": lambda m: m.uniform_filter(X, 3, axes=(0, -2)),
    "axes that are no integers": lambda m: m.correlate(X, W, axes=(0.5,)),
    "axes of no kind": lambda m: m.correlate(X, W, axes=object()),
    "origin too far right": lambda m: m.correlate1d(X, W, origin=2),
    "origin too far left": lambda m: m.convolve1d(X, W, origin=-3),
    "origin that is no integer": lambda m: m.correlate1d(X, W, origin=0.5),
    "origins too many": lambda m: m.correlate(X, np.ones((2, 2)), origin=(0, 0, 0)),
    "origin of one axis": lambda m: m.convolve(X, np.ones((2, 3)), origin=(0, 2)),
    "origin of a mean": lambda m: m.uniform_filter1d(X, 3, origin=2),
    "mode": lambda m: m.correlate1d(X, W, mode="zero"),
    "mode of no kind": lambda m: m.correlate(X, np.ones((2, 2)), mode=3),
    "modes where one is taken": lambda m: m.correlate(X, np.ones((2, 2)), mode=("wrap", "wrap")),
    "modes in a line": lambda m: m.convolve1d(X, W, mode=["wrap"]),
    "modes too many": lambda m: m.gaussian_filter(X, 1, mode=("wrap",) * 3),
    "sigmas too many": lambda m: m.gaussian_filter(X, (1, 1, 1)),
    "sizes too many": lambda m: m.uniform_filter(X, (3, 3, 3)),
    "order": lambda m: m.gaussian_filter1d(X, 1, order=-1),
    "radius": lambda m: m.gaussian_filter1d(X, 1, radius=-1),
    "radius that is no integer": lambda m: m.gaussian_filter1d(X, 1, radius=1.5),
    "sigma of 0": lambda m: m.gaussian_filter1d(X, 0),
    "size": lambda m: m.uniform_filter1d(X, 0),
    "size that is no integer": lambda m: m.uniform_filter1d(X, 2.5),
    "cval of text": lambda m: m.correlate1d(X, W, mode="constant", cval="1x"),
    "complex cval": lambda m: m.correlate1d(X, W, cval=1j),
    "complex cval of a real signal": lambda m: m.convolve(X, np.ones((2, 2)) * 1j, cval=1j),
    "output of another shape": lambda m: m.correlate1d(X, W, output=np.zeros(3)),
    "output of no type": lambda m: m.correlate1d(X, W, output="nothing"),
    "output named bool": lambda m: m.correlate1d(X, W, output="bool"),
    "output of text": lambda m: m.correlate1d(X, W, output="U3"),
    "output of objects": lambda m: m.correlate1d(X, W, output=object),
    "output of float16": lambda m: m.correlate(X, np.ones((2, 2)), output=np.float16),
    "output of complex numbers": lambda m: m.correlate1d(X, W, output=complex),
    "real output named": lambda m: m.correlate1d(X, W * 1j, output="f8"),
    "real output given": lambda m: m.correlate(X, np.ones((2, 2)) * 1j, output=np.zeros(X.shape)),
    "output for reading": lambda m: m.correlate1d(X, W, output=np.broadcast_to(np.zeros(7), (6, 7))),
    "float16": lambda m: m.gaussian_filter(X.astype("f2"), 1),
    "longdouble": lambda m: m.correlate1d(X.astype("g"), W),
    "complex longdouble": lambda m: m.correlate(X.astype("G"), np.ones((2, 2))),
    "objects": lambda m: m.uniform_filter(X.astype(object)),
    "text": lambda m: m.correlate1d(np.array(["a", "b"]), W),
    "text for weights": lambda m: m.correlate1d(X, ["a", "b"]),
    "not enough arguments": lambda m: m.correlate1d(X),
    "axes by position": lambda m: m.correlate(X, np.ones((2, 2)), None, "wrap", 0.0, 0, None),
}


@pytest.mark.parametrize("call", ERRORS.values(), ids=ERRORS.keys())
def test_errors(call: Callable[[Any], Any]) -> None:
    with pytest.raises(Exception) as theirs:  # noqa: PT011
        call(scipy_ndimage)
    with pytest.raises(theirs.type) as ours:
        call(ndimage)
    assert str(ours.value)


def test_warning_of_a_complex_result() -> None:
    for function, arguments in (
        ("correlate1d", ([1, 1j],)),
        ("convolve", ([[1, 1j]],)),
        ("uniform_filter", (3,)),
        ("uniform_filter1d", (3,)),
    ):
        signal = X if function[0] == "c" else X * 1j
        for module in (scipy_ndimage, ndimage):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result = getattr(module, function)(signal, *arguments, output=np.float32)
            assert result.dtype == np.complex64
            assert [warning.category for warning in caught] == [UserWarning]
        assert caught[0].filename == __file__


def test_numbers_out_of_range_do_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ndimage.correlate1d([1e300, np.nan, np.inf], [1.0, 0.5], output=np.uint8)
        ndimage.correlate1d([2.0, 2.0, np.inf, -np.inf, 2.0, np.nan, 0.5], [0.3, 0.4, 0.3], output=int)
        ndimage.uniform_filter1d([2.0, 2.0, np.inf, -np.inf, 2.0, np.nan, 0.5], 2, output=int)
        ndimage.uniform_filter1d([1e300, 1e300], 2, output=np.float32)
        ndimage.correlate(np.full((2, 2, 2), 1e300), np.ones((2, 2, 2)), output=np.float32)
        ndimage.correlate([1e300, np.nan, np.inf], [1.0, 0.0], mode="constant", cval=np.nan, output=np.float32)


@pytest.mark.parametrize("cval", [np.nan, np.inf, -1, 0.5, 1e-3, 1e40, 2**40])
@pytest.mark.parametrize("dtype", ["?", "u1", "i4", "f4", "f8"])
def test_any_number_stands_outside(dtype: str, cval: float) -> None:
    signal = np.arange(12).reshape(3, 4).astype(dtype)
    for name, weights in (("correlate", np.outer(W, W)), ("convolve1d", W), ("correlate", np.array([[0, 1.5, 0]]))):
        expected = getattr(scipy_ndimage, name)(signal, weights, output=float, mode="constant", cval=cval)
        actual = getattr(ndimage, name)(signal, weights, output=float, mode="constant", cval=cval)
        np.testing.assert_allclose(actual, expected, rtol=1e-15 * 2 * weights.size)


@pytest.mark.parametrize("mode", MODES)
def test_nothing_passes_weights_of_zero(mode: str) -> None:
    signal = X.copy()
    signal[2, 3], signal[0, 0], signal[5, 6] = np.nan, np.inf, -np.inf
    cross = np.array([[0, 1.0, 0], [1, -4, 1], [0, 1, 0]])
    for name in ("correlate", "convolve"):
        expected = getattr(scipy_ndimage, name)(signal, cross, mode=mode)
        actual = getattr(ndimage, name)(signal, cross, mode=mode)
        np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-14)
    # but along lines, where a 0 takes part
    expected = scipy_ndimage.correlate1d(signal, [1, 0, 1], mode=mode)
    np.testing.assert_allclose(ndimage.correlate1d(signal, [1, 0, 1], mode=mode), expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("extent", [1, 2, 3, 5])
@pytest.mark.parametrize("taps", [1, 2, 9, 24, 33])
def test_filters_much_longer_than_the_signal(mode: str, extent: int, taps: int) -> None:
    """By definition: scipy.ndimage.correlate reads beyond its input here."""
    if mode == "mirror" and extent == 1:
        return  # numpy.pad has no such mode
    rng = np.random.default_rng(taps)
    for shape, extents in (((extent,), (taps,)), ((3, extent), (2, taps))):
        signal, weights = rng.standard_normal(shape), rng.standard_normal(extents)
        for origin in (0, -(min(extents) // 2)):
            expected = correlate(signal, weights, mode, 1.5, origin)
            absolute = correlate(np.abs(signal), np.abs(weights), mode, 1.5, origin).astype("f8")
            limit = bound(absolute, weights.size, "f8")
            assert_within(ndimage.correlate(signal, weights, None, mode, 1.5, origin), expected, limit)


def test_where_scipy_strays_from_the_definition() -> None:
    # weights that are small, but not 0
    tiny = 2.0**-60
    for name in ("correlate", "correlate1d"):
        result = getattr(ndimage, name)([1.0, 2.0, 3.0], [0, 0, tiny])
        np.testing.assert_array_equal(result, [2 * tiny, 3 * tiny, 3 * tiny])
    # a count that is a multiple of 256
    assert ndimage.correlate(np.ones((16, 16), bool), np.ones((16, 16))).all()
    # a mean after a NaN
    means = ndimage.uniform_filter1d([np.nan, 1.0, 2.0, 3.0], 3, mode="nearest")
    np.testing.assert_array_equal(means[2:], [2.0, 8 / 3])
    # strides of 0
    np.testing.assert_array_equal(ndimage.correlate(np.broadcast_to(np.ones(1), 5), [1, 2.0]), [3.0] * 5)


@each_function
def test_keywords_beyond_scipy(call: Callable[..., Any]) -> None:
    expected = call(ndimage, X, method="direct")
    np.testing.assert_array_equal(call(ndimage, X, method="direct", backend="cpu", threads=1), expected)
    np.testing.assert_allclose(call(ndimage, X, max_error=1e-9), expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(call(ndimage, X, method="reference"), expected, rtol=0, atol=1e-12)
    for wrong in ({"method": "guess"}, {"backend": "tpu"}, {"threads": -1}, {"max_error": -1.0}):
        with pytest.raises(faltung.InvalidArgument) as refused:
            call(ndimage, X, **wrong)
        assert isinstance(refused.value, ValueError)


def test_integers_stay_exact_when_sums_are_transformed() -> None:
    signal = np.random.default_rng(7).integers(0, 256, 5000).astype(np.uint8)
    weights = np.arange(1, 400)
    expected = ndimage.correlate1d(signal, weights, output=np.int64)
    np.testing.assert_array_equal(expected, scipy_ndimage.correlate1d(signal, weights, output=np.int64))
    try:
        transformed = ndimage.correlate1d(signal, weights, output=np.int64, method="fft")
    except faltung.Unsupported:
        pytest.skip("this build has no transforms")
    np.testing.assert_array_equal(transformed, expected)
