"""A filter of lines, a filter of points, and filters in passes: what the functions of this package are made of."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

from .._arguments import How
from ._arguments import (
    axes_of,
    axis_of,
    boundary_of,
    expanded_origins,
    expanded_weights,
    output_for,
    require_elements,
    require_origin,
)
from ._foreign_filters import filter_foreign, type_of
from ._hidden import holds_hidden_samples, write_with_hidden_samples
from ._settling import Order, order_of_lines, order_of_points
from ._sums import Sums, are_simple, call_simply, evaluate
from ._truncation import evaluate_integers

if TYPE_CHECKING:
    from .._arguments import Array
    from ._arguments import Axes

# Filters a signal into an output, or into a new array of the type that is given for one, and returns what it wrote.
Pass = Callable[[Any, Any], Any]

_float64 = np.dtype(np.float64)


def filter_line(
    signal: Any,
    weights: Any,
    axis: SupportsIndex,
    output: Any,
    mode: object,
    cval: complex,
    origin: SupportsIndex,
    how: How,
    *,
    convolving: bool,
) -> Any:
    """convolve1d and correlate1d, of arrays."""
    if not isinstance(signal, np.ndarray):
        place = axis_of(axis, signal.ndim)
        if weights.ndim != 1 or weights.shape[0] < 1:
            raise RuntimeError(f"no filter weights given: they must be one line, not of shape {tuple(weights.shape)}")
        centres = (operator.index(origin),)
        return filter_foreign(signal, weights, (place,), output, mode, cval, centres, how, convolving)
    if not isinstance(weights, np.ndarray):
        weights = np.asarray(weights)
    in_complex = signal.dtype.kind == "c" or weights.dtype.kind == "c"
    made_later = output is None and signal.dtype.char in "fd"
    result = None if made_later else output_for(output, signal, in_complex, frames=2)
    outside = outside_of(cval, signal, in_complex) if in_complex else 0.0
    taps = weights
    if taps.dtype is not _float64:
        taps = np.asarray(weights, np.complex128 if weights.dtype.kind == "c" else np.float64)
    if taps.ndim != 1 or taps.size < 1:
        raise RuntimeError(f"no filter weights given: they must be one line, not of shape {taps.shape}")
    place = axis_of(axis, signal.ndim)
    centre = operator.index(origin)
    require_origin(centre, taps.size)
    boundary = boundary_of(mode)
    require_elements(signal.dtype, in_complex)
    if result is not None:
        require_elements(result.dtype, in_complex, of_result=True)
    if not in_complex:
        outside = outside_of(cval, signal, in_complex)
    if convolving:
        reach = taps.size // 2 + centre
    else:
        reach = (taps.size - 1) // 2 - centre
        taps = taps[::-1].conj() if in_complex else taps[::-1]
    return _filtered(Sums(signal, taps, (place,), (reach,), boundary, outside), result, how, order_of_lines)


def filter_points(
    signal: Any,
    weights: Any,
    output: Any,
    mode: object,
    cval: complex,
    origin: Any,
    axes: Axes,
    how: How,
    *,
    convolving: bool,
) -> Any:
    """convolve and correlate, of arrays."""
    chosen = axes_of(axes, signal.ndim)
    weights = expanded_weights(weights, chosen, signal.ndim)
    centres = expanded_origins(origin, chosen, signal.ndim)
    for centre, count in zip(centres, weights.shape):
        require_origin(centre, count)
    if not isinstance(mode, str) and isinstance(mode, Iterable):
        raise RuntimeError("A sequence of modes is not supported")
    everything = tuple(range(signal.ndim))
    if not isinstance(signal, np.ndarray):
        return filter_foreign(signal, weights, everything, output, mode, cval, tuple(centres), how, convolving)
    weights = np.asarray(weights)
    taps = np.asarray(weights, np.complex128 if weights.dtype.kind == "c" else np.float64)
    in_complex = signal.dtype.kind == "c" or taps.dtype.kind == "c"
    made_later = output is None and signal.dtype.char in "fd"
    result = None if made_later else output_for(output, signal, in_complex, frames=2)
    boundary = boundary_of(mode)
    require_elements(signal.dtype, in_complex)
    if result is not None:
        require_elements(result.dtype, in_complex, of_result=True)
    outside = outside_of(cval, signal, in_complex)
    if convolving:
        reach = tuple(count // 2 + centre for count, centre in zip(taps.shape, centres))
    else:
        reach = tuple((count - 1) // 2 - centre for count, centre in zip(taps.shape, centres))
        taps = taps[(slice(None, None, -1),) * taps.ndim].conj()
    if signal.ndim == 0:
        one = Sums(signal.reshape(1), taps.reshape(1), (0,), (0,), boundary, outside)
        value = _filtered(one, None if result is None else result.reshape(1), how, order_of_points)
        return value.reshape(()) if result is None else result
    sums = Sums(signal, taps, everything, reach, boundary, outside)
    if not holds_hidden_samples(sums):
        return _filtered(sums, result, how, order_of_points)
    if result is None:
        result = output_for(None, signal, in_complex)
    write_with_hidden_samples(sums, result, lambda shown, output: _write(shown, output, how, order_of_points))
    return result


def in_passes(signal: Any, output: Any, passes: list[Pass]) -> Any:
    """Each pass filters what the one before it returned. What lies between them is of the output's type, and the last
    one writes to the output, which is returned. Without passes the signal is copied."""
    if not isinstance(signal, np.ndarray):
        passes = passes or [_copy_foreign]
        between = type_of(output, signal)
        for number, each in enumerate(passes, 1):
            signal = each(signal, output if number == len(passes) else between)
        return signal
    if not passes:
        output[...] = signal
    scratch = np.empty_like(output) if len(passes) > 1 else output
    for left, each in zip(reversed(range(len(passes))), passes):
        signal = each(signal, scratch if left % 2 else output)
    return output


def _copy_foreign(signal: Any, output: Any) -> Any:
    return filter_foreign(signal, np.ones(1), (signal.ndim - 1,), output, "nearest", 0.0, (0,), How(), True)


def outside_of(cval: Any, signal: Array, in_complex: bool) -> float | complex:
    """What stands outside with a constant boundary; ValueError for a complex number where the signal is real."""
    if type(cval) is float and signal.dtype.kind != "c":
        return cval
    if isinstance(cval, (str, bytes)):
        raise TypeError(f"cval must be a number, not {cval!r}")
    if signal.dtype.kind == "c":
        return complex(cval)
    if in_complex and np.iscomplexobj(cval):
        raise ValueError("Cannot provide a complex-valued cval when the input is real.")
    return float(cval)


def _filtered(sums: Sums, output: Array | None, how: How, order: Order) -> Array:
    """The output once the sums are written there; a new one where there is none yet."""
    if output is None:
        if are_simple(sums, None):
            return call_simply(sums, None, how)
        output = output_for(None, sums.signal, sums.signal.dtype.kind == "c" or sums.taps.dtype.kind == "c")
    _write(sums, output, how, order)
    return output


def _write(sums: Sums, output: Array, how: How, order: Order) -> None:
    if output.dtype.kind in "biu":
        evaluate_integers(sums, output, how, order)
    else:
        evaluate(sums, output, how)
