"""The assembler's operands and suffixes, as Python expressions and targets of assignments."""

import re

from .words import MASK


class Unsupported(Exception):
    """An instruction whose effect on control flow or addresses is not known here."""


def is_predicate(operand):
    return re.fullmatch(r"!?U?P[0-6T]", operand) is not None


def leading_predicates(operands):
    """Takes them off the list."""
    taken = []
    while operands and is_predicate(operands[0]):
        taken.append(operands.pop(0))
    return taken


def predicate(operand):
    if operand.startswith("!"):
        return {"PT": "False", "UPT": "False"}.get(operand[1:]) or f"opposite({predicate(operand[1:])})"
    if operand in ("PT", "UPT"):
        return "True"
    return f"q[{operand[2:]}]" if operand.startswith("UP") else f"p[{operand[1:]}]"


def predicate_target(operand):
    return None if operand in ("PT", "UPT") else predicate(operand)


def set_predicates(operands, expressions):
    """Statements that give each predicate its expression, where it is one that keeps it."""
    return [f"{to} = {expression}" for each, expression in zip(operands, expressions) if (to := predicate_target(each))]


def register(operand, offset=0):
    """(file, number), or None for RZ."""
    found = re.fullmatch(r"(U?)R(\d+|Z)", operand)
    if not found:
        raise Unsupported(f"register {operand}")
    if found.group(2) == "Z":
        return None
    return ("u" if found.group(1) else "r"), int(found.group(2)) + offset


def target(operand, offset=0):
    found = register(operand, offset)
    return f"{found[0]}[{found[1]}]" if found else "_"


def integer(text):
    return int(text, 0) & MASK


def constant(operand):
    """(bank, expression of the place in it) of c[0x0][0x210], c[0x0][R2+0x4]."""
    found = re.fullmatch(r"c\[(0x[0-9a-f]+)\]\s*\[(.*)\]", operand)
    terms = [str(int(part, 0)) if not re.match(r"U?R", part) else value(part) for part in found.group(2).split("+")]
    return int(found.group(1), 16), f"total({', '.join(terms)})"


def value(operand, offset=0):
    """An expression for a 32-bit source; `offset` takes the next word of a pair."""
    if operand.startswith("-"):
        if re.fullmatch(r"-(0x)?[0-9a-f]+", operand):
            return str(integer(operand) if offset == 0 else MASK)
        return f"negative({value(operand[1:], offset)})"
    if operand.startswith("~"):
        return f"inverse({value(operand[1:], offset)})"
    if operand.startswith("|"):
        raise Unsupported(f"source {operand}")
    if re.fullmatch(r"U?R(\d+|Z)", operand):
        found = register(operand, offset)
        return f"{found[0]}[{found[1]}]" if found else "0"
    if operand.startswith("c["):
        bank, place = constant(operand)
        return f"constant({bank}, {place}, {4 * offset}, 4)"
    if re.fullmatch(r"(0x)?[0-9a-f]+", operand):
        return str(int(operand, 0) if offset == 0 else 0)
    return "None"  # a floating-point literal: no address and no branch depends on it


def addend(operand):
    """A source of an addition with carry out: minus x is the inverse of x, plus one that counts into the carry."""
    if operand.startswith("-") and not re.fullmatch(r"-(0x)?[0-9a-f]+", operand):
        return f"inverse({value(operand[1:])})", 1
    return value(operand), 0


def address(operand):
    """An expression for the address of [R4.64+0x10], desc[UR6][R10.64], [R16+UR4+0x400], [R16.X4+0x10]."""
    inner = re.fullmatch(r"(?:desc\[UR\d+\])?(?:gdesc\[UR\d+\])?\[(.*)\](?:\.[A-Z0-9]+)?", operand)
    if not inner:
        raise Unsupported(f"address {operand}")
    terms = []
    for part in inner.group(1).split("+"):
        part = part.strip()
        scaled = re.fullmatch(r"(U?R(?:\d+|Z))((?:\.[A-Z0-9]+)*)", part)
        if not scaled:
            terms.append(str(int(part, 0)))
            continue
        name, suffix = scaled.groups()
        if name in ("RZ", "URZ"):
            continue
        if ".64" in suffix:
            terms.append(f"pair({value(name)}, {value(name, 1)})")
        elif found := re.search(r"\.X(\d+)", suffix):
            terms.append(f"times({value(name)}, {found.group(1)})")
        else:
            terms.append(value(name))
    return f"total({', '.join(terms) or '0'})"


_WIDTHS = {"64": 2, "128": 4}


def words(opcode):
    for part in opcode.split(".")[1:]:
        if part in _WIDTHS:
            return _WIDTHS[part]
    return 1


def bytes_of(opcode):
    parts = opcode.split(".")[1:]
    if any(part in ("U8", "S8") for part in parts):
        return 1
    if any(part in ("U16", "S16") for part in parts):
        return 2
    return 4 * words(opcode)


def forget(operand, count):
    return [f"{target(operand, i)} = None" for i in range(count)] if register(operand) else []
