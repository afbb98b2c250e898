#!/usr/bin/env python3
"""Opens every page of a server in a headless Chromium and looks for what must be there.

    scripts/ui.py PROGRAM [--screenshots DIRECTORY]

Starts PROGRAM with a configuration that scrapes itself and a target that is down, waits for some samples, and loads the
pages. A page fails if the browser's console tells of an error, or if a text is missing. Needs `chromium` in the path.
"""
import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

CONFIG = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: self
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
  - job_name: down
    static_configs: [{{targets: ["127.0.0.1:{closed}"], labels: {{rack: "<b id=injected>east</b>"}}}}]
"""
RULES = """
groups:
  - name: example
    rules:
      - {record: "job:up:sum", expr: sum by (job) (up)}
      - {alert: TargetDown, expr: up == 0, annotations: {summary: "{{ $labels.job }} <i id=injected>is gone</i>"}}
"""
# The page, the window's size, and texts that its document must have once it has settled.
PAGES = [
    ("query?g0.expr=up&g0.tab=table", ["2 series", "up{instance=", "rack=\"&lt;b id=injected&gt;east&lt;/b&gt;\""]),
    ("query?g0.expr=prometheus_http_requests_total&g0.tab=graph&g0.range_input=5m", ["<canvas", "prometheus_http_requests_total{"]),
    ("query?g0.expr=up%2B&g0.tab=table", ["parse error: unexpected end of input"]),
    ("targets", ["badge up", "badge down", "connection refused", "1 / 1 up"]),
    ("rules", ["job:up:sum", "sum by (job) (up)", "badge ok"]),
    ("alerts", ["TargetDown", "badge firing", "&lt;i id=injected&gt;is gone"]),
    ("status", ["goVersion", "storageRetention", "Most series by metric name"]),
    ("config", ["job_name: self"]),
    ("flags", ["--web.listen-address"]),
]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(url, text, timeout=60):
    end = time.time() + timeout
    while time.time() < end:
        try:
            if text in urllib.request.urlopen(url, timeout=5).read():
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("ui.py: %s does not answer with %r" % (url, text))


def browse(profile, url, *options):
    return subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=5000",
         "--user-data-dir=" + profile, *options, url],
        capture_output=True, text=True, timeout=120)


def check(profile, base, path, texts):
    page = browse(profile, base + path, "--dump-dom")
    problems = [line for line in page.stderr.splitlines() if "CONSOLE" in line and ("rror" in line or "ncaught" in line)]
    problems += ["missing: " + text for text in texts if text not in page.stdout]
    if "<b id=\"injected\"" in page.stdout or "<i id=\"injected\"" in page.stdout:
        problems.append("a label or annotation was read as HTML")
    print("%-75s %s" % (path, "ok" if not problems else "FAILED"))
    for problem in problems:
        print("    " + problem)
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--screenshots", metavar="DIRECTORY")
    arguments = parser.parse_args()
    port, closed = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="ui-") as directory:
        for name, text in [("prometheus.yml", CONFIG.format(port=port, closed=closed)), ("rules.yml", RULES)]:
            with open(os.path.join(directory, name), "w") as file:
                file.write(text)
        server = subprocess.Popen(
            [os.path.abspath(arguments.program), "--config.file=prometheus.yml", "--storage.tsdb.path=data",
             "--web.listen-address=127.0.0.1:%d" % port],
            cwd=directory, stderr=subprocess.DEVNULL)
        try:
            base = "http://127.0.0.1:%d/" % port
            wait_for(base + "api/v1/alerts", b"firing")
            wait_for(base + "api/v1/query?query=up%3D%3D1", b"self")
            profile = os.path.join(directory, "browser")
            results = [check(profile, base, path, texts) for path, texts in PAGES]
            if arguments.screenshots:
                os.makedirs(arguments.screenshots, exist_ok=True)
                for index, (path, _) in enumerate(PAGES):
                    image = os.path.join(arguments.screenshots, "%d-%s.png" % (index, path.split("?")[0]))
                    browse(profile, base + path, "--hide-scrollbars", "--window-size=1280,900", "--screenshot=" + image)
        finally:
            server.terminate()
            server.wait(20)
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
