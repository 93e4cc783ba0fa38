"""Filters of other libraries' arrays (CuPy, torch, JAX), which stay where they are and come back as such arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _core
from .._arguments import How, refuse, shape_of
from ._arguments import boundary_of, require_origin
from ._sums import settled

_dlpack_cpu = 1


def filter_foreign(
    signal: Any,
    weights: Any,
    axes: tuple[int, ...],
    output: Any,
    mode: object,
    cval: complex,
    origins: tuple[int, ...],
    how: How,
    convolving: bool,
) -> Any:
    """Weights have an axis for each of `axes`, and `output` is a type, an array or None.

    One call of the library: nothing is copied, and no stream is waited for. So weights may extend along two axes at
    most, and a result in integers must be one of integer arithmetic.
    """
    extents = shape_of(weights)
    for origin, count in zip(origins, extents):
        require_origin(origin, count)
    extending = [number for number, count in enumerate(extents) if count > 1] or [0]
    if len(extending) > 2:
        raise refuse("weights", extents, "extend along more than two axes: for NumPy's arrays only", _core.Unsupported)
    counts = [extents[number] for number in extending]
    weights = weights.reshape(tuple(counts))
    # The library's centre of an even filter, correlations in 1D apart, is one before scipy.ndimage's.
    later = convolving or len(counts) == 2
    shifts = tuple(origins[number] + (later and count % 2 == 0) for number, count in zip(extending, counts))
    boundary = boundary_of(mode)
    result = type_of(output, signal)
    integers = _named(result).kind in "biu"
    if isinstance(weights, np.ndarray):
        weights = _converted(weights, _named(signal.dtype), result if integers else None)
        if weights.dtype.kind == "c" and output is None:
            result = np.promote_types(_named(signal.dtype), np.complex64)
        weights = _beside(signal, weights)
    along = tuple(axes[number] for number in extending)
    # fmt: off
    return _core.convolve(
        signal, weights, along, not convolving, "same", boundary,
        cval if boundary == "constant" else None, shifts, result, None if integers else np.dtype(np.float64),
        output if _is_array(output) else None, *settled(how, along, max(counts)),
    )
    # fmt: on


def type_of(output: Any, signal: Any) -> Any:
    """The result's type: that of the array to write, the one asked for, or the signal's."""
    if output is None:
        return signal.dtype
    if _is_array(output):
        return output.dtype
    return np.dtype(output) if isinstance(output, (str, type, np.dtype)) else output


def _is_array(output: Any) -> bool:
    return not isinstance(output, type) and (
        hasattr(output, "__dlpack__") or hasattr(output, "__cuda_array_interface__")
    )


def _named(dtype: Any) -> np.dtype[Any]:
    """NumPy's type of that name; of types that NumPy lacks, which are small floating-point ones, float32."""
    try:
        return np.dtype(str(dtype).rpartition(".")[2])  # torch's says "torch.float32"
    except TypeError:
        return np.dtype(np.float32)


def _converted(weights: np.ndarray[Any, Any], signal: np.dtype[Any], integers: Any) -> np.ndarray[Any, Any]:
    """Weights in the type that sums run in. For a result in integers it is int64, as long as sums modulo the result's
    width are what truncation would give."""
    if integers is None:
        return np.ascontiguousarray(weights, np.complex128 if weights.dtype.kind == "c" else np.float64)
    if signal.kind in "iu" and _named(integers).kind in "iu" and np.array_equal(weights, np.rint(weights)):
        limits = np.iinfo(signal)
        bits = 53 if _named(integers).itemsize == 8 else 31
        if np.abs(weights).sum() * max(-limits.min, limits.max) < 2.0**bits:
            return np.ascontiguousarray(weights, np.int64)
    raise refuse(
        "output",
        integers,
        f"filters of {signal} that truncate are for NumPy's arrays only; a floating-point output is for all",
        _core.Unsupported,
    )


def _beside(signal: Any, weights: np.ndarray[Any, Any]) -> Any:
    """The weights in memory that the library can use together with the signal's."""
    from .. import _foreign

    on_host = hasattr(signal, "__dlpack_device__") and signal.__dlpack_device__()[0] == _dlpack_cpu
    namespace = _foreign._namespace(signal)
    if on_host or namespace is None:
        return weights
    if namespace.__name__ == "cupy":
        with signal.device:
            return namespace.asarray(weights)
    return namespace.asarray(weights, device=signal.device)
