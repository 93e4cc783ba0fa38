"""The pipes of a multiprocessor: which instructions each carries out, and for how many threads in a clock.

Rates: CUDA C++ Programming Guide, "Throughput of Native Arithmetic Instructions". Which instructions share a pipe:
the description of pipelines in Nsight Compute's documentation, and for compute capability 9.0 NVIDIA's forum, topic
302018 (two pipes multiply and add in float, one of which alone multiplies integers). Loads, stores and barriers have
none here: shared memory and caches are counted in wavefronts.
"""

_FLOAT = frozenset({"FFMA", "FMUL", "FADD", "HFMA2", "HADD2", "HMUL2"})
_MULTIPLY = frozenset({"IMAD", "IDP", "IDP4A"})
_DOUBLE = frozenset({"DFMA", "DADD", "DMUL", "DSETP", "DMNMX"})
_LOGIC = frozenset({"IADD3", "VIADD", "LOP3", "SHF", "PRMT", "LEA", "ISETP", "FSETP", "SEL", "FSEL", "MOV", "IMNMX",
                    "VIMNMX", "VIMNMX3", "VIADDMNMX", "FMNMX", "IABS", "PLOP3", "P2R", "R2P", "I2FP", "F2FP", "HSETP2",
                    "HMNMX2", "VABSDIFF", "FCHK"})
# What is left of the conversions, and functions of one number.
_SPECIAL = frozenset({"F2F", "F2I", "I2F", "I2I", "FRND", "MUFU", "POPC", "FLO", "BREV"})

# {compute capability: {pipe: (instructions, threads in a clock)}}
PIPES = {
    80: {"multiply-adds": (_FLOAT | _MULTIPLY, 64), "logic": (_LOGIC, 64), "conversions": (_SPECIAL, 16),
         "doubles": (_DOUBLE, 32)},
    90: {"multiply-adds": (_FLOAT | _MULTIPLY, 128), "integer products": (_MULTIPLY, 64), "logic": (_LOGIC, 64),
         "conversions": (_SPECIAL, 16), "doubles": (_DOUBLE, 64)},
}


def clocks(architecture, executions):
    """{pipe: clocks} of {instruction: how many warps issue it}."""
    return {name: sum(executions.get(each, 0) for each in members) * 32 / threads
            for name, (members, threads) in PIPES.get(architecture, {}).items()}
