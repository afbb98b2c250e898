#!/usr/bin/env python3
"""Asks a server for small instant queries as fast as it answers, and tells how many it answers and what that costs it.

    scripts/small_queries.py PROGRAM [--seconds 10] [--connections 32] [--compare OTHER_PROGRAM]

Starts the server on loopback with itself as the only target, waits for some scrapes, then keeps one request under way on
each connection. One process with one thread asks, so it takes a core of its own; figures are queries a second, the
server's CPU (user and system) for each, and how long half and 99 % of them took. Everything it starts is ended by pid.
"""
import argparse
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

QUERIES = ["up", "sum(up)", "prometheus_tsdb_head_series", "rate(process_cpu_seconds_total[1m])", "up == 1"]

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("program")
parser.add_argument("--compare", help="another server, asked the same afterwards")
parser.add_argument("--seconds", type=float, default=10)
parser.add_argument("--connections", type=int, default=32)
options = parser.parse_args()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    fields = open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_ready(port, child):
    for _ in range(300):
        if child.poll() is not None:
            sys.exit("small_queries: the server ended with %s" % child.returncode)
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d/-/ready" % port, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("small_queries: the server did not become ready")


class Client:
    """One connection with one request under way."""

    def __init__(self, port, requests):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.requests, self.number, self.buffer = requests, 0, b""

    def ask(self):
        self.began = time.perf_counter()
        self.socket.send(self.requests[self.number % len(self.requests)])
        self.number += 1

    def answered(self):
        """Whether the answer is whole; fails if it is not a success."""
        self.buffer += self.socket.recv(65536)
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        lower = head.lower()
        if b"content-length: " in lower:
            length = int(lower.split(b"content-length: ")[1].split(b"\r\n")[0])
            if len(body) < length:
                return False
        elif not body.endswith(b"0\r\n\r\n"):
            return False
        if b" 200 " not in head[:16] or b'"status":"success"' not in body:
            sys.exit("small_queries: %r" % self.buffer[:400])
        self.buffer = b""
        return True


def measure(program):
    work = tempfile.mkdtemp(prefix="small-queries-")
    port = free_port()
    with open(os.path.join(work, "prometheus.yml"), "w") as file:
        file.write("global: {scrape_interval: 1s}\nscrape_configs:\n- job_name: self\n  static_configs:\n"
                   "  - targets: ['127.0.0.1:%d']\n" % port)
    child = subprocess.Popen(
        [program, "--config.file=" + os.path.join(work, "prometheus.yml"), "--storage.tsdb.path=" + work + "/data",
         "--web.listen-address=127.0.0.1:%d" % port],
        stdout=subprocess.DEVNULL, stderr=open(os.path.join(work, "log"), "wb"))
    try:
        wait_ready(port, child)
        time.sleep(6)
        requests = [("GET /api/v1/query?%s HTTP/1.1\r\nHost: a\r\n\r\n" % urllib.parse.urlencode({"query": query}))
                    .encode() for query in QUERIES]
        chooser = selectors.DefaultSelector()
        for _ in range(options.connections):
            client = Client(port, requests)
            chooser.register(client.socket, selectors.EVENT_READ, client)
            client.ask()
        took, end = [], time.monotonic() + options.seconds
        before, began = cpu_seconds(child.pid), time.monotonic()
        while time.monotonic() < end:
            for key, _ in chooser.select(1):
                if key.data.answered():
                    took.append(time.perf_counter() - key.data.began)
                    key.data.ask()
        seconds, cpu = time.monotonic() - began, cpu_seconds(child.pid) - before
        took.sort()
        print("%s: %.0f queries/s, %.1f us CPU each (%.2f cores), half within %.2f ms, 99 %% within %.2f ms" % (
            program, len(took) / seconds, cpu / len(took) * 1e6, cpu / seconds, took[len(took) // 2] * 1e3,
            took[len(took) * 99 // 100] * 1e3))
        return len(took) / seconds, cpu / len(took)
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
        shutil.rmtree(work, ignore_errors=True)


ours = measure(options.program)
if options.compare:
    other = measure(options.compare)
    print("CPU for a query: %.3f of the other's; queries a second: %.2f times as many" % (
        ours[1] / other[1], ours[0] / other[0]))
