"""numpy.convolve and numpy.correlate, with their arguments, results and exceptions.

Where the arguments are NumPy's, so are the results: the common type of the operands, integers modulo 2^bits, bool as or
of ands; the longer operand is the signal, and correlate conjugates `v`. Floating-point sums are rounded by the method
that is taken, within its bound. float16 is summed in float32. Element types that the library lacks (longdouble, object,
timedelta64) are a TypeError.

Beyond NumPy, by keyword only:

out: array of the result's shape, written and returned
axis: convolve along this axis of N-dimensional `a`; the other axes count signals. `v` is one filter for all of them, or
    has the same axis and is broadcast along the others
boundary, cval: what stands outside `a`: None or "zero", "constant" (of value cval), "wrap", "reflect", "mirror" or
    "nearest". With one of the latter five, mode 'same' has the extent of `a`
method: None, "reference", "direct", "separable", "fft" or "overlap_save"; None leaves the choice to the library
backend: None, "cpu" or "cuda"
threads: CPU threads that may be used, 0 for all
max_error: take no method whose proved error bound, relative to the 2-norms of the operands, is worse
stream: CUDA stream of work on device arrays
workspace: bytes to work in

Arrays of other libraries (CuPy, torch, JAX) are taken by DLPack or __cuda_array_interface__, and the result is such an
array.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import numpy as np

from . import _core
from ._arguments import ExchangeableArray, operand, refuse, shape_of

if TYPE_CHECKING:
    from typing import SupportsIndex

    from typing_extensions import Unpack

    from ._arguments import Array, HostArray, Options

    class _Options(Options, total=False):
        out: Any
        axis: SupportsIndex | None
        boundary: str | None
        cval: complex | None
        method: str | None


__all__ = ["convolve", "correlate"]

_LAST = (-1,)
_MODES = ("valid", "same", "full")

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _in_general(
    correlate: bool,
    a: Any,
    v: Any,
    mode: str | int,
    out: Any,
    axis: SupportsIndex | None,
    boundary: str | None,
    cval: complex | None,
    method: str | None,
    backend: str | None,
    threads: int,
    max_error: float | None,
    stream: Any,
    workspace: Any,
) -> Any:
    given = a, v
    a, v = operand(a), operand(v)
    if correlate:
        for name, array in (("a", a), ("v", v)):
            if array.ndim == 0:
                raise refuse(name, array, "object of too small depth for desired array")
    else:
        a, v = (array if array.ndim else array.reshape((1,)) for array in (a, v))
    a, v, axes = _aligned(a, v, axis)
    for name, place, array in (("a", "first", a), ("v", "second", v)):
        if 0 in shape_of(array):
            what = f"{place} array argument" if correlate else name
            raise refuse(name, shape_of(array), f"{what} cannot be empty")
    result = _core.convolve(
        a, v, axes, correlate, _mode_of(mode), boundary, cval, None, None, None,
        out, method, backend, threads, max_error, stream, workspace,
    )  # fmt: skip
    return _as_subclass(result, *given) if correlate and out is None else result


def _with_short_cut(correlate: bool, mode: str) -> Callable[[_Function], _Function]:
    """Two sequences of NumPy's go from the caller to the extension: _core.SequenceFunction. A function of Python's
    between them would cost 150 ns, as much as the convolution of 100 samples with 3 taps."""

    def behind(function: _Function) -> _Function:
        return cast(_Function, functools.update_wrapper(_core.SequenceFunction(function, correlate, mode), function))

    return behind


@overload
def convolve(a: HostArray, v: HostArray, mode: str | int = ..., **options: Unpack[_Options]) -> Array: ...
@overload
def convolve(
    a: ExchangeableArray, v: ExchangeableArray, mode: str | int = ..., **options: Unpack[_Options]
) -> ExchangeableArray: ...
@_with_short_cut(False, "full")
def convolve(
    a: Any,
    v: Any,
    mode: str | int = "full",
    *,
    out: Any = None,
    axis: SupportsIndex | None = None,
    boundary: str | None = None,
    cval: complex | None = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Discrete convolution of two sequences: full[k] = sum of v[j] a[k - j] over j.

    a: (n,) array-like, or N-dimensional with `axis`
    v: (m,) array-like, or with `axis` broadcastable against `a`
    mode: 'full' (n + m - 1 values), 'same' (the max(n, m) in their middle) or 'valid' (the max(n, m) - min(n, m) + 1
        that need no sample from outside); 2, 1 and 0 are the same three
    out, axis, boundary, cval, method, backend, threads, max_error, stream, workspace: see this module

    Returns an array of the operands' common type.

    Raises ValueError where an operand is empty or has more dimensions than one without `axis`, or `mode` is unknown;
    TypeError where `mode` is neither a string nor an integer, or the elements have a type that the library lacks.
    """
    return _in_general(
        False, a, v, mode, out, axis, boundary, cval, method, backend, threads, max_error, stream, workspace
    )


@overload
def correlate(a: HostArray, v: HostArray, mode: str | int = ..., **options: Unpack[_Options]) -> Array: ...
@overload
def correlate(
    a: ExchangeableArray, v: ExchangeableArray, mode: str | int = ..., **options: Unpack[_Options]
) -> ExchangeableArray: ...
@_with_short_cut(True, "valid")
def correlate(
    a: Any,
    v: Any,
    mode: str | int = "valid",
    *,
    out: Any = None,
    axis: SupportsIndex | None = None,
    boundary: str | None = None,
    cval: complex | None = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Cross-correlation of two sequences: c[k] = sum of a[n + k] conj(v[n]) over n.

    a: (n,) array-like, or N-dimensional with `axis`
    v: (m,) array-like, or with `axis` broadcastable against `a`
    mode: as of convolve; the default is another
    out, axis, boundary, cval, method, backend, threads, max_error, stream, workspace: see this module

    Returns an array of the operands' common type, of a subclass where `a` or `v` is of one.

    Raises ValueError where an operand is empty, a scalar, or has more dimensions than one without `axis`, or `mode` is
    unknown; TypeError where `mode` is neither a string nor an integer, or the elements have a type that the library
    lacks.
    """
    return _in_general(
        True, a, v, mode, out, axis, boundary, cval, method, backend, threads, max_error, stream, workspace
    )


def _mode_of(mode: object) -> str:
    if isinstance(mode, str):
        if mode not in _MODES:
            raise refuse("mode", repr(mode), "must be one of 'valid', 'same', or 'full'")
        return str(mode)
    if isinstance(mode, bool) or not hasattr(mode, "__index__"):
        raise TypeError(f"mode: convolve/correlate mode not understood: {mode!r}")
    number = operator.index(mode)
    if not 0 <= number <= 2:
        raise refuse("mode", number, "must be 0, 1, or 2, if an integer")
    return _MODES[number]


def _aligned(a: Any, v: Any, axis: SupportsIndex | None) -> tuple[Any, Any, tuple[int]]:
    """`v` with as many axes as `a`, or one, and the axis to convolve along."""
    if axis is None:
        for name, array in (("a", a), ("v", v)):
            if array.ndim > 1:
                raise refuse(name, shape_of(array), "object too deep for desired array; axis names one of several")
        return a, v, _LAST
    place = operator.index(axis)
    if not -a.ndim <= place < a.ndim:
        raise getattr(np, "exceptions", np).AxisError(place, a.ndim)  # in numpy itself before 1.25
    from_end = place - a.ndim if place >= 0 else place
    if v.ndim == 1:
        return a, v, (from_end,)
    if -from_end > v.ndim:
        raise refuse("v", shape_of(v), f"has no axis {from_end}, along which a of shape {shape_of(a)} is convolved")
    if v.ndim < a.ndim:
        v = v.reshape((1,) * (a.ndim - v.ndim) + shape_of(v))
    elif a.ndim < v.ndim:
        a = a.reshape((1,) * (v.ndim - a.ndim) + shape_of(a))
    return a, v, (from_end,)


def _as_subclass(result: Any, a: Any, v: Any) -> Any:
    """The result as numpy.correlate gives it: of the operand's class that has the higher __array_priority__."""
    given = [x for x in (a, v) if isinstance(x, np.ndarray)]
    if all(type(x) is np.ndarray for x in given) or not isinstance(result, np.ndarray):
        return result
    first = max(given, key=lambda x: getattr(x, "__array_priority__", 0.0))
    return np.ndarray.__array_wrap__(first, result)
