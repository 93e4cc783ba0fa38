"""Array libraries that the tests run with: those that are installed, and one that stands in where none is."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from standin import Array


class _Namespace:
    def __getattr__(self, name: str) -> Any:
        return np.dtype(name)

    def empty(self, shape: tuple[int, ...], dtype: Any, device: Any) -> Tensor:
        return Tensor(np.empty(shape, dtype))


class _Type:
    """An element type with a name like torch's."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype

    def __str__(self) -> str:
        return f"tensor.{self.dtype.name}"


class Tensor(Array):
    """As much of an array as torch, CuPy and JAX agree on; like torch's, without negative steps."""

    def __array_namespace__(self) -> Any:
        return _Namespace()

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def ndim(self) -> int:
        return self.array.ndim

    @property
    def dtype(self) -> Any:
        return _Type(self.array.dtype)

    def reshape(self, shape: tuple[int, ...]) -> Tensor:
        return Tensor(self.array.reshape(shape))

    def __getitem__(self, index: Any) -> Tensor:
        if any(isinstance(i, slice) and (i.step or 1) < 0 for i in index):
            raise ValueError("step must be greater than zero")
        return Tensor(self.array[index])

    def __setitem__(self, index: Any, value: Tensor) -> None:
        self.array[index] = value.array

    def flip(self, axes: tuple[int, ...]) -> Tensor:
        return Tensor(np.flip(self.array, axes).copy())

    def conj(self) -> Tensor:
        return Tensor(self.array.conj())


class Library(NamedTuple):
    """of: its array with the elements of one of NumPy's, get: the other way round, which keeps the type of elements."""

    name: str
    type: type
    of: Callable[[np.ndarray[Any, Any]], Any]
    get: Callable[[Any], np.ndarray[Any, Any]]
    writable: bool = True

    def has(self, result: Any) -> bool:
        return isinstance(result, self.type)


def _torch() -> Library:
    torch = importlib.import_module("torch")
    with warnings.catch_warnings():  # that it was built with another NumPy, when it makes its first tensor
        warnings.simplefilter("ignore")
        torch.tensor([0.0])

    # By numbers of Python's: torch's own bridge is to the NumPy that it was built with.
    def of(array: np.ndarray[Any, Any]) -> Any:
        return torch.tensor(array.tolist(), dtype=getattr(torch, array.dtype.name)).reshape(array.shape)

    def get(tensor: Any) -> np.ndarray[Any, Any]:
        name = str(tensor.dtype).removeprefix("torch.")
        dtype = importlib.import_module("ml_dtypes").bfloat16 if name == "bfloat16" else np.dtype(name)
        return np.array(tensor.tolist(), dtype).reshape(tuple(tensor.shape))

    return Library("torch", torch.Tensor, of, get)


def _jax() -> Library:
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    return Library("jax", jax.Array, jax.numpy.asarray, np.asarray, writable=False)


_makers: dict[str, Callable[[], Library]] = {
    "stand-in": lambda: Library("stand-in", Tensor, Tensor, lambda tensor: tensor.array),
    "torch": _torch,
    "jax": _jax,
}
INSTALLED = [name for name in ("torch", "jax") if importlib.util.find_spec(name) is not None]


def library_named(name: str) -> Library:
    """Skips the test where it is not installed."""
    if name in ("torch", "jax") and name not in INSTALLED:
        pytest.skip(f"{name} is not installed")
    return _makers[name]()
