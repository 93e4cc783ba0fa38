"""cuFFT from PyPI's nvidia-cufft, where it is installed."""

from __future__ import annotations

import importlib


def load() -> None:
    """Loads cuFFT from where cuda-pathfinder finds it, so that the library's dlopen by name meets it.

    The loader knows a library that is loaded by its soname, wherever it lies. Without cuda-pathfinder, or where that
    finds none, the system's loader is asked, and plans say why there is no cuFFT.
    """
    try:
        pathfinder = importlib.import_module("cuda.pathfinder")
    except ImportError:
        return
    try:
        pathfinder.load_nvidia_dynamic_lib("cufft")
    except (OSError, RuntimeError):
        return
