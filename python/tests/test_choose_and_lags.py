"""choose_conv_method and correlation_lags."""

from __future__ import annotations

from typing import Any

import faltung
import faltung.signal as ours
import numpy as np
import pytest
from rounding import assert_close
from signal_model import MODES, theirs


@pytest.mark.parametrize("mode", MODES)
def test_lags(mode: str) -> None:
    for n in range(1, 14):
        for m in range(1, 14):
            expected = theirs.correlation_lags(n, m, mode)
            if mode == "same" and expected.size != n:
                # SciPy's has lost its last where a negative index ended the slice; correlate has n values.
                expected = np.arange((n + m - 1) // 2 - n // 2 + 1 - m, (n + m - 1) // 2 - n // 2 + 1 - m + n)
            assert_close(ours.correlation_lags(n, m, mode), expected, 0)


def test_lags_are_those_of_correlate() -> None:
    """A single sample in each operand: the lag of the result's only non-zero is the distance of the two."""
    for mode in ("full", "same"):
        for n in range(1, 9):
            for m in range(1, 9):
                in1, in2 = np.zeros(n), np.zeros(m)
                in1[n // 2], in2[m // 2] = 1, 1
                result = ours.correlate(in1, in2, mode)
                lags = ours.correlation_lags(n, m, mode)
                assert lags.shape == result.shape
                more = mode == "same" and n % 2 == 1 and m % 2 == 0
                np.testing.assert_array_equal(lags[result != 0], [n // 2 - m // 2 + more])


@pytest.mark.parametrize("mode", ["x", None, 0])
def test_lags_of_no_mode(mode: Any) -> None:
    with pytest.raises(ValueError):
        theirs.correlation_lags(3, 4, mode)
    with pytest.raises(faltung.InvalidArgument):
        ours.correlation_lags(3, 4, mode)


@pytest.mark.parametrize("shape2", [(3,), (900,)])
def test_choice(shape2: tuple[int, ...]) -> None:
    in1, in2 = np.ones(1000), np.ones(shape2)
    chosen = ours.choose_conv_method(in1, in2)
    explained = faltung._core.explain(in1, in2, (-1,), False, "full").method
    assert chosen == ("fft" if explained in ("fft", "overlap_save") else "direct")
    measured, times = ours.choose_conv_method(in1, in2, measure=True)
    assert set(times) == {"direct", "fft"}
    assert measured == min(times, key=lambda method: times[method])
    assert times["direct"] > 0


def test_choice_is_as_right_as_the_transform() -> None:
    large = np.array([2**51] * 100)
    assert ours.choose_conv_method(large, large) == theirs.choose_conv_method(large, large) == "direct"
    assert ours.choose_conv_method(large > 0, large > 0) == theirs.choose_conv_method(large > 0, large > 0) == "direct"
    assert ours.choose_conv_method(large, large, measure=True)[1]["fft"] == np.inf
    with pytest.raises(faltung.InvalidArgument):
        ours.choose_conv_method([1, 2], [1], "chips")
