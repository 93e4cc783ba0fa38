#!/usr/bin/env python3
"""Compiles one of the peers in C++ beside this file where its headers are, and runs it.

    compiled_peer.py cufft|npp|cufftdx POINTS.json RESULT.json [--nvcc PROGRAM] [--architecture 90] [--under PROGRAM]
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile

import peer

HERE = pathlib.Path(__file__).resolve().parent
# Header that must be there, libraries, and how the peer is called in the results.
KNOWN = {
    "cufft": ("cufft.h", ["cufft"]),
    "npp": ("nppi_filtering_functions.h", ["nppif", "nppc"]),
    "cufftdx": ("cufftdx.hpp", []),
}


def places(nvcc):
    """(include folders, library folders) of the toolkit and of NVIDIA's Python packages."""
    toolkit = pathlib.Path(nvcc).resolve().parent.parent
    include, library = [toolkit / "include"], [toolkit / "lib64", toolkit / "lib"]
    for site in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        packages = pathlib.Path(site) / "nvidia"
        for each in (packages / "cu13", packages / "npp"):
            include.append(each / "include")
            library.append(each / "lib")
        include += [packages / "mathdx" / "include", packages / "mathdx" / "external" / "cutlass" / "include"]
    return [each for each in include if each.is_dir()], [each for each in library if each.is_dir()]


def find_library(name, folders):
    for folder in folders:
        for each in sorted([*folder.glob(f"lib{name}.so"), *folder.glob(f"lib{name}.so.*")]):
            return each
    return None


def architecture_of_device():
    try:
        done = subprocess.run(["nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader"], capture_output=True,
                              text=True, check=False)
    except OSError:
        return "90"
    return done.stdout.split()[0].replace(".", "") if done.returncode == 0 and done.stdout.split() else "90"


def line_of(index, point):
    def two(extents):
        return [1, *extents] if len(extents) == 1 else extents
    sizes = [*two(point["signal"]), *two(point["filter"]), point["batch"]]
    return " ".join(map(str, [index, len(point["signal"]), *sizes]))


def parse(text, points, way):
    results = []
    for each in text.splitlines():
        index, _, rest = each.partition(" ")
        if not index.isdigit():
            continue
        if rest.startswith("! "):
            results.append(peer.entry(points[int(index)], way, rest[2:]))
        else:
            results.append(peer.entry(points[int(index)], way, [float(number) for number in rest.split()]))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=sorted(KNOWN))
    parser.add_argument("points")
    parser.add_argument("result")
    parser.add_argument("--nvcc", default="nvcc")
    parser.add_argument("--architecture")
    parser.add_argument("--under", help="a program that runs a program")
    request = parser.parse_args()
    request.nvcc = shutil.which(request.nvcc) or peer.absent(request.name, f"no {request.nvcc}")
    header, libraries = KNOWN[request.name]
    include, library = places(request.nvcc)
    if not any((folder / header).exists() for folder in include):
        peer.absent(request.name, f"no {header} in {', '.join(map(str, include))}")
    found = [find_library(name, library) for name in libraries]
    if None in found:
        peer.absent(request.name, f"no lib{libraries[found.index(None)]}.so in {', '.join(map(str, library))}")
    architecture = request.architecture or architecture_of_device()
    points = peer.read_points(request.points)
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / request.name
        # A simulated device has its own libraries, which a path in the program would hide.
        paths = [] if request.under else [f"-Xlinker=-rpath,{each.parent}" for each in found]
        subprocess.run([request.nvcc, "-std=c++20", "-O3", "--expt-relaxed-constexpr", f"-arch=sm_{architecture}",
                        "-cudart", "shared", f"-DPEER_ARCHITECTURE={int(architecture) * 10}",
                        *[f"-I{each}" for each in include], str(HERE / f"{request.name}.cu"), "-o", str(program),
                        *[f"-Xlinker={each}" for each in found], *paths], check=True)
        text = "\n".join(line_of(i, point) for i, point in enumerate(points)) + "\n"
        done = subprocess.run([*([request.under] if request.under else []), str(program)], input=text, text=True,
                              stdout=subprocess.PIPE, check=False)
    results = parse(done.stdout, points, request.name)
    print("\n".join(map(peer.line, results)))
    peer.write_result(request.result, request.name, "", results)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
