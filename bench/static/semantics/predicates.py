"""What sets predicates, and what all lanes of a warp agree on."""

from .operands import Unsupported, is_predicate, predicate, predicate_target, register, set_predicates, target, value
from .words import MASK


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
    return lines + set_predicates((first, second), (f"{join}(_v, _w)", f"{join}(opposite(_v), _w)"))


def _predicate_logic(one):
    first, second, a, b, c, table, other = one.operands
    lines = [f"_a, _b, _d = {predicate(a)}, {predicate(b)}, {predicate(c)}"]
    results = [f"logic_of_predicates(_a, _b, _d, {int(of, 0)})" for of in (table, other)]
    return lines + set_predicates((first, second), results)


def _to_word(one):
    dest, _, keep, mask = one.operands[:4]
    file = "q" if one.base == "UP2UR" else "p"
    return [f"{target(dest)} = predicates_as_word({file}, {value(keep)}, {value(mask)})"]


def _from_word(one):
    return [f"word_as_predicates(p, {value(one.operands[1])}, {value(one.operands[2])})"]


def _vote(one):
    """The lanes agree wherever a kernel of this library votes."""
    lines = []
    flag = predicate(one.operands[-1])
    for each in one.operands[:-1]:
        if is_predicate(each):
            lines += set_predicates([each], [flag])
        elif register(each):
            lines.append(f"{target(each)} = select({flag}, {MASK}, 0)")
    return lines


def _first_flag(truth):
    def made(one):
        flags = [to for each in one.operands if is_predicate(each) and (to := predicate_target(each))]
        return [f"{flags[0]} = {truth}"] if flags else []
    return made


# Whoever waits is woken, and one thread of each warp is chosen.
_WOKEN, _CHOSEN = _first_flag("True"), _first_flag("at.lane == 0")

INSTRUCTIONS = {
    "ISETP": _set_predicate, "UISETP": _set_predicate, "PLOP3": _predicate_logic, "UPLOP3": _predicate_logic,
    "P2R": _to_word, "UP2UR": _to_word, "R2P": _from_word, "VOTE": _vote, "VOTEU": _vote,
    "ELECT": _CHOSEN, "SYNCS": _WOKEN, "PLOP": _WOKEN,
}
