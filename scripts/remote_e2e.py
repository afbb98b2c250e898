#!/usr/bin/env python3
"""Runs docs/beyond-one-machine.md: remote write into VictoriaMetrics, remote read from and by the real Prometheus.

    scripts/remote_e2e.py --server PROGRAM --peers DIR [--keep]

PEERS is the directory that shared/peers/install.sh printed. An edge server scrapes itself and writes into a real
VictoriaMetrics; a real Prometheus reads the edge by remote read; readers, ours and a real one, read a real Prometheus
with native histograms, and must answer the same in every word, also when it is gone. Loopback and free ports only;
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
import urllib.error
import urllib.parse
import urllib.request

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--server", required=True)
parser.add_argument("--peers", required=True)
parser.add_argument("--keep", action="store_true")
options = parser.parse_args()

examples = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "examples/beyond-one-machine")
work = tempfile.mkdtemp(prefix="remote-e2e-")
server = os.path.abspath(options.server)
peer = lambda name: os.path.join(options.peers, "usr/bin", name)
children, ports, failures = {}, {}, []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(name, *command):
    log = open(os.path.join(work, name + ".log"), "ab")
    children[name] = subprocess.Popen(command, stdout=log, stderr=log, cwd=work)


def stop(name):
    child = children.pop(name)
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def ask(name, path, **query):
    """The answer as JSON; of a failure too."""
    url = "http://127.0.0.1:%d%s" % (ports[name], path)
    text = urllib.parse.urlencode(query, doseq=True)
    try:
        with urllib.request.urlopen(url + ("?" + text if text else ""), timeout=20) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


def wait(what, seconds, condition):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = condition()
            if found:
                return found
        except OSError:
            pass
        time.sleep(0.25)
    raise SystemExit("remote_e2e: FAILED: %s did not happen within %d s (logs in %s)" % (what, seconds, work))


def check(what, held, detail=""):
    print("%s %s%s" % ("ok  " if held else "FAIL", what, "" if held else "\n     " + str(detail)[:1500]))
    if not held:
        failures.append(what)


def serve(name, program, text, *flags):
    """Starts a Prometheus, ours or the real one, and waits until it is ready."""
    ports[name] = ports.get(name) or free_port()
    path = os.path.join(work, name + ".yml")
    with open(path, "w") as file:
        file.write(text)
    start(name, program, "--config.file=" + path, "--storage.tsdb.path=" + os.path.join(work, name),
          "--web.listen-address=127.0.0.1:%d" % ports[name], *flags)
    wait(name + " ready", 30, lambda: "Ready" in str(ask(name, "/-/ready")))


def example(name, *changes):
    text = open(os.path.join(examples, name)).read().replace("15s", "1s")
    for old, new in changes:
        if old not in text:
            raise SystemExit("remote_e2e: %s has no %s any more" % (name, old))
        text = text.replace(old, new)
    return text


def matrix(name, query, start_time, end, step=1):
    answer = ask(name, "/api/v1/query_range", query=query, start=start_time, end=end, step=step)
    return answer["data"]["result"] if isinstance(answer, dict) and "data" in answer else answer


def without(series, label):
    for one in series:
        one["metric"].pop(label, None)
    return sorted(series, key=lambda one: sorted(one["metric"].items()))


try:
    ports["store"] = free_port()
    start("store", peer("victoria-metrics"), "-httpListenAddr=127.0.0.1:%d" % ports["store"], "-retentionPeriod=100y",
          "-storageDataPath=" + os.path.join(work, "store"), "-search.latencyOffset=0s")
    wait("VictoriaMetrics ready", 30, lambda: ask("store", "/health") == "OK")
    ports["edge"] = free_port()
    serve("edge", server, example("edge.yml", ("localhost:9090", "127.0.0.1:%d" % ports["edge"]),
                                  ("localhost:8428", "127.0.0.1:%d" % ports["store"])))
    serve("far", peer("prometheus"), """
global: {scrape_interval: 1s, external_labels: {zone: eu}}
scrape_configs:
- job_name: self
  static_configs: [{targets: ['127.0.0.1:%d']}]
""" % ports.setdefault("far", free_port()), "--enable-feature=native-histograms")
    reader = example("reader.yml", ("localhost:9090", "127.0.0.1:%d" % ports["edge"]))
    serve("real-reader", peer("prometheus"), reader)
    from_far = reader.replace(str(ports["edge"]), str(ports["far"])).replace(
        "evaluation_interval: 1s", "evaluation_interval: 1s\n  external_labels: {zone: eu}")
    serve("real", peer("prometheus"), from_far)
    serve("ours", server, from_far)

    print("-- what the edge writes is in VictoriaMetrics")
    wait("samples of ten seconds in the store", 60, lambda: len((
        matrix("store", "up", time.time() - 12, time.time() - 2) or [{"values": []}])[0]["values"]) >= 10)
    time.sleep(6)
    end = int(time.time()) - 6
    for query in ["count_over_time(up[5s])", "prometheus_tsdb_head_series", "prometheus_build_info"]:
        sent = without(matrix("edge", query, end - 5, end), "site")
        stored = without(matrix("store", query, end - 5, end), "site")
        check("VictoriaMetrics and the edge agree on " + query, sent == stored and sent, (sent, stored))
    check("series have the external label", all(
        one["metric"].get("site") == "edge-1" for one in matrix("store", "{job='self'}", end, end)))

    print("-- the real Prometheus reads the edge by remote read")
    for query in ["up", "rate(process_cpu_seconds_total[5s])", "sum by (code) (prometheus_http_requests_total)",
                  "prometheus_tsdb_head_series offset 2s"]:
        local = without(matrix("edge", query, end - 5, end), "site")
        read = without(matrix("real-reader", query, end - 5, end), "site")
        check("the real Prometheus reads " + query, local == read and local, (local, read))

    print("-- our server reads the real Prometheus, native histograms included, as the real one does")
    requests = [("/api/v1/query_range", dict(query=query, start=end - 5, end=end, step=1)) for query in [
        "up", "{job='self'}", "rate(process_cpu_seconds_total[5s])", "go_goroutines offset 2s", "up{zone='eu'}",
        "up{zone='us'}", "prometheus_http_request_duration_seconds", "sum(prometheus_http_request_duration_seconds)",
        "histogram_quantile(0.9, rate(prometheus_http_request_duration_seconds[5s]))", "no_such_metric",
        "max_over_time(up[3s:1s])", "absent(up)", "topk(2, {__name__=~'prometheus_tsdb.*'})",
    ]]
    requests += [("/api/v1/query", dict(query=query, time=end)) for query in ["up", "up[5s]", "count({job='self'})"]]
    requests += [("/api/v1/series", {"match[]": match, "start": end - 5, "end": end}) for match in [
        "up", ["up", "go_goroutines"], "{zone='eu',__name__='up'}"]]
    requests += [("/api/v1/labels", {}), ("/api/v1/label/job/values", {}), ("/federate", {"match[]": "up"}),
                 ("/api/v1/query_exemplars", dict(query="up", start=end - 5, end=end)), ("/api/v1/metadata", {})]

    def compare(title):
        for path, query in requests:
            one, other = ask("real", path, **query), ask("ours", path, **query)
            text = lambda answer: json.dumps(answer, sort_keys=True)
            ready = [text(answer).replace(str(ports["far"]), "PORT") for answer in (one, other)]
            check("%s: %s %s" % (title, path, query), ready[0] == ready[1], "real %s\n     ours %s" % tuple(ready))

    compare("both read")
    wait("an answer with a histogram", 1, lambda: "histograms" in str(
        matrix("ours", "prometheus_http_request_duration_seconds", end - 5, end)))
    stop("far")
    compare("the endpoint is gone")
    print("%d checks failed" % len(failures) if failures else "all held")
finally:
    for name in list(children):
        stop(name)
    if not options.keep:
        shutil.rmtree(work, ignore_errors=True)
sys.exit(1 if failures else 0)
