"""faltung.numpy's functions are SequenceFunctions: functions to whoever looks, and one result by either way."""

from __future__ import annotations

import copy
import functools
import gc
import inspect
import pickle
import pydoc
import sys
import weakref
from typing import Any

import faltung
import faltung.numpy as ours
import numpy as np
import pytest
from faltung import _core
from operands import TYPES, samples

FUNCTIONS = ("convolve", "correlate")
MODES = ("full", "same", "valid")


def behind(name: str) -> Any:
    return getattr(ours, name).__wrapped__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_looks_like_the_function(name: str) -> None:
    function = getattr(ours, name)
    assert type(function) is _core.SequenceFunction
    assert (function.__name__, function.__qualname__, function.__module__) == (name, name, "faltung.numpy")
    assert function.__doc__ == behind(name).__doc__
    assert inspect.signature(function) == inspect.signature(behind(name))
    assert inspect.isroutine(function) and callable(function)
    assert f"{name}(a: 'Any', v: 'Any'" in pydoc.plaintext.document(function)
    assert repr(function).startswith(f"<function {name} at ")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_is_one_of_its_kind(name: str) -> None:
    function = getattr(ours, name)
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.copy(function) is copy.deepcopy(function) is function
    assert weakref.ref(function)() is function
    function.seen = 1
    assert function.__dict__.pop("seen") == 1


def test_it_is_a_method_in_a_class() -> None:
    class Signal(np.ndarray[Any, Any]):
        smoothed_by = ours.convolve

    assert Signal.smoothed_by is ours.convolve
    signal = np.arange(5.0).view(Signal)
    np.testing.assert_array_equal(signal.smoothed_by(np.ones(2)), np.convolve(np.arange(5.0), np.ones(2)))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", TYPES)
def test_both_ways_are_one(name: str, mode: str, dtype: str) -> None:
    """The same bits of any call, whether the function behind is reached or not."""
    rng = np.random.default_rng(3)
    a, v = samples(rng, (41,), dtype), samples(rng, (6,), dtype)
    expected = behind(name)(a, v, mode)
    not_interned = "".join(list(mode))
    assert not_interned is not mode
    for result in (
        getattr(ours, name)(a, v, mode),
        getattr(ours, name)(a, v, mode=mode),
        getattr(ours, name)(v=v, a=a, mode=mode),
        getattr(ours, name)(a, v, not_interned),
        getattr(ours, name)(a, v, **{"".join(list("mode")): mode}),
        getattr(ours, name)(*(a, v, mode)),
        functools.partial(getattr(ours, name), a)(v, mode),
        getattr(ours, name)(a, v, mode, axis=-1),
    ):
        assert result.dtype == expected.dtype
        assert result.tobytes() == expected.tobytes()
    default = {"convolve": "full", "correlate": "valid"}[name]
    assert getattr(ours, name)(a, v).tobytes() == behind(name)(a, v, default).tobytes()


def test_what_is_short() -> None:
    """Two sequences with a mode's name or none; nothing else."""
    calls: list[Any] = []

    def general(*arguments: Any, **keywords: Any) -> None:
        calls.append((arguments, keywords))

    short = _core.SequenceFunction(general, False, "full")
    a, v = np.arange(5.0), np.ones(2)
    for arguments, keywords in (((a, v), {}), ((a, v, "same"), {}), ((a, v), {"mode": "valid"}), ((a[::-2], v), {})):
        assert isinstance(short(*arguments, **keywords), np.ndarray)
    assert not calls
    for arguments, keywords in (
        ((), {}), ((a,), {}), ((a,), {"v": v}), ((a, v, 2), {}), ((a, v, None), {}), ((a, v, "other"), {}),
        ((a, v), {"out": None}), ((a, v), {"mode": "full", "out": None}), ((a, v, "full"), {"mode": "full"}),
        ((a, v, "full", 1), {}), ((a[None], v), {}), ((a, v[None]), {}), ((a[:0], v), {}), ((a, v[:0]), {}),
        (([1.0], v), {}), ((a, [1.0]), {}), ((a.view(np.recarray), v), {}), ((np.float64(1), v), {}),
        ((np.array(1.0), v), {}),
    ):  # fmt: skip
        calls.clear()
        assert short(*arguments, **keywords) is None
        ((reached, named),) = calls
        assert len(reached) == len(arguments) and all(x is y for x, y in zip(reached, arguments, strict=True))
        assert named == keywords


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("char", ["g", "O", "M8[s]", "U1"])
def test_errors_are_the_same(name: str, char: str) -> None:
    a, v = np.ones(4), np.ones(2).astype(char)
    with pytest.raises(TypeError) as short:
        getattr(ours, name)(a, v)
    with pytest.raises(TypeError) as general:
        behind(name)(a, v)
    assert str(short.value) == str(general.value)


def test_copies_where_elements_do_not_lie_well() -> None:
    a = np.arange(5, dtype=">f8")
    odd = np.frombuffer(b"\0" + np.arange(4.0).tobytes(), np.float64, 4, 1)
    np.testing.assert_array_equal(ours.convolve(a, odd), np.convolve(a, odd))


def test_what_it_refuses_to_be() -> None:
    with pytest.raises(TypeError, match="callable"):
        _core.SequenceFunction(3, False, "full")  # type: ignore[arg-type]
    with pytest.raises(faltung.InvalidArgument, match="mode"):
        _core.SequenceFunction(print, False, "middle")
    with pytest.raises(TypeError, match="keyword"):
        _core.SequenceFunction(print, correlate=False, mode="full")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        _core.SequenceFunction()  # type: ignore[call-arg]


def test_nothing_is_kept() -> None:
    """Neither what it is called with, nor it by itself."""
    a, v = np.arange(5.0), np.ones(2)
    counts = sys.getrefcount(a), sys.getrefcount(v)
    for _ in range(10):
        ours.convolve(a, v)
        ours.convolve(a, v, mode="same")
    assert (sys.getrefcount(a), sys.getrefcount(v)) == counts

    def general() -> None: ...

    short = _core.SequenceFunction(general, False, "full")
    general.short = short  # type: ignore[attr-defined]
    short.itself = short  # type: ignore[attr-defined]
    gone = weakref.ref(short)
    del short, general
    gc.collect()
    assert gone() is None
