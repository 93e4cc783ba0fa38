"""What the warps of a block issued and asked of memory, from what each of their threads went through."""

import collections
import dataclasses

from kinds import kind_of

BANKS = 32
SECTOR = 32


@dataclasses.dataclass
class Counts:
    """Of one block."""
    warps: int = 0
    instructions: int = 0  # issued, by all warps
    by_kind: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    lane_instructions: int = 0  # of threads: 32 to an instruction where all of a warp come to it
    shared_wavefronts: int = 0
    ideal_wavefronts: int = 0  # had each access met every bank once
    sectors: int = 0  # of 32 bytes that warps ask of global memory
    ideal_sectors: int = 0  # had each of their accesses been to neighbouring bytes from a sector's first
    uniform_shared_loads: int = 0  # of 16 bytes, one address for the whole warp
    global_wavefronts: int = 0
    read_sectors: set = dataclasses.field(default_factory=set)
    stored: dict = dataclasses.field(default_factory=dict)  # address -> times
    executions: dict = dataclasses.field(default_factory=dict)  # address of an instruction -> warps' executions
    multiply_adds: int = 0  # of threads


def wavefronts(addresses, size):
    """Of one warp's access to shared memory: the most words that one bank has to serve, by halves and quarters for 8
    and 16 bytes. One address for all takes two for 16 bytes, as measured on compute capability 7.x."""
    known = [each for each in addresses if each is not None]
    if not known:
        return max(1, size // 4)
    if size == 16 and len(set(known)) == 1:
        return 2
    group = {8: 16, 16: 8}.get(size, 32)
    sum_of_groups = 0
    for first in range(0, len(addresses), group):
        banks = collections.defaultdict(set)
        for where in addresses[first:first + group]:
            if where is not None:
                for word in range(max(1, size // 4)):
                    banks[(where // 4 + word) % BANKS].add(where // 4 + word)
        sum_of_groups += max(map(len, banks.values()), default=0)
    return sum_of_groups


def add_warp(counts, program, threads):
    counts.warps += 1
    visits = collections.Counter()
    for thread in threads:
        counts.multiply_adds += thread.place.multiply_adds
        for start, times in thread.visits.items():
            visits[start] = max(visits[start], times)
            _, multiply_adds, addresses = program.block_at(start)
            counts.multiply_adds += times * multiply_adds
            counts.lane_instructions += times * len(addresses)
    for start, times in visits.items():
        addresses = program.block_at(start)[2]
        counts.instructions += times * len(addresses)
        for address in addresses:
            counts.executions[address] = counts.executions.get(address, 0) + times
            counts.by_kind[kind_of(program.at(address), program.unit)] += times
    for key in sorted({key for thread in threads for key in thread.touched}):
        _, base, size = key
        lists = [thread.touched.get(key, ()) for thread in threads]
        for visit in range(max(map(len, lists))):
            lanes = [each[visit] if visit < len(each) else None for each in lists]
            if base in ("LDS", "STS"):
                counts.shared_wavefronts += wavefronts(lanes, size)
                counts.ideal_wavefronts += max(1, -(-len(set(lanes) - {None}) * size // (4 * BANKS)))
                counts.uniform_shared_loads += size == 16 and len({each for each in lanes if each is not None}) == 1
            elif base in ("LDG", "LD", "STG", "ST"):
                _add_global(counts, base, lanes, size)


def _add_global(counts, base, lanes, size):
    sectors = {where // SECTOR for where in lanes if where is not None}
    counts.global_wavefronts += max(1, -(-len(sectors) * SECTOR // 128))
    counts.sectors += len(sectors)
    counts.ideal_sectors += -(-len(set(lanes) - {None}) * size // SECTOR)
    if base in ("LDG", "LD"):
        counts.read_sectors |= sectors
    else:
        for where in lanes:
            if where is not None:
                for byte in range(where, where + size):
                    counts.stored[byte] = counts.stored.get(byte, 0) + 1
