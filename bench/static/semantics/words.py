"""Arithmetic of 32-bit words and of their pairs, where None is unknown."""

MASK = 0xFFFFFFFF
MASK64 = (1 << 64) - 1


def signed(value):
    return value - (1 << 32) if value & 0x80000000 else value


def maybe_signed(number):
    return None if number is None else signed(number)


def negative(a):
    return None if a is None else -a & MASK


def inverse(a):
    return None if a is None else ~a & MASK


def pair(low, high):
    return None if low is None or high is None else low | high << 32


def low_word(value):
    return None if value is None else value & MASK


def high_word(value):
    return None if value is None else value >> 32 & MASK


def extended(value):
    """A word, sign-extended to 64 bits, as (low, high)."""
    return None if value is None else (value, MASK if value & 0x80000000 else 0)


def narrow(number, size, is_signed):
    if number is None or not is_signed:
        return number
    sign = 1 << 8 * size - 1
    return (number ^ sign) - sign & MASK


def add_with_carries(a, b, c, carry=0):
    """(low word, carries)"""
    if a is None or b is None or c is None or carry is None:
        return None, None
    total = a + b + c + carry
    return total & MASK, total >> 32


def total(*terms):
    return None if None in terms else sum(terms) & MASK64


def sum_of(*flags):
    return None if None in flags else sum(flags)


def times(a, factor):
    return None if a is None else a * factor


def product(a, b, is_signed):
    if a is None or b is None:
        return None
    return signed(a) * signed(b) if is_signed else a * b


def wide_sum(a, b, carry):
    return None if a is None or b is None or carry is None else (a & MASK64) + b + carry


def low_sum(a, b, c, carry):
    if c is None or carry is None or ((a is None or b is None) and a != 0 and b != 0):
        return None
    return ((a or 0) * (b or 0) + c + carry) & MASK


def shifted_high(low, high, amount):
    if low is None or high is None or amount is None:
        return None
    return (high << 32 | low) << amount >> 32 & MASK


def logic(a, b, c, table):
    if a is None or b is None or c is None:
        return None
    result = 0
    for bit in range(8):
        if table >> bit & 1:
            result |= ((a if bit & 4 else ~a) & (b if bit & 2 else ~b) & (c if bit & 1 else ~c))
    return result & MASK


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


def find_leading(value, is_signed, as_shift):
    if value is None:
        return None
    if is_signed and value & 0x80000000:
        value = ~value & MASK
    if value == 0:
        return MASK
    top = value.bit_length() - 1
    return 31 - top if as_shift else top
