#!/usr/bin/env python3
"""Says what a machine has of what the steps need, as JSON; ends with 1 where building or running cannot work.

    machine.py RESULT.json [--prefix FOLDER] [--no-device]
"""

import argparse
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys

# What find_package and pkg-config look for, by the Debian package that brings it.
PACKAGES = {
    "libgtest-dev": "include/gtest/gtest.h", "libgmock-dev": "include/gmock/gmock.h",
    "libbenchmark-dev": "include/benchmark/benchmark.h", "libhwy-dev": "include/hwy/highway.h",
    "libeigen3-dev": "include/eigen3/Eigen/SVD", "libfftw3-dev": "include/fftw3.h",
    "libboost-context-dev": "include/boost/context/fiber.hpp", "librapidcheck-dev": "include/rapidcheck.h",
    "nlohmann-json3-dev": "include/nlohmann/json.hpp", "libcli11-dev": "include/CLI/CLI.hpp",
    "libsndfile1-dev": "include/sndfile.h", "libpng-dev": "include/png.h",
}
PROGRAMS = {"cmake": "cmake", "ninja": "ninja-build", "c++": "g++", "pkg-config": "pkg-config"}
PEERS = ("torch", "cupy", "numpy", "scipy")


def find_program(name, prefix=None):
    """Also where toolkits put what is not on PATH."""
    places = [prefix / "usr" / "bin"] if prefix else []
    places += [pathlib.Path(home) / "bin" for home in (os.environ.get("CUDA_HOME"), "/usr/local/cuda") if home]
    found = shutil.which(name)
    if found:
        return found
    for each in places:
        if os.access(each / name, os.X_OK):
            return str(each / name)
    return None


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = [line for line in (done.stdout or done.stderr).splitlines() if line.strip()]
    return lines[0].strip() if done.returncode == 0 and lines else None


def devices():
    fields = "name,driver_version,compute_cap,memory.total"
    try:
        done = subprocess.run(["nvidia-smi", f"--query-gpu={fields}", "--format=csv,noheader"], capture_output=True,
                              text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode != 0:
        return []
    return [dict(zip(fields.split(","), map(str.strip, line.split(",")))) for line in done.stdout.splitlines()]


def facts(prefix=None):
    roots = ([prefix / "usr"] if prefix else []) + [pathlib.Path("/usr"), pathlib.Path("/usr/local")]
    absent = [package for package, header in PACKAGES.items() if not any((root / header).exists() for root in roots)]
    absent += [package for program, package in PROGRAMS.items() if not find_program(program, prefix)]
    nvcc = find_program("nvcc")
    return {
        "processors": os.cpu_count(), "devices": devices(), "packages_absent": absent,
        "nvcc": first_line(nvcc, "--version") and nvcc if nvcc else None,
        "cmake": first_line(find_program("cmake", prefix) or "cmake", "--version"),
        "compute_sanitizer": find_program("compute-sanitizer"), "cuobjdump": find_program("cuobjdump"),
        "python_packages": {name: importlib.util.find_spec(name) is not None for name in PEERS},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result")
    parser.add_argument("--prefix", type=pathlib.Path)
    parser.add_argument("--no-device", action="store_true", help="a simulated one will do")
    request = parser.parse_args()
    found = facts(request.prefix)
    pathlib.Path(request.result).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    wrong = []
    if found["packages_absent"]:
        wrong.append(f"not installed, nor under the prefix: {' '.join(found['packages_absent'])}")
    if not found["nvcc"]:
        wrong.append("no nvcc on PATH, in CUDA_HOME or in /usr/local/cuda")
    if not found["devices"] and not request.no_device:
        wrong.append("nvidia-smi finds no device")
    print(json.dumps(found, indent=1))
    for line in wrong:
        print(f"MISSING: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
