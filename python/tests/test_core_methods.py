"""_core.explain and _core.convolve: methods, their error bounds, and what this build and machine can do."""

from __future__ import annotations

import importlib.metadata

import numpy as np
import pytest
from core_calls import convolve, exact

import faltung
from faltung import _core


def test_methods_and_why_not() -> None:
    signal, filter = np.ones(5000), np.ones(500)
    explained = _core.explain(signal, filter, (-1,), False, "full")
    assert explained.method in str(explained) and f"-> {explained.backend} {explained.method}" in str(explained)
    assert {c.name for c in explained.candidates} >= {"cpu reference", "cpu direct", "cpu fft", "cuda fft"}
    assert explained.choice.refused == "" and explained.choice.predicted_seconds > 0
    for one in explained.candidates:
        if one.backend != "cpu":
            continue
        if one.refused:
            with pytest.raises(faltung.Unsupported):
                convolve(signal, filter, method=one.method, backend="cpu")
        else:
            result = convolve(signal, filter, method=one.method, backend="cpu")
            scale = 1.0 if one.bound.componentwise else np.linalg.norm(signal) * np.linalg.norm(filter)
            expected, magnitude = exact(signal, filter, "full")
            allowed = one.bound.factor * (magnitude if one.bound.componentwise else scale)
            assert np.all(abs(result - expected) <= allowed)
    fft = next(c for c in explained.candidates if c.name == "cpu fft")
    assert bool(fft.refused) != _core.capabilities().cpu.fft


def test_max_error_excludes_methods() -> None:
    signal, filter = np.ones(1 << 16, "f4"), np.ones(4096, "f4")
    candidates = _core.explain(signal, filter, (-1,), False, "same").candidates
    if all(c.refused for c in candidates if c.method in ("fft", "overlap_save")):
        pytest.skip("this build has no transforms")
    assert _core.explain(signal, filter, (-1,), False, "same").choice.bound.factor > 1e-6
    arguments = [None] * 9 + [1e-6]
    strict = _core.explain(signal, filter, (-1,), False, "same", *arguments)
    assert strict.choice.bound.factor <= 1e-6


def test_separable_filters_are_found(rng: np.random.Generator) -> None:
    """A filter of low rank runs as rows and columns, within the bound of that; the next filter may be another one."""
    image = rng.standard_normal((120, 120))
    column, row = rng.standard_normal((17, 1)), rng.standard_normal((1, 17))
    whole = rng.standard_normal((17, 17))
    for filter, method in [(column * row, "separable"), (whole, "overlap_save"), (2 * column * row, "separable")]:
        options = (None, None, None, None, None, None, None, "cpu")
        chosen = _core.explain(image, filter, (0, 1), False, "same", *options).choice
        assert chosen.method == method
        result = convolve(image, filter, "same", (0, 1), backend="cpu")
        exact = convolve(image, filter, "same", (0, 1), method="reference", backend="cpu")
        norms = np.linalg.norm(image) * np.linalg.norm(filter)
        bounds = [c.bound.factor for c in (chosen, _core.explain(image, filter, (0, 1), False, "same").candidates[0])]
        assert np.all(abs(result - exact) <= sum(bounds) * norms)
    small = np.outer([1.0, 2, 1], [1.0, 0, -1])
    part = image[:9, :9]
    results, bounds = [], []
    for method in ("separable", "direct"):
        results.append(convolve(part, small, "same", (0, 1), method=method))
        options = (*[None] * 6, method)
        bounds.append(_core.explain(part, small, (0, 1), False, "same", *options).choice.bound.factor)
    norms = np.linalg.norm(part) * np.linalg.norm(small)
    assert np.all(abs(results[0] - results[1]) <= sum(bounds) * norms)
    with pytest.raises(faltung.Unsupported, match="rank"):
        convolve(image, whole, "same", (0, 1), method="separable")
    with pytest.raises(faltung.Unsupported, match="2D"):
        convolve(image, row[0], "same", (-1,), method="separable")


def test_version_and_capabilities() -> None:
    assert faltung.__version__ == importlib.metadata.version("faltung")
    machine = faltung.capabilities()
    assert machine.cpu.threads >= 1 and machine.cpu.name in str(machine)
    assert machine.cuda.usable == (machine.cuda.absent == "")
