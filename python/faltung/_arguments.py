"""Operands and keywords that every namesake takes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ._core import InvalidArgument

if TYPE_CHECKING:
    from typing_extensions import TypeAlias, TypedDict

    Array: TypeAlias = NDArray[Any]
    # What numpy.asarray makes an array of. An array of another library is none of these, although numpy.asarray would
    # take it.
    HostArray: TypeAlias = np.ndarray[Any, Any] | np.generic | complex | memoryview | Sequence[Any]

    class Options(TypedDict, total=False):
        """The keywords that all namesakes have and no model has; How says what they mean."""

        backend: str | None
        threads: int
        max_error: float | None
        stream: Any
        workspace: Any


class Exchangeable(Protocol):
    """An array of another library (CuPy, torch, JAX), taken without a copy; the result is one of that library too."""

    def __dlpack__(self, *args: Any, **keywords: Any) -> Any: ...
    def __dlpack_device__(self) -> Any: ...


ExchangeableArray = TypeVar("ExchangeableArray", bound=Exchangeable)


class How(NamedTuple):
    """How sums are carried out, as far as the caller has a say: the last arguments of _core.convolve.

    method: None leaves the choice to the library
    backend: None, "cpu" or "cuda"
    threads: CPU threads that may be used; 0 is all
    max_error: no method with a worse proved bound, relative to the norms of signal and filter, is taken
    stream: the CUDA stream of work on device arrays
    workspace: bytes to work in, which are allocated otherwise
    """

    method: str | None = None
    backend: str | None = None
    threads: int = 0
    max_error: float | None = None
    stream: Any = None
    workspace: Any = None

    def by(self, method: str | None) -> How:
        return How(method, *self[1:])


class Request(NamedTuple):
    """What is wanted of a convolution besides its operands, axes and mode.

    boundary: what stands outside the signal; None is "zero", where products with samples outside are left out
    cval: what stands outside with boundary "constant"
    dtype: of the result; None is the operands' common type
    out: where to write the result, of its shape
    """

    boundary: str | None = None
    cval: complex = 0
    dtype: Any = None
    out: Any = None
    how: How = How()

    def by(self, method: str | None) -> Request:
        return self._replace(how=self.how.by(method))


def operand(value: Any) -> Any:
    """An array of NumPy's own type from an array-like; an array of another library as it is."""
    if type(value) is np.ndarray:
        return value
    if isinstance(value, np.ndarray):
        return np.asarray(value)
    if hasattr(value, "__dlpack__") or hasattr(value, "__cuda_array_interface__"):
        return value
    return np.asarray(value)


def shape_of(array: Any) -> tuple[int, ...]:
    return tuple(array.shape)


def dtype_of(array: Any) -> np.dtype[Any] | None:
    """The element type in NumPy's words; None where NumPy has none such."""
    if isinstance(array, np.ndarray):
        dtype: np.dtype[Any] = array.dtype
        return dtype
    try:
        return np.dtype(str(array.dtype).rsplit(".", 1)[-1])  # torch's is "torch.float32"
    except TypeError:
        return None


def written(result: Any, out: Any) -> Any:
    """A result that the extension did not write to `out`."""
    if out is None:
        return result
    if shape_of(out) != shape_of(result):
        raise refuse("out", shape_of(out), f"the result's shape is {shape_of(result)}")
    out[...] = result
    return out


@lru_cache(maxsize=1024)
def common_type(*types: np.dtype[Any]) -> np.dtype[Any]:
    """numpy.result_type, which costs more than a small convolution."""
    return np.result_type(*types)


def refuse(argument: str, value: object, reason: str, kind: type[InvalidArgument] = InvalidArgument) -> InvalidArgument:
    """The library's error for an argument, to be raised."""
    error = kind(f"faltung: {argument} = {value}: {reason}")
    error.argument = argument
    error.value = str(value)
    return error
