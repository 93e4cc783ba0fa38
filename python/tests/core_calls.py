"""Calls of _core.convolve, with operands and models of results for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import faltung
from faltung import _core

DTYPES = [
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
]


def convolve(signal: Any, filter: Any, mode: str = "full", axes: tuple[int, ...] = (-1,), **more: Any) -> Any:
    """_core.convolve with the positions of its arguments by name."""
    names = ["boundary", "cval", "origin", "dtype", "accumulator", "out", "method", "backend", "threads", "max_error"]
    names += ["stream", "workspace"]
    correlate = more.pop("correlate", False)
    rest = [more.pop(name, 0 if name == "threads" else None) for name in names]
    assert not more
    return _core.convolve(signal, filter, axes, correlate, mode, *rest)


def sample(rng: np.random.Generator, shape: Any, dtype: Any) -> Any:
    """Elements that use their type: small enough for float16, all bits of integers."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return rng.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)
    values = rng.standard_normal(shape)
    return (values + 1j * rng.standard_normal(shape) if dtype.kind == "c" else values).astype(dtype)


def unaligned(values: Any) -> Any:
    memory = np.zeros(values.nbytes + 1, np.uint8)[1:]
    made = memory.view(values.dtype).reshape(values.shape)
    made[...] = values
    return made


def exact(signal: Any, filter: Any, mode: str) -> Any:
    """numpy.convolve with 64 significant bits, and the same of magnitudes."""
    wide = np.clongdouble if "c" in (signal.dtype.kind, filter.dtype.kind) else np.longdouble
    magnitudes = [abs(operand.astype(np.clongdouble)) for operand in (signal, filter)]
    return np.convolve(signal.astype(wide), filter.astype(wide), mode), np.convolve(*magnitudes, mode)


def refused(argument: str, *operands: Any, **more: Any) -> faltung.InvalidArgument:
    with pytest.raises(faltung.InvalidArgument) as raised:
        convolve(*operands, **more)
    assert raised.value.argument == argument
    assert isinstance(raised.value, ValueError) and isinstance(raised.value, faltung.Error)
    assert raised.value.value in str(raised.value)
    return raised.value
