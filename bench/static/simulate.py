#!/usr/bin/env python3
"""Runs the static report's problems on a simulated device, and keeps what the simulator counted of each.

    bench/static/simulate.py --simulator "COMMAND {report}" --program build/release/bench/faltung_carry_out --out COUNTS

COMMAND runs the program named behind it without a GPU and leaves its counts in the file that {report} stands for (which
may be part of a setting, as in "env COUNTS_FILE={report} simulator"): JSON, of which these numbers are read for each
kernel: warp_instructions, lane_instructions, global_sectors, global_sectors_ideal, shared_wavefronts,
shared_wavefronts_ideal. `report.py --simulated COUNTS` puts them beside its own.
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

SCHEMA = "faltung-simulated-1"
COUNTED = ("warp_instructions", "lane_instructions", "global_sectors", "global_sectors_ideal", "shared_wavefronts",
           "shared_wavefronts_ideal")
PREPARES = "direct_taps<"  # the filter, once for a plan


class SimulationFailed(Exception):
    """The simulator ended with another code than 0, or left no counts."""


def totals(kernels):
    """Of all kernels that an execution launches."""
    executed = [counts for name, counts in kernels.items() if PREPARES not in name]
    return {name: sum(counts[name] for counts in executed) for name in COUNTED}


def simulated(command, program, problem, folder):
    report = pathlib.Path(folder) / "report.json"
    report.unlink(missing_ok=True)
    words = [word.replace("{report}", str(report)) for word in shlex.split(command)]
    done = subprocess.run([*words, str(program), problem], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not report.exists():
        raise SimulationFailed(f"{problem}: code {done.returncode}, {done.stderr.strip()[-500:]}")
    return totals(json.loads(report.read_text(encoding="utf-8"))["kernels"])


def read(path):
    """{problem: counts} of a file that this program wrote."""
    content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    if content.get("schema") != SCHEMA:
        raise SimulationFailed(f"{path}: no counts of {pathlib.Path(__file__).name}")
    return content["problems"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulator", required=True, help="command, with {report} for the file of its counts")
    parser.add_argument("--program", required=True, help="faltung_carry_out")
    parser.add_argument("--out", required=True)
    parser.add_argument("--only", default="", help="problems whose name holds this")
    request = parser.parse_args()
    if "{report}" not in request.simulator:
        parser.error("--simulator: {report} does not say where its counts are left")
    listing = [*shlex.split(request.simulator.replace("{report}", "/dev/null")), request.program, "--list"]
    listed = subprocess.run(listing, capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.splitlines() if name and request.only in name]
    if listed.returncode != 0 or not names:
        print(f"simulate.py: no problem to simulate: {listed.stderr.strip()[-500:]}", file=sys.stderr)
        return 2
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            try:
                found[name] = simulated(request.simulator, request.program, name, folder)
            except SimulationFailed as failure:
                print(f"simulate.py: {failure}", file=sys.stderr)
    with open(request.out, "w", encoding="utf-8") as file:
        json.dump({"schema": SCHEMA, "problems": found}, file, indent=1)
        file.write("\n")
    print(f"{len(found)} of {len(names)} problems were simulated: {request.out}")
    return 0 if len(found) == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
