"""Arrays of libraries that are not installed: NumPy's or the emulated device's memory behind the exchange protocols."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from faltung import _core

CPU, CUDA, CUDA_HOST, CUDA_MANAGED, OPENCL = 1, 2, 3, 13, 4

_codes = {"i": 0, "u": 1, "f": 2, "c": 5, "b": 6}


class _Device(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int32), ("id", ctypes.c_int32)]


class _DataType(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16)]


class _Tensor(ctypes.Structure):
    _fields_ = [
        ("data", ctypes.c_void_p),
        ("device", _Device),
        ("rank", ctypes.c_int32),
        ("type", _DataType),
        ("extents", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
    ]


_Deleter = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Managed(ctypes.Structure):
    _fields_ = [("tensor", _Tensor), ("context", ctypes.c_void_p), ("deleter", _Deleter)]


class _Versioned(ctypes.Structure):
    _fields_ = [
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("context", ctypes.c_void_p),
        ("deleter", _Deleter),
        ("flags", ctypes.c_uint64),
        ("tensor", _Tensor),
    ]


_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]

# What has been handed out and not been given back by its deleter.
alive: dict[int, tuple[Any, ...]] = {}


def _forget(address: int) -> None:
    del alive[address]


_deleter = _Deleter(_forget)


class Array:
    """An array over NumPy's memory that shows only __dlpack__, as torch's and JAX's arrays on the CPU do.

    version: (1, x) or None for the layout from before 1.0. asked collects the keywords that __dlpack__ was called with.
    """

    def __init__(
        self,
        array: np.ndarray[Any, Any],
        *,
        version: tuple[int, int] | None = (1, 0),
        read_only: bool = False,
        device: tuple[int, int] = (CPU, 0),
        bfloat16: bool = False,
        byte_offset: int = 0,
        contiguous_strides: bool = True,
    ) -> None:
        self.array = array
        self.version = version
        self.read_only = read_only
        self.on = device
        self.bfloat16 = bfloat16
        self.byte_offset = byte_offset
        self.contiguous_strides = contiguous_strides
        self.asked: list[dict[str, Any]] = []

    def __array_namespace__(self) -> Any:
        return namespace

    @property
    def device(self) -> tuple[int, int]:
        return self.on

    def address(self) -> int:
        return int(self.array.__array_interface__["data"][0])

    def __dlpack_device__(self) -> tuple[int, int]:
        return self.on

    def __dlpack__(self, **keywords: Any) -> Any:
        self.asked.append(keywords)
        if self.version is None and "max_version" in keywords:
            raise TypeError("unexpected keyword argument 'max_version'")
        array = self.array
        extents = (ctypes.c_int64 * max(array.ndim, 1))(*array.shape)
        strides = (ctypes.c_int64 * max(array.ndim, 1))(*(s // array.itemsize for s in array.strides))
        code = 4 if self.bfloat16 else _codes[array.dtype.kind]
        pointer = ctypes.POINTER(ctypes.c_int64)
        tensor = _Tensor(
            self.address() - self.byte_offset,
            _Device(*self.on),
            array.ndim,
            _DataType(code, 8 * array.itemsize, 1),
            ctypes.cast(extents, pointer),
            ctypes.cast(strides, pointer) if self.contiguous_strides else None,
            self.byte_offset,
        )
        managed: Any
        if self.version is None:
            managed, name = _Managed(tensor, None, _deleter), b"dltensor"
        else:
            managed = _Versioned(*self.version, None, _deleter, 1 if self.read_only else 0, tensor)
            name = b"dltensor_versioned"
        address = ctypes.addressof(managed)
        alive[address] = (managed, extents, strides, self)
        return _new_capsule(address, name, None)


class _Namespace:
    """What an array library offers, as far as it is asked for: empty() and the names of its dtypes."""

    def __getattr__(self, name: str) -> Any:
        return np.dtype(name)

    def empty(self, shape: tuple[int, ...], dtype: Any, device: tuple[int, int]) -> Array:
        if device[0] in (CUDA, CUDA_MANAGED):
            made = DeviceArray(np.zeros(shape, dtype))
            made.fresh = True
            return made
        return Array(np.empty(shape, dtype))


namespace = _Namespace()


class DeviceArray(Array):
    """An array on the emulated device: a copy of a NumPy array, and NumPy's again by get()."""

    def __init__(self, array: np.ndarray[Any, Any], **how: Any) -> None:
        # A view keeps its strides: what lies between its elements is copied, too.
        low, high = np.lib.array_utils.byte_bounds(array) if array.size else (0, 0)
        size = high - low
        self.memory = _core._emulation.malloc(max(size, 1))
        self.first = self.memory + (int(array.__array_interface__["data"][0]) - low if size else 0)
        if size:
            _core._emulation.write(self.memory, ctypes.string_at(low, size))
        self.size = size
        self.low = low
        self.fresh = False
        super().__init__(array, **{"device": (CUDA, 0), **how})

    def __del__(self) -> None:
        _core._emulation.free(self.memory)

    def address(self) -> int:
        return self.first

    def get(self) -> np.ndarray[Any, Any]:
        """The device's elements, as an array of the same strides."""
        data = np.frombuffer(_core._emulation.read(self.memory, max(self.size, 1)), np.uint8).copy()
        made = np.ndarray(self.array.shape, self.array.dtype, data, self.first - self.memory, self.array.strides)
        return made.copy()


class InterfaceArray:
    """An array on the emulated device that shows only __cuda_array_interface__, as numba's do."""

    def __init__(self, array: np.ndarray[Any, Any], **entries: Any) -> None:
        self.held = DeviceArray(array)
        self.entries = entries

    def get(self) -> np.ndarray[Any, Any]:
        return self.held.get()

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        array = self.held.array
        return {
            "shape": array.shape,
            "typestr": array.dtype.str,
            "data": (self.held.address(), False),
            "strides": array.strides,
            "version": 3,
            **self.entries,
        }
