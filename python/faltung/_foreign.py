"""Other libraries' array types by their names: which stream they work on, and new arrays of theirs to write to."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, NamedTuple

import numpy

from ._core import DeviceArray

_known = {"cupy": "cupy", "jax": "jax", "jaxlib": "jax", "torch": "torch"}


def _library(array: object) -> str:
    """The name of a library that is known here, of whose type or a type derived from it the array is."""
    for each in type(array).__mro__:
        if (name := _known.get(each.__module__.partition(".")[0])) is not None:
            return name
    return ""


def may_be_written(array: object) -> bool:
    """Whether the library lets anyone write to its arrays. JAX hands them out as writable, and shares them."""
    return _library(array) != "jax"


def _namespace(array: Any) -> ModuleType | None:
    """The module with the library's functions; None where the array does not say."""
    library = _library(array)
    if library == "jax":
        return sys.modules.get("jax.numpy")
    if library in ("torch", "cupy"):
        return sys.modules.get(library)
    if hasattr(type(array), "__array_namespace__"):
        namespace: ModuleType = array.__array_namespace__()
        return namespace
    return None


def current_stream(array: Any, device: int) -> int:
    """The handle of the stream that the array's library works on now; 0, the legacy one, where it does not tell."""
    library = _library(array)
    if library == "torch":
        return int(sys.modules["torch"].cuda.current_stream(device).cuda_stream)
    if library == "cupy":
        cuda = sys.modules["cupy"].cuda
        with cuda.Device(device):
            return int(cuda.get_current_stream().ptr)
    return 0


class _Stream(NamedTuple):
    """A handle, for libraries that take streams from others."""

    handle: int

    def __cuda_stream__(self) -> tuple[int, int]:
        return (0, self.handle)


def _cupy_stream(cuda: Any, handle: int) -> Any:
    if hasattr(cuda.Stream, "from_external"):
        return cuda.Stream.from_external(_Stream(handle))
    return cuda.ExternalStream(handle)  # before CuPy 14, which warns of it


def empty(
    array: Any, shape: tuple[int, ...], dtype: str, on_device: bool, device: int, stream: int
) -> tuple[Any, bool]:
    """A new array to write to, and whether finish() makes the caller's type of it.

    Memory that a library hands out again in the order of a stream is taken on the stream that will write to it.
    """
    library = _library(array)
    namespace = _namespace(array)
    if library == "torch" and namespace is not None:
        made_of = getattr(namespace, dtype)
        if not on_device:
            return namespace.empty(shape, dtype=made_of), False
        with namespace.cuda.stream(namespace.cuda.ExternalStream(0 if stream == 1 else stream, device=device)):
            return namespace.empty(shape, dtype=made_of, device=array.device), False
    if library == "cupy" and namespace is not None:
        with namespace.cuda.Device(device), _cupy_stream(namespace.cuda, 0 if stream == 1 else stream):
            return namespace.empty(shape, dtype=dtype), False
    if library != "jax" and namespace is not None and hasattr(namespace, "empty"):
        return namespace.empty(shape, dtype=getattr(namespace, dtype), device=array.device), False
    # An array that cannot be written to, or is not known: memory of ours, for the library to take over.
    if on_device:
        return DeviceArray(shape, dtype, device, stream), True
    if dtype == "bfloat16":
        import ml_dtypes

        return numpy.empty(shape, ml_dtypes.bfloat16), True
    return numpy.empty(shape, dtype), True


def finish(array: Any, result: Any) -> Any:
    """The result as an array of the library's, where it can take one over; as it is otherwise."""
    # NumPy hands no bfloat16 out by DLPack, so host arrays go the other way.
    function = "asarray" if isinstance(result, numpy.ndarray) else "from_dlpack"
    convert = getattr(_namespace(array), function, None)
    return result if convert is None else convert(result)
