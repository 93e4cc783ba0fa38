#!/usr/bin/env python3
"""Runs the tests of a build that carry a ctest label, each under another program if need be; no skip is a pass.

    labelled_tests.py BUILD LABEL RESULT.json [--under PROGRAM]

ctest itself ends with 0 where every test was skipped; this ends with 77 then, and with 1 where one failed.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

SKIPPED = 77


def labelled(build, label):
    listed = subprocess.run(["ctest", "--test-dir", build, "-L", f"^{label}$", "--show-only=json-v1"], check=True,
                            capture_output=True, text=True)
    return json.loads(listed.stdout)["tests"]


def environment_of(test):
    result = dict(os.environ)
    for one in test.get("properties", []):
        if one["name"] == "ENVIRONMENT":
            result.update(pair.split("=", 1) for pair in one["value"])
        if one["name"] == "ENVIRONMENT_MODIFICATION":
            for change in one["value"]:
                name, _, rest = change.partition("=")
                how, _, value = rest.partition(":")
                before = result.get(name)
                if how == "set":
                    result[name] = value
                elif how == "path_list_append":
                    result[name] = f"{before}:{value}" if before else value
                elif how == "path_list_prepend":
                    result[name] = f"{value}:{before}" if before else value
                else:
                    raise ValueError(f"{test['name']}: the environment modification {how} is not known here")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("label")
    parser.add_argument("result", type=pathlib.Path)
    parser.add_argument("--under", help="a program that runs a program")
    request = parser.parse_args()
    results = []
    for test in labelled(request.build, request.label):
        if "command" not in test:
            results.append({"name": test["name"], "status": "failed", "reason": "not built"})
            continue
        start = time.monotonic()
        under = [request.under] if request.under else []
        environment = os.environ if under else environment_of(test)
        print(f"== {test['name']}", flush=True)
        code = subprocess.run(under + test["command"], env=environment, check=False).returncode
        status = {0: "passed", SKIPPED: "skipped"}.get(code, "failed")
        results.append({"name": test["name"], "status": status, "code": code,
                        "seconds": round(time.monotonic() - start, 2)})
    request.result.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    for each in results:
        print(f"{each['status']:>8}  {each['name']}")
    statuses = {each["status"] for each in results}
    if "failed" in statuses or not statuses:
        return 1
    return SKIPPED if statuses == {"skipped"} else 0


if __name__ == "__main__":
    sys.exit(main())
