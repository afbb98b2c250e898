#!/usr/bin/env python3
"""Runs the queries of the tutorial against a candidate and the real Prometheus, both with the metrics that the tutorial
speaks of.

    scripts/tutorial_diff.py --candidate PROGRAM [--peers-dir DIR] [QUERY-FILE]

Takes the options of promql_diff.py, which does the work; only the data set is another one. The conformance tools are
looked for in $SHARED or beside the repository. Without a query file the tutorial's is taken, and the expressions of its
rules with it.
"""
import math
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("SHARED") or os.path.join(HERE, "..", "..", "shared")
if not os.path.isdir(os.path.join(SHARED, "conformance")):
    sys.exit("tutorial_diff.py: no conformance tools in %s: set $SHARED" % SHARED)
sys.path.insert(0, os.path.join(SHARED, "conformance"))

import promql_diff  # noqa: E402
from harness import dataset, servers  # noqa: E402
from harness.dataset import END, STALE, T0, Series, steps  # noqa: E402

TUTORIAL = os.path.join(SHARED, "tutorial")
HOSTS = ("10.0.0.%d:9100" % i for i in range(1, 5))
APPS = ("app-%d:8080" % i for i in range(1, 4))
HOSTS, APPS = list(HOSTS), list(APPS)
BOUNDS = ("0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf")


def rng(*parts):
    return random.Random("tutorial|" + "|".join(str(part) for part in parts))


def counter(name, labels, rate, interval=15, whole=True):
    """Grows with ups and downs, starts again twice, and misses scrapes; a gap of ten minutes ends with a stale marker."""
    r = rng(name, sorted(labels.items()))
    value, samples = 0.0, []
    phase = r.randrange(interval * 1000)
    resets = sorted(r.randrange(T0, END) for _ in range(2))
    gap = r.randrange(T0, END)
    for ms in steps(interval, phase_ms=phase):
        t = ms / 1000
        if resets and t > resets[0]:
            resets.pop(0)
            value = 0.0
        step = r.expovariate(1 / (rate * interval)) * (1.3 + math.sin((t - T0) / 2400))
        value += int(step) if whole else round(step, 3)
        if gap < t <= gap + 600:
            if t <= gap + interval:
                samples.append((ms, STALE))
        elif r.random() > 0.01:
            samples.append((ms, value))
    return Series(name, labels, samples)


def gauge(name, labels, middle, spread, interval=15, whole=False):
    """Swings around a value."""
    r = rng(name, sorted(labels.items()))
    phase, period = r.randrange(interval * 1000), r.randrange(900, 4000)
    samples = []
    for ms in steps(interval, phase_ms=phase):
        value = middle + spread * (math.sin(ms / 1000 / period) + r.uniform(-.2, .2))
        if r.random() > 0.01:
            samples.append((ms, float(int(value)) if whole else round(value, 3)))
    return Series(name, labels, samples)


def requests():
    for instance in APPS:
        common = {"job": "app", "instance": instance}
        for method in ("GET", "POST", "DELETE"):
            for endpoint in ("/api/users", "/api/orders", "/health"):
                for status, rate in (("200", 4), ("201", 1), ("301", .2), ("404", .3), ("500", .4)):
                    yield counter("http_requests_total",
                                  dict(common, method=method, endpoint=endpoint, status=status), rate)
        yield from histogram(common)


def histogram(common):
    """Buckets, sum and count of one histogram that starts again in the middle."""
    r = rng("histogram", common["instance"])
    counts, total = [0] * len(BOUNDS), 0.0
    rows, sums, observed = [[] for _ in BOUNDS], [], []
    for ms in steps(15, phase_ms=r.randrange(15000)):
        if abs(ms / 1000 - (T0 + END) / 2) < 8:
            counts, total = [0] * len(BOUNDS), 0.0
        for _ in range(r.randrange(12)):
            seconds = r.lognormvariate(-1, 1.2)
            total += seconds
            for i, bound in enumerate(BOUNDS):
                counts[i] += seconds <= float(bound)
        for i in range(len(BOUNDS)):
            rows[i].append((ms, float(counts[i])))
        sums.append((ms, round(total, 6)))
        observed.append((ms, float(counts[-1])))
    for bound, row in zip(BOUNDS, rows):
        yield Series("http_request_duration_seconds_bucket", dict(common, le=bound), row)
    yield Series("http_request_duration_seconds_sum", common, sums)
    yield Series("http_request_duration_seconds_count", common, observed)


def hosts():
    for number, instance in enumerate(HOSTS):
        common = {"job": "node", "instance": instance}
        for cpu in ("0", "1"):
            for mode, share in (("idle", (.7, .1, .5, .9)[number]), ("user", .2), ("system", .1)):
                yield counter("node_cpu_seconds_total", dict(common, cpu=cpu, mode=mode), share, whole=False)
        yield gauge("cpu_usage_percent", common, 55, 30)
        yield gauge("memory_usage_bytes", common, 6e9, 2e9, whole=True)
        yield gauge("disk_available_bytes", common, 4e11, 1e10, whole=True)
        yield gauge("node_memory_MemAvailable_bytes", common, (4e9, 1e9, 9e9, 2e9)[number], 1e9, whole=True)
        yield gauge("node_memory_MemTotal_bytes", common, 1.6e10, 0, whole=True)
        for device, mount in (("/dev/sda1", "/"), ("/dev/sdb1", "/data")):
            where = dict(common, device=device, mountpoint=mount, fstype="ext4")
            yield gauge("node_filesystem_avail_bytes", where, 4e10 * (number + 1), 2e10, whole=True)
            yield gauge("node_filesystem_size_bytes", where, 5e11, 0, whole=True)
        for minutes in (1, 5, 15):
            yield gauge("node_load%d" % minutes, common, 2, 1.5 / minutes)
        for device in ("eth0", "lo"):
            for way in ("receive", "transmit"):
                yield counter("node_network_%s_bytes_total" % way, dict(common, device=device), 2e6)


def databases():
    common = {"job": "postgres", "instance": "db:9187"}
    for name in ("shop", "auth", "template1"):
        where = dict(common, datname=name)
        yield gauge("active_connections", {"job": "app", "instance": APPS[0], "database": name}, 20, 10, whole=True)
        yield gauge("pg_stat_activity_count", dict(where, state="active"), 8, 6, whole=True)
        yield gauge("pg_database_size_bytes", where, 3e9, 1e8, whole=True)
        yield gauge("pg_locks_count", dict(where, mode="accesssharelock"), 5, 5, whole=True)
        for what, rate in (("xact_commit", 50), ("xact_rollback", 2)):
            yield counter("pg_stat_database_%s_total" % what, where, rate)
        # One database is never read: 0 / 0.
        yield counter("pg_stat_database_blks_hit", where, 900 if name != "template1" else 1e-9)
        yield counter("pg_stat_database_blks_read", where, 30 if name != "template1" else 1e-9)


def up():
    for number, instance in enumerate(HOSTS + APPS):
        job = "node" if instance in HOSTS else "app"
        samples = [(ms, float(number != 2 or not T0 + 7200 < ms / 1000 < T0 + 9000)) for ms in steps(15)]
        yield Series("up", {"job": job, "instance": instance}, samples)


def rule_expressions():
    """The expressions of the tutorial's alerting rules, read as its layout allows."""
    with open(os.path.join(TUTORIAL, "rules", "alerts.yml"), encoding="utf-8") as f:
        text = f.read()
    block = re.compile(r"^ +expr: (?:\|\n((?: {10,}.*\n)+)|(.*)\n)", re.M)
    return [" ".join((many or one).split()) for many, one in block.findall(text)]


def main():
    dataset.build = lambda groups=None: [*requests(), *hosts(), *databases(), *up()]
    if not any(os.path.isfile(word) for word in sys.argv[1:] if word.endswith(".txt")) and "--query" not in sys.argv:
        sys.argv.append(os.path.join(TUTORIAL, "queries.txt"))
        for expression in rule_expressions():
            sys.argv += ["--query", expression]
    return promql_diff.main()


if __name__ == "__main__":
    sys.exit(servers.main_guard(main))
