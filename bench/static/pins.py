#!/usr/bin/env python3
"""Holds every direct kernel to the registers, and every problem to the counts, that are written down for it.

    bench/static/pins.py --objects LIBRARY --launches PROGRAM --pins tests/kernels/pins.json           compares
    bench/static/pins.py --objects LIBRARY --launches PROGRAM --pins tests/kernels/pins.json --write   writes anew

Ends with 0 where all is as pinned, 1 where something differs (each difference is printed), and 77, skipped, where
nothing can be compared: without cuobjdump, or where the objects hold no architecture or come from an assembler that is
not in the pins. Spilled registers are a failure with any assembler.
"""

import argparse
import json
import sys

import cubin
import measures
import toolkit

SKIPPED = 77
TOLERANCE = 0.02  # of counts; registers and spills are held exactly
SCHEMA = "faltung-pins-2"
# Of a problem. Stores that the compiler takes apart cost sectors and wavefronts, and no more instructions than others.
COUNTS = {"instructions_per_output": "instructions per output",
          "wavefronts_per_32_outputs": "wavefronts per 32 outputs", "sectors_over_ideal": "times the ideal sectors"}


def pins_of(study, assembler):
    """What is kept of a study, for one architecture each."""
    result = {}
    for architecture, content in study.items():
        result[f"sm_{architecture}"] = {
            "assembler": assembler,
            "kernels": {
                name: {"registers": entry["registers"], "spill_instructions": entry["spill_instructions"],
                       "stack_bytes": entry["stack_bytes"], "inner_loop": entry["inner_loop"]}
                for name, entry in content["kernels"].items()},
            "problems": {
                entry["name"]: {key: round(entry[key], 2) for key in COUNTS if entry[key] is not None}
                for entry in content["problems"] if "uncounted" not in entry},
            "uncounted": sorted(entry["name"] for entry in content["problems"] if "uncounted" in entry),
        }
    return result


def _differs(pinned, found):
    return abs(found - pinned) > TOLERANCE * pinned


def differences(pinned, found, names=None):
    """One line each, for one architecture."""
    names = names or {}
    lines = []
    for name in sorted({*pinned["kernels"], *found["kernels"]}):
        shown = names.get(name, name)
        old, new = pinned["kernels"].get(name), found["kernels"].get(name)
        if old is None or new is None:
            lines.append(f"{shown}: {'not pinned' if old is None else 'pinned, but not in the objects'}")
            continue
        for key in ("registers", "spill_instructions", "stack_bytes"):
            if old[key] != new[key]:
                lines.append(f"{shown}: {key} {new[key]}, pinned {old[key]}")
        loops = old["inner_loop"], new["inner_loop"]
        if (loops[0] is None) != (loops[1] is None):
            lines.append(f"{shown}: inner loop {loops[1]}, pinned {loops[0]}")
        elif loops[0]:
            for key in loops[0]:
                if _differs(loops[0][key], loops[1][key]) and abs(loops[0][key] - loops[1][key]) > 1:
                    lines.append(f"{shown}: inner loop has {loops[1][key]} {key}, pinned {loops[0][key]}")
    for name in sorted({*pinned["problems"], *found["problems"]}):
        old, new = pinned["problems"].get(name), found["problems"].get(name)
        if old is None or new is None:
            lines.append(f"{name}: {'not pinned' if old is None else 'pinned, but not counted'}")
            continue
        for key, unit in COUNTS.items():
            if (key in old) != (key in new):
                lines.append(f"{name}: {new.get(key)} {unit}, pinned {old.get(key)}")
            elif key in old and _differs(old[key], new[key]):
                lines.append(f"{name}: {new[key]:.2f} {unit}, pinned {old[key]:.2f} "
                             f"({100 * (new[key] / old[key] - 1):+.1f} %)")
    return lines


def spilled(found):
    return [f"{name}: {entry['spill_instructions']} instructions on spilled registers, {entry['stack_bytes']} bytes of "
            "stack" for name, entry in found["kernels"].items() if entry["spill_instructions"] or entry["stack_bytes"]]


def skip(reason):
    print(f"SKIPPED: NO KERNEL WAS COMPARED WITH ITS PINS: {reason}")
    return SKIPPED


def measure(request):
    cuobjdump = toolkit.find_cuobjdump(request.cuobjdump)
    _, problems = measures.read_launches(request.launches)
    wanted = {each["kernel"] for one in problems for each in one.get("launches", [])}
    kernels = cubin.read_kernels(request.objects, cuobjdump, wanted.__contains__)
    assemblers = sorted({kernel.producer for kernel in kernels})
    names = measures.readable(sorted({kernel.name for kernel in kernels}))
    return pins_of(measures.study(problems, kernels), " ".join(assemblers)), names


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", nargs="+", required=True)
    parser.add_argument("--launches", required=True)
    parser.add_argument("--pins", required=True)
    parser.add_argument("--write", action="store_true", help="replace the pins of the architectures in the objects")
    parser.add_argument("--cuobjdump")
    request = parser.parse_args()
    try:
        found, names = measure(request)
    except toolkit.ToolMissing as missing:
        return skip(missing)
    except measures.LaunchesUnavailable as broken:
        print(f"pins.py: {broken}", file=sys.stderr)
        return 1
    if not found:
        return skip("the objects hold no machine code of the direct kernels")
    try:
        with open(request.pins, encoding="utf-8") as file:
            pinned = json.load(file)["architectures"]
    except FileNotFoundError:
        if not request.write:
            raise
        pinned = {}
    if request.write:
        with open(request.pins, "w", encoding="utf-8") as file:
            json.dump({"schema": SCHEMA, "architectures": {**pinned, **found}}, file, indent=1, sort_keys=True)
            file.write("\n")
        print(f"wrote the pins of {', '.join(sorted(found))} to {request.pins}")
        return 0

    bad, compared, reasons = [], [], []
    for architecture, content in found.items():
        bad += [f"{architecture} {line}" for line in spilled(content)]
        if architecture not in pinned:
            reasons.append(f"{architecture} is not pinned")
        elif pinned[architecture]["assembler"] != content["assembler"]:
            reasons.append(f"{architecture} is pinned for assembler {pinned[architecture]['assembler']} "
                           f"and these objects come from {content['assembler']}")
        else:
            compared.append(architecture)
            bad += [f"{architecture} {line}" for line in differences(pinned[architecture], content, names)]
    for line in bad:
        print(line)
    if bad:
        print("If that is meant, write the pins anew: the same command with --write.")
        return 1
    if not compared:
        return skip("; ".join(reasons))
    print(f"{', '.join(compared)}: {sum(len(found[each]['kernels']) for each in compared)} kernels and "
          f"{sum(len(found[each]['problems']) for each in compared)} problems are as pinned")
    return 0


if __name__ == "__main__":
    sys.exit(main())
