#!/usr/bin/env python3
"""Puts the roofline bench's times beside its peers': for each problem, how many times longer each peer takes.

    compare.py ROOFLINE.json RESULT.json [PEER.json ...]     peers whose file is missing are named as absent
"""

import json
import pathlib
import sys


def best_of(points):
    """Of each problem: (way, median seconds) of the fastest way, and the reasons why others have no time."""
    best = {}
    for one in points:
        if "seconds" not in one:
            continue
        way, seconds = one.get("way") or one.get("method"), one["seconds"]["median"]
        if one["name"] not in best or seconds < best[one["name"]][1]:
            best[one["name"]] = (way, seconds)
    return best


def compare(roofline, peers):
    """Rows in the roofline's order. A peer's entry is its time over faltung's fastest: below 1 the peer wins."""
    own = best_of(roofline["points"])
    shares = {one["name"]: one["roof_share"] for one in roofline["points"]
              if "seconds" in one and own[one["name"]][0] == one["method"]}
    others = {peer["peer"]: best_of(peer["points"]) for peer in peers}
    rows = []
    for name, (method, seconds) in own.items():
        rows.append({"name": name, "method": method, "seconds": seconds, "roof_share": shares[name],
                     "peers": {peer: {"way": best[name][0], "times_longer": best[name][1] / seconds}
                               for peer, best in others.items() if name in best}})
    return rows


def table(rows, names):
    lines = [f"{'problem':<34} {'faltung':<13} {'% of roof':>9} " + " ".join(f"{name:>9}" for name in names)]
    for row in rows:
        cells = [f"{row['peers'][name]['times_longer']:8.2f}x" if name in row["peers"] else f"{'-':>9}"
                 for name in names]
        lines.append(f"{row['name']:<34} {row['method']:<13} {100 * row['roof_share']:9.0f} " + " ".join(cells))
    return "\n".join(lines)


def main():
    roofline_path, result_path, *peer_paths = sys.argv[1:]
    with open(roofline_path, encoding="utf-8") as file:
        roofline = json.load(file)
    peers, absent = [], []
    for path in map(pathlib.Path, peer_paths):
        if path.exists():
            peers.append(json.loads(path.read_text(encoding="utf-8")))
        else:
            absent.append(path.stem.removeprefix("peer-").removesuffix("-result"))
    rows = compare(roofline, peers)
    print(table(rows, [peer["peer"] for peer in peers]))
    lost = [row["name"] for row in rows if any(one["times_longer"] < 1 for one in row["peers"].values())]
    print(f"absent: {', '.join(absent) or 'none'}\na peer is faster at: {', '.join(lost) or 'no problem'}")
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump({"schema": "faltung-comparison-1", "absent": absent, "problems": rows}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
