from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np

from .. import _core
from .._arguments import ExchangeableArray, How, Request, common_type, dtype_of, operand, refuse, shape_of, written
from ._axes import axes_of, require_containment, require_mode
from ._outside import rule_of, value_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, HostArray, Options

    class _Options(Options, total=False):
        out: Any
        axes: Iterable[SupportsIndex] | None
        method: str | None


@overload
def convolve2d(
    in1: HostArray,
    in2: HostArray,
    mode: str = ...,
    boundary: str = ...,
    fillvalue: Any = ...,
    **options: Unpack[_Options],
) -> Array: ...
@overload
def convolve2d(
    in1: ExchangeableArray,
    in2: ExchangeableArray,
    mode: str = ...,
    boundary: str = ...,
    fillvalue: Any = ...,
    **options: Unpack[_Options],
) -> ExchangeableArray: ...
def convolve2d(
    in1: Any,
    in2: Any,
    mode: str = "full",
    boundary: str = "fill",
    fillvalue: Any = 0,
    *,
    out: Any = None,
    axes: Iterable[SupportsIndex] | None = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Convolution of two 2-dimensional arrays, with a boundary.

    in1, in2: (height, width) array-likes; with `axes`, which names two, in1 may have more, and in2 as many, or
        two in the order of in1's
    mode: 'full', 'same' (in1's shape) or 'valid' (one operand must be as large as the other along both axes)
    boundary: what stands outside in1: 'fill' or 'pad' (fillvalue), 'wrap' or 'circular', 'symm' or 'symmetric' (the
        edge twice); or the library's own 'zero', 'constant' (fillvalue), 'reflect' (the same as 'symm'), 'mirror' (the
        edge once) and 'nearest'. Mode 'valid' needs none
    fillvalue: a number that the result's element type holds

    Returns an array of the operands' common type. An empty operand is a sum of nothing: zeros, with boundary 'fill'.
    The
    keywords: see faltung.signal.

    Raises ValueError where the operands are not 2-dimensional, their shapes do not fit mode or boundary, or mode,
    boundary, fillvalue or method is none; Unsupported, a ValueError, where this build or machine cannot carry out the
    method; TypeError for element types that the library lacks.
    """
    request = Request(None, 0, None, out, How(_named(method), backend, threads, max_error, stream, workspace))
    return _either(operand(in1), operand(in2), False, mode, boundary, fillvalue, axes, request)


@overload
def correlate2d(
    in1: HostArray,
    in2: HostArray,
    mode: str = ...,
    boundary: str = ...,
    fillvalue: Any = ...,
    **options: Unpack[_Options],
) -> Array: ...
@overload
def correlate2d(
    in1: ExchangeableArray,
    in2: ExchangeableArray,
    mode: str = ...,
    boundary: str = ...,
    fillvalue: Any = ...,
    **options: Unpack[_Options],
) -> ExchangeableArray: ...
def correlate2d(
    in1: Any,
    in2: Any,
    mode: str = "full",
    boundary: str = "fill",
    fillvalue: Any = 0,
    *,
    out: Any = None,
    axes: Iterable[SupportsIndex] | None = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Cross-correlation of two 2-dimensional arrays, with a boundary: sums of in1's windows times conj(in2).

    Where mode 'valid' meets a larger in2, it is in1 that is conjugated, as SciPy does.

    Arguments, result and errors are convolve2d's.
    """
    request = Request(None, 0, None, out, How(_named(method), backend, threads, max_error, stream, workspace))
    return _either(operand(in1), operand(in2), True, mode, boundary, fillvalue, axes, request)


def _named(method: str | None) -> str | None:
    return None if method == "auto" else method


def _either(
    in1: Any,
    in2: Any,
    correlate: bool,
    mode: str,
    boundary: str,
    fillvalue: Any,
    axes: Iterable[SupportsIndex] | None,
    request: Request,
) -> Any:
    places = _two_axes(in1, in2, axes)
    shape1, shape2 = shape_of(in1), shape_of(in2)
    image = tuple(shape1[a] for a in places)
    kernel = shape2 if len(shape2) == 2 else tuple(shape2[a] for a in places)
    swapped = False
    if mode == "valid":
        require_containment(image, kernel, (0, 1))
        swapped = any(n < m for n, m in zip(image, kernel, strict=True))
    mode = require_mode(mode)
    rule = rule_of(boundary)
    type1, type2 = dtype_of(in1), dtype_of(in2)
    dtype = None if type1 is None or type2 is None else common_type(type1, type2)
    value = value_of(fillvalue, dtype)
    if rule == "constant" and value != 0 and isinstance(in1, np.ndarray) and dtype is not None:
        # What stands outside is a value of the result's type, which a narrower in1's may not have.
        in1 = in1 if type1 == dtype else in1.astype(dtype)
    if mode == "valid" or (rule == "constant" and value == 0):
        rule = "zero"
    if 0 in shape1 or 0 in shape2:
        return written(_empty_sums(in1, in2, mode, rule), request.out)
    if rule == "constant" and isinstance(in1, np.ndarray) and not np.isfinite(value):
        in1, mode, rule = _extended(in1, value, places, kernel, mode, correlate), "valid", "zero"
    out = request.out
    result = _core.convolve(in1, in2, places, correlate, mode, rule, value, None, None, None, out, *request.how)
    if not (correlate and swapped):
        return result
    return written(result.conj(), out)


def _two_axes(in1: Any, in2: Any, axes: Iterable[SupportsIndex] | None) -> tuple[int, ...]:
    if axes is None:
        for name, array in (("in1", in1), ("in2", in2)):
            if array.ndim != 2:
                raise refuse(name, shape_of(array), "convolve2d inputs must both be 2-D arrays; axes names two of more")
        return (0, 1)
    places = axes_of(axes, in1.ndim)
    if len(places) != 2:
        raise refuse("axes", axes, "must be two")
    if in2.ndim not in (2, in1.ndim):
        raise refuse("in2", shape_of(in2), f"must have two dimensions, or as many as in1 of shape {shape_of(in1)}")
    return places


def _empty_sums(in1: Any, in2: Any, mode: str, rule: str) -> Any:
    shape1, shape2 = shape_of(in1), shape_of(in2)
    if in1.ndim != 2 or in2.ndim != 2 or (0 in shape1 and rule != "zero"):
        name, shape = ("in1", shape1) if 0 in shape1 else ("in2", shape2)
        raise refuse(name, shape, "cannot be empty")
    extents = zip(shape1, shape2, strict=True)
    full = tuple(n + m - 1 for n, m in zip(shape1, shape2, strict=True))
    shape = {"full": full, "same": shape1, "valid": tuple(abs(n - m) + 1 for n, m in extents)}[mode]
    if -1 in shape:
        raise refuse("in2", shape2, f"negative dimensions are not allowed; with in1 of shape {shape1} one would be")
    return np.zeros(shape, np.result_type(in1, in2))


def _extended(
    in1: Any, value: complex, places: Sequence[int], kernel: Sequence[int], mode: str, correlate: bool
) -> Any:
    """in1 with as many samples of `value` around it as the result needs: the library's constants are finite."""
    widths = [(0, 0)] * in1.ndim
    for a, m in zip(places, kernel, strict=True):
        before = m - 1 if mode == "full" else m - 1 - (m if correlate else m - 1) // 2
        widths[a] = (before, m - 1 if mode == "full" else m - 1 - before)
    return np.pad(in1, widths, constant_values=value)
