from __future__ import annotations

import timeit
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from .. import _core
from .._arguments import Request, dtype_of, operand
from ._axes import convolve_axes, explain_axes
from ._convolve import either

if TYPE_CHECKING:
    from .._arguments import Exchangeable, HostArray


@overload
def choose_conv_method(
    in1: HostArray | Exchangeable, in2: HostArray | Exchangeable, mode: str = ..., measure: Literal[False] = ...
) -> str: ...
@overload
def choose_conv_method(
    in1: HostArray | Exchangeable, in2: HostArray | Exchangeable, mode: str = ..., *, measure: Literal[True]
) -> tuple[str, dict[str, float]]: ...
def choose_conv_method(
    in1: Any, in2: Any, mode: str = "full", measure: bool = False
) -> str | tuple[str, dict[str, float]]:
    """'direct' or 'fft', whichever of convolve's and correlate's methods is faster for such operands.

    in1, in2: array-likes, as convolve takes them
    mode: 'full', 'same' or 'valid'
    measure: False asks the library, which predicts, but for bool operands ('direct'); True runs both

    Returns the method's name; with `measure` also a dict of the seconds that 'direct' and 'fft' took, which are
    infinite for a transform that this build or machine has not, or that would not surely be exact for these integers.

    Raises what convolve raises.
    """
    in1, in2 = operand(in1), operand(in2)
    if measure:
        times = {method: _seconds(in1, in2, mode, method) for method in ("fft", "direct")}
        return min(times, key=lambda method: times[method]), times
    if dtype_of(in1) == dtype_of(in2) == np.bool_:
        return "direct"
    explanation = either(in1, in2, False, mode, "auto", None, Request(), explain_axes)
    return "fft" if getattr(explanation, "method", None) in ("fft", "overlap_save") else "direct"


def _seconds(in1: Any, in2: Any, mode: str, method: str) -> float:
    def run(in1: Any, in2: Any, axes: Any, correlate: bool, mode: str, request: Request) -> Any:
        return convolve_axes(in1, in2, axes, correlate, mode, request.by(method))

    timer = timeit.Timer(lambda: either(in1, in2, False, mode, "auto", None, Request(), run))
    calls = 1
    try:
        while (seconds := timer.timeit(calls)) < _long_enough:
            calls *= 4
    except _core.Unsupported:
        if method == "direct":
            raise
        return float("inf")
    return min([seconds, *timer.repeat(2 if seconds < 1 else 0, calls)]) / calls


_long_enough = 5e-3
