"""1D and 2D convolution on CUDA devices and CPUs.

faltung.numpy, faltung.signal and faltung.ndimage have the names, arguments and results of numpy, scipy.signal and
scipy.ndimage, for NumPy's arrays and for those of CuPy, torch, JAX and others. Plan is the same work planned once and
executed many times. Errors derive from Error and from the built-in exception that the model's functions raise.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from ._core import (
    Candidate,
    Capabilities,
    DeviceArray,
    DeviceError,
    Error,
    ErrorBound,
    Explanation,
    InvalidArgument,
    OutOfMemory,
    Overflow,
    Plan,
    Unsupported,
    __version__,
    capabilities,
    clear_cache,
)

if TYPE_CHECKING:
    from . import ndimage as ndimage
    from . import numpy as numpy
    from . import signal as signal

__all__ = [
    "Candidate",
    "Capabilities",
    "DeviceArray",
    "DeviceError",
    "Error",
    "ErrorBound",
    "Explanation",
    "InvalidArgument",
    "OutOfMemory",
    "Overflow",
    "Plan",
    "Unsupported",
    "__version__",
    "capabilities",
    "clear_cache",
    "ndimage",
    "numpy",
    "signal",
]

_namesakes = frozenset({"ndimage", "numpy", "signal"})


if not TYPE_CHECKING:  # which would take any name for one of ours

    def __getattr__(name: str) -> object:
        # The namesakes are imported when they are first used: who wants one does not wait for the others.
        if name in _namesakes:
            return importlib.import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
