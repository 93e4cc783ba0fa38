"""faltung.Plan: what it says, what it computes, what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from standin import Array

import faltung


def test_plans_compute_what_calls_do(rng: np.random.Generator) -> None:
    signals, filter = rng.standard_normal((4, 100)), rng.standard_normal(7)
    plan = faltung.Plan((4, 100), 7, mode="same", boundary="mirror", method="direct")
    assert (plan.output_shape, plan.output_dtype, plan.method, plan.backend) == ((4, 100), "float64", "direct", "cpu")
    plan.set_filter(filter)
    expected = [np.convolve(np.pad(signal, 3, mode="reflect"), filter, "valid") for signal in signals]
    magnitude = [np.convolve(np.pad(abs(signal), 3, mode="reflect"), abs(filter), "valid") for signal in signals]
    # NumPy's own sums are within the same bound of the exact ones.
    assert plan.bound.componentwise
    assert np.all(abs(plan.execute(signals) - expected) <= 2 * plan.bound.factor * np.array(magnitude))


@pytest.mark.parametrize(
    ("signal", "filter", "axes", "mode"),
    [
        (20, 5, (0,), "full"),
        ((3, 20), (5,), (1,), "valid"),
        ((20, 3), 5, (0,), "same"),
        ((3, 20), (3, 5), (-1,), "full"),
        ((6, 7), (2, 3), (0, 1), "full"),
        ((6, 7, 3), (2, 3), (0, 1), "same"),
        ((6, 7, 3), (3, 2), (1, 0), "valid"),
    ],
)
def test_shapes_and_axes(rng: np.random.Generator, signal: Any, filter: Any, axes: Any, mode: Any) -> None:
    from faltung import _core

    x, h = rng.integers(-9, 9, signal), rng.integers(-9, 9, filter)
    plan = faltung.Plan(signal, filter, dtype="int64", axes=axes, mode=mode, correlate=True)
    plan.set_filter(h)
    result = plan.execute(x)
    assert result.shape == plan.output_shape
    assert np.array_equal(result, _core.convolve(x, h, axes, True, mode))


def test_types() -> None:
    plan = faltung.Plan(9, 2, dtype="uint8", filter_dtype="int8", output_dtype="int32")
    plan.set_filter(np.array([-1, 2], "int8"))
    result = plan.execute(np.full(9, 255, "uint8"))
    assert result.dtype == np.int32 and plan.output_dtype == "int32"
    assert result.tolist() == [-255, *[255] * 8, 510]
    assert faltung.Plan(9, 2, dtype=np.complex64).output_dtype == "complex64"
    with pytest.raises(TypeError, match="dtype.*object"):
        faltung.Plan(9, 2, dtype=object)


def test_memory_of_the_callers(rng: np.random.Generator) -> None:
    plan = faltung.Plan(3000, 700, dtype="float32", method="overlap_save", backend="cpu")
    plan.set_filter(rng.standard_normal(700).astype("float32"))
    signal = rng.standard_normal(3000).astype("float32")
    expected = plan.execute(signal)
    assert plan.workspace_bytes > 0
    out, workspace = np.zeros(plan.output_shape, "float32"), np.zeros(plan.workspace_bytes, "uint8")
    assert plan.execute(signal, out, workspace) is out
    assert out.tobytes() == expected.tobytes()
    assert plan.execute(signal, workspace=bytearray(plan.workspace_bytes)).tobytes() == expected.tobytes()
    with pytest.raises(faltung.InvalidArgument, match="workspace") as raised:
        plan.execute(signal, workspace=workspace[1:])
    assert raised.value.argument == "workspace" and str(plan.workspace_bytes) in str(raised.value)


def test_workspace_limit() -> None:
    def plan(limit: int | None = None) -> faltung.Plan:
        return faltung.Plan(
            (64, 4096), 500, dtype="float32", method="overlap_save", backend="cpu", workspace_limit=limit
        )

    free = plan()
    capped = plan(free.workspace_bytes // 2)
    assert capped.workspace_bytes <= free.workspace_bytes // 2


def test_strides_belong_to_the_plan(rng: np.random.Generator) -> None:
    memory = rng.integers(-9, 9, (10, 30))
    signal = memory[:, ::-3]
    plan = faltung.Plan(
        (10, 10), 3, dtype="int64", signal_strides=(30, -3), filter_strides=(2,), output_strides=(1, 10)
    )
    filter = rng.integers(-9, 9, 6)[::2]
    plan.set_filter(filter)
    out = np.zeros((12, 10), "int64").T
    assert plan.execute(signal, out) is out
    assert np.array_equal(out, [np.convolve(row, filter) for row in signal])
    with pytest.raises(faltung.InvalidArgument, match=r"strides \{10, 1\}.*\{30, -3\}"):
        plan.execute(np.ascontiguousarray(signal), out)
    with pytest.raises(faltung.InvalidArgument, match="filter.*strides"):
        plan.set_filter(np.ascontiguousarray(filter))
    with pytest.raises(faltung.InvalidArgument):
        faltung.Plan((10, 10), 3, output_strides=(0, 1))


def test_dlpack(rng: np.random.Generator) -> None:
    signal, filter = rng.standard_normal(50), rng.standard_normal(5)
    plan = faltung.Plan(50, 5)
    plan.set_filter(Array(filter))
    expected = plan.execute(signal)
    result = plan.execute(Array(signal))
    assert type(result) is Array and result.array.tobytes() == expected.tobytes()
    out = Array(np.zeros(54))
    assert plan.execute(signal, out) is out and out.array.tobytes() == expected.tobytes()


def test_overflow() -> None:
    plan = faltung.Plan((2, 5), 2, dtype="int8", overflow="error")
    plan.set_filter(np.array([1, 1], "int8"))
    signal = np.zeros((2, 5), "int8")
    assert not plan.execute(signal).any()
    signal[1, 3:] = 100
    with pytest.raises(faltung.Overflow) as raised:
        plan.execute(signal)
    assert (raised.value.index, raised.value.value) == ((1, 0, 4), "200")
    assert isinstance(raised.value, OverflowError)
    wrapping = faltung.Plan((2, 5), 2, dtype="int8")
    wrapping.set_filter(np.array([1, 1], "int8"))
    assert wrapping.execute(signal)[1, 4] == 200 - 256


def test_non_finite() -> None:
    signal, filter = np.ones(2000, "float32"), np.ones(300, "float32")
    signal[1000] = np.nan
    for what, reached in (("contain", 300), ("propagate", None)):
        plan = faltung.Plan(2000, 300, dtype="float32", method="overlap_save", backend="cpu", non_finite=what)
        plan.set_filter(filter)
        count = int(np.isnan(plan.execute(signal)).sum())
        assert count == reached if reached else count > 300


def test_what_it_says() -> None:
    plan = faltung.Plan((8, 4096), 33, dtype="float32", mode="same")
    explained = plan.explain()
    assert (explained.method, explained.backend) == (plan.method, plan.backend)
    assert f"-> {plan.backend} {plan.method}" in str(plan)
    assert explained.choice.bound.factor == plan.bound.factor
    assert "componentwise" in repr(plan.bound) and plan.method in repr(explained)
    kernels = {candidate.name: candidate.kernel for candidate in explained.candidates if not candidate.refused}
    assert kernels.pop("cuda direct", "direct_1d_lines") == "direct_1d_lines"
    assert set(kernels.values()) == {""}


def refused(argument: str, *shapes: Any, **more: Any) -> None:
    with pytest.raises(faltung.InvalidArgument) as raised:
        faltung.Plan(*shapes, **more)
    assert raised.value.argument == argument


def test_errors() -> None:
    refused("signal", 0, 3)
    refused("filter", 9, (3, 3))
    refused("signal_shape", (1,) * 9, 3)
    refused("mode", 9, 3, mode="middle")
    refused("axes", 9, 3, axes=(1,))
    refused("origin", 9, 3, mode="same", origin=(1, 1))
    refused("overflow", 9, 3, overflow="saturate")
    refused("non_finite", 9, 3, non_finite="ignore")
    refused("workspace_limit", 9, 3, workspace_limit=-1)
    refused("method", 9, 3, method="separable")
    for arguments in ({"dtype": 3.5}, {"axes": -1}, {"mode": 2}, {"threads": "all"}, {"nonsense": 1}):
        with pytest.raises(TypeError):
            faltung.Plan(9, 3, **arguments)
    plan = faltung.Plan(9, 3, dtype="float32")
    x, h = np.ones(9, "float32"), np.ones(3, "float32")
    with pytest.raises(faltung.InvalidArgument, match="set_filter must come before"):
        plan.execute(x)
    plan.set_filter(h)
    for call, argument in [
        (lambda: plan.set_filter(np.ones(4, "float32")), "filter"),
        (lambda: plan.set_filter(np.ones(3)), "filter"),
        (lambda: plan.execute(np.ones(9)), "signal"),
        (lambda: plan.execute(x[:8]), "signal"),
        (lambda: plan.execute(x, np.ones(10, "float32")), "out"),
        (lambda: plan.execute(x, np.ones(11, ">f4")), "out"),
        (lambda: plan.execute(x, np.broadcast_to(np.float32(0), 11)), "out"),
    ]:
        with pytest.raises(faltung.InvalidArgument) as raised:
            call()
        assert raised.value.argument == argument
    with pytest.raises(TypeError, match="out: must be an array"):
        plan.execute(x, [0.0] * 11)
    assert plan.execute(x).tolist() == [1, 2, *[3] * 7, 2, 1]
