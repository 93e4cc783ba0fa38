"""_core.convolve: plans that are kept between calls."""

from __future__ import annotations

from typing import Any

import numpy as np
from core_calls import convolve

import faltung


def test_a_kept_plan_reads_the_filter_anew(rng: np.random.Generator) -> None:
    signal, filter = rng.integers(-9, 9, 100), rng.integers(-9, 9, 3)
    for _ in range(4):
        assert np.array_equal(convolve(signal, filter), np.convolve(signal, filter))
        filter[1] += 1
    strided = np.zeros((3, 2), filter.dtype)
    for tap in range(4):
        strided[1, 0] = tap
        assert np.array_equal(convolve(signal, strided[:, 0]), np.convolve(signal, strided[:, 0]))


def test_plans_are_dropped_and_made_again(rng: np.random.Generator) -> None:
    signal, filter = rng.integers(-9, 9, 200), rng.integers(-9, 9, 3)
    for _ in range(2):
        for n in [*range(10, 60), 11, 10, 35]:
            assert np.array_equal(convolve(signal[:n], filter), np.convolve(signal[:n], filter))
        faltung.clear_cache()


def test_every_setting_belongs_to_the_plan(rng: np.random.Generator) -> None:
    """Calls that differ in one argument are not taken for one another."""
    signal, filter = rng.standard_normal(64), rng.standard_normal(4)
    calls: list[dict[str, Any]] = [
        {},
        {"correlate": True},
        {"boundary": "reflect"},
        {"boundary": "mirror"},
        {"boundary": "constant", "cval": 2},
        {"boundary": "constant", "cval": 3},
        {"origin": (1,)},
        {"origin": (-1,)},
        {"dtype": "float32"},
        {"accumulator": "complex128"},
    ]
    def of(arguments: dict[str, Any]) -> bytes:
        return bytes(convolve(signal, filter, "same", **arguments).tobytes())

    faltung.clear_cache()
    alone = []
    for arguments in calls:
        alone.append(of(arguments))
        faltung.clear_cache()
    assert [of(arguments) for arguments in calls] == alone
    assert [of(arguments) for arguments in reversed(calls)] == alone[::-1]
    assert len(set(alone)) >= len(calls) - 1  # a complex accumulator gives the same bits
