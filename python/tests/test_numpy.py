"""faltung.numpy against numpy: types, modes, lengths, strides, errors; then what NumPy does not have."""

from __future__ import annotations

import inspect
from typing import Any

import faltung
import faltung.numpy as ours
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operands import FLOATS, LAYOUTS, TYPES, arrays, lay, samples
from rounding import assert_close, direct_bound, storage_bound, transform_bound

FUNCTIONS = ("convolve", "correlate")
MODES = ("full", "same", "valid")


def allowed(name: str, a: Any, v: Any, mode: str, expected: Any) -> Any:
    """NumPy sums directly; the library may transform."""
    if expected.dtype.kind in "biu":
        return 0
    wide = [np.abs(x.astype("D" if x.dtype.kind == "c" else "f8")) for x in (a, v)]
    absolute = getattr(np, name)(*wide, mode)
    direct = direct_bound(absolute, min(a.size, v.size), expected.dtype)
    return 2 * direct + transform_bound(a, v, expected.dtype) + 2 * storage_bound(expected, expected.dtype)


def check(name: str, a: Any, v: Any, mode: str) -> None:
    expected = getattr(np, name)(a, v, mode)
    assert_close(getattr(ours, name)(a, v, mode), expected, allowed(name, a, v, mode, expected))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    n, m = draw(st.integers(1, 70)), draw(st.integers(1, 70))
    return draw(arrays((n,))), draw(arrays((m,)))


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=400, deadline=None)
@given(operands=pairs(), mode=st.sampled_from(MODES))
def test_any_operands(name: str, operands: tuple[Any, Any], mode: str) -> None:
    check(name, *operands, mode)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("mode", MODES)
def test_every_pair_of_lengths(name: str, mode: str) -> None:
    rng = np.random.default_rng(1)
    for n in range(1, 13):
        for m in range(1, 13):
            check(name, samples(rng, (n,), "D"), samples(rng, (m,), "D"), mode)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("type_a", TYPES)
@pytest.mark.parametrize("type_v", TYPES)
def test_every_pair_of_types(name: str, type_a: str, type_v: str) -> None:
    rng = np.random.default_rng(2)
    check(name, samples(rng, (9,), type_a), samples(rng, (4,), type_v), "full")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("layout_a", LAYOUTS)
@pytest.mark.parametrize("layout_v", LAYOUTS)
def test_every_pair_of_layouts(name: str, layout_a: str, layout_v: str) -> None:
    rng = np.random.default_rng(3)
    check(name, lay(samples(rng, (17,), "D"), layout_a), lay(samples(rng, (5,), "f4"), layout_v), "same")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_long_operands(name: str, dtype: str) -> None:
    rng = np.random.default_rng(4)
    check(name, samples(rng, (2000,), dtype), samples(rng, (900,), dtype), "same")


A = np.arange(5.0)
V = np.array([1.0, -2.0, 3.0])
EMPTY = np.array([])


class Subclass(np.ndarray[Any, Any]):
    __array_priority__ = 3.0


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    "other",
    [
        2, 2.5, 1j, True, np.float32(3), np.array(2), [1, 2], (1.5, 2), [[1, 2]], [], range(3), [True, False], "ab",
        None, [None, 1], [1, [2, 3]], np.ones((2, 2)), np.ones((1, 0)), np.array(["a"]), np.array([1], "M8[s]"),
        np.ma.array([1, 2, 3], mask=[0, 1, 0]), np.arange(4.0).view(Subclass), np.array([1, 2], ">i2"),
        memoryview(b"abc"),
    ],
)  # fmt: skip
def test_array_likes(name: str, swapped: bool, other: Any) -> None:
    """The same result, or an exception of the same type; of what is no number, the library's TypeError."""
    operands = (other, A) if swapped else (A, other)
    model, function = getattr(np, name), getattr(ours, name)
    try:
        expected = model(*operands)
    except Exception as error:
        text = other is None or isinstance(other, str) or getattr(other, "dtype", np.dtype(int)).kind == "U"
        with pytest.raises((type(error), TypeError) if text else type(error)):
            function(*operands)
        return
    result = function(*operands)
    assert type(result) is type(expected)
    assert result.dtype == expected.dtype
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "mode",
    [*MODES, 0, 1, 2, 3, -1, np.int64(1), np.str_("full"), "f", "Full", "v", "x", "", None, True, 1.0, b"full", [1]],
)
def test_modes(name: str, mode: Any) -> None:
    try:
        expected = getattr(np, name)(A, V, mode)
    except Exception as error:
        with pytest.raises(type(error)):
            getattr(ours, name)(A, V, mode)
    else:
        np.testing.assert_array_equal(getattr(ours, name)(A, V, mode), expected)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("operands", [(EMPTY, V), (A, EMPTY), (EMPTY, EMPTY), ([], V)])
@pytest.mark.parametrize("mode", MODES)
def test_empty_operands(name: str, operands: tuple[Any, Any], mode: str) -> None:
    with pytest.raises(ValueError, match="empty") as expected:
        getattr(np, name)(*operands, mode)
    with pytest.raises(faltung.InvalidArgument, match="empty") as error:
        getattr(ours, name)(*operands, mode)
    assert str(expected.value) in str(error.value)
    assert error.value.argument == ("a" if len(operands[0]) == 0 else "v")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("char", ["g", "G", "O", "m8[s]"])
def test_types_that_the_library_lacks(name: str, char: str) -> None:
    with pytest.raises(TypeError, match="element types"):
        getattr(ours, name)(A, np.ones(2, char))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signature_begins_as_the_models(name: str) -> None:
    model = inspect.signature(getattr(np, name)).parameters
    parameters = inspect.signature(getattr(ours, name)).parameters
    same = [(p.name, p.default, p.kind) for p in model.values()]
    assert [(p.name, p.default, p.kind) for p in list(parameters.values())[: len(same)]] == same
    assert all(p.kind is p.KEYWORD_ONLY for p in list(parameters.values())[len(same) :])


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("method", ["direct", "fft"])
def test_containment(name: str, value: float, method: str) -> None:
    """Where NumPy's direct sums are finite, so is the result; elsewhere it is not."""
    a, v = np.arange(1.0, 201.0), np.linspace(1, 2, 31)
    a[77] = value
    expected = getattr(np, name)(a, v, "full")
    result = forced(name, method, a, v, "full")
    np.testing.assert_array_equal(np.isfinite(result), np.isfinite(expected))


def forced(name: str, method: str, *arguments: Any, **keywords: Any) -> Any:
    try:
        return getattr(ours, name)(*arguments, method=method, **keywords)
    except faltung.Unsupported as error:
        if method == "direct" or "built without" not in str(error):
            raise
        pytest.skip(str(error))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
@pytest.mark.parametrize("lengths", [(6, 3), (3, 6), (5, 5)])
def test_axis_with_one_filter(name: str, mode: str, axis: int, lengths: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    shape = [2, 3, 4]
    shape[axis] = lengths[0]
    a, v = samples(rng, tuple(shape), "i4"), samples(rng, (lengths[1],), "i4")
    expected = np.apply_along_axis(lambda x: getattr(np, name)(x, v, mode), axis, a)
    np.testing.assert_array_equal(getattr(ours, name)(a, v, mode, axis=axis), expected)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    ("shape_a", "shape_v"),
    [
        ((2, 3, 7), (3, 4)),
        ((2, 3, 7), (2, 1, 4)),
        ((7,), (3, 4)),
        ((3, 7), (2, 1, 4)),
        ((1, 7), (3, 4)),
        ((3, 4), (1, 7)),
    ],
)
def test_axis_with_broadcast_filters(name: str, shape_a: tuple[int, ...], shape_v: tuple[int, ...]) -> None:
    rng = np.random.default_rng(6)
    a, v = samples(rng, shape_a, "i8"), samples(rng, shape_v, "i8")
    batch = np.broadcast_shapes(shape_a[:-1], shape_v[:-1])
    expected = np.empty((*batch, shape_a[-1] + shape_v[-1] - 1), "i8")
    for at in np.ndindex(batch):
        x = np.broadcast_to(a, (*batch, shape_a[-1]))[at]
        h = np.broadcast_to(v, (*batch, shape_v[-1]))[at]
        expected[at] = getattr(np, name)(x, h, "full")
    np.testing.assert_array_equal(getattr(ours, name)(a, v, "full", axis=-1), expected)


@pytest.mark.parametrize("axis", [2, -3])
def test_axis_out_of_range(axis: int) -> None:
    with pytest.raises(np.exceptions.AxisError):
        ours.convolve(np.ones((2, 3)), V, axis=axis)


def test_filters_without_the_axis() -> None:
    with pytest.raises(faltung.InvalidArgument, match="has no axis -3"):
        ours.convolve(np.ones((2, 3, 4)), np.ones((3, 4)), axis=0)


def test_several_dimensions_need_an_axis() -> None:
    with pytest.raises(faltung.InvalidArgument, match="too deep"):
        ours.convolve(np.ones((2, 3)), V)


PADDED = {"wrap": "wrap", "reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "constant": "constant"}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("boundary", PADDED)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("m", [1, 2, 3, 4, 5])
def test_boundary(name: str, boundary: str, mode: str, m: int) -> None:
    """Padding by hand, of an integer signal as long as the filter at least."""
    rng = np.random.default_rng(7)
    a, v = rng.integers(-50, 50, 9), rng.integers(-50, 50, m)
    constant = {"constant_values": 5} if boundary == "constant" else {}
    padded = np.pad(a, m - 1, mode=PADDED[boundary], **constant)  # type: ignore[call-overload]
    full = getattr(np, name)(padded, v, "valid")
    first = (m - 1) // 2
    expected = {"full": full, "same": full[first : first + a.size], "valid": getattr(np, name)(a, v, "valid")}[mode]
    np.testing.assert_array_equal(getattr(ours, name)(a, v, mode, boundary=boundary, cval=5), expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_out(name: str) -> None:
    out = np.empty((3, 14))[:, ::2]
    a = np.arange(15.0).reshape(3, 5)
    assert getattr(ours, name)(a, V, "full", axis=1, out=out) is out
    np.testing.assert_array_equal(out, getattr(ours, name)(a, V, "full", axis=1))
    with pytest.raises(faltung.InvalidArgument, match="out"):
        getattr(ours, name)(A, V, "full", out=np.empty(6))
    locked = np.empty(7)
    locked.flags.writeable = False
    with pytest.raises(ValueError, match="out"):
        getattr(ours, name)(A, V, "full", out=locked)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_keywords_reach_the_library(name: str) -> None:
    function = getattr(ours, name)
    expected = getattr(np, name)(A, V, "full")
    for keywords in (
        {"method": "direct", "backend": "cpu", "threads": 1, "max_error": 1e-12},
        {"method": "reference"},
        {"workspace": np.empty(1 << 16, np.uint8)},
    ):
        np.testing.assert_array_equal(function(A, V, "full", **keywords), expected)
    for keywords in (
        {"method": "fastest"}, {"backend": "tpu"}, {"boundary": "void"}, {"threads": -1}, {"max_error": -1.0},
        {"method": "separable"}, {"max_error": 1e-30},
    ):  # fmt: skip
        with pytest.raises(faltung.InvalidArgument):
            function(A, V, "full", **keywords)


def test_operands_are_left_alone() -> None:
    a, v = A.copy(), V.copy()
    ours.convolve(a, v)
    ours.correlate(a, v)
    np.testing.assert_array_equal(a, A)
    np.testing.assert_array_equal(v, V)
