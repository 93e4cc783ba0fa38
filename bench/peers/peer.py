"""What the peers in Python share: the roofline's problems in, times of each way of convolving out.

A contender is a function made for one problem: prepare(point) returns {way: function(copy index)} on data of its own.
"""

import json
import sys

REPETITIONS = 9
EXECUTIONS = 8
COPIES = 4  # sets of data that take turns, so that a level-2 cache does not hold them
SKIPPED = 77


def read_points(path):
    with open(path, encoding="utf-8") as file:
        content = json.load(file)
    if content.get("schema") != "faltung-points-1":
        raise ValueError(f"{path}: no list of problems")
    return content["points"]


def write_result(path, name, version, points):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"schema": "faltung-peer-1", "peer": name, "version": version, "points": points}, file, indent=1)
        file.write("\n")


def summary(seconds):
    ordered = sorted(seconds)
    return {"min": ordered[0], "median": ordered[len(ordered) // 2], "max": ordered[-1]}


def entry(point, way, outcome):
    """`outcome` holds seconds or is the reason why there are none."""
    made = {key: point[key] for key in ("name", "signal", "filter", "batch", "type")}
    made["way"] = way
    if isinstance(outcome, str):
        return {**made, "skipped": outcome}
    outputs = point["batch"]
    for extent in point["signal"]:
        outputs *= extent
    times = summary(outcome)
    return {**made, "seconds": times, "outputs_per_second": outputs / times["median"]}


def measure(points, prepare, clock):
    """`clock(work)` returns the seconds of each of some repetitions of it, on the device's own clock."""
    results = []
    for point in points:
        try:
            ways = prepare(point)
        except Exception as failure:  # a peer may refuse a problem in any way
            results.append(entry(point, "", f"{type(failure).__name__}: {failure}"))
            continue
        for way, work in ways.items():
            try:
                results.append(entry(point, way, clock(work)))
            except Exception as failure:
                results.append(entry(point, way, f"{type(failure).__name__}: {failure}"))
        print("\n".join(line(one) for one in results[-max(1, len(ways)):]), flush=True)
    return results


def line(one):
    if "skipped" in one:
        return f"{one['name']:<28} {one['way']:<22} {one['skipped']}"
    times = f"{one['seconds']['median'] * 1e6:10.1f} us {one['outputs_per_second'] / 1e9:8.1f}e9/s"
    return f"{one['name']:<28} {one['way']:<22} {times}"


def absent(name, reason):
    print(f"SKIPPED: {name} is not here: {reason}")
    sys.exit(SKIPPED)
