"""The extension: what faltung/__init__.py shows, and the functions under faltung.numpy, .signal and .ndimage."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, SupportsIndex, TypeAlias, TypeVar, final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import Self

__version__: str

class _WithDlpack(Protocol):
    def __dlpack__(self, *, stream: int | None = None) -> Any: ...
    def __dlpack_device__(self) -> tuple[int, int]: ...

class _WithInterface(Protocol):
    @property
    def __cuda_array_interface__(self) -> dict[str, Any]: ...

class _WithCudaStream(Protocol):
    def __cuda_stream__(self) -> tuple[int, int]: ...

class _WithPtr(Protocol):
    @property
    def ptr(self) -> int: ...

class _WithHandle(Protocol):
    @property
    def cuda_stream(self) -> int: ...

_Foreign: TypeAlias = _WithDlpack | _WithInterface
_Operand: TypeAlias = ArrayLike | _Foreign
_Stream: TypeAlias = SupportsIndex | _WithCudaStream | _WithPtr | _WithHandle
_Shape: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_ModeName: TypeAlias = Literal["full", "same", "valid"]
_BoundaryName: TypeAlias = Literal["zero", "constant", "wrap", "reflect", "mirror", "nearest"]
_MethodName: TypeAlias = Literal["automatic", "reference", "direct", "separable", "fft", "overlap_save"]
_BackendName: TypeAlias = Literal["automatic", "cpu", "cuda"]
_Out = TypeVar("_Out", bound=NDArray[Any] | _WithDlpack | _WithInterface)
_Library = TypeVar("_Library", bound=_WithDlpack | _WithInterface)

class Error(Exception): ...

class InvalidArgument(Error, ValueError):
    argument: str
    value: str

class Unsupported(InvalidArgument): ...

class Overflow(Error, OverflowError):
    index: tuple[int, int, int]
    value: str

class OutOfMemory(Error, MemoryError):
    bytes: int

class DeviceError(Error, RuntimeError):
    library: str
    code: int

@final
class ErrorBound:
    @property
    def factor(self) -> float: ...
    @property
    def componentwise(self) -> bool: ...

@final
class Candidate:
    @property
    def name(self) -> str: ...
    @property
    def backend(self) -> Literal["cpu", "cuda"]: ...
    @property
    def method(self) -> Literal["reference", "direct", "separable", "fft", "overlap_save"]: ...
    @property
    def kernel(self) -> str: ...
    @property
    def predicted_seconds(self) -> float: ...
    @property
    def predicted_workspace_bytes(self) -> int: ...
    @property
    def predicted_filter_bytes(self) -> int: ...
    @property
    def bound(self) -> ErrorBound: ...
    @property
    def refused(self) -> str: ...

@final
class Explanation:
    @property
    def method(self) -> Literal["reference", "direct", "separable", "fft", "overlap_save"]: ...
    @property
    def backend(self) -> Literal["cpu", "cuda"]: ...
    @property
    def choice(self) -> Candidate: ...
    @property
    def candidates(self) -> list[Candidate]: ...

@final
class CpuCapabilities:
    @property
    def name(self) -> str: ...
    @property
    def threads(self) -> int: ...
    @property
    def vector_bytes(self) -> int: ...
    @property
    def fft(self) -> bool: ...
    @property
    def multiply_adds_per_second(self) -> float: ...
    @property
    def bytes_per_second(self) -> float: ...

@final
class CudaCapabilities:
    @property
    def usable(self) -> bool: ...
    @property
    def absent(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def compute_capability(self) -> int: ...
    @property
    def multiprocessors(self) -> int: ...
    @property
    def memory_bytes(self) -> int: ...
    @property
    def fft_absent(self) -> str: ...

@final
class Capabilities:
    @property
    def cpu(self) -> CpuCapabilities: ...
    @property
    def cuda(self) -> CudaCapabilities: ...

@final
class DeviceArray:
    def __init__(self, shape: _Shape, dtype: Any, device: int = 0, stream: _Stream | None = None) -> None: ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> str: ...
    @property
    def device(self) -> int: ...
    def __dlpack_device__(self) -> tuple[int, int]: ...
    def __dlpack__(
        self,
        *,
        stream: int | None = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any: ...
    @property
    def __cuda_array_interface__(self) -> dict[str, Any]: ...

@final
class Plan:
    def __init__(
        self,
        signal_shape: _Shape,
        filter_shape: _Shape,
        *,
        dtype: Any = None,
        filter_dtype: Any = None,
        output_dtype: Any = None,
        accumulator: Any = None,
        axes: tuple[SupportsIndex] | tuple[SupportsIndex, SupportsIndex] = (-1,),
        correlate: bool = False,
        mode: _ModeName = "full",
        boundary: _BoundaryName | None = None,
        cval: complex | None = None,
        origin: Sequence[SupportsIndex] | None = None,
        method: _MethodName | None = None,
        backend: _BackendName | None = None,
        threads: SupportsIndex = 0,
        max_error: float | None = None,
        filter_rank: SupportsIndex = 0,
        workspace_limit: SupportsIndex | None = None,
        non_finite: Literal["contain", "propagate"] | None = None,
        overflow: Literal["modulo", "error"] | None = None,
        signal_strides: _Shape | None = None,
        filter_strides: _Shape | None = None,
        output_strides: _Shape | None = None,
        device: bool = False,
        stream: _Stream | None = None,
    ) -> None: ...
    def set_filter(self, filter: _Operand) -> None: ...
    @overload
    def execute(
        self, signal: _Operand, out: _Out, workspace: _Operand | None = None, stream: _Stream | None = None
    ) -> _Out: ...
    @overload
    def execute(
        self, signal: ArrayLike, out: None = None, workspace: _Operand | None = None, stream: _Stream | None = None
    ) -> NDArray[Any]: ...
    @overload
    def execute(
        self, signal: _Library, out: None = None, workspace: _Operand | None = None, stream: _Stream | None = None
    ) -> _Library: ...
    def explain(self) -> Explanation: ...
    @property
    def method(self) -> Literal["reference", "direct", "separable", "fft", "overlap_save"]: ...
    @property
    def backend(self) -> Literal["cpu", "cuda"]: ...
    @property
    def bound(self) -> ErrorBound: ...
    @property
    def workspace_bytes(self) -> int: ...
    @property
    def output_shape(self) -> tuple[int, ...]: ...
    @property
    def output_dtype(self) -> str: ...

@final
class SequenceFunction:
    def __new__(cls, function: Callable[..., Any], correlate: bool, mode: str, /) -> Self: ...
    def __call__(self, *arguments: Any, **keywords: Any) -> Any: ...
    def __get__(self, instance: Any, owner: type | None = None, /) -> Any: ...

# What convolve takes is checked by the functions above it, whose stubs are exact.
def convolve(
    signal: Any,
    filter: Any,
    axes: tuple[int, ...],
    correlate: bool,
    mode: str,
    boundary: str | None = None,
    cval: complex | None = None,
    origin: tuple[int, ...] | None = None,
    dtype: Any = None,
    accumulator: Any = None,
    out: Any = None,
    method: str | None = None,
    backend: str | None = None,
    threads: SupportsIndex = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
    /,
) -> Any: ...
def explain(
    signal: Any,
    filter: Any,
    axes: tuple[int, ...],
    correlate: bool,
    mode: str,
    boundary: str | None = None,
    cval: complex | None = None,
    origin: tuple[int, ...] | None = None,
    dtype: Any = None,
    accumulator: Any = None,
    out: Any = None,
    method: str | None = None,
    backend: str | None = None,
    threads: SupportsIndex = 0,
    max_error: float | None = None,
    stream: Any = None,
    workspace: Any = None,
    /,
) -> Explanation: ...
def clear_cache() -> None: ...
def capabilities() -> Capabilities: ...
