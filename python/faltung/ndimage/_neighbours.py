"""First differences along one axis, smoothed along the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np

from .._arguments import How, operand
from ._arguments import axis_of, for_each_axis, output_for
from ._filters import Pass, filter_line, in_passes

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, ExchangeableArray, HostArray
    from ._arguments import Extras


def _difference_of_neighbours(
    input: Any,
    across: tuple[int, int, int],
    axis: SupportsIndex,
    output: Any,
    mode: str | Iterable[str],
    cval: complex,
    how: How,
) -> Any:
    """-1 0 1 along an axis, then `across` along each of the others."""
    signal = operand(input)
    place = axis_of(axis, signal.ndim)
    if isinstance(signal, np.ndarray):
        output = output_for(output, signal)
    modes = for_each_axis(mode, signal.ndim)

    def along(number: int, weights: tuple[int, int, int]) -> Pass:
        def filter_axis(source: Any, target: Any) -> Any:
            return filter_line(
                source, np.array(weights), number, target, modes[number], cval, 0, how, convolving=False
            )

        return filter_axis

    others = [number for number in range(signal.ndim) if number != place]
    return in_passes(signal, output, [along(place, (-1, 0, 1)), *(along(number, across) for number in others)])


@overload
def prewitt(
    input: HostArray,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def prewitt(
    input: ExchangeableArray,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def prewitt(
    input: Any,
    axis: SupportsIndex = -1,
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    *,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """The Prewitt filter: -1 0 1 along an axis, 1 1 1 along all others.

    mode : a mode, or one for each of input's axes.
    input, axis, output, cval, method, backend, threads, max_error, stream, workspace : as of correlate1d.
    """
    how = How(method, backend, threads, max_error, stream, workspace)
    return _difference_of_neighbours(input, (1, 1, 1), axis, output, mode, cval, how)


@overload
def sobel(
    input: HostArray,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    **extras: Unpack[Extras],
) -> Array: ...
@overload
def sobel(
    input: ExchangeableArray,
    axis: SupportsIndex = ...,
    output: Any = ...,
    mode: str | Iterable[str] = ...,
    cval: complex = ...,
    **extras: Unpack[Extras],
) -> ExchangeableArray: ...
def sobel(
    input: Any,
    axis: SupportsIndex = -1,
    output: Any = None,
    mode: str | Iterable[str] = "reflect",
    cval: complex = 0.0,
    *,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """The Sobel filter: -1 0 1 along an axis, 1 2 1 along all others.

    mode : a mode, or one for each of input's axes.
    input, axis, output, cval, method, backend, threads, max_error, stream, workspace : as of correlate1d.
    """
    how = How(method, backend, threads, max_error, stream, workspace)
    return _difference_of_neighbours(input, (1, 2, 1), axis, output, mode, cval, how)
