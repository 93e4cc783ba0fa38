"""Sums over the axes of a derivative along each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .._arguments import operand
from ._arguments import axes_of, for_each_axis, output_for
from ._filters import in_passes
from ._gaussian import gaussian_filter

if TYPE_CHECKING:
    from ._arguments import Axes


def sum_over_axes(
    input: Any,
    derivative: Callable[..., Any],
    output: Any,
    mode: str | Iterable[str],
    cval: complex,
    arguments: Sequence[Any],
    keywords: dict[str, Any] | None,
    axes: Axes,
    *,
    squared: bool = False,
) -> Any:
    """The sum of derivative(input, axis, output, mode, cval, *arguments, **keywords) over the axes, or the square root
    of the sum of their squares."""
    signal = operand(input)
    on_host = isinstance(signal, np.ndarray)
    result = output_for(output, signal) if on_host else output
    chosen = axes_of(axes, signal.ndim)
    if not chosen:
        return in_passes(signal, result, [])
    if on_host and np.may_share_memory(signal, result):
        signal = signal.copy()  # it is read again after the output was written
    modes = for_each_axis(mode, len(chosen))
    total = derivative(signal, chosen[0], result, modes[0], cval, *arguments, **(keywords or {}))
    if on_host:
        total = result
    if squared:
        total *= total
    for axis, outside in zip(chosen[1:], modes[1:]):
        part = derivative(signal, axis, total.dtype, outside, cval, *arguments, **(keywords or {}))
        if squared:
            part *= part
        total += part
    if squared and on_host:
        # Integers too: what they hold of the square root is its whole part.
        np.sqrt(total, total, casting="unsafe")
    elif squared:
        total **= 0.5
    return total


def gaussian_derivative(of_order: int) -> Callable[..., Any]:
    """A derivative for sum_over_axes, of an array smoothed along all its axes."""

    def derivative(signal: Any, axis: int, output: Any, mode: str, cval: complex, sigma: Any, **keywords: Any) -> Any:
        order = [0] * signal.ndim
        order[axis] = of_order
        return gaussian_filter(signal, sigma, order, output, mode, cval, **keywords)

    return derivative
