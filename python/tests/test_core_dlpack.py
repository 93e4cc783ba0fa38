"""_core.convolve: other libraries' arrays on the host, taken and given by DLPack."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from core_calls import DTYPES, convolve, refused, sample, unaligned
from standin import CUDA_HOST, OPENCL, Array

import faltung


@pytest.mark.parametrize("version", [None, (1, 0), (1, 1)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_dlpack_in_and_out(rng: np.random.Generator, dtype: str, version: Any) -> None:
    signal, filter = sample(rng, (4, 30), dtype)[:, ::-2], sample(rng, 3, dtype)
    given = Array(signal, version=version)
    result = convolve(given, Array(filter, version=version))
    assert type(result) is Array
    assert result.array.tobytes() == convolve(signal, filter).tobytes()
    assert all("stream" not in asked for asked in given.asked)  # host memory knows no streams
    assert type(convolve(signal, Array(filter, version=version))) is np.ndarray


def test_dlpack_offsets_and_missing_strides(rng: np.random.Generator) -> None:
    signal, filter = rng.standard_normal(40), rng.standard_normal(3)
    expected = convolve(signal[8:], filter)
    assert np.array_equal(convolve(Array(signal[8:], byte_offset=64), filter).array, expected)
    assert np.array_equal(convolve(Array(signal[8:], contiguous_strides=False), filter).array, expected)
    assert np.array_equal(convolve(Array(signal[8:], device=(CUDA_HOST, 0)), filter).array, expected)


def test_dlpack_bfloat16() -> None:
    bits = (np.arange(1, 9, dtype="f4").view("u4") >> 16).astype("u2")
    out = Array(np.zeros(8, "f4"))
    convolve(Array(bits, bfloat16=True), np.ones(1, "f4"), out=out)
    assert np.array_equal(out.array, np.arange(1, 9))


def test_dlpack_out() -> None:
    signal, filter = np.arange(5.0), np.ones(2)
    for version in (None, (1, 0)):
        out = Array(np.zeros(6), version=version)
        assert convolve(signal, filter, out=out) is out
        assert np.array_equal(out.array, np.convolve(signal, filter))
    refused("out", signal, filter, out=Array(np.zeros(6), read_only=True))
    assert np.array_equal(convolve(Array(signal, read_only=True), filter).array, np.convolve(signal, filter))


def test_dlpack_that_cannot_be_taken() -> None:
    h = np.ones(2)
    with pytest.raises(faltung.Unsupported, match="DLPack 2"):
        convolve(Array(np.ones(5), version=(2, 0)), h)
    with pytest.raises(faltung.Unsupported, match="device type 4"):
        convolve(Array(np.ones(5), device=(OPENCL, 0)), h)
    with pytest.raises(TypeError, match="signal.*code 2 with 128 bits"):
        convolve(Array(np.ones(5, "longdouble")), h)
    refused("signal", Array(unaligned(np.ones(5))), h)

    class Lies:
        def __dlpack_device__(self) -> tuple[int, int]:
            return (1, 0)

        def __dlpack__(self, **_: Any) -> object:
            return object()

    with pytest.raises(TypeError, match="no DLPack capsule"):
        convolve(Lies(), h)

    class Fails(Lies):
        def __dlpack__(self, **_: Any) -> object:
            raise BufferError("requires grad")

    with pytest.raises(BufferError, match="requires grad"):
        convolve(Fails(), h)
