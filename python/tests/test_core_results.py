"""_core.convolve: modes, boundaries and broadcast filters, against NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from core_calls import convolve

import faltung


@pytest.mark.parametrize("correlate", [False, True])
@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize("lengths", [(1, 1), (9, 4), (4, 9), (64, 64), (1000, 37)])
def test_modes_are_numpys(rng: np.random.Generator, mode: str, lengths: tuple[int, int], correlate: bool) -> None:
    signal, filter = (rng.integers(-99, 99, n) for n in lengths)
    if correlate and lengths[0] < lengths[1]:
        pytest.skip("numpy.correlate turns the result round where the filter is the longer one")
    model = np.correlate if correlate else np.convolve
    assert np.array_equal(convolve(signal, filter, mode, correlate=correlate), model(signal, filter, mode=mode))


def test_boundaries_are_numpy_pads(rng: np.random.Generator) -> None:
    signal, filter = rng.integers(-9, 9, 30), rng.integers(-9, 9, 5)
    names = {"wrap": "wrap", "reflect": "symmetric", "mirror": "reflect", "nearest": "edge"}
    for boundary, pad in names.items():
        expected = np.convolve(np.pad(signal, 2, mode=pad), filter, "valid")
        assert np.array_equal(convolve(signal, filter, "same", boundary=boundary), expected)
    expected = np.convolve(np.pad(signal, 2, constant_values=7), filter, "valid")
    assert np.array_equal(convolve(signal, filter, "same", boundary="constant", cval=7), expected)


def test_broadcast_filters(rng: np.random.Generator) -> None:
    signal, filter = rng.integers(-9, 9, (2, 3, 20)), rng.integers(-9, 9, (2, 1, 4))
    expected = [[np.convolve(signal[i, j], filter[i, 0]) for j in range(3)] for i in range(2)]
    assert np.array_equal(convolve(signal, filter), expected)
    with pytest.raises(faltung.InvalidArgument):
        convolve(signal, filter[:, :, None])
    with pytest.raises(faltung.InvalidArgument):
        convolve(signal, np.ones((3, 3, 4), int))
