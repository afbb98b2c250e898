#!/usr/bin/env python3
"""Compares the CPU time that rules cost with the real Prometheus.

    scripts/rulebench.py SERVER... [--rules 2000] [--series 100000] [--seconds 60] [--alerts]

Each server scrapes the same page and evaluates the same recording rules every 15 seconds, 100 in a group; with --alerts they
are alerting rules, and an alert fires for each series of a rule. Its CPU time is taken over the given time, with the rules
and without them; the difference is what they cost. Also shown: the durations of groups, the median and the one that a tenth
of them stay below (what else the machine does makes them longer), and missed iterations. Servers run one after the other, on
free ports of this machine.
"""
import argparse
import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("servers", nargs="+")
parser.add_argument("--rules", type=int, default=2000)
parser.add_argument("--series", type=int, default=100000)
parser.add_argument("--seconds", type=int, default=60)
parser.add_argument("--alerts", action="store_true")
options = parser.parse_args()

per_metric = max(1, options.series // options.rules)
page = "".join(
    'bench_metric_%d{instance="i%d",zone="z%d"} %d\n' % (metric, i, i % 5, i)
    for metric in range(options.rules) for i in range(per_metric)).encode()


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(pid):
    fields = open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def metrics(port):
    text = urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port, timeout=20).read().decode()
    result = {}
    for line in text.split("\n"):
        if line.startswith("prometheus_rule_group"):
            name, value = line.rsplit(" ", 1)
            result.setdefault(name.split("{")[0], []).append(float(value))
    return result


def measure(server, with_rules, target):
    folder = tempfile.mkdtemp(prefix="rulebench-")
    groups = []
    if with_rules:
        for start in range(0, options.rules, 100):
            rule = ("  - alert: Bench%d\n    expr: bench_metric_%d >= 0\n    labels: {severity: page}\n"
                    "    annotations: {summary: '{{ $labels.instance }} has {{ $value }}'}\n" if options.alerts else
                    "  - record: bench:%d\n    expr: sum by (zone) (bench_metric_%d)\n")
            rules = "".join(rule % (i, i) for i in range(start, min(start + 100, options.rules)))
            groups.append("- name: g%d\n  interval: 15s\n  rules:\n%s" % (start, rules))
    with open(folder + "/rules.yml", "w") as f:
        f.write("groups:\n" + "".join(groups) if groups else "")
    with open(folder + "/p.yml", "w") as f:
        f.write("global: {scrape_interval: 30s}\nrule_files: [rules.yml]\nscrape_configs:\n- job_name: b\n"
                "  static_configs: [{targets: ['127.0.0.1:%d']}]\n" % target)
    port = free_port()
    process = subprocess.Popen(
        [server, "--config.file=" + folder + "/p.yml", "--storage.tsdb.path=" + folder + "/data",
         "--web.listen-address=127.0.0.1:%d" % port], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(50)  # the first scrapes and evaluations create the series
        before = cpu_seconds(process.pid)
        end = time.time() + options.seconds
        durations = []
        while time.time() < end:
            time.sleep(min(15, max(0, end - time.time())))
            found = metrics(port)
            durations += found.get("prometheus_rule_group_last_duration_seconds", [0])
        used = cpu_seconds(process.pid) - before
        return used, sorted(durations), sum(found.get("prometheus_rule_group_iterations_missed_total", [0]))
    finally:
        process.terminate()
        process.wait()
        subprocess.run(["rm", "-rf", folder], check=False)


def main():
    target = free_port()
    service = http.server.ThreadingHTTPServer(("127.0.0.1", target), Page)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    costs, medians, lows = [], [], []
    for server in options.servers:
        plain, _, _ = measure(server, False, target)
        used, durations, missed = measure(server, True, target)
        costs.append(used - plain)
        medians.append(durations[len(durations) // 2])
        lows.append(durations[len(durations) // 10])
        print("%s: rules cost %.2f s of CPU in %d s (%.2f with, %.2f without), a group takes %.2f ms (a tenth below %.2f), "
              "%d iterations missed" % (server, used - plain, options.seconds, used, plain, medians[-1] * 1000,
                                        lows[-1] * 1000, missed))
        sys.stdout.flush()
    if len(costs) == 2 and costs[1] > 0:
        print("ratios of the first to the second: CPU %.2f, median of groups %.2f, lowest tenth %.2f"
              % (costs[0] / costs[1], medians[0] / medians[1], lows[0] / lows[1]))


main()
