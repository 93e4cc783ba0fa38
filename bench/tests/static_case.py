"""Machine code as text, for tests of bench/static that need neither a GPU nor cuobjdump."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "static"))

import cubin  # noqa: E402
import interpreter  # noqa: E402


def kernel_of(lines, architecture=90):
    """A kernel from 'opcode operands' lines, 16 bytes each, as cuobjdump prints them."""
    text = "\t\tFunction : test\n" + "\n".join(
        f"        /*{16 * i:04x}*/                   {line} ;" for i, line in enumerate(lines))
    return cubin.Kernel("test", architecture, "test", cubin.parse_listing(text)["test"], 32, 0, 0, 0x210, {}, "")


def launch_of(threads=1, parameters=b"", blocks=1):
    return interpreter.Launch((blocks, 1, 1), (threads, 1, 1), 0, parameters)
