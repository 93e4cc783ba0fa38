"""What a count of instructions would mean on a device: a share of its roof, predicted.

The roof is the least time that any kernel could need: the bytes of signal and output at the rate of a device-to-device
copy, or the multiply-adds at their peak, whichever takes longer.

The prediction takes what each part of a multiprocessor has to do for 32 outputs, in clocks, over what that part
attains at best (an assumption: memory 95 %, issue and arithmetic 94 %, shared memory with the first-level cache 85
%), and joins the parts by a p-norm, (sum of part^p)^(1/p): a kernel overlaps them, the better the more blocks are in
flight, but never wholly. p = 6 where a block has barriers between loading, computing and storing, 8 where it has
none, or loads asynchronously. Issue is the longest of all instructions at 4 per clock and, for each pipe, those that
only it carries out at its own rate (pipes.py): integer multiply-adds and dot products go at half the rate of float
ones, most conversions at an eighth. Nothing here knows of latency, of the instruction cache or of clocks that drop
under load: kernels with few resident warps fare worse than predicted. Compare rows with one another; take percentages
as good to +-5.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Device:
    name: str
    multiprocessors: int
    clock: float  # Hz, boost
    copy: float  # bytes read plus bytes written per second
    copy_source: str
    multiply_adds: dict  # per clock and multiprocessor: kind -> products


# Of bytes, four are multiplied and added by one instruction of a thread.
_HOPPER = {"float32": 128, "float64": 64, "integer": 64, "bytes": 256}
DEVICES = {
    90: Device("H200", 132, 1.98e9, 4.3e12, "measured elsewhere; 90 % of the data sheet's 4.8 TB/s", _HOPPER),
    80: Device("A100 40 GB", 108, 1.41e9, 1.4e12, "90 % of the data sheet's 1.555 TB/s",
               {"float32": 64, "float64": 32, "integer": 64, "bytes": 256}),
}
ISSUE_PER_CLOCK = 4
ATTAINED = {"memory": 0.95, "issue": 0.94, "shared": 0.85}
# Neighbouring blocks' windows overlap; what one of them brought the other finds in the second-level cache.
HALO_COST = 0.15


@dataclasses.dataclass
class Work:
    """For one output."""
    moved_bytes: float  # that must be
    halo_bytes: float  # read more than once
    extra_bytes: float  # of intermediate results
    multiply_adds: float  # that must be
    kind: str  # of those
    instructions: float  # warp instructions for 32 outputs
    pipes: dict  # clocks that each pipe needs for 32 outputs
    wavefronts: float  # for 32 outputs
    overlapped: bool


def predict(device, work):
    """(share of the roof, what bounds it, the clocks of each part for 32 outputs)"""
    bytes_per_clock = device.copy / device.multiprocessors / device.clock
    per_clock = device.multiply_adds[work.kind] / 32
    memory = 32 * work.moved_bytes / bytes_per_clock
    roof = max(memory, work.multiply_adds / per_clock)
    issue = {"issue": work.instructions / ISSUE_PER_CLOCK, **work.pipes}
    longest = max(issue, key=issue.get)
    parts = {
        "memory": 32 * (work.moved_bytes + work.extra_bytes + HALO_COST * work.halo_bytes) / bytes_per_clock,
        "issue": issue[longest],
        "shared": work.wavefronts,
    }
    p = 8 if work.overlapped else 6
    clocks = sum((value / ATTAINED[part])**p for part, value in parts.items())**(1 / p)
    bound = max(parts, key=lambda part: parts[part] / ATTAINED[part])
    return roof / clocks, longest if bound == "issue" else bound, parts


def issue_slots(device, moved_bytes):
    """Instructions that a thread can issue while its output's bytes are on their way."""
    return 32 * moved_bytes / (device.copy / device.multiprocessors / device.clock) * ISSUE_PER_CLOCK
