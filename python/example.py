"""Smooths noisy signals, once by a call and repeatedly by a plan; runs, and passes mypy --strict."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import faltung


def smooth(signals: NDArray[np.float32], taps: NDArray[np.float32]) -> NDArray[np.float32]:
    plan = faltung.Plan(
        signals.shape, taps.shape, dtype="float32", mode="same", boundary="reflect", max_error=1e-6
    )
    plan.set_filter(taps)
    smoothed = np.empty(plan.output_shape, np.float32)
    workspace = np.empty(plan.workspace_bytes, np.uint8)
    for _ in range(3):  # nothing is planned or allocated here
        plan.execute(signals, out=smoothed, workspace=workspace)
    return smoothed


def main() -> None:
    noise = np.random.default_rng(0).standard_normal((8, 4096), dtype=np.float32)
    taps = np.full(33, 1 / 33, np.float32)
    smoothed = smooth(noise, taps)
    chosen = faltung.Plan(noise.shape, taps.shape, dtype="float32", mode="same").explain()
    print(f"{chosen.backend} {chosen.method}: from {noise.std():.2f} to {smoothed.std():.2f}")
    try:
        smooth(noise, taps[:0])
    except faltung.InvalidArgument as error:
        print(error)


if __name__ == "__main__":
    main()
