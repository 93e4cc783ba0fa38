"""Arrays in device memory: where the extension is linked with the emulated CUDA device (FALTUNG_PYTHON_EMULATED)."""

from __future__ import annotations

import gc
import subprocess
import sys
import types
from typing import Any

import numpy as np
import pytest
from standin import CUDA_MANAGED, Array, DeviceArray, InterfaceArray

import faltung
from faltung import _core

on_device = True
emulation = getattr(_core, "_emulation", None)
pytestmark = pytest.mark.skipif(emulation is None, reason="this extension has no emulated device")

X = np.arange(60, dtype="float32").reshape(3, 20) % 7
H = np.array([1, -2, 4], "float32")
EXPECTED = np.stack([np.convolve(row, H) for row in X])  # exact: small integers


def convolve(signal: Any, filter: Any, out: Any = None, stream: Any = None, workspace: Any = None, **more: Any) -> Any:
    method = more.pop("method", None)
    assert not more
    rest = (None, None, None, None, None, out, method, None, 0, None, stream, workspace)
    return _core.convolve(signal, filter, (-1,), False, "full", *rest)


@pytest.fixture
def stream() -> Any:
    made = _core._emulation.create_stream()
    yield made
    _core.clear_cache()
    _core._emulation.destroy_stream(made)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Any:
    gc.collect()
    _core.clear_cache()
    before = (_core._emulation.live_allocations(), _core._emulation.live_events())
    yield
    gc.collect()  # what a caught exception's frames hold
    _core.clear_cache()
    assert (_core._emulation.live_allocations(), _core._emulation.live_events()) == before


@pytest.mark.parametrize("version", [None, (1, 0)])
def test_dlpack_in_and_out(version: Any) -> None:
    x, h = DeviceArray(X, version=version), DeviceArray(H, version=version)
    result = convolve(x, h)
    assert type(result) is DeviceArray
    assert np.array_equal(result.get(), EXPECTED)
    assert np.array_equal(x.get(), X)


def test_the_consumers_stream_is_passed(stream: int) -> None:
    class PerObject:
        def __init__(self, **attributes: Any) -> None:
            self.__dict__.update(attributes)

    class Protocol:
        def __cuda_stream__(self) -> tuple[int, int]:
            return (0, stream)

    for given, handle in [
        (None, 1),  # the library has no stream to tell: the legacy one, which waits for the others
        (0, 1),
        (1, 1),
        (2, 2),
        (stream, stream),
        (PerObject(ptr=stream), stream),
        (PerObject(cuda_stream=stream), stream),
        (Protocol(), stream),
    ]:
        x, h, out = DeviceArray(X), DeviceArray(H), DeviceArray(np.zeros_like(EXPECTED))
        convolve(x, h, out, given)
        for one in (x, h, out):
            assert [asked["stream"] for asked in one.asked] == [handle]
            assert one.asked[0]["max_version"] == (1, 0)
        fresh = convolve(x, h, None, given)
        assert [asked["stream"] for asked in fresh.asked] == [-1]  # new memory: nothing to wait for
        assert np.array_equal(fresh.get(), EXPECTED) and np.array_equal(out.get(), EXPECTED)


def test_streams_that_are_none() -> None:
    x, h = DeviceArray(X), DeviceArray(H)
    with pytest.raises(faltung.InvalidArgument):
        convolve(x, h, stream=-1)
    for odd in (1.5, "1", object()):
        with pytest.raises(TypeError, match="stream"):
            convolve(x, h, stream=odd)


@pytest.mark.parametrize("method", ["direct", "fft", "overlap_save"])
def test_methods_and_strides(rng: np.random.Generator, method: str) -> None:
    memory = rng.standard_normal((6, 400)).astype("float32")
    signal, filter = memory[::-2, ::-3], rng.standard_normal(9).astype("float32")
    x, h = DeviceArray(signal), DeviceArray(filter)
    result = convolve(x, h, method=method).get()
    bound = _core.explain(x, h, (-1,), False, "full", *[None] * 6, method).choice.bound
    for row, line in zip(result, signal):
        wide = np.convolve(line.astype(float), filter.astype(float))
        norms = np.linalg.norm(line) * np.linalg.norm(filter)
        scale = np.convolve(abs(line), abs(filter)) if bound.componentwise else norms
        assert np.all(abs(row - wide) <= bound.factor * scale)


def test_managed_memory_is_device_memory() -> None:
    result = convolve(DeviceArray(X, device=(CUDA_MANAGED, 0)), DeviceArray(H, device=(CUDA_MANAGED, 0)))
    assert np.array_equal(result.get(), EXPECTED)


def test_operands_must_lie_together() -> None:
    for operands, argument in [
        ((DeviceArray(X), H), "filter"),
        ((X, DeviceArray(H)), "filter"),
        ((DeviceArray(X), DeviceArray(H), np.zeros_like(EXPECTED)), "out"),
        ((DeviceArray(X), DeviceArray(H), Array(np.zeros_like(EXPECTED))), "out"),
        ((X, H, DeviceArray(EXPECTED)), "out"),
    ]:
        with pytest.raises(faltung.InvalidArgument, match="memory") as raised:
            convolve(*operands)
        assert raised.value.argument == argument


def test_cuda_array_interface(stream: int) -> None:
    x, h = InterfaceArray(X[:, ::-2]), InterfaceArray(H)
    result = convolve(x, h, InterfaceArray(np.zeros((3, 12), "float32")), stream)
    assert type(result) is InterfaceArray
    assert np.array_equal(result.get(), [np.convolve(row, H) for row in X[:, ::-2]])
    # A library that faltung cannot ask for an array gets one of faltung's, which any library can take over.
    made = convolve(x, h)
    assert type(made) is faltung.DeviceArray and made.shape == (3, 12) and made.dtype == "float32"
    interface = made.__cuda_array_interface__
    data = _core._emulation.read(interface["data"][0], 3 * 12 * 4)
    assert data == result.get().tobytes()
    assert interface["typestr"] == "<f4" and interface["stream"] == 1 and interface["version"] == 3
    assert made.__dlpack_device__() == (2, 0)


def test_cuda_array_interface_streams_are_ordered(stream: int) -> None:
    """Their stream's work comes before ours by an event; where both are one stream there is nothing to order."""
    for theirs, ours, events in [(1, None, 0), (2, None, 1), (stream, None, 1), (stream, stream, 0), (None, stream, 0)]:
        x, h = InterfaceArray(X, stream=theirs), InterfaceArray(H)
        out = InterfaceArray(np.zeros_like(EXPECTED))
        convolve(x, h, out, ours)
        _core._emulation.reset_counters()
        convolve(x, h, out, ours)
        calls = _core._emulation.calls()
        assert calls.get("cudaEventRecord", 0) == calls.get("cudaStreamWaitEvent", 0) == events
        assert calls.get("cudaEventDestroy", 0) == events
        assert np.array_equal(out.get(), EXPECTED)


@pytest.mark.parametrize(
    ("entries", "error", "text"),
    [
        ({"mask": object()}, faltung.Unsupported, "masked"),
        ({"stream": 0}, faltung.InvalidArgument, "stream 0"),
        ({"typestr": "<f16"}, TypeError, "<f16"),
        ({"typestr": ">f4"}, TypeError, ">f4"),
        ({"typestr": None}, TypeError, "typestr"),
        ({"data": 5}, TypeError, "data"),
        ({"shape": ()}, faltung.InvalidArgument, "0 axes"),
        ({"strides": (4,)}, TypeError, "strides"),
        ({"strides": (80, 6)}, faltung.InvalidArgument, "6 bytes"),
    ],
)
def test_cuda_array_interfaces_that_cannot_be_taken(entries: Any, error: Any, text: str) -> None:
    with pytest.raises(error, match=text):
        convolve(InterfaceArray(X, **entries), InterfaceArray(H))


def test_read_only_arrays_are_not_written() -> None:
    x, h = InterfaceArray(X), InterfaceArray(H)
    held = InterfaceArray(np.zeros_like(EXPECTED))
    frozen = InterfaceArray(np.zeros_like(EXPECTED), data=(held.held.address(), True))
    for out in (frozen, DeviceArray(np.zeros_like(EXPECTED), read_only=True)):
        with pytest.raises(faltung.InvalidArgument, match="read-only"):
            convolve(x, h, out)


def test_a_device_array_for_dlpack(stream: int) -> None:
    """faltung's own arrays are taken like any, with their stream ordered before the consumer's."""
    made = convolve(InterfaceArray(X), InterfaceArray(H), stream=stream)
    _core._emulation.reset_counters()
    again = convolve(made, made.__class__((1,), "float32"), stream=2)
    calls = _core._emulation.calls()
    assert calls["cudaStreamWaitEvent"] >= 1 and type(again) is faltung.DeviceArray
    unversioned = made.__dlpack__(stream=-1)
    versioned = made.__dlpack__(stream=-1, max_version=(1, 0))
    assert "dltensor_versioned" not in repr(unversioned) and "dltensor_versioned" in repr(versioned)
    with pytest.raises(faltung.Unsupported):
        made.__dlpack__(copy=True)


def test_libraries_by_name(monkeypatch: pytest.MonkeyPatch, stream: int) -> None:
    """torch and cupy are asked for their current stream, and for memory on the stream that writes to it."""
    used: list[Any] = []

    class Scope:
        def __init__(self, *what: Any, **more: Any) -> None:
            self.what = (*what, *more.values())
            self.ptr = self.what[0]

        def __enter__(self) -> Scope:
            used.append(self.what)
            return self

        def __exit__(self, *_: object) -> None: ...

    def empty(shape: Any, dtype: Any, device: Any = None) -> Any:
        return of_torch(np.zeros(shape, dtype))

    torch: Any = types.ModuleType("torch")
    torch.empty, torch.float32 = empty, np.dtype("float32")
    torch.cuda = types.SimpleNamespace(
        current_stream=lambda device: types.SimpleNamespace(cuda_stream=stream), ExternalStream=Scope, stream=Scope
    )
    monkeypatch.setitem(sys.modules, "torch", torch)
    of_torch = type("Tensor", (DeviceArray,), {"__module__": "torch"})
    x, h = of_torch(X), of_torch(H)
    result = convolve(x, h)
    assert type(result) is of_torch and np.array_equal(result.get(), EXPECTED)
    assert [asked["stream"] for asked in x.asked] == [stream]
    assert used and used[-1][0].what == (stream, 0)

    cupy: Any = types.ModuleType("cupy")
    cupy.empty = lambda shape, dtype: of_cupy(np.zeros(shape, dtype))
    cupy.cuda = types.SimpleNamespace(
        Device=Scope, ExternalStream=Scope, get_current_stream=lambda: types.SimpleNamespace(ptr=stream)
    )
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    of_cupy = type("ndarray", (DeviceArray,), {"__module__": "cupy"})
    since_14 = types.SimpleNamespace(from_external=lambda given: Scope(given.__cuda_stream__()[1]))
    for cupy.cuda.Stream in (types.SimpleNamespace(), since_14):
        used.clear()
        x, h = of_cupy(X), of_cupy(H)
        result = convolve(x, h)
        assert type(result) is of_cupy and np.array_equal(result.get(), EXPECTED)
        assert [asked["stream"] for asked in x.asked] == [stream]
        assert used[-1] == (stream,)

    # JAX's arrays cannot be written to: it takes memory of ours over.
    jax: Any = types.ModuleType("jax.numpy")
    jax.from_dlpack = lambda array: ("taken over", array)
    jax.asarray = lambda array: ("taken over", array)
    monkeypatch.setitem(sys.modules, "jax.numpy", jax)
    of_jax = type("ArrayImpl", (DeviceArray,), {"__module__": "jaxlib.xla_extension"})
    says, result = convolve(of_jax(X), of_jax(H))
    assert says == "taken over" and type(result) is faltung.DeviceArray
    on_cpu = type("ArrayImpl", (Array,), {"__module__": "jaxlib.xla_extension"})
    says, result = convolve(on_cpu(X), on_cpu(H))
    assert says == "taken over" and np.array_equal(result, EXPECTED)


def test_a_plan_enqueues_and_does_nothing_else(stream: int) -> None:
    for method in ("direct", "fft", "overlap_save"):
        plan = faltung.Plan(X.shape, H.shape, dtype="float32", method=method, device=True)
        assert plan.backend == "cuda"
        plan.set_filter(DeviceArray(H))
        x, out = DeviceArray(X), DeviceArray(np.zeros_like(EXPECTED))
        workspace = DeviceArray(np.zeros(max(plan.workspace_bytes, 1), "uint8"))
        _core._emulation.reset_counters()
        assert plan.execute(x, out, workspace, stream) is out
        calls = _core._emulation.calls()
        assert _core._emulation.synchronisations() == 0
        assert not [name for name in calls if "Malloc" in name or "Free" in name or "Memcpy" in name]
        assert [asked["stream"] for asked in workspace.asked] == [stream]
        scale = np.linalg.norm(X, axis=1, keepdims=True) * np.linalg.norm(H)
        assert np.all(abs(out.get() - EXPECTED) <= plan.bound.factor * scale)


def test_a_workspace_is_taken_in_the_streams_order(stream: int) -> None:
    plan = faltung.Plan(X.shape, H.shape, dtype="float32", method="fft", device=True, stream=stream)
    plan.set_filter(DeviceArray(H))
    x, out = DeviceArray(X), DeviceArray(np.zeros_like(EXPECTED))
    assert plan.workspace_bytes > 0
    _core._emulation.reset_counters()
    plan.execute(x, out)
    calls = _core._emulation.calls()
    assert (calls["cudaMallocAsync"], calls["cudaFreeAsync"]) == (1, 1)
    assert _core._emulation.synchronisations() == 0
    assert [asked["stream"] for asked in x.asked] == [stream]


def test_device_plans_refuse_host_arrays() -> None:
    plan = faltung.Plan(X.shape, H.shape, dtype="float32", device=True)
    with pytest.raises(faltung.InvalidArgument, match="memory of device 0"):
        plan.set_filter(H)
    plan.set_filter(DeviceArray(H))
    with pytest.raises(faltung.InvalidArgument, match="memory of device 0"):
        plan.execute(X)
    with pytest.raises(faltung.Unsupported):
        faltung.Plan(X.shape, H.shape, device=True, backend="cpu")
    on_host = faltung.Plan(X.shape, H.shape, dtype="float32")
    with pytest.raises(faltung.InvalidArgument, match="device=False"):
        on_host.set_filter(DeviceArray(H))


def test_every_failure_is_an_error_and_leaves_nothing() -> None:
    """The n-th call of the runtime fails, for every n: a typed error, and the next call works."""
    x, h, out = InterfaceArray(X, stream=2), InterfaceArray(H), InterfaceArray(np.zeros_like(EXPECTED))
    for method in ("direct", "fft"):
        n = 0
        while True:
            n += 1
            _core.clear_cache()
            _core._emulation.fail_at(n)
            try:
                convolve(x, h, out, method=method)
            except (faltung.DeviceError, faltung.OutOfMemory, faltung.Unsupported) as error:
                if isinstance(error, faltung.DeviceError):
                    assert error.code != 0 and error.library in ("CUDA", "cuFFT")
                _core._emulation.fail_at(0)
                continue
            finally:
                left = n
            _core._emulation.fail_at(0)
            break
        assert left > 5
        assert np.allclose(convolve(x, h, out, method="direct").get(), EXPECTED, rtol=0, atol=0)


def test_cufft_may_come_from_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from faltung import _cufft

    asked: list[str] = []
    pathfinder: Any = types.ModuleType("cuda.pathfinder")
    package: Any = types.ModuleType("cuda")
    package.pathfinder = pathfinder
    monkeypatch.setitem(sys.modules, "cuda", package)
    monkeypatch.setitem(sys.modules, "cuda.pathfinder", pathfinder)
    pathfinder.load_nvidia_dynamic_lib = asked.append
    _cufft.load()
    assert asked == ["cufft"]

    def missing(name: str) -> None:
        raise RuntimeError(name)

    pathfinder.load_nvidia_dynamic_lib = missing
    _cufft.load()  # plans say what is missing


def test_the_first_plan_for_a_device_looks_for_cufft() -> None:
    program = """
import sys, types
import numpy as np
from faltung import _core
asked = []
cuda, pathfinder = types.ModuleType("cuda"), types.ModuleType("cuda.pathfinder")
cuda.pathfinder, pathfinder.load_nvidia_dynamic_lib = pathfinder, asked.append
sys.modules |= {"cuda": cuda, "cuda.pathfinder": pathfinder}
for backend in ("cpu", "automatic", "cuda"):
    _core.explain(np.ones(9), np.ones(2), (-1,), False, "full", *[None] * 7, backend)
    print(len(asked))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["0", "1", "1"], done.stderr


def test_without_cufft_plans_say_so() -> None:
    _core._emulation.set_cufft_present(False)
    try:
        with pytest.raises(faltung.Unsupported, match="cuFFT"):
            faltung.Plan(4096, 999, dtype="float32", method="fft", device=True)
    finally:
        _core._emulation.set_cufft_present(True)
