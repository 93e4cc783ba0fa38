"""Means of the samples around each."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np

from .._arguments import How, operand
from ._arguments import (
    axes_of,
    axis_of,
    boundary_of,
    for_each_axis,
    output_for,
    require_elements,
    require_origin,
)
from ._filters import Pass, in_passes, outside_of
from ._foreign_filters import filter_foreign
from ._settling import settle_sliding_sums
from ._sums import Sums, evaluate
from ._truncation import integer_sums, largest_sample, truncate

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, ExchangeableArray, HostArray
    from ._arguments import Axes, Extras


def _filter_uniformly(
    signal: Any,
    size: int,
    axis: int,
    output: Any,
    mode: object,
    cval: complex,
    origin: SupportsIndex,
    how: How,
) -> Any:
    centre = operator.index(origin)
    require_origin(centre, size)
    if not isinstance(signal, np.ndarray):
        return filter_foreign(
            signal, np.full(size, 1 / size), (axis,), output, mode, cval, (centre,), how, convolving=False
        )
    boundary = boundary_of(mode)
    in_complex = signal.dtype.kind == "c"
    require_elements(signal.dtype, in_complex)
    require_elements(output.dtype, in_complex, of_result=True)
    outside = outside_of(cval, signal, in_complex)
    if not output.flags.writeable:
        raise ValueError("output array is read-only")
    # Ones, and a division at the end: sums of integers are exact, and the mean of equal samples is their value.
    sums = Sums(signal, np.ones(size), (axis,), ((size - 1) // 2 - centre,), boundary, outside)
    integers = output.dtype.kind in "biu"
    total = integer_sums(sums, how) if integers else None
    if total is None:
        summed = np.dtype(np.complex128 if in_complex else np.float64)
        total = output if output.dtype == summed else np.empty(output.shape, summed)
        evaluate(sums, total, how.by(how.method or "direct") if integers else how)
        if integers and signal.size > 0:
            settle_sliding_sums(sums, total, largest_sample(sums))
    if integers:
        truncate(np.divide(total, size), output)
    elif total is output:
        np.divide(total, size, out=output)
    else:
        with np.errstate(over="ignore"):
            np.divide(total, size, out=output, casting="same_kind")
    return output


@overload
def uniform_filter1d(
    input: HostArray,
    size: SupportsIndex,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def uniform_filter1d(
    input: ExchangeableArray,
    size: SupportsIndex,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def uniform_filter1d(
    input: Any,
    size: SupportsIndex,
    axis: SupportsIndex = -1,
    output: Any = None,
    mode: str = "reflect",
    cval: complex = 0.0,
    origin: SupportsIndex = 0,
    *,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """The mean of `size` samples around each, along an axis; an even size reaches one further to the left.

    input : array of any rank from 1 and any strides; bool, integers of up to 64 bits, float32, float64, complex.
    axis, output, mode, cval, origin, method, backend, threads, max_error, stream, workspace : see this module.

    Returns an array of input's shape. A NaN or an infinity reaches only the means that hold it (in scipy.ndimage, all
    that follow as well). RuntimeError for a size below 1; ValueError for an origin outside
    -(size // 2) .. (size - 1) // 2.
    """
    signal, length = operand(input), operator.index(size)
    place = axis_of(axis, signal.ndim)
    if length < 1:
        raise RuntimeError(f"incorrect filter size: {length}")
    if isinstance(signal, np.ndarray):
        output = output_for(output, signal, signal.dtype.kind == "c")
    how = How(method, backend, threads, max_error, stream, workspace)
    return _filter_uniformly(signal, length, place, output, mode, cval, origin, how)


@overload
def uniform_filter(
    input: HostArray,
    size: SupportsIndex | Iterable[SupportsIndex] = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    origin: SupportsIndex | Iterable[SupportsIndex] = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def uniform_filter(
    input: ExchangeableArray,
    size: SupportsIndex | Iterable[SupportsIndex] = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    origin: SupportsIndex | Iterable[SupportsIndex] = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def uniform_filter(
    input: Any,
    size: SupportsIndex | Iterable[SupportsIndex] = 3,
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    origin: SupportsIndex | Iterable[SupportsIndex] = 0,
    *,
    axes: Axes = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """The mean of `size` samples around each along all axes, or along some.

    input : as of uniform_filter1d.
    size, mode, origin : a value, or one for each filtered axis. Axes with a size of 1 or less are left out.
    axes : the filtered axes; None for all. Others are a batch.
    output, cval, method, backend, threads, max_error, stream, workspace : see this module.

    Returns an array of input's shape. One axis is filtered after the other, and what lies between is of the output's
    type: an integer output is truncated after every axis. RuntimeError for a sequence of another length than axes.
    """
    signal = operand(input)
    if isinstance(signal, np.ndarray):
        output = output_for(output, signal, signal.dtype.kind == "c")
    chosen = axes_of(axes, signal.ndim)
    count = len(chosen)
    sizes, origins, modes = (for_each_axis(value, count) for value in (size, origin, mode))
    how = How(method, backend, threads, max_error, stream, workspace)

    def along(number: int) -> Pass:
        def filter_axis(source: Any, target: Any) -> Any:
            length = int(sizes[number])
            return _filter_uniformly(source, length, chosen[number], target, modes[number], cval, origins[number], how)

        return filter_axis

    return in_passes(signal, output, [along(number) for number in range(count) if sizes[number] > 1])
