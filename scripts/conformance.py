#!/usr/bin/env python3
"""Runs the conformance tools listed in a JSON file and fails if one scores less than the minimum committed there.

    scripts/conformance.py CHECKS.json SHARED RESULTS

The candidate and the peers are named by $CANDIDATE and $PEERS_DIR. TUTORIAL in a command stands for the tutorial's
queries; a tool that lies beside this file is taken from here. Full reports and logs go to the directory RESULTS.
"""
import json
import os
import subprocess
import sys



def scored(report):
    """The share that passed; some tools report it, some the numbers it is made of."""
    if "score" in report:
        return report["score"]
    total = report.get("scenarios") or report.get("checks") or 0
    total = total if isinstance(total, int) else len(total)
    return report["passed"] / total if total else -1.0


checks, shared, results = sys.argv[1:4]
tools = os.path.join(shared, "conformance")
os.environ["SHARED"] = os.path.abspath(shared)
failed = []
for check in json.load(open(checks)):
    name, report = check["name"], os.path.join(results, check["name"] + ".json")
    if os.path.exists(report):
        os.remove(report)
    words = [os.path.join(shared, "tutorial", "queries.txt") if word == "TUTORIAL" else word for word in check["command"]]
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), words[0])
    tool = own if os.path.exists(own) else os.path.join(tools, words[0])
    command = [sys.executable, tool, "--json", report] + words[1:]
    with open(os.path.join(results, name + ".log"), "w") as log:
        status = subprocess.call(command, cwd=tools, stdout=log, stderr=log)
    # A tool that could not do its work ends with another status, or leaves no report.
    score = scored(json.load(open(report))) if status in (0, 1) and os.path.exists(report) else -1.0
    held = score >= check["minimum"]
    print("%-13s %7.2f %%, at least %7.2f %%: %s" % (name, 100 * score, 100 * check["minimum"], "ok" if held else "FAILED"))
    if not held:
        failed.append(name)
if failed:
    sys.exit("conformance: %s; the logs are in %s" % (", ".join(failed), results))
