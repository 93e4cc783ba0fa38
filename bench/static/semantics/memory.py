"""Loads, stores, constants and special registers."""

from .operands import address, bytes_of, constant, forget, is_predicate, register, target, value

# Where generic addresses of shared memory and of a kernel's parameters begin: anywhere that no allocation lies.
SHARED_WINDOW = 0x7FFE << 32
PARAMETER_WINDOW = 0x7FFD << 32

_SPECIAL = {"SR_TID.X": "at.thread[0]", "SR_TID.Y": "at.thread[1]", "SR_TID.Z": "at.thread[2]",
            "SR_CTAID.X": "at.block[0]", "SR_CTAID.Y": "at.block[1]", "SR_CTAID.Z": "at.block[2]",
            "SR_LANEID": "at.lane", "SR_SWINHI": str(SHARED_WINDOW >> 32), "SR_CgaCtaId": "0", "SRZ": "0",
            "SR_LTMASK": "(1 << at.lane) - 1",
            "SR_EQMASK": "1 << at.lane", "SR_LEMASK": "(2 << at.lane) - 1",
            "SR_GTMASK": "0xffffffff >> at.lane << at.lane & ~(1 << at.lane)",
            "SR_GEMASK": "0xffffffff >> at.lane << at.lane"}


def _load_constant(one):
    dest, source = one.operands
    bank, place = constant(source)
    size = bytes_of(one.opcode)
    sign = any(kind in one.opcode.split(".") for kind in ("S8", "S16"))
    if size < 4:
        return [f"{target(dest)} = narrow(constant({bank}, {place}, 0, {size}), {size}, {sign})"]
    return [f"{target(dest, i)} = constant({bank}, {place}, {4 * i}, 4)" for i in range(size // 4)]


def _memory(one):
    """Loads and stores: noted with their address; words that pass through shared memory are kept."""
    base, size = one.base, bytes_of(one.opcode)
    operands = [each for each in one.operands if not is_predicate(each)]
    if base in ("LDS", "LDG", "LD", "LDL"):
        dest, where = operands[0], operands[1]
        lines = [f"_v = seen({one.address}, '{base}', {address(where)}, {size})"]
        for i in range(max(1, size // 4)):
            if register(dest):
                lines.append(f"{target(dest, i)} = " +
                             (f"shared.get(None if _v is None else _v + {4 * i})" if base == "LDS" and size >= 4 else
                              f"generic(_v, {4 * i}, {min(size, 4)})" if base == "LD" else "None"))
        return lines
    if base == "LDGSTS":
        return [f"seen({one.address}, 'STS', {address(operands[0])}, {size})",
                f"seen({one.address + 1}, 'LDG', {address(operands[1])}, {size})"]
    where, source = operands[0], operands[1]
    lines = [f"_v = seen({one.address}, '{base}', {address(where)}, {size})"]
    if base in ("STS", "ST"):
        for i in range(max(1, size // 4)):
            word = f"{value(source, i)}" if size >= 4 else "None"
            lines.append(f"shared[None if _v is None else _v + {4 * i}] = {word}")
    return lines


def _special(one):
    dest, source = one.operands[:2]
    if source not in _SPECIAL:
        return forget(dest, 1)
    count = 2 if one.base == "CS2R" and "32" not in one.opcode.split(".") else 1
    return [f"{target(dest, i)} = {_SPECIAL[source] if i == 0 else 0}" for i in range(count)]


INSTRUCTIONS = {
    **dict.fromkeys(("LDS", "LDG", "LD", "LDL", "STS", "STG", "ST", "STL", "LDGSTS"), _memory),
    "LDC": _load_constant, "ULDC": _load_constant, "S2R": _special, "S2UR": _special, "CS2R": _special,
}
