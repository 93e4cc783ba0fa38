"""Integer arithmetic, bits and moves."""

from .operands import addend, is_predicate, leading_predicates, predicate, register, set_predicates, target, value
from .words import MASK


def _add(one):
    operands = list(one.operands)
    dest = operands.pop(0)
    carries = leading_predicates(operands)
    sources, incoming = operands[:3], operands[3:]
    if "X" not in one.opcode.split(".")[1:]:
        parts = [addend(each) for each in sources]
        terms = [part[0] for part in parts]
        carry = str(sum(part[1] for part in parts))
    else:
        terms = [value(each) for each in sources]
        carry = "sum_of(" + ", ".join(predicate(each) for each in incoming) + ")"
    lines = [f"{target(dest)}, _c = add_with_carries({', '.join(terms)}, {carry})"]
    return lines + set_predicates(carries, [f"None if _c is None else _c > {rank}" for rank in range(len(carries))])


def _multiply_add(one):
    kinds = one.opcode.split(".")[1:]
    operands = list(one.operands)
    dest = operands.pop(0)
    carries = leading_predicates(operands)
    a, b, c = operands[:3]
    carry = predicate(operands[3]) if len(operands) > 3 else "False"
    is_signed = "U32" not in kinds
    wide = "WIDE" in kinds or "HI" in kinds
    if wide:
        factors = f"product({value(a)}, {value(b)}, {is_signed})"
        lines = [f"_v = wide_sum({factors}, pair({value(c)}, {value(c, 1)}), {carry})"]
        if "HI" in kinds:
            lines.append(f"{target(dest)} = high_word(_v)")
        else:
            lines += [f"{target(dest)} = low_word(_v)", f"{target(dest, 1)} = high_word(_v)"] if register(dest) else []
        return lines + set_predicates(carries, ["None if _v is None else _v >> 64 > 0"] * len(carries))
    return [f"{target(dest)} = low_sum({value(a)}, {value(b)}, {value(c)}, {carry})"]


def _shift_add(one):
    kinds = one.opcode.split(".")[1:]
    operands = list(one.operands)
    dest = operands.pop(0)
    carries = leading_predicates(operands)
    carry = "False"
    if is_predicate(operands[-1]):
        carry = predicate(operands.pop())
    amount = int(operands[-1], 0)
    if "HI" not in kinds:
        first = f"low_word(times({value(operands[0])}, {1 << amount}))"
    elif "SX32" in kinds:
        first = f"shifted_high(*(extended({value(operands[0])}) or (None, None)), {amount})"
    else:
        first = f"shifted_high({value(operands[0])}, {value(operands[2])}, {amount})"
    term, extra = addend(operands[1]) if "X" not in kinds else (value(operands[1]), 0)
    lines = [f"{target(dest)}, _c = add_with_carries({first}, {term}, 0, total({carry}, {extra}))"]
    return lines + set_predicates(carries, ["None if _c is None else _c > 0"] * len(carries))


def _logic(one):
    operands = list(one.operands)
    flag = operands.pop(0) if is_predicate(operands[0]) else "PT"
    dest, a, b, c, table = operands[:5]
    lines = [f"_v = logic({value(a)}, {value(b)}, {value(c)}, {int(table, 0)})", f"{target(dest)} = _v"]
    return lines + set_predicates([flag], ["None if _v is None else _v != 0"])


def _move(one):
    return [f"{target(one.operands[0])} = {value([each for each in one.operands[1:] if not is_predicate(each)][0])}"]


def _add_two(one):
    dest, a, b = one.operands[:3]
    return [f"{target(dest)}, _c = add_with_carries({value(a)}, {value(b)}, 0)"]


def _select(one):
    dest, a, b, condition = one.operands[:4]
    return [f"{target(dest)} = select({predicate(condition)}, {value(a)}, {value(b)})"]


def _lesser_or_greater(one):
    dest, a, b = one.operands[:3]
    flag = [each for each in one.operands[3:] if is_predicate(each)][-1]
    return [f"_v = compare('LT', {'U32' in one.opcode.split('.')}, {value(a)}, {value(b)})",
            f"{target(dest)} = select(_v if {predicate(flag)} else opposite(_v), {value(a)}, {value(b)})"]


def _least_or_greatest(one):
    dest, a, b, c = one.operands[:4]
    flag = [each for each in one.operands[4:] if is_predicate(each)][-1]
    lines = [f"_w = {value(a)}"]
    for other in (b, c):
        lines += [f"_v = compare('LT', {'U32' in one.opcode.split('.')}, _w, {value(other)})",
                  f"_w = select(_v if {predicate(flag)} else opposite(_v), _w, {value(other)})"]
    return [*lines, f"{target(dest)} = _w"]


def _sum_or_bound(one):
    dest, a, b, c, flag = *one.operands[:4], one.operands[-1]
    return [f"_v, _c = add_with_carries({value(a)}, {value(b)}, 0)",
            f"_w = compare('LT', {'U32' in one.opcode.split('.')}, _v, {value(c)})",
            f"{target(dest)} = select(_w if {predicate(flag)} else opposite(_w), _v, {value(c)})"]


def _of_known(expression):
    """A function of one source, as an expression in _v."""
    def made(one):
        return [f"_v = {value(one.operands[1])}",
                f"{target(one.operands[0])} = None if _v is None else {expression}"]
    return made


def _funnel(one):
    dest, low, amount, high = one.operands[:4]
    kind = "." + ".".join(one.opcode.split(".")[1:])
    return [f"{target(dest)} = funnel('{kind}', {value(low)}, {value(amount)}, {value(high)})"]


def _permute(one):
    dest, a, selector, b = one.operands[:4]
    return [f"{target(dest)} = permute({value(a)}, {value(selector)}, {value(b)})"]


def _find_leading(one):
    kinds, (dest, source) = one.opcode.split(".")[1:], one.operands[:2]
    return [f"{target(dest)} = find_leading({value(source)}, {'U32' not in kinds}, {'SH' in kinds})"]


_COUNT = _of_known("_v.bit_count()")
_REVERSE = _of_known("int(format(_v, '032b')[::-1], 2)")

INSTRUCTIONS = {
    "IADD3": _add, "UIADD3": _add, "VIADD": _add_two, "IMAD": _multiply_add, "UIMAD": _multiply_add,
    "LEA": _shift_add, "ULEA": _shift_add, "IABS": _of_known(f"abs(signed(_v)) & {MASK}"),
    "VIMNMX": _lesser_or_greater, "IMNMX": _lesser_or_greater, "UIMNMX": _lesser_or_greater,
    "UVIMNMX": _lesser_or_greater, "VIADDMNMX": _sum_or_bound, "VIMNMX3": _least_or_greatest,
    "LOP3": _logic, "ULOP3": _logic, "SHF": _funnel, "USHF": _funnel, "PRMT": _permute, "UPRMT": _permute,
    "POPC": _COUNT, "UPOPC": _COUNT, "FLO": _find_leading, "UFLO": _find_leading, "BREV": _REVERSE, "UBREV": _REVERSE,
    "MOV": _move, "UMOV": _move, "R2UR": _move, "SEL": _select, "USEL": _select, "FSEL": _select,
}
