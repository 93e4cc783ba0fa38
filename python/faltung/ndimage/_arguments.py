"""What the arguments of the filters mean, by the rules of scipy.ndimage and with its kinds of exceptions."""

from __future__ import annotations

import operator
import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

    from .._arguments import Array, Options

    Axes: TypeAlias = SupportsIndex | Iterable[SupportsIndex] | None

    class Extras(Options, total=False):
        method: str | None


# scipy.ndimage's names. Those with "grid-" differ from the others only where it interpolates.
_boundaries = {
    "reflect": "reflect",
    "grid-mirror": "reflect",
    "mirror": "mirror",
    "nearest": "nearest",
    "wrap": "wrap",
    "grid-wrap": "wrap",
    "constant": "constant",
    "grid-constant": "constant",
}


def boundary_of(mode: object) -> str:
    """The library's name of a mode; RuntimeError where it is none."""
    if isinstance(mode, str) and mode in _boundaries:
        return _boundaries[mode]
    raise RuntimeError(f"boundary mode not supported: {mode!r}")


def for_each_axis(value: Any, count: int) -> list[Any]:
    """One value for all axes, or one for each; RuntimeError where there are more or fewer."""
    if isinstance(value, str) or not np.iterable(value):
        return [value] * count
    values = list(value)
    if len(values) != count:
        raise RuntimeError(f"sequence argument must have length equal to input rank, {count}; it has {len(values)}")
    return values


def axes_of(axes: Axes, ndim: int) -> tuple[int, ...]:
    """Axes counted from the first; all for None. ValueError for one twice or out of range, TypeError for no integer."""
    if axes is None:
        return tuple(range(ndim))
    if isinstance(axes, Iterable) and not np.isscalar(axes):
        named = [operator.index(axis) for axis in axes]
    elif np.isscalar(axes):
        named = [operator.index(axes)]  # type: ignore[arg-type]
    else:
        raise ValueError("axes must be an integer, iterable of integers, or None")
    for axis in named:
        if not -ndim <= axis < ndim:
            raise ValueError(f"specified axis: {axis} is out of range")
    chosen = tuple(axis % ndim for axis in named)
    if len(set(chosen)) != len(chosen):
        raise ValueError("axes must be unique")
    return chosen


def axis_of(axis: SupportsIndex, ndim: int) -> int:
    """One axis counted from the first; numpy.exceptions.AxisError where it is out of range."""
    place = operator.index(axis)
    if not -ndim <= place < ndim:
        raise np.exceptions.AxisError(place, ndim)
    return place % ndim


def require_origin(origin: int, taps: int) -> None:
    """ValueError for an origin that puts the centre outside the filter."""
    lowest, highest = -(taps // 2), (taps - 1) // 2
    if not lowest <= origin <= highest:
        raise ValueError(f"Invalid origin: {origin} is not within {lowest} .. {highest} for {taps} weights")


def require_elements(dtype: np.dtype[Any], in_complex: bool, of_result: bool = False) -> None:
    """RuntimeError for elements that scipy.ndimage does not filter: float16, longdouble, dates, objects, ..., and for a
    result that is complex while the sums are not."""
    supported = "FD" if in_complex and of_result else "?bBhHiIlLqQfdFD" if in_complex else "?bBhHiIlLqQfd"
    if dtype.char not in supported:
        raise RuntimeError(f"array type {dtype!r} not supported")


def output_for(output: Any, signal: Array, complex_result: bool = False, *, frames: int = 1) -> Array:
    """The array to write: a new one, of the type asked for, or the caller's. RuntimeError where it cannot hold the
    result.

    Warns with UserWarning where a complex result makes a real type that was asked for complex; `frames` calls up is the
    function that the user called.
    """
    if output is None:
        if complex_result:
            return np.zeros(signal.shape, np.promote_types(signal.dtype, np.complex64))
        if signal.dtype.isnative and signal.dtype.kind in "fiub":
            return np.zeros(signal.shape, signal.dtype)
        return np.zeros(signal.shape, signal.dtype.name)  # native, whatever the signal's byte order
    if isinstance(output, str):
        dtype = np.dtype(output)
        if complex_result and dtype.kind != "c":
            raise RuntimeError(f"output must have complex dtype, not {dtype}")
        if not issubclass(dtype.type, np.number):
            raise RuntimeError(f"output must have numeric dtype, not {dtype}")
        return np.zeros(signal.shape, dtype)
    if isinstance(output, (type, np.dtype)):
        dtype = np.dtype(output)
        if complex_result and dtype.kind != "c":
            warnings.warn("promoting specified output dtype to complex", stacklevel=2 + frames)
            dtype = np.promote_types(dtype, np.complex64)
        return np.zeros(signal.shape, dtype)
    given = np.asarray(output)
    if given.shape != signal.shape:
        raise RuntimeError(f"output shape not correct: {given.shape}; the input has {signal.shape}")
    if complex_result and given.dtype.kind != "c":
        raise RuntimeError(f"output must have complex dtype, not {given.dtype}")
    return given


def expanded_weights(weights: Any, axes: Sequence[int], ndim: int) -> Any:
    """Weights with an axis for each of the signal's; RuntimeError where they have not one for each filtered axis."""
    extents = tuple(weights.shape)
    counted = len(extents) if len(axes) < ndim else len(extents) - extents.count(0)
    if counted == len(axes) and 0 not in extents:
        given = iter(extents)
        return weights.reshape(tuple(next(given) if axis in axes else 1 for axis in range(ndim)))
    raise RuntimeError(f"weights.ndim ({counted}) must match len(axes) ({len(axes)})")


def expanded_origins(origin: Any, axes: Sequence[int], ndim: int) -> list[int]:
    """An origin for each of the signal's axes, 0 for those that are not filtered."""
    origins = [operator.index(value) for value in for_each_axis(origin, len(axes))]
    if len(axes) == ndim:
        return origins
    expanded = [0] * ndim
    for value, axis in zip(origins, axes):
        expanded[axis] = value
    return expanded
