"""Arrays of torch and JAX themselves, where they are installed; and what can be said of CuPy without a device."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import faltung
import faltung.ndimage
import faltung.numpy
import faltung.signal
import numpy as np
import pytest
from faltung import _foreign
from libraries import INSTALLED, Library, library_named
from operands import samples

REAL = ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8"]
DTYPES = [*REAL, "bfloat16", "complex64", "complex128", "bool", "uint16", "uint32", "uint64"]


@pytest.fixture(params=INSTALLED)
def library(request: pytest.FixtureRequest) -> Library:
    return library_named(request.param)


@pytest.fixture
def torch() -> Any:
    library_named("torch")
    return importlib.import_module("torch")


@pytest.fixture
def jax() -> Any:
    library_named("jax")
    return importlib.import_module("jax")


def of(library: Library, array: Any, dtype: str) -> Any:
    """In a type that NumPy or this torch may lack, or that this torch does not hand out."""
    if library.name == "jax":
        return library.of(array).astype(dtype)
    torch: Any = importlib.import_module("torch")
    if not hasattr(torch, dtype):
        pytest.skip(f"this torch has no {dtype}")
    tensor = torch.tensor(array.tolist()).to(getattr(torch, dtype))
    try:
        tensor.__dlpack__()
    except (RuntimeError, BufferError) as error:
        pytest.skip(str(error))
    return tensor


@pytest.mark.parametrize("dtype", DTYPES)
def test_types(library: Library, dtype: str, rng: Any) -> None:
    x, h = rng.integers(0, 5, 20), rng.integers(0, 3, 3)
    signal, taps = of(library, x, dtype), of(library, h, dtype)
    result = faltung.numpy.convolve(signal, taps)
    assert library.has(result)
    assert result.dtype == signal.dtype
    expected = np.convolve(x.astype(bool), h.astype(bool)) if dtype == "bool" else np.convolve(x, h)
    np.testing.assert_array_equal(library.get(result).astype(complex), expected)


@pytest.mark.parametrize("pair", [("float32", "float64"), ("int8", "uint8"), ("bfloat16", "float32"), ("int32", "float32")])
def test_mixed_types(library: Library, pair: tuple[str, str]) -> None:
    """The common type is NumPy's, by its name."""
    x, h = np.arange(6), np.array([1, 2, 1])
    result = faltung.numpy.convolve(of(library, x, pair[0]), of(library, h, pair[1]))
    names = ["float32" if name == "bfloat16" else name for name in pair]
    assert str(result.dtype).rpartition(".")[2] == np.result_type(*names).name
    np.testing.assert_array_equal(library.get(result), np.convolve(x, h))


def test_strides(library: Library, rng: Any) -> None:
    x, h = rng.integers(-9, 9, (4, 7, 6)), rng.integers(-9, 9, 3)
    signal, taps = library.of(x), library.of(h)
    for view in (lambda a: a[:, ::2], lambda a: a[1:, 3], lambda a: a[0].T, lambda a: a[..., 1], lambda a: a[1, 2:3].T):
        axis = 0 if view(x).shape[0] > 1 else -1
        result = faltung.numpy.convolve(view(signal), taps, axis=axis)
        np.testing.assert_array_equal(library.get(result), faltung.numpy.convolve(view(x), h, axis=axis))
    result = faltung.numpy.convolve(signal[0, :, 0], library.of(np.repeat(h, 2))[::2])
    np.testing.assert_array_equal(library.get(result), np.convolve(x[0, :, 0], h))


def test_ranks(library: Library) -> None:
    one, line = library.of(np.array(2.0)), library.of(np.arange(4.0))
    np.testing.assert_array_equal(library.get(faltung.numpy.convolve(one, line)), [0, 2, 4, 6])
    np.testing.assert_array_equal(library.get(faltung.numpy.convolve(line, one)), [0, 2, 4, 6])
    for operands in ((one, line), (line, one)):
        with pytest.raises(faltung.InvalidArgument, match="too small depth"):
            faltung.numpy.correlate(*operands)
    with pytest.raises(faltung.InvalidArgument, match="cannot be empty"):
        faltung.numpy.convolve(line[:0], line)
    plan = faltung.Plan(4, 1)
    plan.set_filter(line[1:2])
    with pytest.raises(faltung.InvalidArgument, match="0 axes"):
        plan.execute(one)


def test_together_with_numpys(library: Library, rng: Any) -> None:
    """The result is the signal's kind, or what `out` is."""
    x, h = rng.standard_normal(30), rng.standard_normal(4)
    expected = faltung.numpy.convolve(x, h)
    for result in (faltung.numpy.convolve(library.of(x), h), faltung.signal.convolve(library.of(x), h)):
        assert library.has(result)
        np.testing.assert_array_equal(library.get(result), expected)
    assert type(faltung.numpy.convolve(x, library.of(h))) is np.ndarray
    out = np.empty(33)
    assert faltung.numpy.convolve(library.of(x), library.of(h), out=out) is out
    np.testing.assert_array_equal(out, expected)


def test_plans(library: Library, rng: Any) -> None:
    x, h = rng.standard_normal((2, 30)), rng.standard_normal(4)
    plan = faltung.Plan((2, 30), 4, dtype=library.of(x).dtype, boundary="wrap", mode="same")
    plan.set_filter(library.of(h))
    expected = faltung.numpy.convolve(x, h, "same", axis=1, boundary="wrap")
    result = plan.execute(library.of(x))
    assert library.has(result)
    np.testing.assert_array_equal(library.get(result), expected)
    out, scratch = library.of(np.zeros((2, 30))), library.of(np.zeros(plan.workspace_bytes + 1, np.uint8))
    if library.writable:
        assert plan.execute(library.of(x), out=out, workspace=scratch) is out
        np.testing.assert_array_equal(library.get(out), expected)
    else:
        for keywords in ({"out": out}, {"workspace": scratch}):
            with pytest.raises(faltung.InvalidArgument, match="read-only"):
                plan.execute(library.of(x), **keywords)
        np.testing.assert_array_equal(library.get(out), np.zeros((2, 30)))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_ndimage(library: Library, dtype: str, rng: Any) -> None:
    picture = samples(rng, (7, 8), np.dtype(dtype).char)
    for name, arguments in (
        ("convolve1d", ([1.0, 2.0, -1.0],)), ("correlate1d", ([1.0, 2.0],)), ("gaussian_filter", (1.5,)),
        ("uniform_filter", (3,)), ("sobel", ()), ("laplace", ()), ("convolve", (np.ones((2, 3)),)),
    ):  # fmt: skip
        function = getattr(faltung.ndimage, name)
        expected, result = function(picture, *arguments), function(library.of(picture), *arguments)
        assert library.has(result)
        assert library.get(result).dtype == expected.dtype
        scale = np.abs(picture).max() * 64  # no filter here has a larger sum of magnitudes, over all its passes
        np.testing.assert_allclose(library.get(result), expected, rtol=0, atol=scale * 64 * np.finfo(dtype).eps)


def test_nothing_is_kept(library: Library) -> None:
    x, h = library.of(np.arange(9.0)), library.of(np.ones(2))
    faltung.numpy.convolve(x, h)
    counts = sys.getrefcount(x), sys.getrefcount(h)
    for _ in range(5):
        faltung.numpy.convolve(x, h)
    assert (sys.getrefcount(x), sys.getrefcount(h)) == counts


def test_out_of_torch(torch: Any) -> None:
    x, h = torch.arange(6.0), torch.tensor([1.0, -2.0])
    expected = np.convolve(np.arange(6.0), [1, -2]).tolist()
    wide = torch.zeros(14)
    view = wide[::2]
    assert faltung.numpy.convolve(x, h, out=view) is view
    assert wide[::2].tolist() == expected and not wide[1::2].any()
    out = torch.zeros(7)
    assert faltung.numpy.convolve(np.arange(6.0, dtype="f4"), np.array([1, -2], "f4"), out=out) is out
    assert out.tolist() == expected
    with pytest.raises(faltung.InvalidArgument, match="out.*overlaps the signal"):
        faltung.numpy.convolve(x, h, "same", out=x)
    with pytest.raises(faltung.InvalidArgument, match="out"):
        faltung.numpy.convolve(x, h, out=torch.zeros(6))
    with pytest.raises(TypeError, match="out"):
        faltung.numpy.convolve(x, h, out=torch.zeros(7, dtype=torch.int32))
    with pytest.raises((RuntimeError, BufferError), match="gradient"):
        faltung.numpy.convolve(x, h, out=torch.zeros(7, requires_grad=True))


def test_gradients_of_torch(torch: Any) -> None:
    """Refused with torch's own words: no gradient would flow."""
    x, h = torch.arange(6.0), torch.ones(2)
    for operands in ((x.clone().requires_grad_(), h), (x, h.clone().requires_grad_()), (torch.nn.Parameter(x), h)):
        with pytest.raises((RuntimeError, BufferError), match="requires? grad"):
            faltung.numpy.convolve(*operands)
        result = faltung.numpy.convolve(*(tensor.detach() for tensor in operands))
        assert result.tolist() == np.convolve(np.arange(6.0), np.ones(2)).tolist()
        assert not result.requires_grad


def test_tensors_of_torch_that_are_read_otherwise(torch: Any) -> None:
    """Conjugated or negated when they are read, which DLPack cannot say; and such as have no strides."""
    z, h = torch.tensor([1 + 2j, 3 - 1j]), torch.tensor([1 + 0j])
    with pytest.raises((RuntimeError, BufferError), match="conjugate"):
        faltung.numpy.convolve(z.conj(), h)
    assert faltung.numpy.convolve(z.conj().resolve_conj(), h).tolist() == [1 - 2j, 3 + 1j]
    negated, one = z.conj().imag, torch.ones(1)
    assert negated.is_neg()
    for operands in ((negated, one), (one, negated)):
        with pytest.raises(faltung.InvalidArgument, match="negative bit") as error:
            faltung.numpy.convolve(*operands)
        assert error.value.argument == ("signal" if operands[0] is negated else "filter")
    with pytest.raises(faltung.InvalidArgument, match="out.*negative bit"):
        faltung.numpy.convolve(one, torch.ones(2), out=negated)
    assert faltung.numpy.convolve(negated.resolve_neg(), one).tolist() == [-2, 1]
    for tensor in (one.to_sparse(), torch.quantize_per_tensor(one, 0.1, 0, torch.quint8), torch.empty(3, device="meta")):
        with pytest.raises((RuntimeError, BufferError, ValueError, TypeError)):
            faltung.numpy.convolve(tensor, one)


def test_views_of_torch(torch: Any) -> None:
    x = torch.ones(1).expand(5)  # of stride 0
    assert faltung.numpy.convolve(x, torch.ones(2)).tolist() == [1, 2, 2, 2, 2, 1]

    class Named(torch.Tensor):  # type: ignore[misc]
        pass

    result = faltung.numpy.convolve(torch.ones(3).as_subclass(Named), torch.ones(2))
    assert isinstance(result, torch.Tensor)
    assert result.tolist() == [1, 2, 2, 1]


def test_out_of_jax(jax: Any) -> None:
    """Its arrays do not change, although they are handed out as if they did."""
    x, h, out = jax.numpy.arange(6.0), jax.numpy.ones(2), jax.numpy.zeros(7)
    with pytest.raises(faltung.InvalidArgument, match="out.*read-only") as error:
        faltung.numpy.convolve(x, h, out=out)
    assert error.value.argument == "out"
    assert not out.any()


def test_what_jax_does_not_hand_out(jax: Any) -> None:
    x, h = jax.numpy.arange(6.0), jax.numpy.ones(2)
    with pytest.raises(TypeError, match="signal: DynamicJaxprTracer"):
        jax.jit(lambda a: faltung.numpy.convolve(a, h))(x)
    with pytest.raises(TypeError, match="element types"):
        faltung.numpy.convolve(x.astype("float8_e4m3fn"), h)


def test_cupy_has_what_is_called() -> None:
    """Without a device CuPy makes no array: the protocols of its type, and the functions of faltung/_foreign.py."""
    cupy: Any = pytest.importorskip("cupy")
    for name in ("__dlpack__", "__dlpack_device__", "__cuda_array_interface__"):
        assert hasattr(cupy.ndarray, name)
    for module, names in ((cupy, ("empty", "asarray", "from_dlpack")), (cupy.cuda, ("Device", "get_current_stream"))):
        assert all(callable(getattr(module, name)) for name in names)
    assert _foreign._cupy_stream(cupy.cuda, 7).ptr == 7


