"""What stands outside in1 for convolve2d and correlate2d."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._arguments import refuse

# SciPy's names, and those of the library that SciPy has not.
_rules = {
    "fill": "constant",
    "pad": "constant",
    "wrap": "wrap",
    "circular": "wrap",
    "symm": "reflect",
    "symmetric": "reflect",
    "zero": "zero",
    "constant": "constant",
    "reflect": "reflect",
    "mirror": "mirror",
    "nearest": "nearest",
}


_no_value = "could not cast `fillvalue` directly to the output type, {}"


def rule_of(boundary: object) -> str:
    """The library's name of a boundary."""
    rule = _rules.get(boundary) if isinstance(boundary, str) else None
    if rule is None:
        raise refuse(
            "boundary",
            repr(boundary),
            "Acceptable boundary flags are 'fill', 'circular' (or 'wrap'), and 'symmetric' (or 'symm'); further "
            "'zero', 'constant', 'reflect', 'mirror' and 'nearest'",
        )
    return rule


def value_of(fillvalue: Any, dtype: np.dtype[Any] | None) -> complex:
    """fillvalue as the result's element type holds it: integers lose their fraction. Raises ValueError where it does
    not."""
    if type(fillvalue) is int and fillvalue == 0:
        return 0
    given = np.asarray(fillvalue)
    if given.size == 0:
        raise refuse("fillvalue", fillvalue, "`fillvalue` cannot be an empty array")
    if given.size > 1:
        raise refuse("fillvalue", fillvalue, "`fillvalue` must be scalar or an array with one element")
    value = complex(np.asarray(fillvalue, np.complex128).reshape(()).item())
    if dtype is None or dtype.kind not in "biuf":
        return value if value.imag else value.real
    if value.imag != 0 and fillvalue is not None:  # None is NaN in both parts
        raise refuse("fillvalue", fillvalue, _no_value.format(dtype))
    if dtype.kind == "f":
        return value.real
    if dtype.kind == "b":
        return bool(value.real)
    limits = np.iinfo(dtype)
    if not math.isfinite(value.real) or not limits.min <= math.trunc(value.real) <= limits.max:
        raise refuse("fillvalue", fillvalue, _no_value.format(dtype))
    return math.trunc(value.real)
