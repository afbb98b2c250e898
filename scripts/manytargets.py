#!/usr/bin/env python3
"""Lets servers scrape very many targets and looks for what they missed.

    scripts/manytargets.py SERVER... [--targets 1000] [--series 1000] [--interval 15] [--seconds 120] [--format text|openmetrics]
                           [--send [--protobuf io.prometheus.write.v2.Request]]

Each target has an address of its own in 127.0.0.0/8; the bodies are made beforehand, so that serving them costs next to
nothing. For each server, one after the other: scrapes missed (a gap between two requests of a target of more than one and
a half intervals, or a target that was never asked), scrapes that failed by `up`, the longest time a scrape took, the CPU time
a million samples cost from the second interval on, and the resident memory a series. With --send each server runs a second time with remote write to a receiver that only counts, and
the difference in CPU time a million samples is what sending costs. Exit status 1 if a scrape was missed
or failed.
"""
import argparse
import json
import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("servers", nargs="+")
parser.add_argument("--targets", type=int, default=1000)
parser.add_argument("--series", type=int, default=1000)
parser.add_argument("--interval", type=int, default=15)
parser.add_argument("--seconds", type=int, default=120)
parser.add_argument("--format", choices=["text", "openmetrics"], default="text")
parser.add_argument("--send", action="store_true")
parser.add_argument("--protobuf", default="prometheus.WriteRequest")
options = parser.parse_args()

TYPES = {"text": "text/plain; version=0.0.4; charset=utf-8",
         "openmetrics": "application/openmetrics-text; version=1.0.0; charset=utf-8"}


def body(tick):
    """The exposition of a target at a tick: families of ten series, of which half change."""
    lines = []
    for index in range(options.series):
        if index % 10 == 0:
            lines.append("# TYPE bench_metric_%d gauge\n" % (index // 10))
        value = index * 7 + (tick * (index + 1) if index % 2 else 0)
        lines.append('bench_metric_%d{device="dev%d",mode="mode-%d",path="/some/longer/path/%d"} %s\n' % (
            index // 10, index % 10, index % 3, index, value if index % 4 else value + 0.25))
    if options.format == "openmetrics":
        lines.append("# EOF\n")
    content = "".join(lines).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (
        TYPES[options.format].encode(), len(content)) + content


ANSWERS = [body(tick) for tick in range(8)]


class Fleet(threading.Thread):
    """All targets on one thread."""

    def __init__(self):
        super().__init__(daemon=True)
        self.selector = selectors.DefaultSelector()
        self.asked = [[] for _ in range(options.targets)]
        first = socket.socket()
        first.bind(("127.1.0.1", 0))
        self.port = first.getsockname()[1]
        first.close()
        self.addresses = []
        for target in range(options.targets):
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            address = "127.1.%d.%d" % (target // 250, target % 250 + 1)
            listener.bind((address, self.port))
            listener.listen(16)
            listener.setblocking(False)
            self.addresses.append("%s:%d" % (address, self.port))
            self.selector.register(listener, selectors.EVENT_READ, (target, None))

    def forget(self):
        self.asked = [[] for _ in range(options.targets)]

    def run(self):
        while True:
            for key, _ in self.selector.select():
                target, pending = key.data
                if pending is None:
                    try:
                        connection, _ = key.fileobj.accept()
                    except OSError:
                        continue
                    connection.setblocking(False)
                    self.selector.register(connection, selectors.EVENT_READ, (target, bytearray()))
                else:
                    self.read(key.fileobj, target, pending)

    def read(self, connection, target, pending):
        try:
            data = connection.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.selector.unregister(connection)
            connection.close()
            return
        pending += data
        if not pending.endswith(b"\r\n\r\n"):
            return
        pending.clear()
        asked = self.asked[target]
        asked.append(time.monotonic())
        connection.setblocking(True)
        try:
            connection.sendall(ANSWERS[len(asked) % len(ANSWERS)])
            connection.setblocking(False)
        except OSError:
            self.selector.unregister(connection)
            connection.close()


class Receiver(threading.Thread):
    """Takes remote write requests and answers 204."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.url = "http://127.0.0.1:%d/api/v1/write" % self.listener.getsockname()[1]
        self.requests = self.bytes = 0

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        # Version 2.0 senders ask for these numbers; nobody checks them here.
        headers = "".join("X-Prometheus-Remote-Write-%s-Written: 0\r\n" % kind for kind in ["Samples", "Histograms", "Exemplars"])
        answer = ("HTTP/1.1 204 No Content\r\n%s\r\n" % headers).encode()
        file = connection.makefile("rb")
        while file.readline():
            length = 0
            for line in iter(file.readline, b"\r\n"):
                if not line:
                    return
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.bytes += len(file.read(length))
            self.requests += 1
            connection.sendall(answer)


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid) as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    with open("/proc/%d/statm" % pid) as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def query(port, expression):
    url = "http://127.0.0.1:%d/api/v1/query?%s" % (port, urllib.parse.urlencode({"query": expression}))
    with urllib.request.urlopen(url, timeout=60) as answer:
        result = json.load(answer)["data"]["result"]
    return float(result[0]["value"][1]) if result else None


def run(server, fleet, directory, receiver=None):
    """Whether nothing was missed, and the CPU seconds a million samples."""
    config = os.path.join(directory, "prometheus.yml")
    content = {"global": {"scrape_interval": "%ds" % options.interval, "scrape_timeout": "%ds" % options.interval},
               "scrape_configs": [{"job_name": "fleet", "static_configs": [{"targets": fleet.addresses}]}]}
    if receiver:
        content["remote_write"] = [{"url": receiver.url, "protobuf_message": options.protobuf}]
    with open(config, "w") as file:
        json.dump(content, file)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    fleet.forget()
    with open(os.path.join(directory, "log"), "w") as log:
        process = subprocess.Popen(
            [server, "--config.file=" + config, "--storage.tsdb.path=" + os.path.join(directory, "data"),
             "--web.listen-address=127.0.0.1:%d" % port], stdout=log, stderr=log)
    try:
        started = time.monotonic()
        time.sleep(1.5 * options.interval)
        cpu, scrapes = cpu_seconds(process.pid), sum(map(len, fleet.asked))
        first_cpu = cpu
        time.sleep(max(options.interval, options.seconds - 1.5 * options.interval))
        ended = time.monotonic()
        cpu, scrapes = cpu_seconds(process.pid) - cpu, sum(map(len, fleet.asked)) - scrapes
        size = resident(process.pid)
        window = "%ds" % (ended - started)
        failed = query(port, "sum(count_over_time((up == 0)[%s:%ds]))" % (window, options.interval)) or 0
        longest = query(port, "max(max_over_time(scrape_duration_seconds[%s]))" % window)
        missed = 0
        for asked in fleet.asked:
            times = [started] + asked + [ended]
            missed += sum(int((b - a) / options.interval - 0.5) for a, b in zip(times, times[1:])
                          if b - a > 1.5 * options.interval)
        samples = scrapes * options.series
        print("%s: %d scrapes, missed %d, failed %d, longest %.3f s, until %.1f intervals %.2f CPU s, then %.3f CPU s a "
              "million samples, %.0f B a series" % (
                  server, sum(map(len, fleet.asked)), missed, failed, longest, 1.5, first_cpu,
                  cpu / max(1, samples) * 1e6, size / (options.targets * options.series)), flush=True)
        if receiver:
            print("  %d requests, %.1f B a sample" % (
                receiver.requests, receiver.bytes / max(1, sum(map(len, fleet.asked)) * options.series)), flush=True)
        return missed == 0 and failed == 0, cpu / max(1, samples) * 1e6
    finally:
        process.terminate()
        process.wait()


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * options.targets + 100)), hard))
    fleet = Fleet()
    fleet.start()
    good = True
    for server in options.servers:
        with tempfile.TemporaryDirectory() as directory:
            passed, plain = run(server, fleet, directory)
        good = passed and good
        if options.send:
            receiver = Receiver()
            receiver.start()
            with tempfile.TemporaryDirectory() as directory:
                passed, sending = run(server, fleet, directory, receiver)
            good = passed and good
            print("  sending: %.3f CPU s a million samples" % (sending - plain), flush=True)
    sys.exit(0 if good else 1)


main()
