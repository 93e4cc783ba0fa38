#!/usr/bin/env python3
"""Writes golden.json: what NumPy and SciPy answer for small-integer operands.

    python3 -m pip install numpy scipy && tests/contract/golden/make_golden.py

Integers keep every sum exact, so the file does not depend on how NumPy sums on one machine or another.
"""

import json
import pathlib

import numpy
import scipy
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


def operands(random, signal, filter):
    return random.integers(-9, 10, signal), random.integers(-9, 10, filter)


def case(function, name, mode, signal, filter):
    output = function(signal, filter, mode)
    return {
        "function": name, "mode": mode,
        "signal_shape": signal.shape, "filter_shape": filter.shape, "output_shape": output.shape,
        "signal": signal.ravel().tolist(), "filter": filter.ravel().tolist(), "output": output.ravel().tolist(),
    }


def cases():
    random = numpy.random.default_rng(4)
    for n, m in LENGTHS:
        signal, filter = operands(random, (n,), (m,))
        for mode in MODES:
            yield case(numpy.convolve, "numpy.convolve", mode, signal, filter)
            yield case(numpy.correlate, "numpy.correlate", mode, signal, filter)
    for n, m in SHAPES:
        signal, filter = operands(random, n, m)
        for mode in MODES:
            try:
                yield case(scipy.signal.convolve2d, "scipy.signal.convolve2d", mode, signal, filter)
                yield case(scipy.signal.correlate2d, "scipy.signal.correlate2d", mode, signal, filter)
            except ValueError:  # valid, with neither operand inside the other
                assert mode == "valid"


def main():
    everything = list(cases())
    head = {"numpy": numpy.__version__, "scipy": scipy.__version__}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in everything)
    text = f'{json.dumps(head)[:-1]}, "cases": [\n{lines}\n]}}\n'
    json.loads(text)
    pathlib.Path(__file__).with_name("golden.json").write_text(text)


if __name__ == "__main__":
    main()
