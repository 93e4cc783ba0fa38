"""_core.convolve: what is refused, by argument and value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from core_calls import convolve, refused

import faltung
from faltung import _core


def test_errors_name_argument_and_value() -> None:
    x, h = np.ones(10), np.ones(3)
    assert refused("mode", x, h, "middle").value == "'middle'"
    assert refused("boundary", x, h, "same", boundary="edge").value == "'edge'"
    assert refused("method", x, h, method="fastest").value == "'fastest'"
    assert refused("backend", x, h, backend="tpu").value == "'tpu'"
    assert refused("axes", x, h, axes=(1,)).value == "1"
    assert refused("axes", np.ones((4, 4)), np.ones((2, 2)), axes=(0, -2)).value == "-2"
    refused("axes", x, h, axes=(0, 1, 2))
    assert refused("signal", x[:0], h).value == "{0}"
    assert refused("filter", x, h[:0]).value == "{0}"
    assert refused("signal", np.float64(3), h).value == "0 axes"
    assert refused("signal", np.ones((1,) * 9), h).value == "9 axes"
    assert refused("out", x, h, out=np.ones(11)).value == "{11}"
    assert refused("out", x, h, out=np.ones(12, "f4"), dtype="f8").value == "float32"
    refused("origin", x, h, "same", origin=(1, 1))
    refused("max_error", x, h, max_error=float("nan"))
    refused("threads", x, h, threads=-1)
    fixed = np.ones(12)
    fixed.flags.writeable = False
    refused("out", x, h, out=fixed)
    memory = np.ones(20)
    refused("out", memory[:10], h, out=memory[5:17])
    assert refused("workspace", x, h, workspace=np.ones(8, "u1")[::2]).value == "{2}"
    frozen = np.ones(8, "u1")
    frozen.flags.writeable = False
    refused("workspace", x, h, workspace=frozen)


@pytest.mark.parametrize(
    ("place", "value"),
    [(2, -1), (2, ("x",)), (4, 3), (5, 1), (7, 2), (8, object()), (10, [1.0]), (11, 1), (13, 1.5), (14, "x")],
)
def test_objects_of_the_wrong_type(place: int, value: object) -> None:
    arguments: list[Any] = [np.ones(10), np.ones(3), (-1,), False, "same", *[None] * 12]
    arguments[place] = value
    with pytest.raises(TypeError):
        _core.convolve(*arguments)


def test_the_number_of_arguments() -> None:
    with pytest.raises(TypeError, match="17"):
        _core.convolve(np.ones(3), np.ones(3), (-1,), False)
    with pytest.raises(TypeError, match="17"):
        _core.convolve(*[None] * 18)


def test_the_build_without_cuda_says_so() -> None:
    if _core.capabilities().cuda.absent != "built without CUDA":
        pytest.skip("this build has its CUDA backend")
    with pytest.raises(faltung.Unsupported):
        convolve(np.ones(5), np.ones(2), backend="cuda")

    class Device:
        __cuda_array_interface__ = {"shape": (4,), "typestr": "<f4", "data": (64, False), "version": 3}

    with pytest.raises(faltung.Unsupported, match="without its CUDA backend"):
        convolve(Device(), np.ones(2))
    with pytest.raises(faltung.Unsupported, match="without its CUDA backend"):
        faltung.Plan(5, 2, device=True)
