"""N-dimensional operands by axes: at most two are convolved, and the others count signals or filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from .. import _core
from .._arguments import Request, dtype_of, refuse, shape_of, written

Shape = tuple[int, ...]


def axes_of(axes: object, ndim: int) -> tuple[int, ...]:
    """Axes counted from the first, as scipy.fft takes them; all for None. Raises ValueError."""
    if axes is None:
        return tuple(range(ndim))
    entries: list[Any] = list(axes) if isinstance(axes, Iterable) else [axes]
    if not all(hasattr(axis, "__index__") for axis in entries):
        raise refuse("axes", axes, "axes must be a scalar or iterable of integers")
    if not entries:
        raise refuse("axes", axes, "when provided, axes cannot be empty")
    places = tuple(axis.__index__() + (ndim if axis < 0 else 0) for axis in entries)
    if any(not 0 <= place < ndim for place in places):
        raise refuse("axes", axes, "axes exceeds dimensionality of input")
    if len(set(places)) != len(places):
        raise refuse("axes", axes, "all axes must be unique")
    return tuple(sorted(places))


def require_mode(mode: object) -> str:
    if isinstance(mode, str) and mode in ("valid", "same", "full"):
        return str(mode)
    raise refuse("mode", repr(mode), "acceptable mode flags are 'valid', 'same', or 'full'")


def require_containment(shape1: Shape, shape2: Shape, axes: Iterable[int]) -> None:
    """Mode valid needs one operand to be as large as the other along all axes."""
    places = list(axes)
    if any(shape1[a] < shape2[a] for a in places) and any(shape2[a] < shape1[a] for a in places):
        raise refuse(
            "in2",
            shape2,
            f"For 'valid' mode, one must be at least as large as the other in every dimension; in1 has shape {shape1}",
        )


def convolved_axes(shape1: Shape, shape2: Shape, axes: Sequence[int], extended: bool = False) -> list[int]:
    """Those of `axes` along which there is something to sum; with an extended signal, one sample of in1 is enough."""
    return [a for a in axes if shape2[a] != 1 and (shape1[a] != 1 or extended)]


class Prepared(NamedTuple):
    """What the extension is called with, and which part of what it returns is the result: None is all."""

    arguments: tuple[Any, ...]
    middle: tuple[slice, ...] | None
    out: Any


def prepared(in1: Any, in2: Any, axes: Sequence[int], correlate: bool, mode: str, request: Request) -> Prepared:
    """Operands of one rank, not empty; mode same has the shape of in1, and SciPy's centre.

    Raises Unsupported where more than two axes are to be convolved, InvalidArgument where the others cannot be
    broadcast.
    """
    extended = request.boundary not in (None, "zero")
    shape1, shape2 = shape_of(in1), shape_of(in2)
    places = convolved_axes(shape1, shape2, axes, extended)
    if len(places) > 2:
        raise refuse(
            "axes",
            tuple(places),
            f"both operands have several samples along {len(places)} axes; one or two can be convolved",
            _core.Unsupported,
        )
    if not places:
        places = [min(axes, key=lambda a: shape2[a])]
    others = [a for a in range(len(shape1)) if a not in places]
    for a in others:
        if shape1[a] != shape2[a] and 1 not in (shape1[a], shape2[a]):
            raise refuse("in2", shape2, f"incompatible shapes for in1 and in2: {shape1} and {shape2}")
        in2 = _along_batch(in2, a, shape1[a], correlate and a in axes, mode)
    if mode != "same" and not correlate and not extended and _count(in1, others) == 1 != _count(in2, others):
        # The operands commute, and one filter for many signals is prepared once.
        in1, in2 = in2, in1
    if others and _count(in2, others) == 1:
        in2 = in2[tuple(slice(None) if a in places else 0 for a in range(in2.ndim))]
    middle = None
    if mode == "same" and len(places) == 1 and not extended:
        in2, middle = _around_shorter(in1, in2, places[0], correlate)
    out, dtype = request.out, request.dtype
    if middle is not None and out is not None:
        if shape_of(out) != shape1:
            raise refuse("out", shape_of(out), f"the result's shape is {shape1}")
        dtype = dtype_of(out) if dtype is None else dtype
    origin = None
    if mode == "same" and correlate and len(places) == 2:
        # SciPy's correlate has the centre of a convolution with the reversed filter. The library's 2D correlation is
        # correlate2d, where an even filter's centre is one further.
        origin = tuple(1 - shape2[a] % 2 for a in places)
    arguments = (
        in1, in2, tuple(places), correlate, mode if middle is None else "full", request.boundary, request.cval, origin,
        dtype, None, out if middle is None else None, *request.how,
    )  # fmt: skip
    return Prepared(arguments, middle, out)


def convolve_axes(in1: Any, in2: Any, axes: Sequence[int], correlate: bool, mode: str, request: Request) -> Any:
    """The convolution of operands as prepared() takes them."""
    arguments, middle, out = prepared(in1, in2, axes, correlate, mode, request)
    result = _core.convolve(*arguments)
    if middle is None:
        return result
    result = result[middle]
    return result.copy() if out is None and isinstance(result, np.ndarray) else written(result, out)


def explain_axes(in1: Any, in2: Any, axes: Sequence[int], correlate: bool, mode: str, request: Request) -> Any:
    """The library's explanation of how it would carry out convolve_axes."""
    return _core.explain(*prepared(in1, in2, axes, correlate, mode, request).arguments)


def _count(array: Any, axes: Iterable[int]) -> int:
    return prod(array.shape[a] for a in axes)


def _along_batch(in2: Any, axis: int, extent1: int, reversing: bool, mode: str) -> Any:
    """in2 along an axis that is not convolved: in the result's order, and with mode same as many entries as in1 has."""
    extent2 = in2.shape[axis]
    if extent1 != 1 or extent2 == 1:
        return in2
    before = (slice(None),) * axis
    if reversing:
        try:
            in2 = in2[(*before, slice(None, None, -1))]
        except ValueError:  # torch has no negative strides
            in2 = in2.flip((axis,))
    if mode == "same":
        middle = (extent2 - 1) // 2
        in2 = in2[(*before, slice(middle, middle + 1))]
    return in2


def _around_shorter(in1: Any, in2: Any, place: int, correlate: bool) -> tuple[Any, tuple[slice, ...] | None]:
    """For 1D mode same with the longer operand second, where the library would return as many values as in2 has.

    Of full[k] = sum of in1[j] in2[k - j] the n values from the (m - 1) / 2-th on are wanted. Returns as many samples of
    in2 as one of them needs, and where in the full result with those the n values lie.
    """
    axis2 = place if in2.ndim == in1.ndim else 0
    n, m = in1.shape[place], in2.shape[axis2]
    if m <= n:
        return in2, None
    first = (m - 1) // 2
    low, high = max(0, first - n + 1), min(m, first + n)
    # The filter of a correlation is in2 reversed: its samples count from the end.
    needed = slice(m - high, m - low) if correlate else slice(low, high)
    middle = (*(slice(None),) * place, slice(first - low, first - low + n))
    return in2[(*(slice(None),) * axis2, needed)], middle
