"""What small calls cost: nanoseconds, minima of many rounds in which the contenders take turns. Run by hand:
python tests/overhead.py"""

from __future__ import annotations

import timeit
from typing import Any

import numpy as np
import scipy.ndimage
import scipy.signal

import faltung
from faltung import _core

CALLS = 300
ROUNDS = 500
# Of the module and of its model alike.
MODELS = (
    "numpy.convolve(x, h)",
    "numpy.correlate(x, h, mode='same')",
    "signal.convolve(x, h)",
    "signal.choose_conv_method(x, h)",
    "signal.convolve2d(image, image[:3, :3])",
    "signal.sepfir2d(image, h, h)",
    "ndimage.convolve1d(x, h)",
    "ndimage.correlate1d(x, h)",
    "ndimage.convolve(image, image[:3, :3])",
)


def nanoseconds(statements: dict[str, str], names: dict[str, Any]) -> dict[str, float]:
    timers = {name: timeit.Timer(statement, globals=names) for name, statement in statements.items()}
    best = dict.fromkeys(statements, float("inf"))
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            best[name] = min(best[name], timer.timeit(CALLS) / CALLS * 1e9)
    return best


def main() -> None:
    for dtype in ("float32", "float64"):
        x, h, out = np.ones(100, dtype), np.ones(3, dtype), np.empty(102, dtype)
        image = np.ones((8, 8), dtype)
        plan = faltung.Plan(100, 3, dtype=dtype)
        plan.set_filter(h)
        names = {"numpy": np, "scipy": scipy, "faltung": faltung, "core": _core, "plan": plan}
        names |= {"x": x, "h": h, "out": out, "image": image, "axes": (-1,)}
        print(f"{dtype}: 100 samples and 3 taps, 8 x 8 samples and 3 x 3")
        print(f"    {'':27s}faltung  model")
        for call in MODELS:
            ours, theirs = f"faltung.{call}", call if call.startswith("numpy") else f"scipy.{call}"
            best = nanoseconds({"ours": ours, "theirs": theirs}, names)
            print(f"    {call.partition('(')[0]:27s}{best['ours']:7.0f}{best['theirs']:7.0f}")
        own = {"_core.convolve": "core.convolve(x, h, axes, False, 'full')", "Plan.execute": "plan.execute(x, out)"}
        for name, value in nanoseconds(own, names).items():
            print(f"    {name:27s}{value:7.0f}")


if __name__ == "__main__":
    main()
