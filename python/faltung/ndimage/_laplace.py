"""Second derivatives, added up over the axes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from .._arguments import How, operand
from ._arguments import axes_of, for_each_axis
from ._filters import filter_line
from ._over_axes import gaussian_derivative, sum_over_axes

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, ExchangeableArray, HostArray
    from ._arguments import Axes, Extras


@overload
def generic_laplace(
    input: HostArray,
    derivative2: Callable[..., Any],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    extra_arguments: Sequence[Any] = ...,
    extra_keywords: dict[str, Any] | None = ...,
    *,
    axes: Axes = ...,
) -> Array: ...
@overload
def generic_laplace(
    input: ExchangeableArray,
    derivative2: Callable[..., Any],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    extra_arguments: Sequence[Any] = ...,
    extra_keywords: dict[str, Any] | None = ...,
    *,
    axes: Axes = ...,
) -> ExchangeableArray: ...
def generic_laplace(
    input: Any,
    derivative2: Callable[..., Any],
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    extra_arguments: Sequence[Any] = (),
    extra_keywords: dict[str, Any] | None = None,
    *,
    axes: Axes = None,
) -> Any:
    """The sum over the axes of second derivatives, which `derivative2` forms.

    derivative2 : called as derivative2(input, axis, output, mode, cval, *extra_arguments, **extra_keywords) with an
        output that is an array to write the first time and a dtype after that.
    mode : a mode, or one for each filtered axis.
    input, output, cval, axes : as of correlate.
    """
    return sum_over_axes(input, derivative2, output, mode, cval, extra_arguments, extra_keywords, axes)


@overload
def laplace(
    input: HostArray,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def laplace(
    input: ExchangeableArray,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    *,
    axes: Axes = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def laplace(
    input: Any,
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    *,
    axes: Axes = None,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """The sum over the axes of second differences, 1 -2 1.

    mode : a mode, or one for each filtered axis.
    input, output, cval, axes, method, backend, threads, max_error, stream, workspace : as of correlate.
    """
    how = How(method, backend, threads, max_error, stream, workspace)

    def derivative2(signal: Any, axis: int, target: Any, outside: str, value: complex) -> Any:
        weights = np.array((1, -2, 1))
        return filter_line(signal, weights, axis, target, outside, value, 0, how, convolving=False)

    return generic_laplace(input, derivative2, output, mode, cval, axes=axes)


@overload
def gaussian_laplace(
    input: HostArray,
    sigma: float | Iterable[float],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    *,
    axes: Axes = ...,
    **kwargs: Any,
) -> Array: ...
@overload
def gaussian_laplace(
    input: ExchangeableArray,
    sigma: float | Iterable[float],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    *,
    axes: Axes = ...,
    **kwargs: Any,
) -> ExchangeableArray: ...
def gaussian_laplace(
    input: Any,
    sigma: float | Iterable[float],
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    *,
    axes: Axes = None,
    **kwargs: Any,
) -> Any:
    """The sum over the axes of second derivatives of a Gaussian.

    sigma, mode : a value, or one for each filtered axis.
    kwargs : of gaussian_filter, which also documents the rest.
    """
    signal = operand(input)
    chosen = axes_of(axes, signal.ndim)
    sigmas = [0.0] * signal.ndim
    for axis, value in zip(chosen, for_each_axis(sigma, len(chosen))):
        sigmas[axis] = value
    return generic_laplace(
        signal, gaussian_derivative(2), output, mode, cval, extra_arguments=(sigmas,), extra_keywords=kwargs, axes=axes
    )
