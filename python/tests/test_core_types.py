"""_core.convolve: element types of operands, results and sums, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from core_calls import DTYPES, convolve, exact, sample

from faltung import _core


@pytest.mark.parametrize("of_filter", DTYPES)
@pytest.mark.parametrize("of_signal", DTYPES)
def test_every_pair_of_types(rng: np.random.Generator, of_signal: str, of_filter: str) -> None:
    signal, filter = sample(rng, 50, of_signal), sample(rng, 7, of_filter)
    result = convolve(signal, filter)
    assert result.dtype == np.result_type(signal, filter)
    if result.dtype.kind in "biu":
        assert np.array_equal(result, np.convolve(signal, filter))
        return
    # Operands of integers are rounded to the common type first, by one unit roundoff each.
    common = signal.astype(result.dtype), filter.astype(result.dtype)
    expected, magnitude = exact(*common, "full")
    chosen = _core.explain(signal, filter, (-1,), False, "full").choice
    assert chosen.bound.componentwise
    # A subnormal result of float16 may be off by half the smallest of them more.
    floor = np.finfo(result.dtype).smallest_subnormal
    assert np.all(abs(result.astype(np.clongdouble) - expected) <= chosen.bound.factor * magnitude + floor)


@pytest.mark.parametrize(
    "dtype", ["O", "g", "G", "M8[s]", "m8[s]", "U3", "S3", "V5", [("a", "f4"), ("b", "f4")]], ids=str
)
def test_other_types_are_refused_by_name(dtype: Any) -> None:
    odd = np.zeros(4, dtype)
    if np.dtype(dtype).char in "gG" and np.dtype(dtype).itemsize in (8, 16) and np.finfo(dtype).nmant == 52:
        pytest.skip("longdouble is double here")
    for operands in [(odd, np.ones(2)), (np.ones(4), odd)]:
        with pytest.raises(TypeError) as raised:
            convolve(*operands)
        assert str(odd.dtype) in str(raised.value)
        assert ("signal" if operands[0] is odd else "filter") in str(raised.value)
    with pytest.raises(TypeError, match="dtype"):
        convolve(np.ones(4), np.ones(2), dtype=odd.dtype)


def test_the_types_of_result_and_sum(rng: np.random.Generator) -> None:
    signal, filter = sample(rng, 60, "uint8"), sample(rng, 9, "uint8")
    wide = convolve(signal, filter, dtype=np.dtype("int32"))
    assert wide.dtype == np.int32 and np.array_equal(wide, np.convolve(signal.astype(int), filter.astype(int)))
    assert convolve(signal, filter, dtype="float32").dtype == np.float32
    assert convolve(signal, filter, dtype=np.float64).dtype == np.float64
    halves = sample(rng, 60, "float32")
    summed = convolve(halves, halves[:9], accumulator="float64")
    assert summed.dtype == np.float32
    expected = np.convolve(halves.astype("float64"), halves[:9].astype("float64")).astype("float32")
    # Both are sums in float64, rounded once: at most one unit in the last place of float32 apart.
    assert np.all(abs(summed - expected) <= np.spacing(abs(expected)))


def test_bfloat16(rng: np.random.Generator) -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes")
    signal, filter = (rng.integers(-8, 8, n).astype(ml_dtypes.bfloat16) for n in (40, 3))
    expected = np.convolve(signal.astype("float32"), filter.astype("float32")).astype(ml_dtypes.bfloat16)
    result = convolve(signal, filter)
    assert result.dtype == ml_dtypes.bfloat16 and np.array_equal(result, expected)
    result = convolve(signal.astype("float32"), filter.astype("float32"), dtype="bfloat16")
    assert result.dtype == ml_dtypes.bfloat16 and np.array_equal(result, expected)
    with pytest.raises(TypeError, match="float8"):
        convolve(signal.astype(ml_dtypes.float8_e4m3fn), filter)


def test_out_and_its_type(rng: np.random.Generator) -> None:
    signal, filter = sample(rng, 20, "int16"), sample(rng, 3, "int16")
    out = np.empty(22, "float64")
    assert convolve(signal, filter, out=out) is out
    assert np.array_equal(out, np.convolve(signal.astype(float), filter.astype(float)))
    with pytest.raises(TypeError, match="out.*uint16"):
        convolve(signal, filter, out=np.empty(22, "uint16"))
    asked = np.empty(22, "uint16")
    convolve(signal, filter, out=asked, dtype="uint16")
    assert np.array_equal(asked, np.convolve(signal, filter).astype("uint16"))
