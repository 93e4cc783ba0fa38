#!/usr/bin/env python3
"""Counts what the direct kernels execute, from machine code alone: no GPU is needed.

    bench/static/report.py --objects build/release/src/libfaltung.so --launches build/release/bench/faltung_launches

prints, for each architecture in the objects, each kernel's registers, spills, shared memory, resident warps, occupancy
and inner loop, and for each problem the instructions per output of an inner tile, its memory accesses against the
ideal, and a predicted share of the roof (roof.py has the model); --json FILE keeps all of it. With --compile SM ... the
kernels are compiled for those architectures too, and --simulated COUNTS adds what simulate.py kept of a simulator's
counts.

The counts are exact for the block that is counted: its machine code is interpreted thread by thread with the parameters
that the library passes, and every branch depends on them alone, but for one assumption about data, which the report
states.
Two checks would show a wrong step: each output is stored once, and multiply-adds come out as outputs times taps. What
remains is a model: the predicted share.
"""

import argparse
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

import accesses
import cubin
import measures
import prototypes
import roof
import simulate
import toolkit

ROOT = toolkit.ROOT
ASSUMPTION = ("Counted for samples and sums that are ordinary numbers, of magnitudes from 1e-15 to 3e38: kernels look "
              "for others, to treat them apart.\n")
FLAGS = ["-std=c++20", "--expt-relaxed-constexpr", "-fmad=false", "-lineinfo"]


def compile_kernels(sources, architectures, nvcc, folder):
    made = []
    for architecture in architectures:
        for source in sources:
            target = pathlib.Path(folder) / f"{pathlib.Path(source).stem}.{architecture}.cubin"
            print(f"compiling {source} for {architecture}", file=sys.stderr)
            subprocess.run([nvcc, *FLAGS, "-cubin", f"-arch={architecture}", f"-I{ROOT}/include", f"-I{ROOT}/src",
                            f"-I{ROOT}/kernels", str(source), "-o", str(target)], check=True)
            made.append(target)
    return made


def print_table(out, header, rows, texts=()):
    """Numbers to the right; the first column and those named in `texts` to the left."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        out.write("  ".join(cell.ljust(width) if i == 0 or header[i] in texts else cell.rjust(width)
                            for i, (cell, width) in enumerate(zip(row, widths))).rstrip() + "\n")
    out.write("\n")


def percent(share):
    return f"{100 * share:.0f} %"


KERNEL_HEADER = ["kernel", "registers", "spills/stack", "shared bytes", "threads", "warps/SM", "occupancy",
                 "loop FMA : load : other", "FMA"]


def kernel_rows(kernels, names):
    for name, entry in kernels.items():
        if not entry["threads"]:
            continue  # no problem of the list launches it
        loop = entry["inner_loop"]
        yield [names[name], str(entry["registers"]), f"{entry['spill_instructions']}/{entry['stack_bytes']}",
               f"{entry['static_shared_bytes']}+{entry['dynamic_shared_bytes']}", str(entry["threads"]),
               str(entry["resident_warps"]), percent(entry["resident_warps"] / entry["most_warps"]),
               f"{loop['fma']} : {loop['load']} : {loop['other']}" if loop else "none",
               percent(loop["fma"] / loop["instructions"]) if loop else ""]


PROBLEM_HEADER = ["problem", "instructions/output", "FMA/output", "wavefronts/32", "sectors", "shared", "lanes", "roof",
                  "bound", "kernel"]


def ratio(value):
    return "" if value is None else f"{value:.2f}"


def problem_rows(problems, names):
    for entry in problems:
        if "uncounted" in entry:
            yield [entry["name"], "not counted", *[""] * (len(PROBLEM_HEADER) - 2)]
            continue
        predicted = entry.get("predicted")
        kernels = ", ".join(dict.fromkeys(names[part["kernel"]] for part in entry["launches"]))
        yield [entry["name"], f"{entry['instructions_per_output']:.1f}",
               f"{entry['executed_multiply_adds_per_output']:.1f}", f"{entry['wavefronts_per_32_outputs']:.1f}",
               ratio(entry["sectors_over_ideal"]), ratio(entry["shared_wavefronts_over_ideal"]),
               percent(entry["lane_utilisation"]), percent(predicted["roof_share"]) if predicted else "",
               predicted["bound"] if predicted else "", kernels]


def simulated_rows(problems, simulated):
    """A simulator's counts of smaller problems, borders and all, beside those of an inner tile."""
    for entry in problems:
        counts = simulated.get(entry["name"])
        if counts is None or "uncounted" in entry:
            continue
        own = [ratio(entry["sectors_over_ideal"]), ratio(entry["shared_wavefronts_over_ideal"]),
               percent(entry["lane_utilisation"])]
        other = [ratio(measures.over(counts["global_sectors"], counts["global_sectors_ideal"])),
                 ratio(measures.over(counts["shared_wavefronts"], counts["shared_wavefronts_ideal"])),
                 percent(counts["lane_instructions"] / 32 / counts["warp_instructions"])]
        yield [entry["name"], *own, *other]


def print_policies(out, policies):
    out.write("The policies that kernels are compiled with, for every architecture.\n")
    width = max(len(each["kernel"]) for each in policies)
    for each in policies:
        fields = ", ".join(f"{name} {value}" for name, value in each["policy"].items())
        out.write(f"{each['kernel'].ljust(width)}  {fields}\n")
    out.write("\n")


def print_report(out, result, simulated=None):
    out.write(f"{roof.__doc__.strip()}\n\n{ASSUMPTION}\n")
    for architecture, content in result.items():
        names = measures.readable(list(content["kernels"]))
        out.write(f"sm_{architecture}\n\n")
        print_table(out, KERNEL_HEADER, list(kernel_rows(content["kernels"], names)))
        device = roof.DEVICES.get(architecture)
        if device:
            out.write(f"Shares of the roof are predicted for {device.name}: {device.multiprocessors} multiprocessors, "
                      f"{device.clock / 1e9:.2f} GHz, copies at {device.copy / 1e12:.2f} TB/s ({device.copy_source}); "
                      f"{roof.issue_slots(device, 8):.1f} issue slots for each float moved in and out.\n")
        out.write("sectors of global memory and wavefronts of shared memory: over the ideal for the same accesses (16 "
                  "bytes at one address for a whole warp take 2 wavefronts, ideally 1). lanes: of a warp, that come to "
                  "an instruction.\n")
        print_table(out, PROBLEM_HEADER, list(problem_rows(content["problems"], names)), ("kernel",))
        for entry in content["problems"]:
            if "uncounted" in entry:
                out.write(f"not counted: {entry['name']}: {entry['uncounted']}\n")
        out.write("\n")
        if wasteful := list(accesses.rows(content["problems"], names)):
            out.write(f"Why accesses are more than {accesses.NEAR} times the ideal. {accesses.CACHED}\n")
            print_table(out, ["accesses", "kernel", "problems", "over the ideal", "why"], wasteful, ("kernel", "why"))
        if rows := list(simulated_rows(content["problems"], simulated or {})):
            out.write("Beside what a simulator counted of a smaller problem as a whole, by the intermediate code.\n")
            print_table(out, ["problem", "sectors", "shared", "lanes", "simulated sectors", "shared", "lanes"], rows)
        if compared := list(prototypes.rows(content["problems"])):
            out.write("Against the prototypes, in instructions per output (see prototypes.py).\n")
            print_table(out, ["problem", "estimated", "traced whole", "here", "why more"], compared, ("why more",))


def commit():
    done = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True,
                          check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", nargs="*", default=[], help="libraries, object files or cubins with machine code")
    parser.add_argument("--launches", required=True, help="faltung_launches of the same source, or its output as .json")
    parser.add_argument("--compile", nargs="*", metavar="SM", default=[],
                        help="compile the kernels for these too: sm_80 ...")
    parser.add_argument("--sources", nargs="*", help="with --compile: .cu files; otherwise all of the library's")
    parser.add_argument("--nvcc", default="nvcc")
    parser.add_argument("--only", default="", help="problems and kernels whose name holds this")
    parser.add_argument("--json", help="file for the result")
    parser.add_argument("--simulated", metavar="COUNTS", help="what simulate.py kept of a simulator's counts")
    parser.add_argument("--cuobjdump", help="the program, where it is not on PATH")
    parser.add_argument("--install-tools", action="store_true", help="bring cuobjdump from PyPI into build/sass-tools")
    request = parser.parse_args()
    if not request.objects and not request.compile:
        parser.error("neither --objects nor --compile: nothing to read")
    try:
        cuobjdump = toolkit.find_cuobjdump(request.cuobjdump, request.install_tools)
        policies, problems = measures.read_launches(request.launches)
        problems = [one for one in problems if request.only in one["name"]]
        simulated = simulate.read(request.simulated) if request.simulated else {}
    except (toolkit.ToolMissing, measures.LaunchesUnavailable, simulate.SimulationFailed) as missing:
        print(f"report.py: {missing}", file=sys.stderr)
        return 2
    wanted = {each["kernel"] for one in problems for each in one.get("launches", [])}
    with tempfile.TemporaryDirectory() as folder:
        sources = request.sources or sorted((ROOT / "src" / "cuda").glob("*.cu"))
        objects = request.objects + compile_kernels(sources, request.compile, request.nvcc, folder)
        kernels = cubin.read_kernels(objects, cuobjdump, wanted.__contains__)
    if not kernels:
        print("report.py: none of the kernels that the library launches is in these objects", file=sys.stderr)
        return 1
    result = measures.study(problems, kernels)
    print_policies(sys.stdout, policies)
    print_report(sys.stdout, result, simulated)
    spilled = [f"{name} for sm_{architecture}" for architecture, content in result.items()
               for name, entry in content["kernels"].items() if entry["spill_instructions"] or entry["stack_bytes"]]
    if request.json:
        context = {"commit": commit(), "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
                   "assembler": sorted({kernel.producer for kernel in kernels}),
                   "cuobjdump": toolkit.release_of(cuobjdump)}
        with open(request.json, "w", encoding="utf-8") as file:
            by_name = {f"sm_{number}": content for number, content in result.items()}
            json.dump({"schema": "faltung-static-1", "context": context, "policies": policies,
                       "architectures": by_name, "simulated": simulated}, file, indent=1)
            file.write("\n")
    for each in spilled:
        print(f"report.py: registers are spilled in {each}", file=sys.stderr)
    return 1 if spilled else 0


if __name__ == "__main__":
    sys.exit(main())
