#!/usr/bin/env python3
"""Opens every page of a server in a headless Chromium and looks for what must be there.

    scripts/ui.py PROGRAM [--screenshots DIRECTORY]

Starts PROGRAM with a configuration that scrapes itself, a target that is down, an application and a node exporter (the real
one if it is installed or in $PEERS_DIR), waits for some samples, and loads the pages, consoles included. A page fails if the
browser's console tells of an error, if a text is missing, or if a console shows one of an error. Without `chromium` in the
path nothing is tested, which is said.
"""
import argparse
import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
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
  - job_name: node
    static_configs: [{{targets: ["127.0.0.1:{node}"], labels: {{instance: "web:9100"}}}}]
  - job_name: shop
    metrics_path: /shop
    static_configs: [{{targets: ["127.0.0.1:{pages}"]}}]
"""
# What the consoles ask of a node exporter, where there is no real one; %d grows by one each second.
NODE = """
node_cpu_seconds_total{cpu="0",mode="idle"} %d
node_cpu_seconds_total{cpu="0",mode="user"} %d
node_load1 0.5
node_boot_time_seconds 1.7e9
node_memory_MemTotal_bytes 8e9
node_memory_MemAvailable_bytes 4e9
node_memory_Cached_bytes 1e9
node_memory_SwapTotal_bytes 0
node_memory_SwapFree_bytes 0
node_vmstat_pgmajfault %d
node_filesystem_size_bytes{device="/dev/vda",fstype="ext4",mountpoint="/"} 1e11
node_filesystem_avail_bytes{device="/dev/vda",fstype="ext4",mountpoint="/"} 5e10
node_disk_read_bytes_total{device="vda"} %d
node_disk_written_bytes_total{device="vda"} %d
node_disk_io_time_seconds_total{device="vda"} %d
"""
# An application as the tutorial has them, and its databases.
SHOP = """
http_requests_total{status="200"} %d
http_requests_total{status="503"} %d
http_request_duration_seconds_bucket{le="0.1"} %d
http_request_duration_seconds_bucket{le="+Inf"} %d
http_request_duration_seconds_sum %d
http_request_duration_seconds_count %d
pg_up 1
pg_stat_activity_count{state="active"} 3
redis_up 0
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
    ("query?g0.expr=up&g0.tab=table", ["4 series", "up{instance=", "rack=\"&lt;b id=injected&gt;east&lt;/b&gt;\""]),
    ("query?g0.expr=prometheus_http_requests_total&g0.tab=graph&g0.range_input=5m", ["<canvas", "prometheus_http_requests_total{"]),
    ("query?g0.expr=up%2B&g0.tab=table", ["parse error: unexpected end of input"]),
    ("targets", ["badge up", "badge down", "connection refused", "1 / 1 up"]),
    ("rules", ["job:up:sum", "sum by (job) (up)", "badge ok"]),
    ("alerts", ["TargetDown", "badge firing", "&lt;i id=injected&gt;is gone"]),
    ("status", ["goVersion", "storageRetention", "Most series by metric name"]),
    ("config", ["job_name: self"]),
    ("flags", ["--web.listen-address"]),
    ("consoles/index.html", ["Samples a scrape", "<td>shop</td>", "TargetDown"]),
    ("consoles/cpu.html", [">web:9100</a>"]),
    ("consoles/cpu.html?instance=web:9100", ["CPU of web", "<svg", "user</span>", "Running since"]),
    ("consoles/memory.html?instance=web:9100", ["Memory of web", "<svg", "GiB</a>"]),
    ("consoles/disk.html?instance=web:9100", ["Disks of web", "<svg", "<td>/"]),
    ("consoles/latency.html", ["Latency: http_request_duration_seconds", "<svg", "ms</a>"]),
    ("consoles/errors.html", ["Errors: http_requests_total", "<svg", "503</span>", "%</a>"]),
    ("consoles/databases.html", ["PostgreSQL", "yes", "<b class=\"bad\">no</b>", "<svg"]),
]
# What no console may show.
BROKEN = ["class=\"plot bad\"", "Loading…</div>", "error executing template", "parse error"]


class Pages(http.server.BaseHTTPRequestHandler):
    """The application, and the node exporter where there is no real one."""

    def do_GET(self):
        page = SHOP if self.path == "/shop" else NODE
        text = page.replace("%d", str(int(time.time() - 1.7e9)))
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


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
    if path.startswith("consoles/"):
        problems += ["shows: " + text for text in BROKEN if text in page.stdout]
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
    if not shutil.which("chromium"):
        print("ui.py: skipped: there is no chromium in the path (on Debian: apt-get install chromium)")
        return
    sources = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    port, closed = free_port(), free_port()
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    pages = node = service.server_address[1]
    exporter = None
    program = shutil.which("prometheus-node-exporter", path=os.pathsep.join(
        [os.environ.get("PATH", ""), os.path.join(os.environ.get("PEERS_DIR", ""), "usr", "bin")]))
    if program:
        node = free_port()
        exporter = subprocess.Popen([program, "--web.listen-address=127.0.0.1:%d" % node],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="ui-") as directory:
        for name, text in [("prometheus.yml", CONFIG.format(port=port, closed=closed, node=node, pages=pages)), ("rules.yml", RULES)]:
            with open(os.path.join(directory, name), "w") as file:
                file.write(text)
        server = subprocess.Popen(
            [os.path.abspath(arguments.program), "--config.file=prometheus.yml", "--storage.tsdb.path=data",
             "--web.listen-address=127.0.0.1:%d" % port, "--web.console.templates=" + os.path.join(sources, "consoles"),
             "--web.console.libraries=" + os.path.join(sources, "console_libraries")],
            cwd=directory, stderr=subprocess.DEVNULL)
        try:
            base = "http://127.0.0.1:%d/" % port
            wait_for(base + "api/v1/alerts", b"firing")
            wait_for(base + "api/v1/query?query=up%3D%3D1", b"self")
            wait_for(base + "api/v1/query?query=rate(http_requests_total%5B1m%5D)%3E0", b"503")
            wait_for(base + "api/v1/query?query=rate(node_cpu_seconds_total%7Bmode=%22user%22%7D%5B1m%5D)", b"web:9100")
            profile = os.path.join(directory, "browser")
            results = [check(profile, base, path, texts) for path, texts in PAGES]
            if arguments.screenshots:
                os.makedirs(arguments.screenshots, exist_ok=True)
                for index, (path, _) in enumerate(PAGES):
                    image = os.path.join(arguments.screenshots, "%d-%s.png" % (index, path.split("?")[0].replace("/", "-")))
                    browse(profile, base + path, "--hide-scrollbars", "--window-size=1280,900", "--screenshot=" + image)
        finally:
            server.terminate()
            server.wait(20)
            if exporter:
                exporter.terminate()
                exporter.wait(20)
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
