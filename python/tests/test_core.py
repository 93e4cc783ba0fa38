"""_core.convolve: element types, strides, memory, plans that are kept, and errors, against NumPy."""

from __future__ import annotations

import array
import importlib.metadata
import tracemalloc
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standin import CUDA_HOST, OPENCL, Array

import faltung
from faltung import _core

DTYPES = [
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
]


def convolve(signal: Any, filter: Any, mode: str = "full", axes: tuple[int, ...] = (-1,), **more: Any) -> Any:
    """_core.convolve with the positions of its arguments by name."""
    names = ["boundary", "cval", "origin", "dtype", "accumulator", "out", "method", "backend", "threads", "max_error"]
    names += ["stream", "workspace"]
    correlate = more.pop("correlate", False)
    rest = [more.pop(name, 0 if name == "threads" else None) for name in names]
    assert not more
    return _core.convolve(signal, filter, axes, correlate, mode, *rest)


def sample(rng: np.random.Generator, shape: Any, dtype: Any) -> Any:
    """Elements that use their type: small enough for float16, all bits of integers."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return rng.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)
    values = rng.standard_normal(shape)
    return (values + 1j * rng.standard_normal(shape) if dtype.kind == "c" else values).astype(dtype)


def exact(signal: Any, filter: Any, mode: str) -> Any:
    """numpy.convolve with 64 significant bits, and the same of magnitudes."""
    wide = np.clongdouble if "c" in (signal.dtype.kind, filter.dtype.kind) else np.longdouble
    magnitudes = [abs(operand.astype(np.clongdouble)) for operand in (signal, filter)]
    return np.convolve(signal.astype(wide), filter.astype(wide), mode), np.convolve(*magnitudes, mode)


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


@pytest.mark.parametrize("correlate", [False, True])
@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize("lengths", [(1, 1), (9, 4), (4, 9), (64, 64), (1000, 37)])
def test_modes_are_numpys(rng: np.random.Generator, mode: str, lengths: tuple[int, int], correlate: bool) -> None:
    signal, filter = (rng.integers(-99, 99, n) for n in lengths)
    if correlate and lengths[0] < lengths[1]:
        pytest.skip("numpy.correlate turns the result round where the filter is the longer one")
    model = np.correlate if correlate else np.convolve
    assert np.array_equal(convolve(signal, filter, mode, correlate=correlate), model(signal, filter, mode=mode))


@st.composite
def views(draw: st.DrawFn) -> tuple[Any, tuple[int, ...]]:
    """A view of an array of 1 to 4 axes: steps, backwards, transposed, an axis broadcast; and its convolved axes."""
    rank = draw(st.integers(1, 4))
    extents = draw(st.lists(st.integers(1, 7), min_size=rank, max_size=rank))
    steps = draw(st.lists(st.sampled_from([1, 2, 3, -1, -2]), min_size=rank, max_size=rank))
    dtype = draw(st.sampled_from(["int8", "int32", "float32", "float64", "complex128"]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    whole = sample(rng, [e * abs(s) for e, s in zip(extents, steps)], dtype)
    view = whole[tuple(slice(None, None, step) for step in steps)].transpose(draw(st.permutations(range(rank))))
    if draw(st.booleans()):
        axis = draw(st.integers(0, rank - 1))
        view = np.broadcast_to(view.take([0], axis), view.shape)
    axes = draw(st.permutations(range(rank)))[: draw(st.integers(1, min(rank, 2)))]
    return view, tuple(axis - rank * draw(st.integers(0, 1)) for axis in axes)


@given(views(), st.sampled_from(["full", "same", "valid"]), st.booleans())
def test_any_strides_give_the_bits_of_a_copy(drawn: tuple[Any, tuple[int, ...]], mode: str, into: bool) -> None:
    view, axes = drawn
    filter = np.arange(1, 1 + 2 ** len(axes)).reshape((2,) * len(axes)).astype(view.dtype)[::-1]
    if mode == "valid" and any(view.shape[axis] < 2 for axis in axes):
        mode = "same"
    expected = convolve(np.ascontiguousarray(view), np.ascontiguousarray(filter), mode, axes, method="direct")
    out = None
    if into:  # every second element of twice as much, backwards
        out = np.zeros([2 * e for e in expected.shape], expected.dtype)[tuple([slice(None, None, -2)] * view.ndim)]
    result = convolve(view, filter, mode, axes, method="direct", out=out)
    assert result is out or out is None
    assert result.tobytes() == expected.tobytes()


def test_broadcast_filters(rng: np.random.Generator) -> None:
    signal, filter = rng.integers(-9, 9, (2, 3, 20)), rng.integers(-9, 9, (2, 1, 4))
    expected = [[np.convolve(signal[i, j], filter[i, 0]) for j in range(3)] for i in range(2)]
    assert np.array_equal(convolve(signal, filter), expected)
    with pytest.raises(faltung.InvalidArgument):
        convolve(signal, filter[:, :, None])
    with pytest.raises(faltung.InvalidArgument):
        convolve(signal, np.ones((3, 3, 4), int))


def packed(values: Any) -> Any:
    """The values as a field of records of an odd size: neither aligned nor of strides that are multiples."""
    records = np.zeros(values.shape, np.dtype([("a", "i1"), ("b", values.dtype), ("c", "i2")]))
    records["b"] = values
    return records["b"]


def swapped(values: Any) -> Any:
    return values.astype(values.dtype.newbyteorder())


def unaligned(values: Any) -> Any:
    memory = np.zeros(values.nbytes + 1, np.uint8)[1:]
    made = memory.view(values.dtype).reshape(values.shape)
    made[...] = values
    return made


@pytest.mark.parametrize("dtype", ["int16", "float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("as_", [packed, swapped, unaligned])
def test_what_must_be_copied_is(rng: np.random.Generator, as_: Any, dtype: str) -> None:
    signal, filter = sample(rng, (3, 40), dtype), sample(rng, 5, dtype)
    expected = convolve(signal, filter)
    result = convolve(as_(signal), as_(filter))
    assert result.dtype == expected.dtype and result.dtype.isnative
    assert result.tobytes() == expected.tobytes()
    out = as_(np.zeros_like(expected))
    assert convolve(signal, filter, out=out) is out
    assert np.array_equal(out, expected)


def test_strided_signals_are_not_copied(rng: np.random.Generator) -> None:
    signal = rng.standard_normal((1 << 21, 2)).astype("float32")[:, 1]
    out = np.empty(signal.size, "float32")
    filter = np.ones(5, "float32")
    convolve(signal, filter, "same", out=out)  # planned
    tracemalloc.start()
    convolve(signal, filter, "same", out=out)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < signal.size  # a copy has 4 bytes for each element


def test_results_are_base_arrays() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        matrix = np.matrix([[1.0, 2.0, 3.0]])
    result = convolve(matrix, np.ones(2))
    assert type(result) is np.ndarray and result.flags.c_contiguous and result.flags.writeable
    assert np.array_equal(result, [[1, 3, 5, 3]])


@pytest.mark.parametrize("made", [list, array.array, memoryview, bytearray])
def test_what_numpy_takes(made: Any) -> None:
    values = [1, 2, 3]
    signal = {
        list: lambda: values,
        array.array: lambda: array.array("d", values),
        memoryview: lambda: memoryview(np.array(values, "i4")),
        bytearray: lambda: bytearray(values),
    }[made]()
    result = convolve(signal, np.array([1, 1], "u1"))
    assert isinstance(result, np.ndarray) and np.array_equal(result, [1, 3, 5, 3])


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


def refused(argument: str, *operands: Any, **more: Any) -> faltung.InvalidArgument:
    with pytest.raises(faltung.InvalidArgument) as raised:
        convolve(*operands, **more)
    assert raised.value.argument == argument
    assert isinstance(raised.value, ValueError) and isinstance(raised.value, faltung.Error)
    assert raised.value.value in str(raised.value)
    return raised.value


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


def test_boundaries_are_numpy_pads(rng: np.random.Generator) -> None:
    signal, filter = rng.integers(-9, 9, 30), rng.integers(-9, 9, 5)
    names = {"wrap": "wrap", "reflect": "symmetric", "mirror": "reflect", "nearest": "edge"}
    for boundary, pad in names.items():
        expected = np.convolve(np.pad(signal, 2, mode=pad), filter, "valid")
        assert np.array_equal(convolve(signal, filter, "same", boundary=boundary), expected)
    expected = np.convolve(np.pad(signal, 2, constant_values=7), filter, "valid")
    assert np.array_equal(convolve(signal, filter, "same", boundary="constant", cval=7), expected)


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


@pytest.mark.skipif(not _core.capabilities().cpu.fft, reason="this build has no transforms on the CPU (FALTUNG_FFTW)")
def test_max_error_excludes_methods() -> None:
    signal, filter = np.ones(1 << 16, "f4"), np.ones(4096, "f4")
    assert _core.explain(signal, filter, (-1,), False, "same").choice.bound.factor > 1e-6
    arguments = [None] * 9 + [1e-6]
    strict = _core.explain(signal, filter, (-1,), False, "same", *arguments)
    assert strict.choice.bound.factor <= 1e-6


def test_separable_filters_are_found(rng: np.random.Generator) -> None:
    """A filter of low rank runs as rows and columns, within the bound of that; the next filter may be another one."""
    image = rng.standard_normal((120, 120))
    column, row = rng.standard_normal((25, 1)), rng.standard_normal((1, 25))
    whole = rng.standard_normal((25, 25))
    for filter, method in [(column * row, "separable"), (whole, "direct"), (2 * column * row, "separable")]:
        options = (None, None, None, None, None, None, None, "cpu")
        chosen = _core.explain(image, filter, (0, 1), False, "same", *options).choice
        if method == "separable" or not _core.capabilities().cpu.fft:
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


def test_version_and_capabilities() -> None:
    assert faltung.__version__ == importlib.metadata.version("faltung")
    machine = faltung.capabilities()
    assert machine.cpu.threads >= 1 and machine.cpu.name in str(machine)
    assert machine.cuda.usable == (machine.cuda.absent == "")


def test_batches_of_nothing() -> None:
    assert convolve(np.ones((0, 5)), np.ones(3)).shape == (0, 7)
    assert convolve(np.ones((4, 5, 0)), np.ones((2, 2)), "full", (0, 1)).shape == (5, 6, 0)
    assert convolve(Array(np.ones((0, 5))), np.ones(3)).array.shape == (0, 7)
