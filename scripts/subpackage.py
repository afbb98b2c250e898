#!/usr/bin/env python3
"""Cuts a package of some targets out of Package.swift, for quick builds and tests of a part.

    scripts/subpackage.py DIR TARGET...

writes DIR/Package.swift with the named targets and all that they depend on, and links DIR/Sources and DIR/Tests to
this checkout. Then `swift build --package-path DIR` and `swift test --package-path DIR` build only those: no
SwiftNIO for the engine, no engine for the client library. External packages are kept only where they are used.
"""
import os
import re
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
directory, wanted = sys.argv[1], sys.argv[2:]
text = open(os.path.join(root, "Package.swift")).read()
target_line = re.compile(r'^        (shim|library|program|benchmark|support|tests)\("(\w+)"(.*)\),$', re.M)
targets = {m[2]: m for m in target_line.finditer(text)}
missing = [name for name in wanted if name not in targets]
if not wanted or missing:
    sys.exit("subpackage.py: %s" % ("no such target: " + " ".join(missing) if missing else __doc__))

closure, queue = set(), list(wanted)
while queue:
    name = queue.pop()
    if name not in closure:
        closure.add(name)
        if targets[name][1] != "shim":
            queue += [word for word in re.findall(r'"(\w+)"', targets[name][3]) if word in targets]

used = "\n".join(targets[name][0] for name in closure)
packages = set()
for variable, package in re.findall(r'^let (\w+): Target\.Dependency = .*package: "([^"]+)"', text, re.M):
    if re.search(r"[\[ ]%s[,\]]" % variable, used):
        packages.add(package)

lines, in_products = [], False
for line in text.split("\n"):
    target, dependency = target_line.match(line), re.match(r'\s+\.package\(url: ".*/([^/"]+)"', line)
    in_products = (in_products or line.startswith("    products: [")) and not line.startswith("    dependencies: [")
    if (target and target[2] not in closure) or (dependency and dependency[1] not in packages) or in_products:
        continue
    lines.append(line)

os.makedirs(directory, exist_ok=True)
for folder in ("Sources", "Tests", "Benchmarks", "consoles", "console_libraries"):
    link = os.path.join(directory, folder)
    if os.path.islink(link) and os.readlink(link) != os.path.join(root, folder):
        os.unlink(link)  # DIR was cut from another checkout; what it built of other packages stays of use
    if not os.path.islink(link):
        os.symlink(os.path.join(root, folder), link)
manifest, new = os.path.join(directory, "Package.swift"), "\n".join(lines)
if not os.path.exists(manifest) or open(manifest).read() != new:
    open(manifest, "w").write(new)
