"""Resident warps of a multiprocessor, from a kernel's registers and shared memory."""

import dataclasses

REGISTERS = 65536  # of a multiprocessor, since compute capability 3.0
REGISTER_GRANULE = 256  # for a warp


@dataclasses.dataclass(frozen=True)
class Multiprocessor:
    """CUDA C++ Programming Guide, 'Technical Specifications per Compute Capability'."""
    warps: int
    blocks: int
    shared_bytes: int
    reserved_bytes: int  # of shared memory, for each block


MULTIPROCESSORS = {
    75: Multiprocessor(32, 16, 64 * 1024, 0),
    80: Multiprocessor(64, 32, 164 * 1024, 1024),
    86: Multiprocessor(48, 16, 100 * 1024, 1024),
    87: Multiprocessor(48, 16, 164 * 1024, 1024),
    89: Multiprocessor(48, 24, 100 * 1024, 1024),
    90: Multiprocessor(64, 32, 228 * 1024, 1024),
}


def resident_warps(architecture, registers, threads, shared_bytes):
    """0 where not one block fits."""
    limits = MULTIPROCESSORS[architecture]
    warps = -(-threads // 32)
    for_warp = -(-registers * 32 // REGISTER_GRANULE) * REGISTER_GRANULE
    by_registers = REGISTERS // (for_warp * warps) if registers else limits.blocks
    shared = shared_bytes + limits.reserved_bytes
    by_shared = limits.shared_bytes // shared if shared else limits.blocks
    return min(by_registers, by_shared, limits.warps // warps, limits.blocks) * warps
