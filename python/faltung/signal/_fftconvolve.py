from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np

from .._arguments import ExchangeableArray, How, Request, common_type, dtype_of, operand, refuse, shape_of, written
from ._axes import axes_of, convolve_axes, convolved_axes, require_containment, require_mode

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, HostArray, Options

    class _Options(Options, total=False):
        out: Any
        boundary: str | None
        cval: complex
        method: str | None


@overload
def fftconvolve(
    in1: HostArray,
    in2: HostArray,
    mode: str = ...,
    axes: SupportsIndex | Iterable[SupportsIndex] | None = ...,
    **options: Unpack[_Options],
) -> Array: ...
@overload
def fftconvolve(
    in1: ExchangeableArray,
    in2: ExchangeableArray,
    mode: str = ...,
    axes: SupportsIndex | Iterable[SupportsIndex] | None = ...,
    **options: Unpack[_Options],
) -> ExchangeableArray: ...
def fftconvolve(
    in1: Any,
    in2: Any,
    mode: str = "full",
    axes: SupportsIndex | Iterable[SupportsIndex] | None = None,
    *,
    out: Any = None,
    boundary: str | None = None,
    cval: complex = 0,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Convolution of two N-dimensional arrays in floating point.

    The method is the library's choice, which need not be a transform; method='fft' makes it one.

    in1, in2: array-likes of one rank
    mode: 'full', 'same' or 'valid', as of convolve; 'same' has in1's shape along all axes
    axes: along which to convolve, all if None; along the others the operands are broadcast. At most two of them may
        have more than one sample in both operands

    Returns an array of the operands' common type, once integers and bool have become float64, and float16 float32. Two
    scalars, and operands with nothing to convolve, are multiplied and keep their type; of an empty operand the result
    is empty, whatever the mode. The keywords: see faltung.signal.

    Raises ValueError where ranks or shapes do not fit, or mode, axes or method is none; Unsupported, a ValueError, for
    more than two axes, or where this build or machine cannot carry out the method; TypeError for element types that the
    library lacks.
    """
    request = Request(boundary, cval, None, out, How(None, backend, threads, max_error, stream, workspace))
    return _in_floating_point(operand(in1), operand(in2), mode, axes, method, request)


@overload
def oaconvolve(
    in1: HostArray,
    in2: HostArray,
    mode: str = ...,
    axes: SupportsIndex | Iterable[SupportsIndex] | None = ...,
    **options: Unpack[_Options],
) -> Array: ...
@overload
def oaconvolve(
    in1: ExchangeableArray,
    in2: ExchangeableArray,
    mode: str = ...,
    axes: SupportsIndex | Iterable[SupportsIndex] | None = ...,
    **options: Unpack[_Options],
) -> ExchangeableArray: ...
def oaconvolve(
    in1: Any,
    in2: Any,
    mode: str = "full",
    axes: SupportsIndex | Iterable[SupportsIndex] | None = None,
    *,
    out: Any = None,
    boundary: str | None = None,
    cval: complex = 0,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """fftconvolve by SciPy's other name, for operands of very different lengths: the library's choice knows lengths.

    Arguments, result and errors are fftconvolve's. method='overlap_save' makes it segments.
    """
    request = Request(boundary, cval, None, out, How(None, backend, threads, max_error, stream, workspace))
    return _in_floating_point(operand(in1), operand(in2), mode, axes, method, request)


def _in_floating_point(in1: Any, in2: Any, mode: str, axes: object, method: str | None, request: Request) -> Any:
    if in1.ndim == in2.ndim == 0:
        return written(in1 * in2, request.out)
    if in1.ndim != in2.ndim:
        raise refuse(
            "in2",
            shape_of(in2),
            f"in1 and in2 should have the same dimensionality; in1 has shape {shape_of(in1)}",
        )
    shape1, shape2 = shape_of(in1), shape_of(in2)
    if 0 in shape1 or 0 in shape2:
        return written(np.array([]), request.out)
    places = axes_of(axes, in1.ndim)
    extended = request.boundary not in (None, "zero")
    convolved = convolved_axes(shape1, shape2, places, extended)
    for a, (n, m) in enumerate(zip(shape1, shape2, strict=True)):
        if a not in convolved and n != m and 1 not in (n, m):
            raise refuse("in2", shape2, f"incompatible shapes for in1 and in2: {shape1} and {shape2}")
    mode = require_mode(mode)
    if mode == "valid":
        require_containment(shape1, shape2, convolved)
    dtype = _floating(dtype_of(in1), dtype_of(in2)) if convolved else None
    request = request._replace(dtype=dtype).by(None if method == "auto" else method)
    return convolve_axes(in1, in2, places, False, mode, request)


def _floating(type1: np.dtype[Any] | None, type2: np.dtype[Any] | None) -> np.dtype[Any] | None:
    if type1 is None or type2 is None:
        return None
    return common_type(_transformed.get(type1.char, type1), _transformed.get(type2.char, type2))


# What SciPy's transforms make of the types that they do not compute in.
_transformed = {char: np.dtype(np.float64) for char in "?bBhHiIlLqQ"} | {"e": np.dtype(np.float32)}
