"""What machine instructions do to registers, as Python statements.

Only what addresses and branches can depend on is computed: integers, predicates, the few conversions with which
divisions are done, and values that shared memory hands on. Everything loaded from global memory and every sum of
products is None, "unknown"; a branch that depends on it is an error, so a count never rests on a guess, with one
exception: a sum is taken to be a number, neither zero nor infinite. Register and predicate files are lists: r, u
(uniform), p, q (uniform predicates); the last entry of each register file is the constant RZ.
"""

from . import float_words, floating, integer, memory, predicates, truth, words
from .operands import Unsupported

_NOTHING = {"NOP", "BSSY", "BSYNC", "BREAK", "WARPSYNC", "YIELD", "DEPBAR", "LDGDEPBAR", "MEMBAR", "ERRBAR", "FENCE",
            "NANOSLEEP", "CCTL", "CCTLL", "RED", "REDG", "UBLKCP", "UBLKRED", "UBLKPF", "UTMALDG", "UTMASTG",
            "UTMACMDFLUSH", "UCGABAR_ARV", "UCGABAR_WAIT", "ARRIVES", "BMOV", "KILL", "PREEXIT", "ACQBULK",
            "USETMAXREG", "WARPGROUP", "ENDCOLLECTIVE", "PMTRIG", "LEPC"}
_INSTRUCTIONS = {**dict.fromkeys(_NOTHING, lambda one: []), **integer.INSTRUCTIONS, **predicates.INSTRUCTIONS,
                 **memory.INSTRUCTIONS, **floating.INSTRUCTIONS}
# What statements call.
NAMES = {"Unsupported": Unsupported, **vars(words), **vars(truth), **vars(float_words)}


def statements(one):
    """What the instruction does where its guard lets it, without control flow."""
    if one.base not in _INSTRUCTIONS:
        raise Unsupported(one.opcode)
    return _INSTRUCTIONS[one.base](one)
