"""Arrays of every type, in the ways that arrays lie in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

INTEGERS = ("?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8")
FLOATS = ("f2", "f4", "f8", "F", "D")
TYPES = INTEGERS + FLOATS
LAYOUTS = ("contiguous", "reversed", "every other", "fortran", "repeated", "read-only", "misaligned", "swapped bytes")


def samples(rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> Any:
    """Integers of their whole range, so that sums overflow; floating-point numbers of several magnitudes."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.random(shape) < 0.5
    if kind in "iu":
        limits = np.iinfo(dtype)
        return rng.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)
    real = rng.standard_normal(shape) * 2.0 ** rng.integers(-3, 4, shape)
    return (real + 1j * rng.standard_normal(shape) if kind == "c" else real).astype(dtype)


def lay(values: Any, layout: str) -> Any:
    """The same values, lying otherwise ('repeated': the first of the last axis everywhere)."""
    if layout == "reversed":
        return np.flip(np.flip(values).copy())
    if layout == "every other":
        room = np.zeros(tuple(2 * n + 1 for n in values.shape), values.dtype)
        view = room[tuple(slice(1, None, 2) for _ in values.shape)]
        view[...] = values
        return view
    if layout == "fortran":
        return np.asfortranarray(values)
    if layout == "repeated":
        return np.broadcast_to(values[..., :1], values.shape)
    if layout == "read-only":
        copy = values.copy()
        copy.flags.writeable = False
        return copy
    if layout == "misaligned":
        room = np.zeros(values.nbytes + 1, np.uint8)
        view = room[1:].view(values.dtype).reshape(values.shape)
        view[...] = values
        return view
    if layout == "swapped bytes":
        return values.astype(values.dtype.newbyteorder())
    return values


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...], types: tuple[str, ...] = TYPES) -> Any:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return lay(samples(rng, shape, draw(st.sampled_from(types))), draw(st.sampled_from(LAYOUTS)))
