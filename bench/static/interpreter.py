"""Runs one block of a launch on the kernel's machine code and counts what its warps issue.

Each thread is followed by itself, from barrier to barrier, over Python functions made from the basic blocks. A warp
issues an instruction as often as the thread that needs it most often: exact where branches that part a warp join again,
which is what the compiler makes of structured code. An instruction whose guard lets no thread through still takes its
issue slot, as on the device.
"""

import collections
import dataclasses
import re

from kinds import multiply_adds_of, unit_of
from semantics import NAMES, Unsupported, operands, statements
from semantics.memory import PARAMETER_WINDOW, SHARED_WINDOW
from semantics.operands import predicate
from semantics.words import MASK
from warp_counts import Counts, add_warp

WARP = 32


@dataclasses.dataclass
class Launch:
    blocks: tuple
    threads: tuple
    shared_bytes: int
    parameters: bytes


class _Place:
    """Where a thread is."""

    def __init__(self, block, thread, lane):
        self.block, self.thread, self.lane = block, thread, lane
        self.multiply_adds = 0  # under guards that let it through


_TABLES = {"BRX", "BRXU"}  # a register holds the place, less what stands behind it and the instruction's own end
_LEAVES = {"BRA", "EXIT", "RET", "CALL", "JMP", "JMX"} | _TABLES
_BARRIERS = {"BAR"}
_EXCHANGES = {"SHFL"}
_ENDS = _LEAVES | _BARRIERS | _EXCHANGES  # of a basic block


class Program:
    """A kernel as Python functions, one for each basic block; made when first met."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.unit = unit_of(kernel)
        self.index = {one.address: i for i, one in enumerate(kernel.instructions)}
        starts = {0}
        for i, one in enumerate(kernel.instructions):
            if one.base in _ENDS:
                if i + 1 < len(kernel.instructions):
                    starts.add(kernel.instructions[i + 1].address)
                if found := re.fullmatch(r"0x([0-9a-f]+)", one.operands[-1] if one.operands else ""):
                    starts.add(int(found.group(1), 16))
        self.starts = starts
        self.made = {}

    def at(self, address):
        return self.kernel.instructions[self.index[address]]

    def block_at(self, start):
        if start not in self.made:
            self.made[start] = self._make(start)
        return self.made[start]

    def _make(self, start):
        if start not in self.index:
            raise Unsupported(f"a jump to {start:#x}")
        instructions = []
        for one in self.kernel.instructions[self.index[start]:]:
            if instructions and one.address in self.starts:
                break
            instructions.append(one)
            if one.base in _ENDS:
                break
        lines = ["def block(r, u, p, q, at, constant, shared, seen, generic):"]
        for one in instructions[:-1]:
            lines += self._lines(one)
        last = instructions[-1]
        following = self._next(last)
        if last.base in _LEAVES:
            lines += self._leave(last, following)
        elif last.base in _BARRIERS:
            lines.append(f"    return {following}, 'barrier'")
        elif last.base in _EXCHANGES:
            lines += self._exchange(last, following)
        else:
            lines += self._lines(last)
            lines.append(f"    return {following}, None")
        names = dict(NAMES)
        exec("\n".join(lines), names)  # pylint: disable=exec-used
        multiply_adds = sum(multiply_adds_of(one, self.unit) for one in instructions if not one.guard)
        return names["block"], multiply_adds, [one.address for one in instructions]

    def _next(self, one):
        i = self.index[one.address] + 1
        return self.kernel.instructions[i].address if i < len(self.kernel.instructions) else None

    def _lines(self, one):
        try:
            body = statements(one)
        except Unsupported as unknown:
            body = [f"raise Unsupported({f'{unknown} at {one.address:#x}'!r})"]
        if one.guard and multiply_adds_of(one, self.unit):
            body = [*body, f"at.multiply_adds += {multiply_adds_of(one, self.unit)}"]
        if one.guard and body:
            # With a guard that is unknown the result is too, but memory is touched.
            lines = [f"    _g = {predicate(one.guard)}", "    if _g is not False:"]
            lines += [f"        {line}" for line in body]
            lines.append("    if _g is None:")
            return lines + [f"        {line}" for line in self._forgotten(body)]
        return [f"    {line}" for line in body]

    @staticmethod
    def _forgotten(body):
        targets = []
        for line in body:
            for to in re.match(r"((?:[rupq]\[\d+\], _c|[rupq]\[\d+\])?)", line).group(1).split(", "):
                if re.match(r"[rupq]\[", to):
                    targets.append(f"{to} = None")
        return targets or ["pass"]

    @staticmethod
    def _exchange(one, following):
        """A shuffle: what it takes and where its result goes; the lanes meet outside."""
        flag, dest, source, amount, limits = one.operands
        ask = (f"('shuffle', {one.opcode.split('.')[1]!r}, {operands.value(source)}, {operands.value(amount)}, "
               f"{operands.value(limits)}, {operands.register(dest)!r}, {operands.predicate_target(flag)!r})")
        lines = [f"    if {predicate(one.guard)} is False: return {following}, None"] if one.guard else []
        return [*lines, f"    return {following}, {ask}"]

    def _leave(self, one, following):
        condition = predicate(one.guard) if one.guard else "True"
        extra = [each for each in one.operands if operands.is_predicate(each)]
        for each in extra:
            condition = f"both({condition}, {predicate(each)})"
        lines = [f"    _g = {condition}"]
        if one.base == "EXIT":
            goal = "(None, 'exit')"
        elif one.base in ("BRA", "CALL", "JMP"):
            if ".DIV" in one.opcode:
                return [f"    return {following}, None"]  # for warps whose lanes have parted
            goal = f"({int(one.operands[-1], 16)}, None)"
        else:
            where = [each for each in one.operands if re.match(r"U?R\d", each)][0]
            offset = one.operands[-1] if re.fullmatch(r"-?0x[0-9a-f]+", one.operands[-1]) else "0x0"
            if found := re.fullmatch(r"(U?R\d+) (-?0x[0-9a-f]+)", where):
                where, offset = found.groups()
            behind = following if one.base in _TABLES and following else 0
            lines.append(f"    if {operands.value(where)} is None: raise Unsupported('a jump to an unknown place')")
            goal = f"(({operands.value(where)} + {int(offset, 16) + behind}) & {MASK}, None)"
        if condition == "True":
            return [*lines[1:], f"    return {goal}"]
        return [*lines, f"    if _g is None: raise Unsupported('a branch on data at {one.address:#x}')",
                f"    return {goal} if _g else ({following}, None)"]


class _Thread:
    def __init__(self, place, constant, shared):
        self.place, self.constant, self.shared = place, constant, shared
        # What a register holds at the start does not matter, but flags are put into bits of one that was never written.
        self.r = [0] * 256
        self.u = [0] * 256
        self.p = [None] * 7
        self.q = [None] * 7
        self.pc = 0
        self.visits = collections.Counter()
        self.touched = collections.defaultdict(list)
        self.done = False
        self.asked = None  # of the other lanes

    def seen(self, address, base, where, size):
        """Notes an access; returns where it leads: in shared memory where a generic address does."""
        if base in ("LD", "ST") and where is not None:
            window = where >> 32 << 32
            if window == PARAMETER_WINDOW:
                return where
            if window == SHARED_WINDOW:
                base, where = base + "S", where & MASK
        self.touched[(address, base, size)].append(where)
        return where

    def generic(self, where, offset, size):
        """A word of what a generic load brings."""
        if where is None:
            return None
        if where >> 32 << 32 == PARAMETER_WINDOW:
            return self.constant(0, where & MASK, offset, size)
        return self.shared.get(where + offset) if size == 4 else None


def constant_reader(kernel, launch):
    """Reads constant memory as a launch leaves it: sizes, then the parameters."""
    bank = bytearray(max(kernel.parameter_base + len(launch.parameters), 0x400))
    for at, number in zip((0x0, 0x4, 0x8, 0xC, 0x10, 0x14), (*launch.threads, *launch.blocks)):
        bank[at:at + 4] = number.to_bytes(4, "little")
    if kernel.architecture >= 90:
        words = {0x198: PARAMETER_WINDOW + kernel.parameter_base}
    else:
        words = {0x18: SHARED_WINDOW, 0x40: PARAMETER_WINDOW}
    for at, number in words.items():
        bank[at:at + 8] = number.to_bytes(8, "little")
    bank[kernel.parameter_base:kernel.parameter_base + len(launch.parameters)] = launch.parameters
    others = {number: content for number, content in kernel.constants.items() if number != 0}

    def read(number, at, offset, size):
        if at is None:
            return None
        content = bank if number == 0 else others.get(number)
        place = at + offset
        if content is None or place + size > len(content):
            return None
        return int.from_bytes(content[place:place + size], "little")

    return read


MOST_STEPS = 2_000_000


def run_block(kernel, launch, block, program=None):
    if kernel.architecture >= 100:
        raise Unsupported(f"the launch's sizes lie elsewhere in constant memory of sm_{kernel.architecture}")
    program = program or Program(kernel)
    constant = constant_reader(kernel, launch)
    shared = {}
    threads = []
    x, y, z = launch.threads
    for number in range(x * y * z):
        place = _Place(block, (number % x, number // x % y, number // (x * y)), number % WARP)
        threads.append(_Thread(place, constant, shared))
    waiting = threads
    while waiting:
        for first in range(0, len(threads), WARP):
            _run_warp([thread for thread in threads[first:first + WARP] if not thread.done], program, constant, shared)
        waiting = [thread for thread in waiting if not thread.done]
    counts = Counts()
    for first in range(0, len(threads), WARP):
        add_warp(counts, program, threads[first:first + WARP])
    return counts


def _run_warp(running, program, constant, shared):
    """Until each of its threads waits at a barrier or has ended."""
    while running:
        for thread in running:
            _run_to_barrier(program, thread, constant, shared)
        running = [thread for thread in running if thread.asked]
        _shuffle(running)


def _shuffle(threads):
    """Gives each what it asked of a lane that came to the same place; PTX's shfl.sync has the rules."""
    present = {(thread.pc, thread.place.lane): thread.asked[2] for thread in threads}
    for thread in threads:
        _, kind, own, amount, limits, dest, flag = thread.asked
        lane, inside = thread.place.lane, None
        if amount is not None and limits is not None:
            segment, clamp = limits >> 8 & 31, limits & 31
            last = lane & segment | clamp & ~segment
            other = {"IDX": lane & segment | amount & 31 & ~segment, "UP": lane - (amount & 31),
                     "DOWN": lane + (amount & 31), "BFLY": lane ^ (amount & 31)}[kind]
            inside = other >= last if kind == "UP" else other <= last
            own = present.get((thread.pc, other)) if inside else own
        if dest:
            (thread.r if dest[0] == "r" else thread.u)[dest[1]] = None if inside is None else own
        if flag:
            thread.p[int(flag[2:-1])] = inside
        thread.asked = None


def _run_to_barrier(program, thread, constant, shared):
    steps = 0
    pc = thread.pc
    while True:
        step = program.block_at(pc)
        thread.visits[pc] += 1
        pc, event = step[0](thread.r, thread.u, thread.p, thread.q, thread.place, constant, shared, thread.seen,
                            thread.generic)
        if event == "exit" or pc is None:
            thread.done = True
            return
        if event:
            thread.pc = pc
            thread.asked = None if event == "barrier" else event
            return
        steps += 1
        if steps > MOST_STEPS:
            raise Unsupported("no end of a loop")
