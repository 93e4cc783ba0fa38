"""What machine instructions do to registers, as Python statements.

Only what addresses and branches can depend on is computed: integers, predicates, the few conversions with which
divisions are done, and values that shared memory hands on. Everything loaded from global memory and every sum of
products is None, "unknown"; a branch that depends on it is an error, so a count never rests on a guess, with one
exception: a sum is taken to be neither zero nor infinite. Register and predicate files are lists: r, u (uniform), p,
q (uniform predicates); the last entry of each register file is the constant RZ.
"""

import re
import struct

MASK = 0xFFFFFFFF
# Where generic addresses of shared memory and of a kernel's parameters begin: anywhere that no allocation lies.
SHARED_WINDOW = 0x7FFE << 32
PARAMETER_WINDOW = 0x7FFD << 32
MASK64 = (1 << 64) - 1


class Unsupported(Exception):
    """An instruction whose effect on control flow or addresses is not known here."""


# ---- values

def signed(value):
    return value - (1 << 32) if value & 0x80000000 else value


def add_with_carries(a, b, c, carry=0):
    """(low word, carries)"""
    if a is None or b is None or c is None or carry is None:
        return None, None
    total = a + b + c + carry
    return total & MASK, total >> 32


def float_of(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def bits_of(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def to_float(value, upwards):
    """Bits of an integer as float32, to nearest or towards +infinity."""
    if value is None:
        return None
    bits = bits_of(float(value)) if abs(value) < 1 << 53 else bits_of(float(value >> 11) * 2048.0)
    if upwards and int(float_of(bits)) < value:
        bits += 1
    return bits


def reciprocal(bits):
    if bits is None:
        return None
    value = float_of(bits)
    if value == 0:
        return 0x7F800000
    try:
        return bits_of(1.0 / value)
    except OverflowError:
        return 0x7F800000


def to_integer(bits, width):
    if bits is None:
        return None
    value = float_of(bits)
    if value != value or value <= 0:
        return 0
    limit = (1 << width) - 1
    return limit if value >= limit else int(value)


def float_product(a, b):
    return None if a is None or b is None else bits_of(float_of(a) * float_of(b))


def halves(low, high):
    """Two float16 as one word, from the assembler's text for them."""
    return int.from_bytes(struct.pack("<ee", high, low), "little")


def pair(low, high):
    return None if low is None or high is None else low | high << 32


def low_word(value):
    return None if value is None else value & MASK


def high_word(value):
    return None if value is None else value >> 32 & MASK


def logic(a, b, c, table):
    if a is None or b is None or c is None:
        return None
    result = 0
    for bit in range(8):
        if table >> bit & 1:
            result |= ((a if bit & 4 else ~a) & (b if bit & 2 else ~b) & (c if bit & 1 else ~c))
    return result & MASK


def logic_of_predicates(a, b, c, table):
    """None where the unknown ones matter."""
    seen = set()
    for x in (a,) if a is not None else (False, True):
        for y in (b,) if b is not None else (False, True):
            for z in (c,) if c is not None else (False, True):
                seen.add(bool(table >> (4 * x + 2 * y + z) & 1))
    return seen.pop() if len(seen) == 1 else None


def both(a, b):
    return False if a is False or b is False else None if a is None or b is None else True


def either(a, b):
    return True if a is True or b is True else None if a is None or b is None else False


def opposite(a):
    return None if a is None else not a


_COMPARISONS = {
    "LT": lambda a, b: a < b, "LE": lambda a, b: a <= b, "GT": lambda a, b: a > b, "GE": lambda a, b: a >= b,
    "EQ": lambda a, b: a == b, "NE": lambda a, b: a != b, "F": lambda a, b: False, "T": lambda a, b: True,
}


def compare(kind, unsigned, a, b):
    if a is None or b is None:
        return None
    return _COMPARISONS[kind](a, b) if unsigned else _COMPARISONS[kind](signed(a), signed(b))


def compare_high(kind, unsigned, a, b, of_low_words):
    """Of the upper words of 64-bit numbers, given the result for the lower ones."""
    if a is None or b is None:
        return None
    if a == b:
        return of_low_words
    return {"EQ": False, "NE": True}.get(kind, compare(kind, unsigned, a, b))


def select(condition, a, b):
    return None if condition is None else a if condition else b


def funnel(kind, low, amount, high):
    if low is None or high is None or amount is None:
        return None
    left, wrap, to_high = ".L" in kind, ".W" in kind, ".HI" in kind
    wide = "64" in kind
    limit = 64 if wide else 32
    amount = amount % limit if wrap else min(amount, limit)
    value = high << 32 | low
    if left:
        value = value << amount & MASK64 if not wrap or to_high else value << amount
        return (value >> 32 if to_high else value) & MASK
    if ".S" in kind and high & 0x80000000:
        value -= 1 << 64
    value >>= amount
    return (value >> 32 if to_high else value) & MASK


def permute(a, selector, b):
    if a is None or selector is None or b is None:
        return None
    source = (b << 32 | a).to_bytes(8, "little")
    result = 0
    for place in range(4):
        one = selector >> 4 * place & 15
        byte = source[one & 7]
        if one & 8:
            byte = 255 if byte & 128 else 0
        result |= byte << 8 * place
    return result


def extended(value):
    """A word, sign-extended to 64 bits, as (low, high)."""
    return None if value is None else (value, MASK if value & 0x80000000 else 0)


def shifted_high(low, high, amount):
    if low is None or high is None or amount is None:
        return None
    return (high << 32 | low) << amount >> 32 & MASK


def find_leading(value, is_signed, as_shift):
    if value is None:
        return None
    if is_signed and value & 0x80000000:
        value = ~value & MASK
    if value == 0:
        return MASK
    top = value.bit_length() - 1
    return 31 - top if as_shift else top


def product(a, b, is_signed):
    if a is None or b is None:
        return None
    return signed(a) * signed(b) if is_signed else a * b


# ---- statements

_WIDTHS = {"64": 2, "128": 4}
# Results that nothing here depends on, and how many registers they take.
_FLOATING = {"FFMA", "FADD", "FMUL", "FSETP", "FSEL", "FMNMX", "FCHK", "FSET", "FSWZADD", "DFMA", "DADD", "DMUL",
             "DSETP", "DMNMX", "HADD2", "HFMA2", "HMUL2", "HSETP2", "HSET2", "HMNMX2", "F2F", "F2I", "I2F", "I2FP",
             "F2FP", "MUFU", "FRND", "I2I", "IDP", "IDP4A", "HMMA", "IMMA", "DMMA", "MATCH", "REDUX", "ATOM",
             "ATOMG", "ATOMS", "F2IP", "I2IP", "CREDUX"}
_NOTHING = {"NOP", "BSSY", "BSYNC", "BREAK", "WARPSYNC", "YIELD", "DEPBAR", "LDGDEPBAR", "MEMBAR", "ERRBAR", "FENCE",
            "NANOSLEEP", "CCTL", "CCTLL", "RED", "REDG", "UBLKCP", "UBLKRED", "UBLKPF", "UTMALDG", "UTMASTG",
            "UTMACMDFLUSH", "UCGABAR_ARV", "UCGABAR_WAIT", "ARRIVES", "BMOV", "KILL", "PREEXIT", "ACQBULK",
            "USETMAXREG", "WARPGROUP",
            "ENDCOLLECTIVE", "PMTRIG", "LEPC"}
_SPECIAL = {"SR_TID.X": "at.thread[0]", "SR_TID.Y": "at.thread[1]", "SR_TID.Z": "at.thread[2]",
            "SR_CTAID.X": "at.block[0]", "SR_CTAID.Y": "at.block[1]", "SR_CTAID.Z": "at.block[2]",
            "SR_LANEID": "at.lane", "SR_SWINHI": str(SHARED_WINDOW >> 32), "SR_CgaCtaId": "0", "SRZ": "0",
            "SR_LTMASK": "(1 << at.lane) - 1",
            "SR_EQMASK": "1 << at.lane", "SR_LEMASK": "(2 << at.lane) - 1",
            "SR_GTMASK": "0xffffffff >> at.lane << at.lane & ~(1 << at.lane)",
            "SR_GEMASK": "0xffffffff >> at.lane << at.lane"}


# What an ordinary sum is not: equality with these is taken to be false. The one guess that is made about data, so that
# kernels which look for such sums to treat them apart can be followed.
_NOT_ORDINARY = {"RZ", "+INF", "-INF", "0"}


def is_predicate(operand):
    return re.fullmatch(r"!?U?P[0-6T]", operand) is not None


def predicate(operand):
    if operand.startswith("!"):
        return {"PT": "False", "UPT": "False"}.get(operand[1:]) or f"opposite({predicate(operand[1:])})"
    if operand in ("PT", "UPT"):
        return "True"
    return f"q[{operand[2:]}]" if operand.startswith("UP") else f"p[{operand[1:]}]"


def predicate_target(operand):
    return None if operand in ("PT", "UPT") else predicate(operand)


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
    found = re.fullmatch(r"c\[(0x[0-9a-f]+)\]\s*\[(.*)\]", operand)
    parts = found.group(2).split("+")
    return int(found.group(1), 16), parts


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
        bank, parts = constant(operand)
        terms = [str(int(part, 0)) if not re.match(r"U?R", part) else value(part) for part in parts]
        return f"constant({bank}, total({', '.join(terms)}), {4 * offset}, 4)"
    if re.fullmatch(r"(0x)?[0-9a-f]+", operand):
        return str(int(operand, 0) if offset == 0 else 0)
    return "None"  # a floating-point literal: no address and no branch depends on it


def negative(a):
    return None if a is None else -a & MASK


def inverse(a):
    return None if a is None else ~a & MASK


def total(*terms):
    return None if None in terms else sum(terms) & MASK64


def addend(operand):
    """A source of an addition with carry out: minus x is the inverse of x, plus one that counts into the carry."""
    if operand.startswith("-") and not re.fullmatch(r"-(0x)?[0-9a-f]+", operand):
        return f"inverse({value(operand[1:])})", 1
    return value(operand), 0


def address(operand):
    """(expression, whether 64-bit) of [R4.64+0x10], desc[UR6][R10.64], [R16+UR4+0x400], [R16.X4+0x10]."""
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
            terms.append(value(name) if name.startswith("R") else f"{value(name)}")
    return f"total({', '.join(terms) or '0'})"


def times(a, factor):
    return None if a is None else a * factor


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


def result_words(one):
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


def _add(one, carry_in):
    operands = list(one.operands)
    dest = operands.pop(0)
    carries = []
    while is_predicate(operands[0]):
        carries.append(operands.pop(0))
    sources, incoming = operands[:3], operands[3:]
    if not carry_in:
        parts = [addend(each) for each in sources]
        terms = [part[0] for part in parts]
        carry = str(sum(part[1] for part in parts))
    else:
        terms = [value(each) for each in sources]
        carry = "sum_of(" + ", ".join(predicate(each) for each in incoming) + ")"
    lines = [f"{target(dest)}, _c = add_with_carries({', '.join(terms)}, {carry})"]
    for rank, each in enumerate(carries):
        if to := predicate_target(each):
            lines.append(f"{to} = None if _c is None else _c > {rank}")
    return lines


def sum_of(*flags):
    return None if None in flags else sum(flags)


def _multiply_add(one):
    kinds = one.opcode.split(".")[1:]
    operands = list(one.operands)
    dest = operands.pop(0)
    carries = []
    while is_predicate(operands[0]):
        carries.append(operands.pop(0))
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
        for each in carries:
            if to := predicate_target(each):
                lines.append(f"{to} = None if _v is None else _v >> 64 > 0")
        return lines
    return [f"{target(dest)} = low_sum({value(a)}, {value(b)}, {value(c)}, {carry})"]


def wide_sum(a, b, carry):
    return None if a is None or b is None or carry is None else (a & MASK64) + b + carry


def low_sum(a, b, c, carry):
    if c is None or carry is None or ((a is None or b is None) and a != 0 and b != 0):
        return None
    return ((a or 0) * (b or 0) + c + carry) & MASK


def _shift_add(one):
    kinds = one.opcode.split(".")[1:]
    operands = list(one.operands)
    dest = operands.pop(0)
    carries = []
    while is_predicate(operands[0]):
        carries.append(operands.pop(0))
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
    for each in carries:
        if to := predicate_target(each):
            lines.append(f"{to} = None if _c is None else _c > 0")
    return lines


def _set_predicate(one):
    kinds = one.opcode.split(".")[1:]
    kind, unsigned = kinds[0], "U32" in kinds
    join = "either" if "OR" in kinds else "both"
    if "XOR" in kinds:
        raise Unsupported(one.opcode)
    first, second, a, b, with_what = one.operands[:5]
    if "EX" in kinds:
        test = f"compare_high('{kind}', {unsigned}, {value(a)}, {value(b)}, {predicate(one.operands[5])})"
    else:
        test = f"compare('{kind}', {unsigned}, {value(a)}, {value(b)})"
    lines = [f"_v = {test}", f"_w = {predicate(with_what)}"]
    if to := predicate_target(first):
        lines.append(f"{to} = {join}(_v, _w)")
    if to := predicate_target(second):
        lines.append(f"{to} = {join}(opposite(_v), _w)")
    return lines


def _logic(one):
    operands = list(one.operands)
    flag = operands.pop(0) if is_predicate(operands[0]) else "PT"
    dest, a, b, c, table = operands[:5]
    lines = [f"_v = logic({value(a)}, {value(b)}, {value(c)}, {int(table, 0)})", f"{target(dest)} = _v"]
    if to := predicate_target(flag):
        lines.append(f"{to} = None if _v is None else _v != 0")
    return lines


def _predicate_logic(one):
    first, second, a, b, c, table, other = one.operands
    lines = [f"_a, _b, _d = {predicate(a)}, {predicate(b)}, {predicate(c)}"]
    for each, of in ((first, table), (second, other)):
        if to := predicate_target(each):
            lines.append(f"{to} = logic_of_predicates(_a, _b, _d, {int(of, 0)})")
    return lines


def _load_constant(one):
    dest, source = one.operands
    bank, parts = constant(source)
    terms = ", ".join(str(int(part, 0)) if not re.match(r"U?R", part) else value(part) for part in parts)
    size = bytes_of(one.opcode)
    sign = any(kind in one.opcode.split(".") for kind in ("S8", "S16"))
    if size < 4:
        return [f"{target(dest)} = narrow(constant({bank}, total({terms}), 0, {size}), {size}, {sign})"]
    return [f"{target(dest, i)} = constant({bank}, total({terms}), {4 * i}, 4)" for i in range(size // 4)]


def narrow(number, size, is_signed):
    if number is None or not is_signed:
        return number
    sign = 1 << 8 * size - 1
    return (number ^ sign) - sign & MASK


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


def statements(one):
    """What the instruction does where its guard lets it, without control flow."""
    base, kinds, operands = one.base, one.opcode.split(".")[1:], one.operands
    if base in _NOTHING:
        return []
    if base in ("IADD3", "UIADD3"):
        return _add(one, "X" in kinds)
    if base in ("IMAD", "UIMAD"):
        return _multiply_add(one)
    if base in ("LEA", "ULEA"):
        return _shift_add(one)
    if base in ("ISETP", "UISETP"):
        return _set_predicate(one)
    if base in ("LOP3", "ULOP3"):
        return _logic(one)
    if base in ("PLOP3", "UPLOP3"):
        return _predicate_logic(one)
    if base in ("LDC", "ULDC"):
        return _load_constant(one)
    if base in ("LDS", "LDG", "LD", "LDL", "STS", "STG", "ST", "STL", "LDGSTS"):
        return _memory(one)
    if base in ("MOV", "UMOV", "R2UR"):
        return [f"{target(operands[0])} = {value([each for each in operands[1:] if not is_predicate(each)][0])}"]
    if base == "VIADD":
        return [f"{target(operands[0])}, _c = add_with_carries({value(operands[1])}, {value(operands[2])}, 0)"]
    if base in ("SEL", "USEL", "FSEL"):
        return [f"{target(operands[0])} = select({predicate(operands[3])}, {value(operands[1])}, {value(operands[2])})"]
    if base in ("VIMNMX", "IMNMX", "UIMNMX", "UVIMNMX"):
        flag = [each for each in operands[3:] if is_predicate(each)][-1]
        return [f"_v = compare('LT', {'U32' in kinds}, {value(operands[1])}, {value(operands[2])})",
                f"{target(operands[0])} = select(_v if {predicate(flag)} else opposite(_v), {value(operands[1])}, "
                f"{value(operands[2])})"]
    if base == "VIADDMNMX":
        a, b, c, flag = operands[1], operands[2], operands[3], operands[-1]
        return [f"_v, _c = add_with_carries({value(a)}, {value(b)}, 0)",
                f"_w = compare('LT', {'U32' in kinds}, _v, {value(c)})",
                f"{target(operands[0])} = select(_w if {predicate(flag)} else opposite(_w), _v, {value(c)})"]
    if base == "IABS":
        return [f"_v = {value(operands[1])}",
                f"{target(operands[0])} = None if _v is None else abs(signed(_v)) & {MASK}"]
    if base in ("SHF", "USHF"):
        kind = "." + ".".join(kinds)
        return [f"{target(operands[0])} = funnel('{kind}', {value(operands[1])}, {value(operands[2])}, "
                f"{value(operands[3])})"]
    if base in ("PRMT", "UPRMT"):
        return [f"{target(operands[0])} = permute({value(operands[1])}, {value(operands[2])}, {value(operands[3])})"]
    if base in ("POPC", "UPOPC"):
        return [f"_v = {value(operands[1])}", f"{target(operands[0])} = None if _v is None else _v.bit_count()"]
    if base in ("FLO", "UFLO"):
        return [f"{target(operands[0])} = find_leading({value(operands[1])}, {'U32' not in kinds}, {'SH' in kinds})"]
    if base in ("BREV", "UBREV"):
        return [f"_v = {value(operands[1])}",
                f"{target(operands[0])} = None if _v is None else int(format(_v, '032b')[::-1], 2)"]
    if base in ("S2R", "S2UR", "CS2R"):
        if operands[1] not in _SPECIAL:
            return forget(operands[0], 1)
        count = 2 if base == "CS2R" and "32" not in kinds else 1
        return [f"{target(operands[0], i)} = {_SPECIAL[operands[1]] if i == 0 else 0}" for i in range(count)]
    if base == "P2R":
        return [f"{target(operands[0])} = predicates_as_word(p, {value(operands[2])}, {value(operands[3])})"]
    if base == "R2P":
        return [f"word_as_predicates(p, {value(operands[1])}, {value(operands[2])})"]
    if base in ("VOTE", "VOTEU"):
        # The lanes agree wherever a kernel of this library votes.
        lines = []
        flag = predicate(operands[-1])
        for each in operands[:-1]:
            if is_predicate(each):
                if to := predicate_target(each):
                    lines.append(f"{to} = {flag}")
            elif register(each):
                lines.append(f"{target(each)} = select({flag}, {MASK}, 0)")
        return lines
    if base in ("ELECT", "SYNCS", "PLOP"):
        # Whoever waits is woken, and one thread of each warp is chosen.
        flags = [to for each in operands if is_predicate(each) and (to := predicate_target(each))]
        truth = "at.lane == 0" if base == "ELECT" else "True"
        return [f"{flags[0]} = {truth}"] if flags else []
    if base == "I2F" and "F64" not in kinds and "F16" not in kinds:
        if "U64" in kinds or "S64" in kinds:
            number = f"pair({value(operands[1])}, {value(operands[1], 1)})"
            return [f"{target(operands[0])} = to_float({number}, {'RP' in kinds})"]
        if not any(kind in kinds for kind in ("U8", "S8", "U16", "S16")):
            number = value(operands[1])
            number = number if "U32" in kinds else f"maybe_signed({number})"
            return [f"{target(operands[0])} = to_float({number}, {'RP' in kinds})"]
    if base == "I2FP" and ("U32" in kinds or "S32" in kinds) and "F32" in kinds:
        number = value(operands[1]) if "U32" in kinds else f"maybe_signed({value(operands[1])})"
        return [f"{target(operands[0])} = to_float({number}, {'RP' in kinds})"]
    if base == "MUFU" and "RCP" in kinds:
        return [f"{target(operands[0])} = reciprocal({value(operands[1])})"]
    if base == "F2I" and "U32" in kinds and "F64" not in kinds:
        return [f"{target(operands[0])} = to_integer({value(operands[1])}, 32)"]
    if base == "F2I" and "U64" in kinds and "F64" not in kinds:
        return [f"_v = to_integer({value(operands[1])}, 64)", f"{target(operands[0])} = low_word(_v)",
                f"{target(operands[0], 1)} = high_word(_v)"]
    if base == "HFMA2" and operands[1] == "-RZ" and operands[2] == "RZ":
        # How the assembler writes a constant where other units are busy.
        try:
            return [f"{target(operands[0])} = {halves(float(operands[3]), float(operands[4]))}"]
        except ValueError:
            return forget(operands[0], 1)
    if base in ("FMUL",):
        return [f"{target(operands[0])} = float_product({floating(operands[1])}, {floating(operands[2])})"]
    if base in ("FSETP", "DSETP") and kinds[0] in ("NE", "NEU", "EQ", "EQU") and operands[3] in _NOT_ORDINARY:
        truth, join = kinds[0].startswith("NE"), "either" if "OR" in kinds else "both"
        flags = ((operands[0], truth), (operands[1], not truth))
        return [f"{to} = {join}({result}, {predicate(operands[4])})" for each, result in flags
                if (to := predicate_target(each))]
    if base in _FLOATING:
        lines, rest = [], list(operands)
        while rest and is_predicate(rest[0]):
            if to := predicate_target(rest.pop(0)):
                lines.append(f"{to} = None")
        if rest and base not in ("FSETP", "DSETP", "HSETP2", "FCHK") and re.fullmatch(r"U?R(\d+|Z)", rest[0]):
            lines += forget(rest[0], result_words(one))
        return lines
    raise Unsupported(one.opcode)


def floating(operand):
    if re.fullmatch(r"R\d+", operand):
        return value(operand)
    try:
        return str(bits_of_text(operand))
    except ValueError:
        return "None"


def bits_of_text(text):
    return bits_of(float(text))


def maybe_signed(number):
    return None if number is None else signed(number)


def predicates_as_word(p, keep, mask):
    if keep is None or mask is None or any(mask >> i & 1 and p[i] is None for i in range(7)):
        return None
    return keep & ~mask | sum(1 << i for i in range(7) if mask >> i & 1 and p[i])


def word_as_predicates(p, word, mask):
    for i in range(7):
        if mask is None or mask >> i & 1:
            p[i] = None if word is None else bool(word >> i & 1)
