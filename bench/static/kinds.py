"""What an instruction is to the counts."""

import collections
import re

MULTIPLY_ADDS = {"FFMA": 1, "DFMA": 1, "IDP": 4, "IDP4A": 4}
KINDS = (("shared", ("LDS", "STS", "LDGSTS", "LDSM", "STSM")),
         ("global", ("LDG", "STG", "LD", "ST", "RED", "REDG", "ATOMG")), ("local", ("LDL", "STL")),
         ("barrier", ("BAR", "SYNCS")))


def unit_of(kernel):
    """Where its sums are formed."""
    used = collections.Counter(one.base for one in kernel.instructions)
    if used["FFMA"] + used["DFMA"] == 0:
        return "integer"
    return "float64" if used["DFMA"] > used["FFMA"] else "float32"


def multiply_adds_of(one, unit):
    """Of one thread; with a zero for a factor it is the assembler's way of writing a constant.

    Integer sums share their instruction with addresses: of products of two registers all are counted.
    """
    factors = one.operands[1:3]
    if "RZ" in factors or "-RZ" in factors:
        return 0
    if unit == "integer" and one.opcode in ("IMAD", "IMAD.WIDE.U32"):
        return int(all(re.fullmatch(r"R\d+", each) for each in factors))
    return MULTIPLY_ADDS.get(one.base, 0)


def kind_of(one, unit):
    if multiply_adds_of(one, unit):
        return "fma"
    return next((kind for kind, members in KINDS if one.base in members), "other")
