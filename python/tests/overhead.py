"""What a small call costs: nanoseconds for n = 100 and m = 3, minima of many. Run by hand: python tests/overhead.py"""

from __future__ import annotations

import timeit

import numpy as np

import faltung
from faltung import _core


def nanoseconds(statement: str, **names: object) -> float:
    number = 20_000
    return min(timeit.repeat(statement, globals=names, number=number, repeat=40)) / number * 1e9


def main() -> None:
    print("dtype     _core.convolve  Plan.execute  faltung.numpy.convolve  numpy.convolve")
    for dtype in ("float32", "float64"):
        x, h = np.ones(100, dtype), np.ones(3, dtype)
        plan = faltung.Plan(100, 3, dtype=dtype)
        plan.set_filter(h)
        out = np.empty(102, dtype)
        core = nanoseconds("f(x, h, axes, False, 'full')", f=_core.convolve, x=x, h=h, axes=(-1,))
        planned = nanoseconds("f(x, out)", f=plan.execute, x=x, out=out)
        namesake = nanoseconds("f(x, h)", f=faltung.numpy.convolve, x=x, h=h)
        model = nanoseconds("f(x, h)", f=np.convolve, x=x, h=h)
        print(f"{dtype}{core:17.0f}{planned:14.0f}{namesake:24.0f}{model:16.0f}")


if __name__ == "__main__":
    main()
