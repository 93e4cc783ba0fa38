"""From machine code and launches to the figures of the report."""

import collections
import json
import re
import shutil
import subprocess

import cubin
import interpreter
import kinds
import occupancy
import pipes
import roof
import warp_counts


class LaunchesUnavailable(Exception):
    """The program that says what the library launches did not run."""


def read_launches(source):
    """Policies and problems, from a JSON file or from the program that prints it."""
    if str(source).endswith(".json"):
        with open(source, encoding="utf-8") as file:
            content = json.load(file)
    else:
        try:
            done = subprocess.run([str(source)], capture_output=True, text=True, check=False)
        except OSError as failure:
            raise LaunchesUnavailable(f"{source}: {failure.strerror}") from failure
        if done.returncode != 0:
            raise LaunchesUnavailable(f"{source} ended with code {done.returncode}: {done.stderr.strip()}")
        content = json.loads(done.stdout)
    if content.get("schema") != "faltung-launches-1":
        raise LaunchesUnavailable(f"{source}: not a list of launches")
    return content["policies"], content["problems"]


def readable(names):
    """Mangled name -> without namespace, return type and arguments."""
    text = "\n".join(names)
    if shutil.which("c++filt"):
        text = subprocess.run(["c++filt"], input=text, capture_output=True, text=True, check=True).stdout
    result = {}
    for mangled, plain in zip(names, text.splitlines()):
        plain = re.sub(r"^void |faltung::|kernel::|\(.*", "", plain)
        plain = re.sub(r",\s*[a-z0-9_]*_usual<.*(?=>)", "", plain)  # what follows from the rest
        plain = plain.replace(" ", "")
        for word, bits in (("char", 8), ("short", 16), ("int", 32), ("long", 64)):
            plain = plain.replace(f"unsigned{word}", f"uint{bits}")
        result[mangled] = plain
    return result


def mix(instructions, unit):
    counted = collections.Counter(kinds.kind_of(one, unit) for one in instructions)
    return {"instructions": len(instructions), "fma": counted["fma"],
            "load": counted["shared"] + counted["global"] + counted["local"],
            "other": len(instructions) - counted["fma"] - counted["shared"] - counted["global"] - counted["local"]}


def inner_loop(kernel, executed):
    """The innermost loop with the most multiply-adds among those that the counted blocks executed, by the addresses of
    its instructions; nothing for a kernel without one."""
    all_loops = cubin.loops(kernel)
    innermost = [(first, last) for first, last in all_loops
                 if not any(other != (first, last) and first <= other[0] and other[1] <= last for other in all_loops)]
    bodies = [[one for one in kernel.instructions if first <= one.address <= last] for first, last in innermost
              if first in executed]
    bodies = [mix(body, kinds.unit_of(kernel)) for body in bodies]
    best = max(bodies, key=lambda body: body["fma"], default=None)
    return best if best and best["fma"] else None


def kernel_entry(kernel, launches, executed):
    threads = max((launch.threads[0] * launch.threads[1] * launch.threads[2] for launch in launches), default=0)
    dynamic = max((launch.shared_bytes for launch in launches), default=0)
    return {
        "architecture": kernel.architecture, "registers": kernel.registers,
        "spill_instructions": kernel.spill_instructions, "stack_bytes": kernel.stack_bytes,
        "static_shared_bytes": kernel.shared_bytes, "dynamic_shared_bytes": dynamic, "threads": threads,
        "most_warps": occupancy.MULTIPROCESSORS[kernel.architecture].warps,
        "resident_warps": occupancy.resident_warps(kernel.architecture, kernel.registers, threads,
                                                   kernel.shared_bytes + dynamic) if threads else 0,
        "instructions": len(kernel.instructions), "inner_loop": inner_loop(kernel, executed),
        "assembler": kernel.producer,
    }


def launch_of(entry):
    return interpreter.Launch(tuple(entry["blocks"]), tuple(entry["threads"]), entry["shared_bytes"],
                              bytes.fromhex(entry["parameters"]))


def inner_block(kernel, launch, program, rank):
    """Counts of a block that meets no border, if there is one: in the middle of the grid. Of a picture's it is the best
    of three, since one in the middle may lie at the left or right, and kernels may take their borders first."""
    x, y, z = launch.blocks
    places = [x // 2] if rank == 1 else [x // 2, x // 2 + 1, x * 7 // 8]
    blocks = {(min(place, x - 1), y // 2, z // 2) for place in places}
    counted = [interpreter.run_block(kernel, launch, block, program) for block in sorted(blocks)]
    return min(counted, key=lambda counts: counts.instructions / max(1, len(counts.stored)))


def overlapped(kernel):
    bases = {one.base for one in kernel.instructions}
    return bool(bases & {"LDGSTS", "UBLKCP", "UTMALDG"}) or "BAR" not in bases


def problem_entry(problem, kernels, programs, device, executed):
    """Per output of an inner tile, over all launches of the problem. Adds to `executed`, for each kernel, the addresses
    of the instructions that it came to."""
    entry = {key: problem[key] for key in
             ("name", "group", "method", "mode", "signal", "filter", "batch", "type", "multiply_adds_per_output")}
    if "refused" in problem:
        return {**entry, "uncounted": problem["refused"]}
    result, clocks = collections.Counter(), collections.Counter()
    parts, launched = [], [launch_of(each) for each in problem["launches"]]
    for each, launch in zip(problem["launches"], launched):
        kernel = kernels.get(each["kernel"])
        if kernel is None:
            name = readable([each["kernel"]])[each["kernel"]]
            return {**entry, "uncounted": f"no machine code of {name} in the objects"}
        try:
            counts = inner_block(kernel, launch, programs[kernel.name], len(problem["signal"]))
        except interpreter.Unsupported as unknown:
            return {**entry, "uncounted": str(unknown)}
        again = [where for where, times in counts.stored.items() if times > 1]
        if again:
            return {**entry, "uncounted": f"{len(again)} bytes are stored more than once in one block"}
        of_block = len(counts.stored) / problem["output_bytes"]
        blocks = launch.blocks[0] * launch.blocks[1] * launch.blocks[2]
        # Blocks at the end may be partly used: the launch does at most the problem's outputs.
        share = (min(blocks, problem["outputs"] / of_block) if of_block else blocks) / problem["outputs"]
        read = len(counts.read_sectors) * warp_counts.SECTOR
        part = {
            "instructions": 32 * counts.instructions * share,
            "multiply_adds": counts.multiply_adds * share,
            "wavefronts": 32 * (counts.shared_wavefronts + counts.global_wavefronts) * share,
            "read_bytes": read * share, "stored_bytes": len(counts.stored) * share,
        }
        executed[kernel.name].update(counts.executions)
        opcodes = collections.Counter()
        for address, times in counts.executions.items():
            opcodes[programs[kernel.name].at(address).base] += times
        for pipe, needed in pipes.clocks(kernel.architecture, opcodes).items():
            clocks[pipe] += 32 * share * needed
        for name in ("sectors", "ideal_sectors", "shared_wavefronts", "ideal_wavefronts"):
            result[name] += getattr(counts, name) * share
        result["lanes"] += counts.lane_instructions * share
        parts.append({"kernel": each["kernel"], "threads": launch.threads[0], "blocks": blocks,
                      "outputs_per_block": of_block, **part})
        result.update(part)
    moved = (problem["output_bytes"] * problem["outputs"]
             + problem["signal_bytes"] * _elements(problem)) / problem["outputs"]
    intermediate = result["stored_bytes"] - problem["output_bytes"]
    entry.update({
        "instructions_per_output": result["instructions"], "executed_multiply_adds_per_output": result["multiply_adds"],
        "wavefronts_per_32_outputs": result["wavefronts"], "read_bytes_per_output": result["read_bytes"],
        "stored_bytes_per_output": result["stored_bytes"],
        "sectors_over_ideal": over(result["sectors"], result["ideal_sectors"]),
        "shared_wavefronts_over_ideal": over(result["shared_wavefronts"], result["ideal_wavefronts"]),
        "lane_utilisation": result["lanes"] / result["instructions"],
        "launches": parts,
    })
    if device:
        last = kernels[problem["launches"][-1]["kernel"]]
        kind = "bytes" if any(one.base in ("IDP", "IDP4A") for one in last.instructions) else kinds.unit_of(last)
        work = roof.Work(moved, max(0.0, result["read_bytes"] + result["stored_bytes"] - moved - 2 * intermediate),
                         2 * intermediate, problem["multiply_adds_per_output"], kind, result["instructions"],
                         dict(clocks), result["wavefronts"],
                         all(overlapped(kernels[each["kernel"]]) for each in problem["launches"]))
        share, bound, clocks = roof.predict(device, work)
        entry["predicted"] = {"device": device.name, "roof_share": share, "bound": bound,
                              "clocks_per_32_outputs": clocks, "issue_slots": roof.issue_slots(device, moved)}
    return entry


def over(counted, ideal):
    """Nothing where the ideal is none."""
    return counted / ideal if ideal else None


def _elements(problem):
    count = problem["batch"]
    for extent in problem["signal"]:
        count *= extent
    return count


def study(problems, kernels):
    """{architecture: {"kernels": ..., "problems": ...}} for every architecture that the objects hold."""
    result = {}
    for architecture in sorted({kernel.architecture for kernel in kernels}):
        own = {kernel.name: kernel for kernel in kernels if kernel.architecture == architecture}
        programs = {name: interpreter.Program(kernel) for name, kernel in own.items()}
        launches = collections.defaultdict(list)
        for problem in problems:
            for each in problem.get("launches", []):
                launches[each["kernel"]].append(launch_of(each))
        device = roof.DEVICES.get(architecture)
        executed = collections.defaultdict(set)
        counted = [problem_entry(problem, own, programs, device, executed) for problem in problems]
        result[architecture] = {
            "kernels": {name: kernel_entry(kernel, launches[name], executed[name])
                        for name, kernel in sorted(own.items())},
            "problems": counted,
        }
    return result
