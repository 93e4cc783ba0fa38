from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np

from .. import _core
from .._arguments import ExchangeableArray, How, Request, operand, refuse, shape_of, written
from ._axes import Shape, axes_of, convolve_axes, require_containment, require_mode

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, HostArray, Options

    class _Options(Options, total=False):
        out: Any
        axes: SupportsIndex | Iterable[SupportsIndex] | None
        boundary: str | None
        cval: complex


METHODS = ("auto", "direct", "fft", "reference", "separable", "overlap_save")


@overload
def convolve(
    in1: HostArray, in2: HostArray, mode: str = ..., method: str = ..., **options: Unpack[_Options]
) -> Array: ...
@overload
def convolve(
    in1: ExchangeableArray, in2: ExchangeableArray, mode: str = ..., method: str = ..., **options: Unpack[_Options]
) -> ExchangeableArray: ...
def convolve(
    in1: Any,
    in2: Any,
    mode: str = "full",
    method: str = "auto",
    *,
    out: Any = None,
    axes: SupportsIndex | Iterable[SupportsIndex] | None = None,
    boundary: str | None = None,
    cval: complex = 0,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Convolution of two N-dimensional arrays.

    in1, in2: array-likes of one rank. At most two axes may have more than one sample in both
    mode: 'full' (per axis n + m - 1 values), 'same' (in1's shape, in the middle of the full result) or 'valid' (the
        values that need no sample from outside; one operand must be as large as the other along every axis, no matter
        which)
    method: 'auto', 'direct' or 'fft', or another of the library's. 'fft' is the library's choice where no transform can
        serve: where integers would not surely be exact, or this build has none

    Returns an array of the operands' common type; of two scalars their product. The keywords: see faltung.signal.

    Raises ValueError where ranks or shapes do not fit, mode or method is unknown, or an operand is empty (but for the
    empty results of mode 'same'); Unsupported, a ValueError, for more than two axes, or where this build or machine
    cannot carry out the method; TypeError for element types that the library lacks.
    """
    request = Request(boundary, cval, None, out, How(None, backend, threads, max_error, stream, workspace))
    return either(operand(in1), operand(in2), False, mode, method, axes, request)


@overload
def correlate(
    in1: HostArray, in2: HostArray, mode: str = ..., method: str = ..., **options: Unpack[_Options]
) -> Array: ...
@overload
def correlate(
    in1: ExchangeableArray, in2: ExchangeableArray, mode: str = ..., method: str = ..., **options: Unpack[_Options]
) -> ExchangeableArray: ...
def correlate(
    in1: Any,
    in2: Any,
    mode: str = "full",
    method: str = "auto",
    *,
    out: Any = None,
    axes: SupportsIndex | Iterable[SupportsIndex] | None = None,
    boundary: str | None = None,
    cval: complex = 0,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Cross-correlation of two N-dimensional arrays: c[k] = sum of in1[l] conj(in2[l - k]) over l.

    The result begins at k = -(m - 1) with mode 'full'; correlation_lags has the k of each mode. Mode 'same' has the
    centre of a convolution with the reversed in2, which for even extents is not correlate2d's.

    Arguments, result and errors are convolve's.
    """
    request = Request(boundary, cval, None, out, How(None, backend, threads, max_error, stream, workspace))
    return either(operand(in1), operand(in2), True, mode, method, axes, request)


def either(
    in1: Any,
    in2: Any,
    correlate: bool,
    mode: str,
    method: str,
    axes: object,
    request: Request,
    carry_out: Callable[..., Any] = convolve_axes,
) -> Any:
    """Both functions' checks; `carry_out` gets what is to be done."""
    if in1.ndim == in2.ndim == 0:
        return written(in1 * (in2.conj() if correlate else in2), request.out)
    if in1.ndim != in2.ndim:
        raise refuse(
            "in2",
            shape_of(in2),
            f"volume and kernel (in1 and in2) should have the same dimensionality; in1 has shape {shape_of(in1)}",
        )
    mode = require_mode(mode)
    places = axes_of(axes, in1.ndim)
    if method not in METHODS:
        raise refuse("method", repr(method), f"acceptable method flags are {', '.join(map(repr, METHODS))}")
    shape1, shape2 = shape_of(in1), shape_of(in2)
    if mode == "valid":
        require_containment(shape1, shape2, places)
    if 0 in shape1 or 0 in shape2:
        return written(_of_nothing(in1, in2, mode), request.out)
    if method == "auto":
        return carry_out(in1, in2, places, correlate, mode, request)
    try:
        return carry_out(in1, in2, places, correlate, mode, request.by(method))
    except _core.Unsupported:
        if method != "fft":
            raise
        # SciPy's "fft" always works, and no result depends on it: integers are rounded, and here are the integers.
        return carry_out(in1, in2, places, correlate, mode, request)


def _of_nothing(in1: Any, in2: Any, mode: str) -> Any:
    """Of an empty operand: nothing of mode same, and in several dimensions the empty sums of mode valid."""
    shape1, shape2 = shape_of(in1), shape_of(in2)
    if mode == "same" and 0 in shape1 and 0 not in shape2:
        return np.zeros(shape1, np.result_type(in1, in2))
    if mode == "valid" and len(shape1) > 1:
        shape: Shape = tuple(abs(n - m) + 1 for n, m in zip(shape1, shape2, strict=True))
        return np.zeros(shape, np.result_type(in1, in2))
    name, shape = ("in1", shape1) if 0 in shape1 else ("in2", shape2)
    raise refuse(name, shape, "cannot be empty")
