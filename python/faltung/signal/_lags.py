from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .._arguments import refuse

if TYPE_CHECKING:
    from .._arguments import Array


def correlation_lags(in1_len: int, in2_len: int, mode: str = "full") -> Array:
    """The lags of correlate's values: by how much in2 is shifted against in1 in each of them.

    With mode 'same', an odd in1_len and an even in2_len they are one more than that, as SciPy's are.

    in1_len, in2_len: lengths of correlate's operands
    mode: 'full', 'same' or 'valid', as given to correlate

    Returns an integer array as long as correlate's result. Raises ValueError where `mode` is another.
    """
    if mode == "full":
        return np.arange(1 - in2_len, in1_len)
    if mode == "same":
        # The in1_len in the middle of the full ones.
        first = (in1_len + in2_len - 1) // 2 - in1_len // 2 + 1 - in2_len
        return np.arange(first, first + in1_len)
    if mode == "valid":
        difference: Any = in1_len - in2_len
        return np.arange(min(difference, 0), max(difference, 0) + 1)
    raise refuse("mode", repr(mode), f"Mode {mode} is invalid: must be 'full', 'same' or 'valid'")
