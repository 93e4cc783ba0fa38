from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from .. import _core
from .._arguments import ExchangeableArray, How, Request, common_type, dtype_of, operand, refuse, shape_of
from ._axes import convolve_axes

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._arguments import Array, HostArray, Options

    class _Options(Options, total=False):
        out: Any
        boundary: str | None
        cval: complex
        method: str | None


@overload
def sepfir2d(input: HostArray, hrow: HostArray, hcol: HostArray, **options: Unpack[_Options]) -> Array: ...
@overload
def sepfir2d(
    input: ExchangeableArray, hrow: ExchangeableArray, hcol: ExchangeableArray, **options: Unpack[_Options]
) -> ExchangeableArray: ...
def sepfir2d(
    input: Any,
    hrow: Any,
    hcol: Any,
    *,
    out: Any = None,
    boundary: str | None = None,
    cval: complex = 0,
    method: str | None = None,
    backend: str | None = None,
    threads: int = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
) -> Any:
    """Convolution of an image with a row filter, and of the result with a column filter.

    input: (height, width) array-like; integers up to 16 bits, bool and float16 become float32, wider integers float64
    hrow: (odd,) array-like, along each row
    hcol: (odd,) array-like, along each column
    boundary: None is "reflect", d c b a | a b c d | d c b a, which is what SciPy calls mirror-symmetric; "zero",
        "constant" (of value cval), "wrap", "mirror" and "nearest" are the others. The filters may be longer than the
        image

    Returns an array of the input's shape and type. The other keywords: see faltung.signal.

    Raises ValueError where a filter's length is even or the numbers of dimensions are others; TypeError where a
    filter's type cannot be cast safely to the result's, or the library lacks an element type; Unsupported, a
    ValueError, where this build or machine cannot carry out the method.
    """
    image = operand(input)
    type_ = dtype_of(image)
    dtype = None if type_ is None else common_type(type_, _float32)
    row, column = _taps("hrow", hrow, dtype), _taps("hcol", hcol, dtype)
    if image.ndim != 2 or row.ndim != 1 or column.ndim != 1:
        raise _refuse_rank(image, row, column)
    for name, array in (("hrow", row), ("hcol", column)):
        if array.shape[0] % 2 == 0:
            raise refuse(name, shape_of(array), "hrow and hcol must be odd length")
    rule = "reflect" if boundary is None else boundary
    how = How(None if method == "auto" else method, backend, threads, max_error, stream, workspace)
    if rule == "zero":  # where the library's mode same has the longer one's length
        request = Request(rule, cval, dtype, None, how)
        between = convolve_axes(image, row[None, :], (1,), False, "same", request)
        return convolve_axes(between, column[:, None], (0,), False, "same", request._replace(out=out))
    between = _core.convolve(image, row, (1,), False, "same", rule, cval, None, dtype, None, None, *how)
    return _core.convolve(between, column, (0,), False, "same", rule, cval, None, dtype, None, out, *how)


_float32 = np.dtype(np.float32)


def _taps(name: str, taps: Any, dtype: np.dtype[Any] | None) -> Any:
    """A filter, in the result's type where it has none of its own yet."""
    array = operand(taps)
    if dtype is None:
        return array
    if array is not taps and not isinstance(taps, (np.ndarray, np.generic)):
        return np.asarray(taps, dtype=dtype)
    type_ = dtype_of(array)
    if type_ is not None and type_ != dtype and not np.can_cast(type_, dtype, "safe"):
        raise TypeError(f"{name}: Cannot cast array data from {type_!r} to {dtype!r} according to the rule 'safe'")
    return array


def _refuse_rank(image: Any, row: Any, column: Any) -> _core.InvalidArgument:
    operands = (("input", image, 2), ("hrow", row, 1), ("hcol", column, 1))
    name, array, rank = next(each for each in operands if each[1].ndim != each[2])
    depth = "object too deep" if array.ndim > rank else "object of too small depth"
    return refuse(name, shape_of(array), f"{depth} for desired array, which has {rank} dimensions")
