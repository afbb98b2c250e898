#!/usr/bin/env python3
"""Runs a server with what others have written: the official Python client is scraped, an OpenTelemetry SDK exports.

Both come from PyPI into a virtual environment in a temporary directory; where that has no network the run is skipped,
and says so. Usage: clients_e2e.py PROMETHEUS_BINARY
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import venv

PACKAGES = ["prometheus_client", "opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-http"]

CLIENT = r"""
import sys, time
from prometheus_client import Counter, Gauge, Histogram, Info, Summary, start_http_server
counter = Counter("orders", "Orders taken.", ["kind"]); counter.labels(kind='a "b"\n').inc(3)
Gauge("stock", "Things in stock.", unit="items").set(-2.5)
histogram = Histogram("took_seconds", "How long it took.", buckets=(0.1, 1))
for value in (0.05, 0.5, 5): histogram.observe(value, exemplar={"trace_id": "abc"})
Summary("size_bytes", "How large it was.").observe(7)
Info("build", "What this is.").info({"version": "1.2"})
server, _ = start_http_server(0, addr="127.0.0.1")
print(server.server_port, flush=True)
time.sleep(600)
"""

EXPORTER = r"""
import sys
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
exporter = OTLPMetricExporter(endpoint=sys.argv[1] + "/api/v1/otlp/v1/metrics")
reader = PeriodicExportingMetricReader(exporter, export_interval_millis=60_000)
view = View(instrument_name="payload.size", aggregation=ExponentialBucketHistogramAggregation())
resource = Resource.create({"service.name": "shop", "service.instance.id": "one"})
provider = MeterProvider(metric_readers=[reader], resource=resource, views=[view])
meter = provider.get_meter("example")
meter.create_counter("http.requests", unit="1").add(5, {"http.route": "/cart"})
meter.create_up_down_counter("queue.length").add(-3)
meter.create_histogram("request.duration", unit="s").record(0.2)
size = meter.create_histogram("payload.size", unit="By")
for value in (1, 10, 100): size.record(value)
assert provider.force_flush(), "the export failed"
provider.shutdown()
"""

EXPECTED = [
    ("up{job='client'}", 1),
    ("orders_total{kind='a \"b\"\\n'}", 3),
    ("stock_items", -2.5),
    ("took_seconds_bucket{le='1.0'} or took_seconds_bucket{le='1'}", 2),
    ("took_seconds_count", 3),
    ("size_bytes_sum", 7),
    ("build_info{version='1.2'}", 1),
    ("http_requests_total{job='shop',instance='one',http_route='/cart'}", 5),
    ("queue_length", -3),
    ("request_duration_seconds_count", 1),
    ("histogram_count(payload_size_bytes)", 3),
    ("histogram_sum(payload_size_bytes)", 111),
    ("target_info{job='shop'}", 1),
]


def query(url, expression):
    text = urllib.parse.urlencode({"query": expression})
    with urllib.request.urlopen(f"{url}/api/v1/query?{text}", timeout=10) as answer:
        return [float(series["value"][1]) for series in json.load(answer)["data"]["result"]]


def is_ready(url):
    try:
        return urllib.request.urlopen(url + "/-/ready", timeout=5).status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait(what, condition, seconds=60):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            raise SystemExit(f"FAILED: no {what} within {seconds} s")
        time.sleep(0.2)


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(binary, directory, processes):
    environment = os.path.join(directory, "venv")
    venv.create(environment, with_pip=True)
    python = os.path.join(environment, "bin", "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    result = subprocess.run(install, capture_output=True, text=True, timeout=300)
    if result.returncode:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"skipped: the packages cannot be installed here ({reason})")
        return 0
    client = subprocess.Popen([python, "-c", CLIENT], stdout=subprocess.PIPE, text=True)
    processes.append(client)
    target = client.stdout.readline().strip()
    configuration = os.path.join(directory, "prometheus.yml")
    with open(configuration, "w") as file:
        file.write(
            "global: {scrape_interval: 1s}\nscrape_configs:\n"
            f"  - {{job_name: client, static_configs: [{{targets: ['127.0.0.1:{target}']}}]}}\n"
        )
    url = f"http://127.0.0.1:{free_port()}"
    flags = [
        f"--config.file={configuration}", f"--storage.tsdb.path={directory}/data",
        f"--web.listen-address={url.removeprefix('http://')}", "--web.enable-otlp-receiver",
        "--enable-feature=exemplar-storage",
    ]
    with open(os.path.join(directory, "log"), "w") as log:
        processes.append(subprocess.Popen([binary, *flags], stdout=log, stderr=log))
    wait("ready server", lambda: is_ready(url))
    subprocess.run([python, "-c", EXPORTER, url], check=True, timeout=60)
    wait("scrape of the client", lambda: query(url, "up{job='client'}") == [1])
    failures = 0
    for expression, value in EXPECTED:
        found = query(url, expression)
        if found != [value]:
            failures += 1
            print(f"FAILED: {expression}: {found} instead of {[value]}")
    print(f"{len(EXPECTED) - failures} of {len(EXPECTED)} values of the official clients are right")
    return 1 if failures else 0


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    processes = []
    with tempfile.TemporaryDirectory(prefix="clients-") as directory:
        try:
            return run(sys.argv[1], directory, processes)
        finally:
            for process in processes:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    sys.exit(main())
