"""Convolution and correlation with weights that the caller gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from .._arguments import How, operand
from ._filters import filter_line, filter_points

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, Exchangeable, ExchangeableArray, HostArray
    from ._arguments import Axes, Extras


@overload
def correlate1d(
    input: HostArray,
    weights: HostArray,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def correlate1d(
    input: ExchangeableArray,
    weights: HostArray | Exchangeable,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def correlate1d(
    input: Any,
    weights: Any,
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
    """Correlates all lines along an axis with weights: y[i] = sum over j of weights[j] x[i + j - m // 2 - origin].

    input : array of any rank from 1 and any strides; bool, integers of up to 64 bits, float32, float64, complex.
    weights : (m,), m >= 1; converted to float64, or complex128 and conjugated.
    axis, output, mode, cval, origin, method, backend, threads, max_error, stream, workspace : see this module.

    Returns an array of input's shape. RuntimeError without weights; ValueError for an origin outside
    -(m // 2) .. (m - 1) // 2; numpy.exceptions.AxisError for an axis that input does not have.
    """
    how = How(method, backend, threads, max_error, stream, workspace)
    return filter_line(operand(input), operand(weights), axis, output, mode, cval, origin, how, convolving=False)


@overload
def convolve1d(
    input: HostArray,
    weights: HostArray,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def convolve1d(
    input: ExchangeableArray,
    weights: HostArray | Exchangeable,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def convolve1d(
    input: Any,
    weights: Any,
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
    """Convolves all lines along an axis with weights: y[i] = sum over j of weights[j] x[i + m // 2 + origin - j].

    Arguments, result and exceptions are correlate1d's; complex weights are not conjugated.
    """
    how = How(method, backend, threads, max_error, stream, workspace)
    return filter_line(operand(input), operand(weights), axis, output, mode, cval, origin, how, convolving=True)


@overload
def correlate(
    input: HostArray,
    weights: HostArray,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex | Iterable[SupportsIndex] = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def correlate(
    input: ExchangeableArray,
    weights: HostArray | Exchangeable,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex | Iterable[SupportsIndex] = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def correlate(
    input: Any,
    weights: Any,
    output: Any = None,
    mode: str = "reflect",
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
    """Correlates an array with weights along all its axes, or along some.

    input : array of any rank and strides; bool, integers of up to 64 bits, float32, float64, complex.
    weights : as many axes as are filtered, in the order of the array's; converted to float64, or complex128 and
        conjugated. Those that are 0 are no part of the filter: a NaN under them reaches no output.
    origin : an integer, or one for each filtered axis.
    axes : the filtered axes; None for all. Others are a batch.
    output, mode, cval, method, backend, threads, max_error, stream, workspace : see this module. A sequence of modes is
        a RuntimeError here.

    Returns an array of input's shape. RuntimeError for weights or a sequence of origins of another number of axes;
    ValueError for an origin outside -(m // 2) .. (m - 1) // 2, and for axes that are out of range or named twice.

    Weights that extend along more than two axes are added up of planes: a call of the library for each tap along the
    shorter axes, and two arrays of float64 of input's shape.
    """
    how = How(method, backend, threads, max_error, stream, workspace)
    return filter_points(
        operand(input), operand(weights), output, mode, cval, origin, axes, how, convolving=False
    )


@overload
def convolve(
    input: HostArray,
    weights: HostArray,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex | Iterable[SupportsIndex] = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def convolve(
    input: ExchangeableArray,
    weights: HostArray | Exchangeable,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    origin: SupportsIndex | Iterable[SupportsIndex] = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def convolve(
    input: Any,
    weights: Any,
    output: Any = None,
    mode: str = "reflect",
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
    """Convolves an array with weights along all its axes, or along some.

    Arguments, result and exceptions are correlate's; complex weights are not conjugated, and a positive origin moves
    the result to the left.
    """
    how = How(method, backend, threads, max_error, stream, workspace)
    return filter_points(
        operand(input), operand(weights), output, mode, cval, origin, axes, how, convolving=True
    )
