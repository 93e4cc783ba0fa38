"""Lengths of gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

from ._over_axes import gaussian_derivative, sum_over_axes

if TYPE_CHECKING:
    from .._arguments import Array, ExchangeableArray, HostArray
    from ._arguments import Axes


@overload
def generic_gradient_magnitude(
    input: HostArray,
    derivative: Callable[..., Any],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    extra_arguments: Sequence[Any] = ...,
    extra_keywords: dict[str, Any] | None = ...,
    *,
    axes: Axes = ...,
) -> Array: ...
@overload
def generic_gradient_magnitude(
    input: ExchangeableArray,
    derivative: Callable[..., Any],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    extra_arguments: Sequence[Any] = ...,
    extra_keywords: dict[str, Any] | None = ...,
    *,
    axes: Axes = ...,
) -> ExchangeableArray: ...
def generic_gradient_magnitude(
    input: Any,
    derivative: Callable[..., Any],
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    extra_arguments: Sequence[Any] = (),
    extra_keywords: dict[str, Any] | None = None,
    *,
    axes: Axes = None,
) -> Any:
    """The length of the vector of first derivatives, which `derivative` forms.

    derivative : called as derivative(input, axis, output, mode, cval, *extra_arguments, **extra_keywords) with an
        output that is an array to write the first time and a dtype after that.
    mode : a mode, or one for each filtered axis.
    input, output, cval, axes : as of correlate.
    """
    return sum_over_axes(
        input, derivative, output, mode, cval, extra_arguments, extra_keywords, axes, squared=True
    )


@overload
def gaussian_gradient_magnitude(
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
def gaussian_gradient_magnitude(
    input: ExchangeableArray,
    sigma: float | Iterable[float],
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    *,
    axes: Axes = ...,
    **kwargs: Any,
) -> ExchangeableArray: ...
def gaussian_gradient_magnitude(
    input: Any,
    sigma: float | Iterable[float],
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    *,
    axes: Axes = None,
    **kwargs: Any,
) -> Any:
    """The length of the gradient of an array smoothed by a Gaussian.

    sigma, mode : a value, or one for each filtered axis.
    kwargs : of gaussian_filter, which also documents the rest.
    """
    return generic_gradient_magnitude(
        input,
        gaussian_derivative(1),
        output,
        mode,
        cval,
        extra_arguments=(sigma,),
        extra_keywords=kwargs,
        axes=axes,
    )
