"""Floating-point numbers as the words that registers hold: the conversions with which divisions are done."""

import struct


def float_of(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def bits_of(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def bits_of_text(text):
    return bits_of(float(text))


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


# What numbers are taken to be: see floating.py.
_LEAST, _MOST = 1e-15, 3e38


def double_of(low, high):
    return None if low is None or high is None else struct.unpack("<d", struct.pack("<II", low, high))[0]


def maybe_float(bits):
    return None if bits is None else float_of(bits)


def ordinary_magnitude_is(kind, limit):
    """Whether an ordinary number's magnitude is less ("LT", "LE") or greater ("GT", "GE") than the limit; None where
    that depends on the number."""
    if limit is None or _LEAST <= limit <= _MOST:
        return None
    return (kind[0] == "G") == (limit < _LEAST)
