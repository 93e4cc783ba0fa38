"""faltung.signal against scipy.signal: types, modes, shapes, axes, strides."""

from __future__ import annotations

import warnings
from typing import Any

import faltung
import faltung.signal as ours
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operands import FLOATS, LAYOUTS, TYPES, lay, samples
from rounding import assert_close
from signal_model import EITHER, EVERY, IN_2D, MODES, TRANSFORMS, allowed, check, model, pairs, taken_by_scipy, wide


@pytest.mark.parametrize("name", EITHER)
@settings(max_examples=300, deadline=None)
@given(operands=pairs(1, 60), mode=st.sampled_from(MODES))
def test_sequences(name: str, operands: tuple[Any, Any], mode: str) -> None:
    in1, in2 = operands
    if mode == "same" and in2.size > in1.size and not taken_by_scipy(in1, in2):
        in1 = wide(in1)
    check(name, in1, in2, mode, "direct")
    if np.result_type(in1, in2).kind in "biu":
        for method in ("auto", "fft"):
            np.testing.assert_array_equal(
                getattr(ours, name)(in1, in2, mode, method), model(name, in1, in2, mode, "direct")
            )


@pytest.mark.parametrize("name", EITHER)
@settings(max_examples=200, deadline=None)
@given(operands=pairs(2, 12), mode=st.sampled_from(MODES), method=st.sampled_from(("auto", "direct", "fft")))
def test_images(name: str, operands: tuple[Any, Any], mode: str, method: str) -> None:
    in1, in2 = operands
    if not taken_by_scipy(in1, in2):
        in1 = wide(in1)
    # Integers beyond 2^53 are beyond SciPy's transforms, and never beyond ours.
    expected_by = "direct" if np.result_type(in1, in2).kind in "iu" else method
    try:
        expected = model(name, in1, in2, mode, expected_by)
    except ValueError:
        with pytest.raises(ValueError, match="For 'valid' mode"):
            getattr(ours, name)(in1, in2, mode, method)
        return
    assert_close(getattr(ours, name)(in1, in2, mode, method), expected, allowed(name, in1, in2, (mode,), expected))


@pytest.mark.parametrize("name", TRANSFORMS)
@settings(max_examples=200, deadline=None)
@given(operands=st.one_of(pairs(1, 60, FLOATS), pairs(2, 12, FLOATS)), mode=st.sampled_from(MODES))
def test_transforms(name: str, operands: tuple[Any, Any], mode: str) -> None:
    check(name, *operands, mode)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("mode", MODES)
def test_every_pair_of_small_shapes(name: str, mode: str) -> None:
    """Integers in complex floating point, so that centre and conjugation show and rounding does not."""
    rng = np.random.default_rng(1)
    extents = [(n,) for n in range(1, 10)] if name not in IN_2D else [(n, m) for n in range(1, 5) for m in range(1, 5)]
    for shape1 in extents:
        for shape2 in extents:
            in1, in2 = (rng.integers(-9, 9, s) + 1j * rng.integers(-9, 9, s) for s in (shape1, shape2))
            check(name, in1, in2, mode)


@pytest.mark.parametrize("name", (*EITHER, *TRANSFORMS))
@pytest.mark.parametrize("mode", MODES)
def test_every_pair_of_small_images(name: str, mode: str) -> None:
    rng = np.random.default_rng(1)
    shapes = [(n, m) for n in range(1, 5) for m in range(1, 5)]
    for shape1 in shapes:
        for shape2 in shapes:
            in1, in2 = (rng.integers(-9, 9, s) + 1j * rng.integers(-9, 9, s) for s in (shape1, shape2))
            check(name, in1, in2, mode)


@pytest.mark.parametrize("name", EITHER)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("shape1", "shape2"),
    [
        ((3, 8, 9), (1, 3, 3)), ((3, 8, 9), (3, 1, 4)), ((3, 8, 9), (2, 1, 1)), ((3, 8, 9), (1, 1, 1)),
        ((1, 8, 9), (4, 3, 2)),
        ((2, 1, 5, 1), (2, 3, 2, 1)), ((1, 1, 5), (4, 3, 2)), ((1, 2, 2), (1, 5, 4)), ((1, 1), (4, 3)),
        ((5, 1), (1, 4)),
        ((1, 4), (3, 7)), ((4, 1), (3, 7)), ((2, 2, 1), (5, 6, 1)),
    ],
)  # fmt: skip
def test_axes_of_one_sample(name: str, mode: str, shape1: tuple[int, ...], shape2: tuple[int, ...]) -> None:
    rng = np.random.default_rng(2)
    in1, in2 = (rng.integers(-9, 9, s) + 1j * rng.integers(-9, 9, s) for s in (shape1, shape2))
    check(name, in1, in2, mode)


@pytest.mark.parametrize("name", (*EITHER, *TRANSFORMS))
@pytest.mark.parametrize("shape2", [(2, 3, 2), (3, 4, 5), (2, 2, 2, 2)])
def test_three_axes_are_refused(name: str, shape2: tuple[int, ...]) -> None:
    with pytest.raises(faltung.Unsupported, match="one or two can be convolved") as error:
        getattr(ours, name)(np.ones((4,) * len(shape2)), np.ones(shape2))
    assert error.value.argument == "axes"


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("shape1", "shape2", "axes"),
    [
        ((3, 8), (3, 4), 1), ((3, 8), (1, 4), -1), ((1, 8), (3, 4), [1]), ((8, 3), (4, 3), (0,)),
        ((2, 6, 7), (2, 3, 2), (1, 2)),
        ((2, 6, 7), (1, 3, 2), (-1, -2)), ((2, 6, 7), (1, 6, 2), (2,)), ((4, 1), (2, 3), 0), ((4, 5), (2, 3), None),
        ((3, 5), (3, 5), np.array([0])), ((4, 5), (3, 6), (0, 1)), ((1, 5), (1, 1), 0), ((3, 8), (2, 4), 1),
        ((3, 8), (3, 4), 2),
        ((3, 8), (3, 4), -3), ((3, 8), (3, 4), []), ((3, 8), (3, 4), [1, 1]), ((3, 8), (3, 4), (1, -1)),
        ((3, 8), (3, 4), 1.5),
        ((3, 8), (3, 4), "x"), ((3, 8), (3, 4), [[1]]), ((3, 8), (3, 4), [0.0]),
    ],
)  # fmt: skip
def test_axes(name: str, mode: str, shape1: tuple[int, ...], shape2: tuple[int, ...], axes: Any) -> None:
    rng = np.random.default_rng(3)
    in1, in2 = samples(rng, shape1, "D"), samples(rng, shape2, "D")
    check(name, in1, in2, mode, axes=axes)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("type1", TYPES)
@pytest.mark.parametrize("type2", TYPES)
def test_every_pair_of_types(name: str, type1: str, type2: str) -> None:
    """Small numbers, exact in every type."""
    shapes = ((6, 5), (3, 2)) if name in IN_2D else ((9,), (4,))
    rng = np.random.default_rng(4)
    in1, in2 = (rng.integers(0, 2, s).astype(t) for s, t in zip(shapes, (type1, type2), strict=True))
    try:
        expected = model(name, in1, in2)
    except ValueError:  # SciPy's lack of bool and float16
        expected = model(name, in1.astype("f4"), in2.astype("f4")).astype(np.result_type(in1, in2))
    assert_close(getattr(ours, name)(in1, in2), expected, allowed(name, in1, in2, (), expected))


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("layout1", LAYOUTS)
@pytest.mark.parametrize("layout2", LAYOUTS)
def test_every_pair_of_layouts(name: str, layout1: str, layout2: str) -> None:
    rng = np.random.default_rng(5)
    check(name, lay(samples(rng, (7, 6), "D"), layout1), lay(samples(rng, (2, 3), "D"), layout2), "same")


@pytest.mark.parametrize("name", EITHER)
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("method", ["auto", "direct", "fft"])
def test_containment(name: str, value: float, method: str) -> None:
    """Where SciPy's direct sums are finite, so is the result; there is nothing to warn of."""
    in1, in2 = np.arange(1.0, 201.0), np.linspace(1, 2, 31)
    in1[77] = value
    expected = model(name, in1, in2, "full", "direct")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = getattr(ours, name)(in1, in2, "full", method)
    np.testing.assert_array_equal(np.isfinite(result), np.isfinite(expected))
