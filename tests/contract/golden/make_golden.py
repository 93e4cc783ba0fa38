#!/usr/bin/env python3
"""Writes golden.json: what NumPy and SciPy answer for small-integer operands.

    python3 -m pip install numpy scipy && tests/contract/golden/make_golden.py

Integers keep every sum exact, so the file does not depend on how NumPy sums on one machine or another. Integer types get
operands of their whole range: their sums wrap. Real and imaginary parts of complex values alternate.
"""

import itertools
import json
import pathlib

import numpy
import scipy
import scipy.ndimage
import scipy.signal

MODES = ("full", "same", "valid")

LENGTHS = [
    (1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (2, 3), (3, 3), (4, 3), (3, 4), (5, 5), (1, 9), (9, 1),
    (5, 8), (8, 5), (7, 13), (13, 7), (11, 11), (31, 29), (29, 31), (37, 4), (4, 37),
    (15, 4), (16, 4), (17, 4), (31, 8), (32, 8), (33, 8), (63, 16), (64, 17), (65, 15), (127, 3), (128, 4), (129, 5),
    (20, 19), (20, 20), (20, 21), (40, 100),
]

SHAPES = [
    ((1, 1), (1, 1)), ((2, 2), (2, 2)), ((3, 3), (2, 2)), ((3, 5), (2, 3)), ((5, 4), (3, 4)), ((7, 7), (3, 3)),
    ((8, 8), (4, 4)), ((9, 17), (1, 5)), ((17, 9), (5, 1)), ((1, 12), (1, 4)), ((12, 1), (4, 1)), ((1, 9), (3, 2)),
    ((4, 5), (7, 8)), ((4, 5), (7, 3)), ((5, 4), (3, 7)), ((2, 3), (2, 7)), ((6, 11), (5, 11)), ((13, 11), (6, 5)),
]


PAIRS = [
    ("bool", "bool"), ("bool", "int8"), ("bool", "float32"), ("int8", "int8"), ("uint8", "uint8"), ("uint8", "int8"),
    ("int16", "int16"), ("int16", "uint16"), ("uint16", "int8"), ("int32", "int32"), ("uint32", "uint32"),
    ("int32", "uint32"), ("int64", "int64"), ("uint64", "uint64"), ("uint64", "int64"), ("int64", "int32"),
    ("float16", "float16"), ("float16", "int8"), ("float16", "float32"), ("float32", "float32"), ("float32", "int16"),
    ("float32", "int32"), ("float64", "float32"), ("float64", "bool"), ("complex64", "complex64"),
    ("complex128", "complex128"), ("float32", "complex64"), ("complex64", "float32"), ("complex64", "float64"),
    ("complex128", "int16"),
]
PAIR_LENGTHS = [(1, 1), (4, 3), (3, 4), (9, 4), (5, 12)]

BOUNDED_SHAPES = [
    ((1, 1), (2, 3)), ((3, 3), (3, 3)), ((4, 5), (2, 2)), ((5, 4), (3, 4)), ((2, 3), (5, 6)), ((3, 2), (9, 7)),
    ((7, 8), (4, 1)),
]
NDIMAGE_LENGTHS = [(1, 3), (4, 3), (5, 4), (5, 5), (7, 2), (3, 9), (4, 17), (10, 6), (2, 8), (1, 4)]
NDIMAGE_SHAPES = [
    ((3, 4), (3, 3)), ((5, 4), (2, 3)), ((4, 6), (4, 4)), ((2, 3), (5, 5)), ((6, 1), (3, 2)), ((1, 5), (2, 7)),
]
NDIMAGE_MODES = ("reflect", "constant", "nearest", "mirror", "wrap")


def values(random, shape, dtype="float64"):
    kind = numpy.dtype(dtype).kind
    if kind == "b":
        return random.integers(0, 2, shape).astype(dtype)
    if kind in "iu":
        limits = numpy.iinfo(dtype)
        return random.integers(limits.min, limits.max, shape, dtype, endpoint=True)
    made = random.integers(-9, 10, shape).astype(dtype)
    return made + 1j * random.integers(-9, 10, shape).astype(dtype) if kind == "c" else made


def operands(random, signal, filter, types=("float64", "float64")):
    signal, filter = values(random, signal, types[0]), values(random, filter, types[1])
    # Sums that leave the integers must stay exact in every summation order.
    if numpy.result_type(signal, filter).kind not in "biu":
        signal, filter = (one % 9 if one.dtype.kind in "iu" else one for one in (signal, filter))
    return signal, filter


def listed(array):
    flat = array.ravel()
    if flat.dtype.kind == "c":
        flat = flat.view(flat.real.dtype)
    if flat.dtype.kind == "f":
        flat = flat.astype("float64")
        assert (flat == numpy.rint(flat)).all() and (abs(flat) < 2**53).all()
        flat = flat.astype("int64")
    return flat.astype("int64").tolist() if flat.dtype.kind == "b" else flat.tolist()


def case(function, name, signal, filter, arguments=(), **more):
    output = function(signal, filter, *arguments)
    types = [one.dtype.name for one in (signal, filter, output)]
    return {
        "function": name, "types": types, **more,
        "signal_shape": signal.shape, "filter_shape": filter.shape, "output_shape": output.shape,
        "signal": listed(signal), "filter": listed(filter), "output": listed(output),
    }


def numpy_cases(random, n, m, types=("float64", "float64")):
    signal, filter = operands(random, (n,), (m,), types)
    for mode in MODES:
        yield case(numpy.convolve, "numpy.convolve", signal, filter, (mode,), mode=mode)
        yield case(numpy.correlate, "numpy.correlate", signal, filter, (mode,), mode=mode)


def signal_cases(random, n, m, boundary, fill=0, types=("float64", "float64")):
    signal, filter = operands(random, n, m, types)
    for mode in MODES:
        arguments, more = (mode, boundary, fill), {"mode": mode, "boundary": boundary, "fill": fill}
        try:
            yield case(scipy.signal.convolve2d, "scipy.signal.convolve2d", signal, filter, arguments, **more)
            # With a longer filter correlate2d swaps the operands and then conjugates the signal instead.
            if mode != "valid" or signal.dtype.kind != "c" or signal.size >= filter.size:
                yield case(scipy.signal.correlate2d, "scipy.signal.correlate2d", signal, filter, arguments, **more)
        except ValueError:  # valid, with neither operand inside the other
            assert mode == "valid"


def origins(m):
    return sorted({-(m // 2), 0, (m - 1) // 2})


def ndimage_cases(random, n, m, types=("float64", "float64")):
    signal, filter = operands(random, n, m, types)
    line = len(n) == 1
    for mode in NDIMAGE_MODES:
        fill = 3 if mode == "constant" else 0
        for origin in itertools.product(*map(origins, m)) if line else zip(*map(origins, m)):
            # Beyond that the functions for N dimensions read outside of the array.
            lost = mode == "reflect" and any(k // 2 + abs(o) > 2 * k0 for k, o, k0 in zip(m, origin, n))
            more = {"boundary": mode, "fill": fill, "origin": origin}
            for name in ("correlate1d", "convolve1d") if line else ("correlate", "convolve"):
                if lost and not line:
                    continue
                function = getattr(scipy.ndimage, name)
                keywords = {"mode": mode, "cval": fill, "origin": origin[0] if line else origin}
                yield case(lambda x, h: function(x, h, **keywords), f"scipy.ndimage.{name}", signal, filter, **more)


def cases():
    random = numpy.random.default_rng(4)
    for n, m in LENGTHS:
        yield from numpy_cases(random, n, m)
    for types in PAIRS:
        for n, m in PAIR_LENGTHS:
            yield from numpy_cases(random, n, m, types)
    for n, m in SHAPES:
        yield from signal_cases(random, n, m, "fill")
    complexes = ("complex128", "complex128")
    for n, m in BOUNDED_SHAPES:
        for boundary, fill in (("fill", 3), ("wrap", 0), ("symm", 0)):
            yield from signal_cases(random, n, m, boundary, fill)
            yield from signal_cases(random, n, m, boundary, fill, complexes)
    for n, m in NDIMAGE_LENGTHS:
        yield from ndimage_cases(random, (n,), (m,))
    for n, m in NDIMAGE_SHAPES:
        yield from ndimage_cases(random, n, m)
    for n, m in ((5,), (4,)), ((3, 4), (2, 3)):
        yield from ndimage_cases(random, n, m, complexes)


def promotions():
    names = sorted({name for pair in PAIRS for name in pair})
    return [[a, b, numpy.promote_types(a, b).name] for a in names for b in names]


def main():
    everything = list(cases())
    head = {"numpy": numpy.__version__, "scipy": scipy.__version__, "promotions": promotions()}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in everything)
    text = f'{json.dumps(head)[:-1]}, "cases": [\n{lines}\n]}}\n'
    json.loads(text)
    pathlib.Path(__file__).with_name("golden.json").write_text(text)


if __name__ == "__main__":
    main()
