"""Sums in scipy.ndimage's own order, where that decides what truncation leaves of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ._sums import Sums, extended, held

if TYPE_CHECKING:
    from .._arguments import Array

# How many sums are looked at together: what is needed for them stays in a core's cache.
_block_size = 1 << 14

# The samples under weight number k, for a block of sums; and what adds their products up.
Sample = Callable[[int], "Array"]
Order = Callable[["Array", Sample], "Array"]


def settle(sums: Sums, values: Array, largest: float, order: Order) -> None:
    """Puts scipy.ndimage's sums in the place of those for which their order decides what truncation leaves. No sample
    is larger than `largest`."""
    bound = _error_bound(sums, largest)
    weights = sums.taps[(slice(None, None, -1),) * sums.taps.ndim]
    wide: Array | None = None
    for block in _blocks(values.shape):
        part = values[block]
        undecided = _undecided(part, bound)
        if not undecided.any():
            continue
        if wide is None:
            wide = _extended_along_all(sums)
        reached = list(block)
        for axis, taps in zip(sums.axes, weights.shape):
            reached[axis] = slice(block[axis].start, block[axis].stop + taps - 1)
        samples = wide[tuple(reached)].astype(np.float64)

        def sample(tap: int, samples: Array = samples, extents: tuple[int, ...] = part.shape) -> Array:
            window = [slice(None)] * samples.ndim
            for axis, step in zip(sums.axes, np.unravel_index(tap, weights.shape)):
                window[axis] = slice(int(step), int(step) + extents[axis])
            return samples[tuple(window)]

        with np.errstate(invalid="ignore"):  # of infinite samples next to the undecided sums
            np.copyto(part, order(weights, sample), where=undecided)


def settle_sliding_sums(sums: Sums, totals: Array, largest: float) -> None:
    """Sums under taps of 1 along one axis, to be divided by their number and truncated: puts uniform_filter1d's own in
    the place of those for which that decides. These slide along the line, a sample in and a sample out, so that each of
    its n steps adds two roundings of numbers below (taps + 2) largest."""
    (axis,), (taps,), n = sums.axes, sums.taps.shape, sums.signal.shape[sums.axes[0]]
    bound = 2 * (n + taps + 2) * 2.0**-53 * (taps + 2) * largest / taps
    undecided = _undecided(totals / taps, bound)
    if not undecided.any():
        return
    wide = np.moveaxis(extended(sums._replace(signal=sums.signal.astype(np.float64)), 0), axis, -1)
    steps = np.empty((*wide.shape[:-1], n))
    with np.errstate(invalid="ignore"):
        steps[..., 0] = np.cumsum(wide[..., :taps], -1)[..., -1]
        np.subtract(wide[..., taps:], wide[..., : n - 1], out=steps[..., 1:])
        slid = np.moveaxis(np.cumsum(steps, -1), -1, axis)
    np.copyto(totals, slid, where=undecided & np.isfinite(slid))


def _undecided(values: Array, bound: float) -> Array:
    """Those that lie within `bound` of an integer other than 0: truncation has no edge there."""
    nearest = np.rint(values)
    with np.errstate(invalid="ignore"):
        undecided: Array = np.abs(values - nearest) <= bound
    if bound < 0.5:
        undecided &= nearest != 0
    return undecided


def _error_bound(sums: Sums, largest: float) -> float:
    """By how much two orders of summation can differ: each is within (m + 1) u sum |w x| of the exact sum, one rounding
    more than m of them for orders that add two samples first (Jeannerod and Rump, 2013)."""
    unit = 2.0**-53
    return 2 * (sums.taps.size + 1) * unit * float(np.abs(sums.taps).sum()) * largest


def _blocks(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Parts of an array of that shape, cut along its longest axis."""
    longest = max(range(len(shape)), key=lambda axis: shape[axis])
    step = max(1, _block_size * shape[longest] // math.prod(shape))
    for start in range(0, shape[longest], step):
        block = [slice(0, extent) for extent in shape]
        block[longest] = slice(start, min(start + step, shape[longest]))
        yield tuple(block)


def _extended_along_all(sums: Sums) -> Array:
    if sums.boundary == "constant" and not held(sums.cval, sums.signal.dtype):
        sums = sums._replace(signal=sums.signal.astype(np.float64))
    for axis in range(len(sums.axes)):
        sums = sums._replace(signal=extended(sums, axis))
    return sums.signal


def order_of_lines(weights: Array, sample: Sample) -> Array:
    """correlate1d's: the centre first and then pairs from the outside, where the weights are even or odd functions of
    the place; else the last and then from the first."""
    count = weights.size
    half = count // 2
    eps = np.finfo(np.float64).eps
    for sign in (1, -1) if count % 2 else ():
        if not np.any(np.abs(weights[half + 1 :] - sign * weights[:half][::-1]) > eps):
            total: Array = sample(half) * weights[half]
            pair = np.add if sign > 0 else np.subtract
            for tap in range(half):
                terms = pair(sample(tap), sample(count - 1 - tap))
                terms *= weights[tap]
                total += terms
            return total
    total = sample(count - 1) * weights[-1]
    for tap in range(count - 1):
        total += sample(tap) * weights[tap]
    return total


def order_of_points(weights: Array, sample: Sample) -> Array:
    """correlate's: from the first weight to the last, without those that are 0."""
    total = np.zeros_like(sample(0))
    for tap, weight in enumerate(weights.ravel()):
        if weight != 0:
            total += weight * sample(tap)
    return total
