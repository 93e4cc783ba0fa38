"""faltung.ndimage against scipy.ndimage: types, modes, origins, axes, shapes, strides."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ndimage_oracle import MODES, UNIT, assert_within, bound, padded, rounding_of
from operands import INTEGERS, LAYOUTS, lay, samples
from rounding import transform_bound

scipy_ndimage = pytest.importorskip("scipy.ndimage")
faltung = pytest.importorskip("faltung")
ndimage = pytest.importorskip("faltung.ndimage")

FLOATS = ("f4", "f8", "F", "D")
SIGNALS = (*INTEGERS, *FLOATS)
GRID = {"reflect": "grid-mirror", "wrap": "grid-wrap", "constant": "grid-constant"}
EXTRAS = ["method", "backend", "threads", "max_error", "stream", "workspace"]


@st.composite
def signals(draw: st.DrawFn, dtype: str, shape: tuple[int, ...]) -> Any:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return lay(samples(rng, shape, dtype), draw(st.sampled_from(LAYOUTS)))


shapes = st.lists(st.integers(1, 7), min_size=1, max_size=4).map(tuple)


@st.composite
def line_problems(draw: st.DrawFn) -> Any:
    signal = draw(signals(draw(st.sampled_from(SIGNALS)), draw(shapes)))
    taps = draw(st.integers(1, 20))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = samples(rng, (2 * taps,), draw(st.sampled_from(("f8", "f4", "i2", "D", "F", "?"))))
    weights = weights[:: draw(st.sampled_from((2, -2)))]
    return {
        "input": signal,
        "weights": weights,
        "axis": draw(st.integers(-signal.ndim, signal.ndim - 1)),
        "mode": draw(st.sampled_from(MODES)),
        "cval": draw(st.sampled_from((0.0, 1.0, -2.5, 0.1))),
        "origin": draw(st.integers(-(taps // 2), (taps - 1) // 2)),
    }


def rounded_to(signal: Any, weights: Any, dtype: np.dtype[Any]) -> np.dtype[Any]:
    """scipy.ndimage rounds products of imaginary parts to the signal's type, whatever the output's."""
    return np.dtype("F") if signal.dtype.char == "F" and weights.dtype.kind == "c" else dtype


def float_output(signal: Any, weights: Any, single: bool) -> np.dtype[Any]:
    in_complex = signal.dtype.kind == "c" or weights.dtype.kind == "c"
    return np.dtype("fdFD"[2 * in_complex + (not single)])


@settings(max_examples=300, deadline=None)
@given(line_problems(), st.sampled_from(("convolve1d", "correlate1d")), st.booleans(), st.booleans())
def test_lines(problem: Any, name: str, single: bool, grid: bool) -> None:
    signal, weights = problem["input"], problem["weights"]
    dtype = float_output(signal, weights, single)
    expected = getattr(scipy_ndimage, name)(**problem, output=dtype)
    mode = GRID.get(problem["mode"], problem["mode"]) if grid else problem["mode"]
    before = signal.copy()
    actual = getattr(ndimage, name)(**(problem | {"mode": mode}), output=dtype, method="direct")
    assert type(actual) is np.ndarray and actual.dtype == dtype
    np.testing.assert_array_equal(signal, before)
    magnitudes = problem | {
        "input": np.abs(signal.astype("D")),
        "weights": np.abs(weights.astype("D")),
        "cval": abs(problem["cval"]),
    }
    # |re| + |im| of a product's parts is at most twice the product of magnitudes.
    absolute = 2 * getattr(scipy_ndimage, name)(**magnitudes)
    assert_within(actual, expected, bound(absolute, weights.size, rounded_to(signal, weights, dtype)))


@st.composite
def point_problems(draw: st.DrawFn) -> Any:
    signal = draw(signals(draw(st.sampled_from(SIGNALS)), draw(shapes)))
    count = draw(st.integers(1, signal.ndim))
    axes = tuple(draw(st.permutations(range(-signal.ndim, 0)))[:count])
    # Filters that reach less far than scipy.ndimage's mode reflect goes wrong.
    extents = tuple(draw(st.integers(1, min(5, 3 * signal.shape[axis]))) for axis in sorted(axes))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = samples(rng, extents, draw(st.sampled_from(("f8", "i2", "D", "?"))))
    by_axis = dict(zip(sorted(axes), extents))
    in_order = extents if count == signal.ndim else tuple(by_axis[axis] for axis in axes)
    return {
        "input": signal,
        "weights": weights,
        "mode": draw(st.sampled_from(MODES)),
        "cval": draw(st.sampled_from((0.0, 1.0, -2.5, 0.1))),
        "origin": [draw(st.integers(-(m // 2), (m - 1) // 2)) for m in in_order],
        "axes": axes,
    }


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cval", [0.0, 2.5, np.nan])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_output_holds_the_same(mode: str, cval: float, dtype: str, layout: str) -> None:
    """A new array, a type, an array of the caller's, one that has to be copied to, and the input itself."""
    rng = np.random.default_rng(8)
    for name, shape, weights in (
        ("correlate1d", (9,), rng.standard_normal(4)), ("convolve1d", (3, 7), rng.standard_normal(3)),
        ("convolve", (6, 7), rng.standard_normal((2, 3))), ("correlate", (4, 5, 6), rng.standard_normal((2, 3, 2))),
    ):  # fmt: skip
        signal = lay(samples(rng, shape, dtype), layout)
        function = getattr(ndimage, name)
        result = function(signal, weights, mode=mode, cval=cval)
        assert result.dtype == np.dtype(dtype) and result.dtype.isnative and result.flags.owndata
        own = signal.copy()
        for output in (result.dtype, np.empty_like(result), np.empty(shape, result.dtype.newbyteorder()), own):
            given = own if output is own else signal
            other = function(given, weights, output=output, mode=mode, cval=cval)
            assert other is output or not isinstance(output, np.ndarray)
            np.testing.assert_array_equal(other, result)


@settings(max_examples=300, deadline=None)
@given(point_problems(), st.sampled_from(("convolve", "correlate")), st.booleans())
def test_points(problem: Any, name: str, single: bool) -> None:
    signal, weights = problem["input"], problem["weights"]
    dtype = float_output(signal, weights, single)
    # Of a copy: where strides are 0, scipy.ndimage takes samples for ones outside.
    expected = getattr(scipy_ndimage, name)(**(problem | {"input": signal.copy()}), output=dtype)
    actual = getattr(ndimage, name)(**problem, output=dtype, method="direct")
    assert type(actual) is np.ndarray and actual.dtype == dtype
    magnitudes = problem | {
        "input": np.abs(signal.astype("D")),
        "weights": np.abs(weights.astype("D")),
        "cval": abs(problem["cval"]),
    }
    absolute = 2 * getattr(scipy_ndimage, name)(**magnitudes)
    assert_within(actual, expected, bound(absolute, weights.size, rounded_to(signal, weights, dtype)))


@pytest.mark.parametrize("method", [None, "fft", "overlap_save"])
@pytest.mark.parametrize("dtype", ["u1", "f4", "f8", "F", "D"])
@pytest.mark.parametrize("mode", MODES)
def test_long_filters(mode: str, dtype: str, method: str | None) -> None:
    rng = np.random.default_rng(4)
    signal, weights = samples(rng, (2, 3000), dtype), samples(rng, (701,), "f8")
    single = dtype in ("f4", "F")
    output = float_output(signal, weights, single)
    expected = scipy_ndimage.convolve1d(signal, weights, mode=mode, cval=2.0, origin=5, output=output)
    try:
        actual = ndimage.convolve1d(signal, weights, mode=mode, cval=2.0, origin=5, output=output, method=method)
    except faltung.Unsupported:
        assert method == "fft"
        pytest.skip("this build has no transforms of whole signals")
    # The samples that stand outside belong to what is transformed.
    extended = padded(signal.astype("D"), [(0, 0), (350, 350)], mode, 2.0)
    rounded = 2 * rounding_of(output) * np.abs(expected) + transform_bound(extended, weights[None], "f8")
    # scipy.ndimage sums one product after the other.
    assert_within(actual, expected, rounded + 703 * UNIT * float(np.abs(weights).sum() * np.abs(extended).max()))


@pytest.mark.parametrize("dtype", SIGNALS)
@pytest.mark.parametrize("complex_weights", [False, True])
@pytest.mark.parametrize("name", ["correlate1d", "convolve1d", "correlate", "convolve"])
def test_result_types(name: str, dtype: str, complex_weights: bool) -> None:
    signal = samples(np.random.default_rng(0), (9,), dtype)
    weights = np.array([1, 2j, 3]) if complex_weights else np.array([1, 2, 3])
    expected = getattr(scipy_ndimage, name)(signal, weights)
    assert getattr(ndimage, name)(signal, weights).dtype == expected.dtype


def passes_bound(signal: Any, passes: list[Any], dtype: Any, mode: str, cval: float) -> Any:
    """Two computations that filter one axis after the other and round to `dtype` between: what one pass is off, the
    next one's weights carry on. A pass: axis, magnitudes of the weights, by how much these may be off."""
    wide = {"mode": mode, "cval": abs(cval)}
    size = np.abs(signal.astype("D"))
    off = np.zeros(signal.shape)
    for axis, weights, weights_off in passes:
        carried = scipy_ndimage.correlate1d(off, weights, axis, mode=mode)
        moved = scipy_ndimage.correlate1d(size, weights_off, axis, **wide)
        size = scipy_ndimage.correlate1d(size, weights, axis, **wide)
        off = carried + moved + bound(size, weights.size, dtype)
    return off


def gaussian_magnitudes(sigma: float, order: int, radius: int) -> tuple[Any, Any]:
    """|weights|, bounded by those with all signs alike, and how far two evaluations of them lie apart: each takes at
    most 4 k + 6 operations without cancellation among those magnitudes."""
    place = np.abs(np.arange(-radius, radius + 1)) / sigma
    bell = np.exp(-0.5 * place**2)
    older, newer = np.zeros_like(bell), np.ones_like(bell)
    for k in range(order):
        older, newer = newer, place * newer + k * older
    largest = bell / bell.sum() * newer / sigma**order
    return largest, 2 * (4 * order + 6) * UNIT * largest


@settings(max_examples=150, deadline=None)
@given(
    st.data(),
    shapes,
    st.sampled_from(("f4", "f8", "i2")),
    st.sampled_from(MODES),
    st.sampled_from((0.0, 1.5)),
    st.floats(1.0, 6.0),
)
def test_gaussian_filter(data: Any, shape: Any, dtype: str, mode: str, cval: float, truncate: float) -> None:
    signal = data.draw(signals(dtype, shape))
    axes = tuple(data.draw(st.permutations(range(len(shape))))[: data.draw(st.integers(0, len(shape)))])
    sigmas = [data.draw(st.floats(0.3, 4.0) | st.just(0.0)) for _ in axes]
    orders = [data.draw(st.integers(0, 3)) for _ in axes]
    radii = data.draw(st.none() | st.just([data.draw(st.integers(0, 9)) for _ in axes]))
    keywords = {"mode": mode, "cval": cval, "truncate": truncate, "radius": radii, "axes": axes}
    output = "f8" if dtype == "i2" else dtype
    expected = scipy_ndimage.gaussian_filter(signal, sigmas, orders, output=output, **keywords)
    actual = ndimage.gaussian_filter(signal, sigmas, orders, output=output, method="direct", **keywords)
    assert actual.dtype == expected.dtype
    passes = []
    for number, (axis, sigma, order) in enumerate(zip(axes, sigmas, orders)):
        if sigma > 0:
            radius = int(truncate * sigma + 0.5) if radii is None else radii[number]
            passes.append((axis, *gaussian_magnitudes(sigma, order, radius)))
    assert_within(actual, expected, passes_bound(signal, passes, output, mode, cval))


@pytest.mark.parametrize("sigma", [0.3, 1, 2.5, 10.0])
@pytest.mark.parametrize("order", range(5))
def test_gaussian_weights(sigma: float, order: int) -> None:
    radius = int(4 * sigma + 0.5)
    impulse = np.zeros(4 * radius + 1)
    impulse[2 * radius] = 1
    weights = ndimage.gaussian_filter1d(impulse, sigma, order=order, method="direct")[radius : 3 * radius + 1]
    expected = scipy_ndimage._filters._gaussian_kernel1d(sigma, order, radius)
    if order == 0:
        np.testing.assert_array_equal(weights, expected)
    else:
        assert_within(weights, expected, gaussian_magnitudes(sigma, order, radius)[1])


@settings(max_examples=150, deadline=None)
@given(st.data(), shapes, st.sampled_from(FLOATS), st.sampled_from(MODES), st.sampled_from((0.0, 1.5)))
def test_uniform_filter(data: Any, shape: Any, dtype: str, mode: str, cval: float) -> None:
    signal = data.draw(signals(dtype, shape))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    size = data.draw(st.integers(1, 20))
    keywords = {"mode": mode, "cval": cval, "origin": data.draw(st.integers(-(size // 2), (size - 1) // 2))}
    expected = scipy_ndimage.uniform_filter1d(signal, size, axis, **keywords)
    actual = ndimage.uniform_filter1d(signal, size, axis, method="direct", **keywords)
    assert actual.dtype == expected.dtype
    # SciPy slides a sum along the line: to its roundings each step adds two, of a difference and of a sum.
    largest = max(float(np.max(np.abs(signal))), cval)
    limit = (2 * signal.shape[axis] + 2 * size + 4) * UNIT * (size + 2) * largest / size
    assert_within(actual, expected, np.array(2 * (limit + 2 * rounding_of(dtype) * largest)))


@pytest.mark.parametrize("name", ["prewitt", "sobel", "laplace", "gaussian_laplace", "gaussian_gradient_magnitude"])
@pytest.mark.parametrize("modes", [("reflect", "wrap", "mirror"), "constant"])
def test_derivatives(name: str, modes: Any) -> None:
    signal = np.random.default_rng(1).standard_normal((6, 7, 8))
    arguments = (1.5,) if "gaussian" in name else (1,) if name in ("prewitt", "sobel") else ()
    expected = getattr(scipy_ndimage, name)(signal, *arguments, mode=modes, cval=0.25)
    actual = getattr(ndimage, name)(signal, *arguments, mode=modes, cval=0.25, method="direct")
    # At most 9 passes of at most 13 weights whose magnitudes sum to at most 4, on samples of magnitude at most 5.
    assert np.max(np.abs(signal)) < 5
    assert_within(actual, expected, np.array(2 * 9 * (13 + 3) * UNIT * 4**3 * 5))


@pytest.mark.parametrize("name", ndimage.__all__)
def test_signatures(name: str) -> None:
    model = inspect.signature(getattr(scipy_ndimage, name)).parameters
    ours = dict(inspect.signature(getattr(ndimage, name)).parameters)
    extras = {extra: ours.pop(extra) for extra in EXTRAS if extra in ours}
    assert [(p.name, p.kind, p.default) for p in ours.values()] == [(p.name, p.kind, p.default) for p in model.values()]
    assert all(extra.kind is inspect.Parameter.KEYWORD_ONLY for extra in extras.values())
    passes_on = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in ours.values()) or name.startswith("generic")
    assert list(extras) == ([] if passes_on else EXTRAS)
    assert getattr(ndimage, name).__doc__


def test_is_zero_where_no_sample_is() -> None:
    lone = np.zeros(3000)
    lone[1500] = 1
    for taps in (51, 127):
        filtered = ndimage.convolve1d(lone, np.ones(taps))
        assert np.count_nonzero(filtered) == taps
