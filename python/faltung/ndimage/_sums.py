"""Weighted sums around each sample of an array, carried out by the library along any number of axes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .. import _core

if TYPE_CHECKING:
    from .._arguments import Array, How

# What an array of the library's can have.
_most_axes = 8
# A transform leaves rounding errors where the model has zeros, and gains less than half of the time up to so many taps.
_most_summed = 128


class Sums(NamedTuple):
    """sums[i] = sum over k of taps[k] signal[i + reach - k], per axis of `axes`, the signal continued by the boundary.

    taps has as many axes as `axes` names. Its type is float64 or complex128, in which the sums run, or one of integers,
    for sums that are exact modulo the output's width. reach is the place of the newest sample under the filter, from 0
    to one less than there are taps.
    """

    signal: Array
    taps: Array
    axes: tuple[int, ...]
    reach: tuple[int, ...]
    boundary: str
    cval: float | complex


def extended_index(boundary: str, index: Array, n: int) -> Array:
    """Where the samples that stand at places `index` are found among n; -1 outside of a constant boundary."""
    if boundary == "wrap":
        return np.remainder(index, n)
    if boundary == "nearest":
        return np.clip(index, 0, n - 1)
    if boundary == "reflect":
        place = np.remainder(index, 2 * n)
        folded: Array = np.minimum(place, 2 * n - 1 - place)
        return folded
    if boundary == "mirror":
        place = np.remainder(index, max(2 * n - 2, 1))
        folded = np.minimum(place, 2 * n - 2 - place)
        return folded
    return np.where((index >= 0) & (index < n), index, -1)


def extended(sums: Sums, axis: int) -> Array:
    """The signal with all that the filter reaches along axis number `axis` of the sums' axes."""
    taps, reach = sums.taps.shape[axis], sums.reach[axis]
    where = sums.axes[axis]
    if sums.boundary == "constant":
        widths = [(0, 0)] * sums.signal.ndim
        widths[where] = (taps - 1 - reach, reach)
        return np.pad(sums.signal, widths, constant_values=sums.cval)
    n = sums.signal.shape[where]
    return sums.signal.take(extended_index(sums.boundary, np.arange(reach - taps + 1, n + reach), n), axis=where)


def held(value: float | complex, dtype: np.dtype[Any]) -> bool:
    """Whether a number is one of the type's values."""
    if dtype.kind in "fc":
        with np.errstate(all="ignore"):
            # By Python's numbers: NumPy would round them to the type before it compares.
            return complex(dtype.type(value)) == complex(value)
    if isinstance(value, complex) or not float(value).is_integer():
        return False
    if dtype.kind == "b":
        return value in (0, 1)
    limits = np.iinfo(dtype)
    return bool(limits.min <= int(value) <= limits.max)


def settled(how: How, axes: tuple[int, ...], taps: int) -> How:
    """The method of a filter that extends along `axes`."""
    return how.by("direct") if how.method is None and len(axes) == 1 and taps <= _most_summed else how


def are_simple(sums: Sums, output: Array | None) -> bool:
    """Whether a call of the library's is all there is to do, and makes the output where there is none."""
    signal, taps, axes, _, boundary, cval = sums
    if signal.dtype.char not in "fd" or taps.dtype.char != "d" or signal.ndim > _most_axes or signal.size == 0:
        return False
    if len(axes) > 2 or (len(axes) == 2 and 1 in taps.shape) or (boundary == "constant" and cval != 0):
        return False
    return output is None or (output.dtype.char in "fd" and not np.may_share_memory(output, signal))


def call_simply(sums: Sums, output: Array | None, how: How) -> Array:
    """The rest of evaluate() would take a small array three times as long."""
    signal, taps, axes, reach, boundary, _ = sums
    if len(axes) == 1:
        origin: tuple[int, ...] = (reach[0] - (taps.size - 1) // 2,)
    else:
        origin = tuple([place - (count - 1) // 2 for place, count in zip(reach, taps.shape)])
    dtype = signal.dtype if output is None else None
    how = settled(how, axes, taps.size)
    result: Array = _core.convolve(signal, taps, axes, False, "same", boundary, 0, origin, dtype, None, output, *how)
    return result


def _with_room_for_cval(sums: Sums) -> Sums:
    """The signal in a type that has what stands outside; scipy.ndimage takes any float64 for it."""
    if sums.boundary != "constant" or held(sums.cval, sums.signal.dtype):
        return sums
    return sums._replace(signal=sums.signal.astype(np.promote_types(sums.signal.dtype, np.float64)))


def _lies_well(array: Array) -> bool:
    flags = array.flags
    if not flags.aligned or not array.dtype.isnative:
        return False
    return flags.c_contiguous or not any(stride % array.itemsize for stride in array.strides)


def evaluate(sums: Sums, output: Array, how: How) -> None:
    """Writes the sums, rounded once to the output's type, which is of the taps' kind.

    Filters that extend along one axis or two are one call of the library. One that extends along more is the sum, over
    its taps along all axes but two, of filters along these two; those are summed in the taps' type.
    """
    if are_simple(sums, output):
        call_simply(sums, output, how)
        return
    if not output.flags.writeable:
        raise ValueError("output array is read-only")
    if sums.signal.size == 0:
        return
    sums = _with_room_for_cval(sums)
    if _lies_well(output) and not np.may_share_memory(output, sums.signal):
        _evaluate_apart(sums, output, how)
        return
    apart = np.empty(output.shape, output.dtype.newbyteorder("="))
    _evaluate_apart(sums, apart, how)
    output[...] = apart


def _evaluate_apart(sums: Sums, output: Array, how: How) -> None:
    lengths = sums.taps.shape
    if len(lengths) == 1 and sums.signal.ndim <= _most_axes:
        _call(sums, output, how)
        return
    extending = [axis for axis, taps in enumerate(lengths) if taps > 1] or [0]
    if len(extending) > 2:
        _evaluate_in_planes(sums, output, how, extending)
        return
    axes = tuple(sums.axes[axis] for axis in extending)
    taps = sums.taps.reshape([lengths[axis] for axis in extending])
    reach = tuple(sums.reach[axis] for axis in extending)
    planar = sums._replace(taps=taps, axes=axes, reach=reach)
    if sums.signal.ndim > _most_axes:
        _evaluate_with_axes_joined(planar, output, how)
    else:
        _call(planar, output, how)


def _call(sums: Sums, output: Array, how: How) -> None:
    signal, mode, boundary = sums.signal, "same", sums.boundary
    origin: tuple[int, ...] | None = tuple(
        [reach - (taps - 1) // 2 for reach, taps in zip(sums.reach, sums.taps.shape)]
    )
    if boundary == "constant" and not np.isfinite(sums.cval):
        # The library takes finite numbers for what stands outside.
        for axis in range(len(sums.axes)):
            signal = extended(sums._replace(signal=signal), axis)
        mode, boundary, origin = "valid", "zero", None
    # fmt: off
    _core.convolve(
        signal, sums.taps, sums.axes, False, mode, boundary, sums.cval if boundary == "constant" else None, origin,
        output.dtype, None, output, *settled(how, sums.axes, sums.taps.size),
    )
    # fmt: on


def _evaluate_with_axes_joined(sums: Sums, output: Array, how: How) -> None:
    count = len(sums.axes)
    last = tuple(range(-count, 0))
    moved = np.moveaxis(sums.signal, sums.axes, last)
    joined = moved.reshape((-1, *moved.shape[-count:]))
    result = np.empty(joined.shape, output.dtype)
    _call(sums._replace(signal=joined, axes=last), result, how)
    np.moveaxis(output, sums.axes, last)[...] = result.reshape(moved.shape)


def _type_of_sums(sums: Sums) -> np.dtype[Any]:
    if sums.taps.dtype.kind == "i":
        return np.dtype(np.int64)
    return np.promote_types(sums.taps.dtype, np.complex64 if sums.signal.dtype.kind == "c" else np.float64)


def _runs(source: list[int]) -> Iterator[tuple[slice, slice | None]]:
    """Places counted from 0, and where their samples are found, in few slices; None for -1, which is no sample."""
    count, start = len(source), 0
    while start < count:
        first, stop = source[start], start + 1
        step = source[stop] - first if stop < count else 0
        if step not in (-1, 0, 1):
            step = 0
        while stop < count and source[stop] == source[stop - 1] + step and min(source[stop], first) >= 0:
            stop += 1
        if first < 0:
            found = None
        elif step < 0:
            found = slice(first, source[stop - 1] - 1 if source[stop - 1] > 0 else None, -1)
        else:
            found = slice(first, source[stop - 1] + 1)
        yield slice(start, stop), found
        start = stop


def _add_shifted(sums: Sums, total: Array, part: Array, taps: Array, shifts: dict[int, int]) -> None:
    """Adds the sums of one plane of taps, by as much as `shifts` says further along each axis."""
    outside = None
    runs = []
    for axis, shift in shifts.items():
        n = part.shape[axis]
        runs.append(list(_runs(extended_index(sums.boundary, np.arange(shift, n + shift), n).tolist())))
    for run in product(*runs):
        to, found = [slice(None)] * part.ndim, [slice(None)] * part.ndim
        inside = True
        for axis, (places, samples) in zip(shifts, run):
            to[axis] = places
            if samples is None:
                inside = False
            else:
                found[axis] = samples
        if not inside and outside is None:
            with np.errstate(invalid="ignore"):
                outside = (taps.astype(total.dtype) * sums.cval).sum()
        total[tuple(to)] += part[tuple(found)] if inside else outside


def _evaluate_in_planes(sums: Sums, output: Array, how: How, extending: list[int]) -> None:
    lengths = sums.taps.shape
    # As few calls as can be: the two longest axes are the library's.
    within = sorted(sorted(extending, key=lambda axis: lengths[axis])[-2:])
    across = [axis for axis in extending if axis not in within]
    summed = _type_of_sums(sums)
    total = output if output.dtype == summed else np.empty(output.shape, summed)
    part = np.empty_like(total)
    centre = tuple(sums.reach[axis] for axis in across)
    # The plane that is not shifted begins the total.
    for place in sorted(np.ndindex(*[lengths[axis] for axis in across]), key=lambda place: place != centre):
        plane: list[int | slice] = [slice(None)] * len(lengths)
        for axis, tap in zip(across, place):
            plane[axis] = slice(tap, tap + 1)
        taps = sums.taps[tuple(plane)]
        evaluate(sums._replace(taps=taps), total if place == centre else part, how)
        if place != centre:
            shifts = {sums.axes[axis]: first - tap for axis, first, tap in zip(across, centre, place)}
            _add_shifted(sums, total, part, taps, shifts)
    if total is not output:
        with np.errstate(over="ignore"):
            output[...] = total
