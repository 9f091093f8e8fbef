"""Holds what kube-bench says of a machine to docs/hardening.md: kube_bench_verdict.py PAGE REPORT …

The page has a line for each check that does not pass, with its verdict and its reason. A verdict without a line, a line
without a verdict, and another number of checks than there are end the run.
"""

import json
import pathlib
import re
import sys

page, reports = pathlib.Path(sys.argv[1]).read_text(), sys.argv[2:]
said = dict(re.findall(r"^\| (\d+\.\d+(?:\.\d+)?) (FAIL|WARN) \| .*\S.* \|$", page, re.M))

found, passed = {}, set()
for report in reports:
    for control in json.loads(pathlib.Path(report).read_text())["Controls"]:
        for group in control["tests"]:
            for check in group["results"]:
                number, verdict = check["test_number"], check["status"]
                if verdict == "PASS":
                    passed.add(number)
                elif found.get(number) != "FAIL":
                    found[number] = verdict
passed -= set(found)

wrong = []
for number in sorted(found.keys() | said.keys(), key=lambda n: [int(part) for part in n.split(".")]):
    if found.get(number) != said.get(number):
        wrong.append(f"{number}: kube-bench says {found.get(number, 'PASS')}, docs/hardening.md {said.get(number, 'nothing')}")
if wrong:
    sys.exit("\n".join(wrong))
fails = sum(verdict == "FAIL" for verdict in found.values())
total = f"{len(passed)} PASS, {fails} FAIL, {len(found) - fails} WARN"
if total not in page:
    sys.exit(f"docs/hardening.md does not say {total!r}")
print(total)
