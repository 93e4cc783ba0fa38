"""Filters a picture and a batch of signals with scipy.ndimage's names; runs, and passes mypy --strict."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faltung import ndimage


def outline(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How steep a picture of (height, width) is at each pixel, once its noise is smoothed away."""
    soft = np.empty(picture.shape, np.float32)
    ndimage.gaussian_filter(picture, 2.0, output=soft)  # written where it is wanted, rounded once
    down = ndimage.sobel(soft, axis=0)
    across = ndimage.sobel(soft, axis=1)
    return np.hypot(down, across, out=soft)


def main() -> None:
    rng = np.random.default_rng(0)
    height, width = np.mgrid[:240, :320]
    disc = (height - 120) ** 2 + (width - 160) ** 2 < 80**2
    picture = np.clip(200 * disc + rng.normal(20, 10, disc.shape), 0, 255).astype(np.uint8)
    steep = outline(picture)
    print(f"on the edge {steep[120, 240]:.0f}, inside {steep[120, 160]:.0f}")

    # 64 signals lie along axis 0; the filter's length has the library choose a transform, where it has one.
    signals = rng.standard_normal((5000, 64))
    echo = np.exp(-np.arange(800) / 100.0)
    heard = ndimage.convolve1d(signals, echo, axis=0, mode="constant", origin=-(len(echo) // 2))
    print(f"from {signals.std():.2f} to {heard.std():.2f}")

    pixels = ndimage.convolve(picture, [[1, 2, 1], [2, 4, 2], [1, 2, 1]], output=np.int32)  # exact
    print(f"sums up to {pixels.max()}")


if __name__ == "__main__":
    main()
