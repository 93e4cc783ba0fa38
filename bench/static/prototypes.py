"""What prototypes of the direct kernels needed, in instructions per output, beside what these kernels need.

The prototypes were written before the library, for float32 on sm_90, and judged by machine code alone. `estimated`
counts their inner loops exactly and guesses at what a thread does once; `traced` is all that the threads of a tile
inside a signal executed, where a prototype was followed that far.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Prototype:
    estimated: float
    traced: float = None


SAME = 1.01  # counts that differ by less are as many

PROTOTYPES = {
    "1d float32": {3: Prototype(8, 11.4), 9: Prototype(15, 18.7), 17: Prototype(25, 28.4), 31: Prototype(39, 41.6),
                   33: Prototype(41), 63: Prototype(70, 73.3), 65: Prototype(73), 129: Prototype(139, 143.5),
                   255: Prototype(271, 274.8)},
    "2d float32": {3: Prototype(11), 5: Prototype(28), 7: Prototype(53)},
}

_ONCE = "the estimate leaves out much of what a thread does once: traced whole, the prototype needs no less"
_APART = ("outputs lie at other places modulo 16 bytes than their windows, and 1.7 puts them in place; 'valid', where "
          "they do not, needs no more than the prototype traced whole")
_UNTRACED = ("the estimate leaves out much of what a thread does once: 2.6 to 4.5 in the prototypes that were traced")
_WHOLE = ("counted whole: strips, cut short so that enough warps (want_warps) have loads on their way, begin with rows "
          "that make no output yet; the loop needs")
# Why this library needs more than the estimate, where it does.
REASONS = {
    ("1d float32", 31, "same"): _APART, ("1d float32", 63, "same"): _APART,
    ("1d float32", 33, "same"): _UNTRACED, ("1d float32", 65, "same"): _UNTRACED,
    ("2d float32", 3, "same"): f"{_WHOLE} 10.4", ("2d float32", 5, "same"): f"{_WHOLE} 26.5",
    ("2d float32", 7, "same"): f"{_WHOLE} 52.7",
}


def split(name):
    """('1d float32', 'same', 31) of '1d float32 same m=31', the problems that there are prototypes for; or nothing."""
    what, _, size = name.rpartition(" ")
    kind, _, part = what.rpartition(" ")
    if kind in PROTOTYPES and size[:2] in ("m=", "k=") and int(size[2:]) in PROTOTYPES[kind]:
        return kind, part, int(size[2:])
    return None


def prototype_of(name):
    found = split(name)
    return PROTOTYPES[found[0]][found[2]] if found else None


def reason_of(name, instructions):
    """Why these are more than the prototype's; '' where they are not, or 'no reason is known'."""
    kind, part, extent = split(name)
    one = PROTOTYPES[kind][extent]
    if instructions <= one.estimated:
        return ""
    if one.traced and instructions <= SAME * one.traced:
        return _ONCE
    return REASONS.get((kind, extent, part), "no reason is known")


def rows(problems):
    """A table's: the problem, the prototype's two counts, these kernels', why they are more."""
    for entry in problems:
        one = prototype_of(entry["name"])
        if one is None or "instructions_per_output" not in entry:
            continue
        own = entry["instructions_per_output"]
        yield [entry["name"], f"{one.estimated:g}", f"{one.traced:.1f}" if one.traced else "", f"{own:.1f}",
               reason_of(entry["name"], own)]
