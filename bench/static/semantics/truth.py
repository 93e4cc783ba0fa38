"""Predicates, where None is unknown: comparisons, what joins them, and what they choose."""

from .words import signed


def both(a, b):
    return False if a is False or b is False else None if a is None or b is None else True


def either(a, b):
    return True if a is True or b is True else None if a is None or b is None else False


def opposite(a):
    return None if a is None else not a


def logic_of_predicates(a, b, c, table):
    """None where the unknown ones matter."""
    seen = set()
    for x in (a,) if a is not None else (False, True):
        for y in (b,) if b is not None else (False, True):
            for z in (c,) if c is not None else (False, True):
                seen.add(bool(table >> (4 * x + 2 * y + z) & 1))
    return seen.pop() if len(seen) == 1 else None


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


def predicates_as_word(p, keep, mask):
    if keep is None or mask is None or any(mask >> i & 1 and p[i] is None for i in range(7)):
        return None
    return keep & ~mask | sum(1 << i for i in range(7) if mask >> i & 1 and p[i])


def word_as_predicates(p, word, mask):
    for i in range(7):
        if mask is None or mask >> i & 1:
            p[i] = None if word is None else bool(word >> i & 1)
