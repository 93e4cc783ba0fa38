"""Floating-point and what else no address depends on, but for the conversions with which divisions are done."""

import re

from .float_words import bits_of_text, halves
from .operands import forget, leading_predicates, predicate, set_predicates, target, value, words

# Results that nothing here depends on, and how many registers they take.
_FLOATING = {"FFMA", "FADD", "FMUL", "FSETP", "FMNMX", "FCHK", "FSET", "FSWZADD", "DFMA", "DADD", "DMUL", "DSETP",
             "DMNMX", "HADD2", "HFMA2", "HMUL2", "HSETP2", "HSET2", "HMNMX2", "F2F", "F2I", "I2F", "I2FP", "F2FP",
             "MUFU", "FRND", "I2I", "IDP", "IDP4A", "HMMA", "IMMA", "DMMA", "MATCH", "REDUX", "ATOM", "ATOMG",
             "ATOMS", "F2IP", "I2IP", "CREDUX"}
# What an ordinary number is not: equality with these is taken to be false, and its magnitude lies between 1e-15 and
# 3e38 (float_words.py). The one guess that is made about data, so that kernels which look for such numbers to treat
# them apart can be followed.
_NOT_ORDINARY = {"RZ", "+INF", "-INF", "0"}


def _result_words(one):
    """Registers that a floating-point instruction writes."""
    kinds = one.opcode.split(".")
    if one.base in ("DFMA", "DADD", "DMUL", "DMNMX"):
        return 2
    if one.base in ("I2F", "F2F") and "F64" in kinds[1:2]:
        return 2
    if one.base in ("F2I", "FRND") and any(kind in ("U64", "S64", "F64") for kind in kinds[1:2]):
        return 2
    if one.base in ("HMMA", "IMMA"):
        return 4
    return words(one.opcode)


def _source(operand):
    if re.fullmatch(r"R\d+", operand):
        return value(operand)
    try:
        return str(bits_of_text(operand))
    except ValueError:
        return "None"


def _unknown(one):
    operands = list(one.operands)
    flags = leading_predicates(operands)
    lines = set_predicates(flags, ["None"] * len(flags))
    if operands and one.base not in ("FSETP", "DSETP", "HSETP2", "FCHK") and re.fullmatch(r"U?R(\d+|Z)", operands[0]):
        lines += forget(operands[0], _result_words(one))
    return lines


def _from_integer(one):
    kinds = one.opcode.split(".")[1:]
    if any(kind in kinds for kind in ("F64", "F16")):
        return _unknown(one)
    if "U64" in kinds or "S64" in kinds:
        return _as_float(one, f"pair({value(one.operands[1])}, {value(one.operands[1], 1)})")
    return _unknown(one) if any(kind in kinds for kind in ("U8", "S8", "U16", "S16")) else _from_word(one)


def _from_word(one):
    number = value(one.operands[1])
    return _as_float(one, number if "U32" in one.opcode.split(".") else f"maybe_signed({number})")


def _from_packed(one):
    kinds = one.opcode.split(".")[1:]
    return _from_word(one) if ("U32" in kinds or "S32" in kinds) and "F32" in kinds else _unknown(one)


def _as_float(one, number):
    return [f"{target(one.operands[0])} = to_float({number}, {'RP' in one.opcode.split('.')})"]


def _to_integer(one):
    kinds, operands = one.opcode.split(".")[1:], one.operands
    if "U32" in kinds and "F64" not in kinds:
        return [f"{target(operands[0])} = to_integer({value(operands[1])}, 32)"]
    if "U64" in kinds and "F64" not in kinds:
        return [f"_v = to_integer({value(operands[1])}, 64)", f"{target(operands[0])} = low_word(_v)",
                f"{target(operands[0], 1)} = high_word(_v)"]
    return _unknown(one)


def _function(one):
    if "RCP" in one.opcode.split("."):
        return [f"{target(one.operands[0])} = reciprocal({value(one.operands[1])})"]
    return _unknown(one)


def _halves(one):
    if one.operands[1:3] == ["-RZ", "RZ"]:
        # How the assembler writes a constant where other units are busy.
        try:
            return [f"{target(one.operands[0])} = {halves(float(one.operands[3]), float(one.operands[4]))}"]
        except ValueError:
            return forget(one.operands[0], 1)
    return _unknown(one)


def _product(one):
    dest, a, b = one.operands[:3]
    return [f"{target(dest)} = float_product({_source(a)}, {_source(b)})"]


def _limit(operand, double):
    """An expression for a number that the assembler knows, or that lies in constant memory or in a register."""
    if operand.startswith("c[") or re.fullmatch(r"U?R\d+", operand):
        return f"double_of({value(operand)}, {value(operand, 1)})" if double else f"maybe_float({value(operand)})"
    if operand == "+INF":
        return 'float("inf")'
    return str(float(operand)) if re.match(r"\d", operand) else None


def _of_ordinary(kind, number, other, double):
    """An expression for the comparison's result, where it is the same for all ordinary numbers."""
    if kind in ("NAN", "NUM") and number == other:
        return str(kind == "NUM")
    if kind in ("NE", "NEU", "EQ", "EQU") and other in _NOT_ORDINARY:
        return str(kind.startswith("NE"))
    if kind[:2] in ("LT", "LE", "GT", "GE") and re.match(r"\|R\d+\|", number) and (limit := _limit(other, double)):
        return f"ordinary_magnitude_is({kind!r}, {limit})"
    return None


def _compare(one):
    kinds, operands = one.opcode.split(".")[1:], one.operands
    truth = _of_ordinary(kinds[0], operands[2], operands[3], one.base == "DSETP")
    if truth is not None:
        join = "either" if "OR" in kinds else "both"
        lines = [f"_v, _w = {truth}, {predicate(operands[4])}"]
        return lines + set_predicates(operands[:2], [f"{join}({result}, _w)" for result in ("_v", "opposite(_v)")])
    return _unknown(one)


INSTRUCTIONS = {
    **dict.fromkeys(_FLOATING, _unknown),
    "I2F": _from_integer, "I2FP": _from_packed, "F2I": _to_integer, "MUFU": _function, "HFMA2": _halves,
    "FMUL": _product, "FSETP": _compare, "DSETP": _compare,
}
