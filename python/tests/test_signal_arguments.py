"""What faltung.signal's functions take and refuse, against scipy.signal; then the keywords that SciPy has not."""

from __future__ import annotations

import inspect
from typing import Any

import faltung
import faltung.signal as ours
import numpy as np
import pytest
from operands import samples
from rounding import assert_close
from signal_model import EITHER, EVERY, IN_2D, MODES, TRANSFORMS, allowed, check, model, theirs

EMPTIES = [
    ((0,), (3,)), ((3,), (0,)), ((0,), (0,)), ((4, 5), (0, 3)), ((0, 5), (2, 3)), ((0, 3), (0, 2)), ((4, 5), (2, 0)),
    ((0, 0), (0, 0)), ((0, 0), (2, 2)),
]  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("shape1", "shape2"), EMPTIES)
def test_empty_operands(name: str, mode: str, shape1: tuple[int, ...], shape2: tuple[int, ...]) -> None:
    in1, in2 = np.ones(shape1), np.ones(shape2)
    try:
        expected = model(name, in1, in2, mode)
    except ValueError:
        with pytest.raises(faltung.InvalidArgument):
            getattr(ours, name)(in1, in2, mode)
    else:
        assert_close(getattr(ours, name)(in1, in2, mode), expected, 0)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    ("in1", "in2"),
    [
        (2, 3), (2.0, 3j), (1j, 1j), (True, True), (2, [3]), ([2], 3), ([1, 2], [[1]]), ([[1, 2]], [[3]]),
        ([1.5, 2], (3,)),
        ([1, [2, 3]], [1]), (np.ma.array([[1, 2]], mask=[[0, 1]]), [[2]]), (None, [1]), ([], []),
        (np.float32(2), np.float64(3)), (range(3), range(2)), (np.ones((1, 2)), np.ones(2)),
        (np.array([1 + 2j]), np.array([3j])),
    ],
)  # fmt: skip
def test_array_likes(name: str, in1: Any, in2: Any) -> None:
    """The same values and types, or an exception of the same type."""
    try:
        expected = model(name, in1, in2)
    except Exception as error:
        with pytest.raises(type(error)):
            getattr(ours, name)(in1, in2)
        return
    result = getattr(ours, name)(in1, in2)
    assert type(result) is type(expected)
    assert result.dtype == expected.dtype
    np.testing.assert_allclose(result, expected, rtol=1e-12)  # products of small numbers, by SciPy's transform at worst


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize("name", EVERY)
def test_subclasses(name: str) -> None:
    check(name, np.matrix([[1.0, 2, 4]]), np.matrix([[1.0, 3]]))


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("mode", ["chips", "f", "FULL", "", 0, 2, None, True])
def test_modes(name: str, mode: Any) -> None:
    with pytest.raises(ValueError):
        model(name, np.ones((1, 2)), np.ones((1, 1)), mode)
    with pytest.raises(faltung.InvalidArgument) as error:
        getattr(ours, name)(np.ones((1, 2)), np.ones((1, 1)), mode)
    assert error.value.argument == "mode"


@pytest.mark.parametrize("name", EITHER)
@pytest.mark.parametrize("method", ["chips", "Direct", "FFT", "", None, 0])
def test_methods(name: str, method: Any) -> None:
    with pytest.raises(ValueError, match="Acceptable method flags"):
        model(name, [1, 2], [1], "full", method)
    with pytest.raises(faltung.InvalidArgument, match="acceptable method flags"):
        getattr(ours, name)([1, 2], [1], "full", method)


@pytest.mark.parametrize("name", [n for n in ours.__all__ if n != "sepfir2d"])
def test_signatures_begin_as_the_models(name: str) -> None:
    expected = [(p.name, p.default, p.kind) for p in inspect.signature(getattr(theirs, name)).parameters.values()]
    parameters = list(inspect.signature(getattr(ours, name)).parameters.values())
    assert [(p.name, p.default, p.kind) for p in parameters[: len(expected)]] == expected
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters[len(expected) :])


@pytest.mark.parametrize("name", (*EVERY, "sepfir2d"))
def test_types_that_the_library_lacks(name: str) -> None:
    for char in "gGO":
        operands = [np.ones((3, 3), char), np.ones((1, 1))]
        with pytest.raises(TypeError):
            getattr(ours, name)(*operands) if name != "sepfir2d" else ours.sepfir2d(operands[0], [1.0], [1.0])


@pytest.mark.parametrize("name", EITHER)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("shape2", "axes"), [((1, 1, 3), 2), ((2, 1, 3), -1), ((2, 3, 2), (1, 2)), ((1, 9, 1), 1)])
def test_batches(name: str, mode: str, shape2: tuple[int, ...], axes: Any) -> None:
    rng = np.random.default_rng(7)
    in1, in2 = samples(rng, (2, 6, 7), "i8"), samples(rng, shape2, "i8")
    result = getattr(ours, name)(in1, in2, mode, axes=axes)
    places = [a % 3 for a in np.atleast_1d(axes)]
    others = [a for a in range(3) if a not in places]
    for at in np.ndindex(*(in1.shape[a] for a in others)):
        index1 = [slice(None)] * 3
        index2 = [slice(None)] * 3
        for a, i in zip(others, at, strict=True):
            index1[a], index2[a] = i, i if in2.shape[a] > 1 else 0  # type: ignore[call-overload]
        expected = model(name, in1[tuple(index1)], in2[tuple(index2)], mode, "direct")
        np.testing.assert_array_equal(result[tuple(index1)], expected)


@pytest.mark.parametrize("name", EITHER)
@pytest.mark.parametrize(
    ("boundary", "padded"), [("wrap", "wrap"), ("reflect", "symmetric"), ("mirror", "reflect"), ("nearest", "edge")]
)
@pytest.mark.parametrize("shape2", [(3,), (4,), (1,)])
def test_extended_sequences(name: str, boundary: str, padded: Any, shape2: tuple[int, ...]) -> None:
    rng = np.random.default_rng(9)
    in1, in2 = rng.integers(-9, 9, 8), rng.integers(-9, 9, shape2)
    m = shape2[0]
    full = model(name, np.pad(in1, m - 1, mode=padded), in2, "valid")
    np.testing.assert_array_equal(getattr(ours, name)(in1, in2, "full", boundary=boundary), full)
    same = full[(m - 1) // 2 :][:8]
    np.testing.assert_array_equal(getattr(ours, name)(in1, in2, "same", boundary=boundary), same)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shapes", [((1, 9), (1, 4)), ((1, 4), (1, 9)), ((6, 5), (2, 2)), ((3, 3), (6, 5))])
def test_out(name: str, mode: str, shapes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    rng = np.random.default_rng(10)
    in1, in2 = (samples(rng, s, "D") for s in shapes)
    function = getattr(ours, name)
    expected = function(in1, in2, mode)
    out = np.full((*expected.shape, 2), np.nan + 0j)[..., 0]
    assert function(in1, in2, mode, out=out) is out
    np.testing.assert_array_equal(out, expected)
    with pytest.raises(ValueError, match="out"):
        function(in1, in2, mode, out=np.empty((7, 3, 2), "D"))


@pytest.mark.parametrize(
    ("name", "shape1", "shape2", "mode"),
    [
        *((name, (), (), "full") for name in (*EITHER, *TRANSFORMS)),
        *((name, (0,), (3,), "same") for name in (*EITHER, *TRANSFORMS)),
        *((name, (4, 5), (0, 3), "full") for name in IN_2D),
        ("convolve", (4, 5), (0, 3), "valid"),
    ],
)
def test_out_of_what_is_not_summed(name: str, shape1: Any, shape2: Any, mode: str) -> None:
    in1, in2 = np.full(shape1, 3.0), np.full(shape2, 2.0)
    expected = np.asarray(getattr(ours, name)(in1, in2, mode))
    out = np.full(expected.shape, np.nan)
    assert getattr(ours, name)(in1, in2, mode, out=out) is out
    np.testing.assert_array_equal(out, expected)
    with pytest.raises(faltung.InvalidArgument, match="out"):
        getattr(ours, name)(in1, in2, mode, out=np.empty((7, 7, 7)))


@pytest.mark.parametrize("name", (*TRANSFORMS, *IN_2D))
def test_methods_by_the_librarys_names(name: str) -> None:
    rng = np.random.default_rng(11)
    in1, in2 = (rng.integers(-9, 9, s).astype(float) for s in ((9, 9), (3, 3)))
    expected = model(name, in1, in2)
    for method in (None, "auto", "direct", "reference", "fft", "separable"):
        try:
            result = getattr(ours, name)(in1, in2, method=method)
        except faltung.Unsupported as error:
            assert method in ("fft", "separable"), error
        else:
            np.testing.assert_allclose(result, expected, atol=float(np.max(allowed(name, in1, in2, (), expected))))
    for keywords in ({"method": "fastest"}, {"backend": "tpu"}, {"threads": -1}, {"max_error": -1.0}):
        with pytest.raises(faltung.InvalidArgument):
            getattr(ours, name)(in1, in2, **keywords)
