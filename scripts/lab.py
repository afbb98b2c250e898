#!/usr/bin/env python3
"""Runs the server among real peers and checks what a user of the tutorial would see.

    scripts/lab.py --server PROGRAM --peers DIR [--rules FILE] [--seconds 600] [--keep]

Starts the real node_exporter, Prometheus (as a target) and Alertmanager, and our server that scrapes them all with the
tutorial's alerting rules. For --seconds it counts failed scrapes. Then it stops node_exporter, waits until the real
Alertmanager holds ServiceDown, starts it again and waits until the alert is resolved. Loopback and free ports only;
everything it starts is ended by pid. Exit status 0 if all held.
"""
import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--server", required=True)
parser.add_argument("--peers", required=True, help="the directory that shared/peers/install.sh printed")
parser.add_argument("--rules", help="a rule file with an alert ServiceDown (default: one like the tutorial's)")
parser.add_argument("--for-seconds", type=int, default=60, help="how long ServiceDown has to hold in the default rules")
parser.add_argument("--seconds", type=int, default=600)
parser.add_argument("--interval", default="5s")
parser.add_argument("--keep", action="store_true")
options = parser.parse_args()

work = tempfile.mkdtemp(prefix="lab-")
children = {}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(name, *command):
    log = open(os.path.join(work, name + ".log"), "ab")
    children[name] = subprocess.Popen(command, stdout=log, stderr=log, cwd=work)


def stop(name):
    child = children.pop(name, None)
    if child and child.poll() is None:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return child.returncode if child else None


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def wait(what, seconds, check):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = check()
            if found:
                return found
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("lab: FAILED: %s did not happen within %d s (logs in %s)" % (what, seconds, work))


def query(expression):
    url = "http://127.0.0.1:%d/api/v1/query?%s" % (ports["server"], urllib.parse.urlencode({"query": expression}))
    return get(url)["data"]["result"]


def peer(name):
    return os.path.join(options.peers, "usr/bin", name)


ports = {name: free_port() for name in ("server", "node", "prometheus", "alertmanager", "cluster")}
address = {name: "127.0.0.1:%d" % port for name, port in ports.items()}
rules = options.rules or os.path.join(work, "rules.yml")
if not options.rules:
    with open(rules, "w") as file:
        file.write("""groups:
  - name: application_alerts
    rules:
      - alert: ServiceDown
        expr: up == 0
        for: %ds
        labels:
          severity: critical
          team: infrastructure
        annotations:
          summary: "Service is down"
          description: "{{ $labels.job }} on {{ $labels.instance }} has been down"
""" % options.for_seconds)
with open(os.path.join(work, "prometheus.yml"), "w") as file:
    file.write("""global:
  scrape_interval: %s
  evaluation_interval: 5s
  external_labels:
    cluster: lab
rule_files:
  - %s
alerting:
  alertmanagers:
    - static_configs:
        - targets: ['%s']
scrape_configs:
  - job_name: self
    static_configs: [{targets: ['%s']}]
  - job_name: node-exporter
    static_configs: [{targets: ['%s']}]
  - job_name: real-prometheus
    static_configs: [{targets: ['%s']}]
  - job_name: alertmanager
    static_configs: [{targets: ['%s']}]
""" % (options.interval, rules, address["alertmanager"], address["server"], address["node"], address["prometheus"],
       address["alertmanager"]))
with open(os.path.join(work, "empty.yml"), "w") as file:
    file.write("global: {scrape_interval: 5s}\nscrape_configs:\n- job_name: p\n  static_configs: [{targets: ['%s']}]\n"
               % address["prometheus"])
with open(os.path.join(work, "alertmanager.yml"), "w") as file:
    file.write("route: {receiver: nobody, group_wait: 1s}\nreceivers: [{name: nobody}]\n")


def start_node_exporter():
    start("node", peer("prometheus-node-exporter"), "--web.listen-address=" + address["node"])


failed = False
try:
    start_node_exporter()
    start("prometheus", peer("prometheus"), "--config.file=" + os.path.join(work, "empty.yml"),
          "--storage.tsdb.path=" + os.path.join(work, "peer"), "--web.listen-address=" + address["prometheus"])
    start("alertmanager", peer("prometheus-alertmanager"), "--config.file=" + os.path.join(work, "alertmanager.yml"),
          "--storage.path=" + os.path.join(work, "alertmanager"), "--web.listen-address=" + address["alertmanager"],
          "--cluster.listen-address=")
    for name, path in (("prometheus", "/-/ready"), ("alertmanager", "/-/ready"), ("node", "/")):
        wait(name + " is up", 30, lambda: urllib.request.urlopen("http://" + address[name] + path, timeout=5))
    started = time.monotonic()
    start("server", options.server, "--config.file=" + os.path.join(work, "prometheus.yml"),
          "--storage.tsdb.path=" + os.path.join(work, "data"), "--web.listen-address=" + address["server"],
          "--web.enable-lifecycle")
    wait("all four targets are up", 40, lambda: len(query("up == 1")) == 4)
    print("lab: all targets up %.1f s after the start" % (time.monotonic() - started), flush=True)
    time.sleep(max(0, options.seconds - (time.monotonic() - started)))
    span = "%ds" % max(30, options.seconds - 5)
    bad = query("sum by (job) (count_over_time(up[%s]) - sum_over_time(up[%s])) > 0" % (span, span))
    scrapes = query("sum(count_over_time(up[%s]))" % span)[0]["value"][1]
    status = open("/proc/%d/status" % children["server"].pid).read()
    rss = [line for line in status.splitlines() if line.startswith("VmRSS")][0].split()[1]
    print("lab: %s scrapes, failed: %s; %s series in the head; VmRSS %s KiB" % (
        scrapes, bad or "none", query("prometheus_tsdb_head_series{job='self'}")[0]["value"][1], rss), flush=True)
    failed = bool(bad)

    stop("node")
    alerts_url = "http://%s/api/v2/alerts?active=true&filter=alertname%%3DServiceDown" % address["alertmanager"]
    held = wait("ServiceDown in Alertmanager", options.for_seconds + 60, lambda: get(alerts_url))
    print("lab: firing:", json.dumps({key: held[0][key] for key in ("labels", "annotations", "generatorURL")}), flush=True)
    start_node_exporter()
    wait("ServiceDown is resolved", 60, lambda: not get(alerts_url))
    print("lab: resolved", flush=True)
    code = stop("server")
    print("lab: the server stopped with exit status %s" % code)
    failed = failed or code != 0
finally:
    for name in list(children):
        stop(name)
    if options.keep or failed or sys.exc_info()[0]:
        print("lab: files are in", work)
    else:
        shutil.rmtree(work)
sys.exit(1 if failed else 0)
