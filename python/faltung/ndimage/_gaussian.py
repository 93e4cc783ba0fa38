"""Gaussians and their derivatives."""

from __future__ import annotations

import numbers
import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np
from numpy.polynomial.hermite_e import hermeval

from .._arguments import How, operand
from ._arguments import axes_of, for_each_axis, output_for
from ._filters import Pass, filter_line, in_passes

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, ExchangeableArray, HostArray
    from ._arguments import Axes, Extras


def gaussian_weights(sigma: float, order: int, radius: int) -> Array:
    """A Gaussian at -radius .. radius that sums to 1, or its derivative: that of order k is the Gaussian times
    (-1 / sigma)^k He_k(x / sigma), He_k being a Hermite polynomial of the probabilists' kind."""
    if order < 0:
        raise ValueError(f"order must be non-negative, not {order}")
    place = np.arange(-radius, radius + 1)
    bell: Array = np.exp(-0.5 / (sigma * sigma) * place**2)
    bell /= bell.sum()
    if order == 0:
        return bell
    bell *= hermeval(place / sigma, [0.0] * order + [1.0])
    return np.multiply(bell, (-1 / sigma) ** order)


@overload
def gaussian_filter1d(
    input: HostArray,
    sigma: float,
    axis: SupportsIndex = ...,
    order: int = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    truncate: float = ...,
    *,
    radius: int | None = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def gaussian_filter1d(
    input: ExchangeableArray,
    sigma: float,
    axis: SupportsIndex = ...,
    order: int = ...,
    output: Any = ...,
    mode: str = ...,
    cval: complex = ...,
    truncate: float = ...,
    *,
    radius: int | None = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def gaussian_filter1d(
    input: Any,
    sigma: float,
    axis: SupportsIndex = -1,
    order: int = 0,
    output: Any = None,
    mode: str = "reflect",
    cval: complex = 0.0,
    truncate: float = 4.0,
    *,
    radius: int | None = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Convolves all lines along an axis with a Gaussian or a derivative of one.

    input : array of any rank from 1 and any strides; bool, integers of up to 64 bits, float32, float64, complex.
    sigma : its standard deviation in samples.
    order : which derivative; 0 is the Gaussian itself, whose weights sum to 1.
    truncate, radius : it has 2 radius + 1 weights; without a radius, radius is truncate sigma, rounded.
    axis, output, mode, cval, method, backend, threads, max_error, stream, workspace : see this module.

    Returns an array of input's shape. ValueError for a radius that is negative or no integer and for a negative order.
    """
    reach = int(truncate * float(sigma) + 0.5) if radius is None else radius
    if not isinstance(reach, numbers.Integral) or reach < 0:
        raise ValueError(f"Radius must be a nonnegative integer, not {reach!r}")
    weights = gaussian_weights(sigma, operator.index(order), int(reach))
    how = How(method, backend, threads, max_error, stream, workspace)
    return filter_line(operand(input), weights, axis, output, mode, cval, 0, how, convolving=True)


@overload
def gaussian_filter(
    input: HostArray,
    sigma: float | Iterable[float],
    order: int | Iterable[int] = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    truncate: float = ...,
    *,
    radius: int | Iterable[int] | None = ...,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def gaussian_filter(
    input: ExchangeableArray,
    sigma: float | Iterable[float],
    order: int | Iterable[int] = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    truncate: float = ...,
    *,
    radius: int | Iterable[int] | None = ...,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def gaussian_filter(
    input: Any,
    sigma: float | Iterable[float],
    order: int | Iterable[int] = 0,
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    truncate: float = 4.0,
    *,
    radius: int | Iterable[int] | None = None,
    axes: Axes = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Convolves an array with Gaussians, or derivatives of them, along all its axes or along some.

    input, truncate : as of gaussian_filter1d.
    sigma, order, mode, radius : a value, or one for each filtered axis. Axes with a sigma of 0 are left out.
    axes : the filtered axes; None for all. Others are a batch.
    output, cval, method, backend, threads, max_error, stream, workspace : see this module.

    Returns an array of input's shape. One axis is filtered after the other, and what lies between is of the output's
    type: an integer output is truncated after every axis. RuntimeError for a sequence of another length than axes.
    """
    signal = operand(input)
    result = output_for(output, signal) if isinstance(signal, np.ndarray) else output
    chosen = axes_of(axes, signal.ndim)
    count = len(chosen)
    orders, sigmas = for_each_axis(order, count), for_each_axis(sigma, count)
    modes, radii = for_each_axis(mode, count), for_each_axis(radius, count)

    def along(number: int) -> Pass:
        def filter_axis(source: Any, target: Any) -> Any:
            return gaussian_filter1d(
                source,
                sigmas[number],
                chosen[number],
                orders[number],
                target,
                modes[number],
                cval,
                truncate,
                radius=radii[number],
                method=method,
                backend=backend,
                threads=threads,
                max_error=max_error,
                stream=stream,
                workspace=workspace,
            )

        return filter_axis

    return in_passes(signal, result, [along(number) for number in range(count) if sigmas[number] > 1e-15])
