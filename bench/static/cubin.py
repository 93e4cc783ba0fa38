"""Kernels of a built object: machine code, registers, memory, constants.

The text of the machine code comes from cuobjdump; everything else is read from the cubin, which is an ELF file.
"""

import dataclasses
import os
import pathlib
import re
import struct
import subprocess
import tempfile

import toolkit

_LINE = re.compile(r"\s+/\*([0-9a-f]{4,})\*/\s+(?:@(!?U?P[0-6T]) )?([A-Z][A-Z0-9_.]*)\s*([^;]*);")
_FUNCTION = re.compile(r"\s+Function : (\S+)")


@dataclasses.dataclass
class Instruction:
    address: int
    guard: str  # predicate with an optional !, empty where there is none
    opcode: str
    operands: list

    @property
    def base(self):
        return self.opcode.split(".", 1)[0]


@dataclasses.dataclass
class Kernel:
    name: str  # mangled
    architecture: int
    source: str  # file name of the cubin
    instructions: list
    registers: int
    stack_bytes: int
    shared_bytes: int  # static
    parameter_base: int  # in constant bank 0
    constants: dict  # bank -> bytes
    producer: str  # release of the assembler, where the cubin says so

    @property
    def spill_instructions(self):
        """Loads and stores of local memory, where spilled registers and arrays with run-time indices live."""
        return sum(one.base in ("LDL", "STL") for one in self.instructions)


def split_operands(text):
    """'R4, desc[UR6][R10.64+0x10], -R2.reuse' in its parts, without the marks of the register cache."""
    parts, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += letter in "[(" and 1 or letter in "])" and -1 or 0
        if letter == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [part.replace(".reuse", "").strip() for part in parts if part.strip()]


def parse_listing(text):
    """Machine code of each function in the output of cuobjdump -sass."""
    functions, current = {}, None
    for line in text.splitlines():
        if found := _FUNCTION.match(line):
            current = functions.setdefault(found.group(1), [])
        elif current is not None and (found := _LINE.match(line)):
            address, guard, opcode, operands = found.groups()
            current.append(Instruction(int(address, 16), guard or "", opcode, split_operands(operands)))
    return functions


def _sections(data):
    (offset,) = struct.unpack_from("<Q", data, 0x28)
    size, count, names_at = struct.unpack_from("<HHH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, offset + i * size) for i in range(count)]
    names = headers[names_at]

    def name_of(header):
        start = names[4] + header[0]
        return data[start:data.index(b"\0", start)].decode()

    # type 8 holds nothing in the file
    return {name_of(h): (h, b"" if h[1] == 8 else data[h[4]:h[4] + h[5]]) for h in headers}


def _attributes(data):
    """Of a .nv.info section: (format, attribute, payload)."""
    at = 0
    while at + 4 <= len(data):
        kind, attribute, value = struct.unpack_from("<BBH", data, at)
        at += 4
        payload = struct.pack("<H", value)
        if kind == 4:
            payload = data[at:at + value]
            at += value
        yield attribute, payload


PARAMETER_BANK = 0x0A  # EIATTR_PARAM_CBANK: symbol, then offset and size in 16 bits each
FRAME_SIZE = 0x11  # EIATTR_FRAME_SIZE: symbol, bytes; in the section for all kernels
REGISTER_COUNT = 0x2F  # EIATTR_REGCOUNT: symbol, registers; there too
RESERVED_SHARED_BYTES = 1024  # of each block, from compute capability 8.0 on; from 9.0 on the cubin counts them in


def read_cubin(path, listing):
    data = path.read_bytes()
    sections = _sections(data)
    architecture = int(re.search(r"sm_(\d+)", path.name).group(1))
    symbols = sections[".symtab"][1]
    strings = sections[".strtab"][1]
    frames, registers = {}, {}
    for attribute, payload in _attributes(sections.get(".nv.info", (None, b""))[1]):
        if attribute in (FRAME_SIZE, REGISTER_COUNT):
            symbol, value = struct.unpack("<II", payload)
            (name_at,) = struct.unpack_from("<I", symbols, symbol * 24)
            of = strings[name_at:strings.index(b"\0", name_at)].decode()
            (frames if attribute == FRAME_SIZE else registers)[of] = value
    note = sections.get(".note.nv.tkinfo", (None, b""))[1]
    release = re.search(rb"release (\d+\.\d+), V(\d+\.\d+\.\d+)", note)
    kernels = []
    for name, instructions in parse_listing(listing).items():
        if f".nv.info.{name}" not in sections:  # a function that is called
            continue
        own = dict(_attributes(sections[f".nv.info.{name}"][1]))
        base = struct.unpack_from("<IHH", own[PARAMETER_BANK])[1] if PARAMETER_BANK in own else 0
        constants = {}
        for section, (_, content) in sections.items():
            if found := re.fullmatch(r"\.nv\.constant(\d+)(?:\." + re.escape(name) + ")?", section):
                constants[int(found.group(1))] = content
        shared = sections.get(f".nv.shared.{name}", ([0] * 10, b""))[0][5]
        reserved = RESERVED_SHARED_BYTES if architecture >= 90 else 0
        kernels.append(
            Kernel(name=name, architecture=architecture, source=path.name, instructions=instructions,
                   registers=registers[name], stack_bytes=frames.get(name, 0),
                   shared_bytes=max(0, shared - reserved), parameter_base=base,
                   constants=constants, producer=release.group(2).decode() if release else ""))
    return kernels


def read_kernels(objects, cuobjdump, wanted=lambda name: True):
    """All kernels in the objects (libraries, .o files, cubins) in whose cubin a wanted kernel is."""
    kernels = []
    with tempfile.TemporaryDirectory() as folder:
        for number, each in enumerate(objects):
            at = pathlib.Path(folder) / str(number)
            at.mkdir()
            each = pathlib.Path(each).resolve()
            if each.suffix == ".cubin":
                (at / each.name).symlink_to(each)
            else:
                subprocess.run([cuobjdump, "-xelf", "all", str(each)], cwd=at, check=True, capture_output=True)
            for cubin in sorted(at.glob("*.cubin")):
                names = [name[len(".nv.info."):] for name in _sections(cubin.read_bytes()) if
                         name.startswith(".nv.info.")]
                if not any(map(wanted, names)):
                    continue
                listing = subprocess.run([cuobjdump, "-sass", str(cubin)], check=True, capture_output=True, text=True,
                                         env={**os.environ, "PATH": toolkit.search_path(cuobjdump)}).stdout
                kernels += [one for one in read_cubin(cubin, listing) if wanted(one.name)]
    return kernels


def loops(kernel):
    """(first, last) address of each backward branch's body, the longest for each first."""
    found = {}
    for one in kernel.instructions:
        if one.base == "BRA" and (target := re.fullmatch(r"0x([0-9a-f]+)", one.operands[-1])):
            first = int(target.group(1), 16)
            if first < one.address:
                found[first] = max(one.address, found.get(first, 0))
    return sorted(found.items())
