// The pages: one program that finds out by its address what to show. Text only ever becomes text; nothing from the
// server is read as HTML.
const names = ["query", "alerts", "targets", "rules", "status", "config", "flags"];
const titles = { query: "Query", alerts: "Alerts", targets: "Targets", rules: "Rules", status: "Status", config: "Configuration",
                 flags: "Flags" };
// The page's own address tells where the API is, also behind a route prefix.
const prefix = location.pathname.replace(new RegExp("/(" + names.join("|") + ")?/?$"), "");
const current = location.pathname.slice(prefix.length).replace(/\//g, "") || "query";
const page = document.getElementById("page"), tip = document.getElementById("tip");

// --- Elements.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter(child => child !== null && child !== undefined));
  return element;
}
const card = (title, ...children) => make("section", { class: "card" }, title && make("h2", {}, title), ...children);
const failure = error => make("p", { class: "error", role: "alert" }, String(error.message || error));
const badge = state => make("span", { class: "badge " + state }, state);
const link = (expression, ...children) =>
  make("a", { href: prefix + "/query?" + new URLSearchParams({ "g0.expr": expression, "g0.tab": "table" }) }, ...children);
const pills = labels => Object.entries(labels || {}).map(([name, value]) =>
  make("span", { class: "pill" }, labelName(name) + "=" + JSON.stringify(value)));
function grid(columns, rows) {
  return make("div", { class: "scroll" }, make("table", { class: "fixed" },
    make("colgroup", {}, columns.map(([, width]) => make("col", { style: "width:" + width }))),
    make("thead", {}, make("tr", {}, columns.map(([title]) => make("th", {}, title)))),
    make("tbody", {}, rows.map(cells => make("tr", {}, cells.map(cell => make("td", {}, cell)))))));
}
const pairs = rows => make("dl", {}, rows.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value === "" ? "—" : value)]));

// --- The server.
class NotReady extends Error {}
async function api(path, parameters, signal) {
  const query = new URLSearchParams(parameters || {}).toString();
  let answer;
  try {
    answer = await fetch(prefix + "/api/v1/" + path + (query ? "?" + query : ""), { signal, cache: "no-store" });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Error("Network error or unable to reach the server");
  }
  if (!(answer.headers.get("content-type") || "").startsWith("application/json"))
    throw answer.status === 503 ? new NotReady() : new Error(answer.statusText || "HTTP status " + answer.status);
  let json;
  try { json = await answer.json(); } catch { throw new Error("Invalid JSON response"); }
  if (json.status !== "success") throw new Error(json.error || 'missing "error" field in response JSON');
  return json;
}

// --- Texts.
const labelName = name => /^[a-zA-Z_]\w*$/.test(name) ? name : JSON.stringify(name);
function seriesName(labels) {
  const name = labels.__name__ || "", isPlain = /^[a-zA-Z_:][\w:]*$/.test(name);
  const rest = Object.entries(labels).filter(([key]) => key !== "__name__")
    .map(([key, value]) => labelName(key) + "=" + JSON.stringify(value));
  if (name && !isPlain) rest.unshift(JSON.stringify(name));
  return (isPlain ? name : "") + (rest.length || !isPlain ? "{" + rest.join(", ") + "}" : "");
}
const units = { y: 31536000, w: 604800, d: 86400, h: 3600, m: 60, s: 1, ms: 0.001 };
function seconds(text) {
  const parts = /^((\d+(\.\d+)?)(ms|[ywdhms]))+$/.test(text.trim()) && text.match(/\d+(\.\d+)?(ms|[ywdhms])/g);
  return parts ? parts.reduce((sum, part) => sum + parseFloat(part) * units[part.replace(/[\d.]/g, "")], 0) : NaN;
}
function duration(span) {
  let text = "", rest = Math.round(span);
  for (const unit of ["d", "h", "m", "s"]) {
    const count = Math.floor(rest / units[unit]);
    if (count) text += count + unit;
    rest -= count * units[unit];
  }
  return text || "0s";
}
// Times are in UTC, in a form that sorts.
const clock = time => new Date(time * 1000).toISOString().slice(0, 19).replace("T", " ");
const readClock = text => Date.parse(text.trim().replace(" ", "T") + "Z") / 1000;
function ago(date) {
  const time = Date.parse(date) / 1000, span = Math.max(0, Date.now() / 1000 - time);
  return make("span", { title: date }, !(time > 0) ? "never" : span < 60 ? span.toFixed(1) + "s ago" : duration(span) + " ago");
}
const milliseconds = span => (span * 1000).toFixed(span < 0.01 ? 2 : 1) + " ms";
function short(number) {
  const size = Math.abs(number);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return number.toExponential(2);
  for (const [limit, unit] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e4, "k"]])
    if (size >= limit) return +(number / (unit === "k" ? 1e3 : limit)).toPrecision(4) + unit;
  return String(+number.toPrecision(5));
}

// --- The chart: time on x, values on y; one line a series, broken where samples are missing.
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000];
function chart(result, start, end, step) {
  const canvas = make("canvas", { role: "img", "aria-label": "graph of the result" }), legend = make("div", { class: "legend" });
  const lines = result.map((series, index) => ({
    name: seriesName(series.metric), color: `hsl(${(index * 137.5 + 212) % 360} 65% ${46 + 9 * (index % 3)}%)`, shown: true,
    points: (series.values || []).map(([time, value]) => [time, parseFloat(value)]),
  }));
  let scale;
  function limits() {
    let low = Infinity, high = -Infinity;
    for (const line of lines) if (line.shown) for (const [, value] of line.points)
      if (isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
    if (low > high) return [0, 1];
    const room = (high - low || Math.abs(low) || 1) * 0.04;
    return [low >= 0 && low < room * 2 ? 0 : low - room, high + room];
  }
  function axes(context, { x, y, left, right, bottom, low, high }) {
    const style = getComputedStyle(document.documentElement);
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    context.fillStyle = style.getPropertyValue("--soft"); context.strokeStyle = style.getPropertyValue("--line"); context.lineWidth = 1;
    const rough = (high - low) / 5, power = 10 ** Math.floor(Math.log10(rough));
    const every = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough);
    context.textAlign = "right"; context.textBaseline = "middle";
    for (let index = Math.ceil(low / every); index * every <= high; index++) {
      const at = Math.round(y(index * every)) + 0.5;
      context.beginPath(); context.moveTo(left, at); context.lineTo(right, at); context.stroke();
      context.fillText(short(+(index * every).toPrecision(12)), left - 8, at);
    }
    context.textAlign = "center"; context.textBaseline = "top";
    const least = (end - start) / Math.max(1, (right - left) / 90), pace = steps.find(size => size >= least) || Math.ceil(least / 2592000) * 2592000;
    for (let time = Math.ceil(start / pace) * pace; time <= end; time += pace) {
      const text = clock(time), at = Math.round(x(time)) + 0.5;
      context.beginPath(); context.moveTo(at, bottom); context.lineTo(at, bottom + 5); context.stroke();
      const label = pace >= 86400 ? text.slice(0, 10) : end - start > 86400 ? text.slice(5, 16) : pace < 60 ? text.slice(11) : text.slice(11, 16);
      context.fillText(label, Math.min(Math.max(at, left), right - 20), bottom + 8);
    }
  }
  function draw() {
    const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width) return;
    canvas.width = width * ratio; canvas.height = height * ratio;
    const context = canvas.getContext("2d"), [low, high] = limits();
    context.scale(ratio, ratio);
    const left = 60, right = width - 14, top = 8, bottom = height - 28;
    const x = time => left + (time - start) / (end - start || 1) * (right - left);
    const y = value => bottom - (value - low) / (high - low) * (bottom - top);
    scale = { x, y, left, right, bottom, low, high };
    axes(context, scale);
    context.lineWidth = 1.5; context.lineJoin = "round";
    for (const line of lines) {
      if (!line.shown) continue;
      context.strokeStyle = context.fillStyle = line.color; context.beginPath();
      let last = -Infinity;
      line.points.forEach(([time, value], index) => {
        if (!isFinite(value)) { last = -Infinity; return; }
        if (time - last > step * 1.5) {
          context.moveTo(x(time), y(value));
          const next = line.points[index + 1];
          // A point without neighbours is no line.
          if (!next || !isFinite(next[1]) || next[0] - time > step * 1.5) context.fillRect(x(time) - 1.5, y(value) - 1.5, 3, 3);
        } else context.lineTo(x(time), y(value));
        last = time;
      });
      context.stroke();
    }
  }
  canvas.addEventListener("mousemove", event => {
    if (!scale) return;
    const box = canvas.getBoundingClientRect(), px = event.clientX - box.left, py = event.clientY - box.top;
    let best = null, distance = 40 ** 2;
    for (const line of lines) if (line.shown) for (const [time, value] of line.points) {
      if (!isFinite(value)) continue;
      const gap = (scale.x(time) - px) ** 2 + (scale.y(value) - py) ** 2;
      if (gap < distance) { distance = gap; best = { line, time, value }; }
    }
    tip.style.display = best ? "block" : "none";
    if (!best) return;
    tip.replaceChildren(make("div", { class: "soft" }, clock(best.time) + " UTC"), make("b", {}, String(best.value)),
      make("div", {}, make("code", {}, best.line.name)));
    tip.style.left = Math.max(8, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8) + "px";
  });
  canvas.addEventListener("mouseleave", () => tip.style.display = "none");
  const shownRows = 500;
  for (const line of lines.slice(0, shownRows)) {
    const swatch = make("i"); swatch.style.background = line.color;
    const row = make("button", { title: "click: hide or show; Ctrl+click: only this one" }, swatch, make("code", {}, line.name));
    row.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey) {
        const isAlone = line.shown && lines.every(other => other === line || !other.shown);
        lines.forEach(other => other.shown = isAlone || other === line);
      } else line.shown = !line.shown;
      lines.forEach((other, index) => legend.children[index]?.classList.toggle("off", !other.shown));
      draw();
    });
    legend.append(row);
  }
  if (lines.length > shownRows) legend.append(make("p", { class: "soft" }, `… and ${lines.length - shownRows} more`));
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return make("div", {}, canvas, legend);
}

// --- The query page. Its state is the address, so that a link leads back to it.
const ranges = ["1m", "5m", "10m", "30m", "1h", "2h", "6h", "12h", "1d", "2d", "1w", "2w", "4w", "8w", "26w", "1y"];
function queryPage() {
  const state = new URLSearchParams(location.search);
  let tab = ["0", "graph"].includes(state.get("g0.tab")) ? "graph" : "table", running;
  const text = make("textarea", { id: "expression", spellcheck: "false", autofocus: true, "aria-label": "expression",
    placeholder: "Enter expression (press Shift+Enter for newlines)" });
  text.value = state.get("g0.expr") || "";
  const range = make("input", { id: "range", size: 5, value: state.get("g0.range_input") || "1h", "aria-label": "range" });
  const end = make("input", { id: "end", size: 19, placeholder: "now", title: "YYYY-MM-DD hh:mm:ss in UTC; empty: now",
    value: state.get("g0.moment_input") || state.get("g0.end_input") || "", "aria-label": "end time" });
  const step = make("input", { id: "step", size: 7, placeholder: "auto", "aria-label": "resolution",
    value: state.get("g0.res_step") || state.get("g0.step_input") || "" });
  const answer = make("div", { id: "result" }, make("span", { class: "soft" }, "No data queried yet."));
  const tabs = ["table", "graph"].map(name => make("button", { id: "tab-" + name, role: "tab", onclick: () => { tab = name; run(); } },
    name === "table" ? "Table" : "Graph"));
  const button = (title, label, onclick) => make("button", { title, "aria-label": title, onclick }, label);
  const rangeTools = make("span", { class: "group" }, button("shorter range", "−", () => resize(-1)), range,
    button("longer range", "+", () => resize(1)));
  const stepTools = make("label", {}, "Step", step);
  const endTools = make("span", { class: "group" }, button("earlier", "‹", () => move(-1)), end, button("later", "›", () => move(1)));
  function resize(by) {
    const now = seconds(range.value) || 3600;
    const next = by > 0 ? ranges.find(text => seconds(text) > now) : ranges.findLast(text => seconds(text) < now);
    if (next) { range.value = next; run(); }
  }
  function move(by) {
    end.value = clock((readClock(end.value) || Date.now() / 1000) + by * (seconds(range.value) || 3600) / 2);
    run();
  }
  function remember(expression) {
    const address = new URLSearchParams({ "g0.expr": expression, "g0.tab": tab, "g0.range_input": range.value });
    if (end.value) { address.set("g0.end_input", end.value); address.set("g0.moment_input", end.value); }
    if (step.value) { address.set("g0.res_type", "fixed"); address.set("g0.res_step", step.value); }
    const wanted = "?" + address;
    if (wanted !== location.search) history[location.search ? "pushState" : "replaceState"](null, "", wanted);
  }
  async function graph(expression, at, signal) {
    const span = seconds(range.value);
    if (!(span > 0)) throw new Error("the range is no duration such as 1h or 30m");
    const every = step.value ? seconds(step.value) || parseFloat(step.value) : Math.max(Math.ceil(span / 250), 1);
    if (!(every > 0)) throw new Error("the step is no duration such as 15s");
    const json = await api("query_range", { query: expression, start: (at - span).toFixed(3), end: at.toFixed(3), step: every }, signal);
    return [json, json.data.result.length ? chart(json.data.result, at - span, at, every) : null];
  }
  async function run() {
    tabs.forEach(button => button.setAttribute("aria-selected", button.id === "tab-" + tab));
    rangeTools.style.display = stepTools.style.display = tab === "graph" ? "" : "none";
    const expression = text.value.trim();
    if (!expression) return;
    remember(expression);
    running?.abort();
    const mine = running = new AbortController(), begun = performance.now();
    answer.style.opacity = 0.5;
    try {
      const at = end.value ? readClock(end.value) : Date.now() / 1000;
      if (!isFinite(at)) throw new Error("the time is no time such as 2026-11-24 08:00:00");
      let json, view;
      if (tab === "graph") [json, view] = await graph(expression, at, mine.signal);
      else { json = await api("query", { query: expression, time: at.toFixed(3) }, mine.signal); view = table(json.data); }
      const count = Array.isArray(json.data.result) && !["scalar", "string"].includes(json.data.resultType) ? json.data.result.length : 1;
      const notes = [...(json.warnings || []), ...(json.infos || [])].map(note => make("p", { class: "note" }, note));
      answer.replaceChildren(make("div", { class: "soft", id: "figures" }, `${count} series · ${Math.round(performance.now() - begun)} ms`), ...notes, view || make("p", { class: "soft" }, "Empty query result"));
    } catch (error) {
      if (mine.signal.aborted) return;
      if (error instanceof NotReady) return waitUntilReady(run);
      answer.replaceChildren(failure(error));
    }
    if (mine === running) answer.style.opacity = 1;
  }
  function table({ resultType, result }) {
    if (resultType === "scalar" || resultType === "string")
      return make("table", {}, make("tbody", {}, make("tr", {}, make("td", {}, resultType), make("td", { class: "value" }, result[1]))));
    if (!result.length) return null;
    const most = 10000, rows = result.slice(0, most).map(series => make("tr", {},
      make("td", {}, make("code", {}, seriesName(series.metric))), make("td", { class: "value" }, series.value ? series.value[1]
        : (series.values || []).map(([time, value]) => value + " @" + time).join("\n"))));
    return make("div", {}, make("table", {}, make("tbody", {}, rows)),
      result.length > most ? make("p", { class: "soft" }, `Only the first ${most} of ${result.length} series are shown.`) : null);
  }
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); run(); }
  });
  for (const input of [range, end, step]) input.addEventListener("change", run);
  const metrics = make("datalist", { id: "metrics" });
  api("label/__name__/values").then(({ data }) => metrics.append(...data.map(name => make("option", { value: name })))).catch(() => {});
  const picker = make("input", { list: "metrics", placeholder: "insert metric…", size: 34, "aria-label": "metric names" });
  picker.addEventListener("change", () => {
    text.setRangeText(picker.value, text.selectionStart, text.selectionEnd, "end");
    picker.value = "";
    text.focus();
  });
  page.replaceChildren(
    card(null, text, make("div", { class: "row tools" }, make("button", { class: "main", id: "execute", onclick: run }, "Execute"), picker, metrics)),
    card(null, make("div", { class: "row tabs" }, make("div", { role: "tablist" }, tabs), make("div", { class: "row" }, rangeTools, endTools, stepTools)), answer));
  run();
}

// --- The other pages.
async function targetsPage() {
  const { data } = await api("targets"), pools = new Map();
  for (const target of data.activeTargets) pools.set(target.scrapePool, [...(pools.get(target.scrapePool) || []), target]);
  const columns = [["Endpoint", "24%"], ["State", "8%"], ["Labels", "28%"], ["Last scrape", "10%"], ["Duration", "8%"], ["Error", "22%"]];
  const cards = [...pools].map(([pool, targets]) => card([pool, make("small", {},
    `${targets.filter(target => target.health === "up").length} / ${targets.length} up`)],
    grid(columns, targets.map(target => [
      /^https?:/.test(target.globalUrl) ? make("a", { href: target.globalUrl }, target.scrapeUrl) : target.scrapeUrl,
      badge(target.health), pills(target.labels), ago(target.lastScrape), milliseconds(target.lastScrapeDuration),
      make("span", { class: "bad" }, target.lastError)]))));
  const dropped = Object.entries(data.droppedTargetCounts || {}).filter(([, count]) => count);
  if (dropped.length) cards.push(card("Dropped by relabelling", pairs(dropped.map(([job, count]) => [job, count + " targets"]))));
  page.replaceChildren(...(cards.length ? cards : [card("No targets")]));
}
function ruleHead(group) {
  return [group.name, make("small", {}, group.file), make("small", {}, `every ${duration(group.interval)}, last `, ago(group.lastEvaluation),
    `, took ${milliseconds(group.evaluationTime)}`)];
}
function ruleCell(rule) {
  return make("div", {}, make("b", {}, rule.name), rule.duration ? make("span", { class: "soft" }, " for " + duration(rule.duration)) : "",
    make("div", {}, link(rule.query, make("code", {}, rule.query))), make("div", {}, pills(rule.labels)),
    rule.lastError ? make("div", { class: "bad" }, rule.lastError) : null);
}
async function rulesPage() {
  const { data } = await api("rules");
  const columns = [["Rule", "64%"], ["Health", "12%"], ["Last evaluation", "14%"], ["Time", "10%"]];
  const cards = data.groups.map(group => card(ruleHead(group), grid(columns, group.rules.map(rule => [ruleCell(rule), badge(rule.health),
    ago(rule.lastEvaluation), milliseconds(rule.evaluationTime)]))));
  page.replaceChildren(...(cards.length ? cards : [card("No rules")]));
}
async function alertsPage() {
  const { data } = await api("rules", { type: "alert" });
  const rules = data.groups.flatMap(group => group.rules);
  const counts = ["firing", "pending", "inactive"].map(state => make("span", {}, badge(state), " " + rules.filter(rule => rule.state === state).length));
  const columns = [["State", "10%"], ["Labels", "38%"], ["Active since", "16%"], ["Value", "10%"], ["Annotations", "26%"]];
  const cards = data.groups.map(group => card(ruleHead(group), group.rules.map(rule => make("div", { class: "rule" },
    make("div", { class: "head" }, badge(rule.state), ruleCell(rule)),
    rule.alerts.length ? grid(columns, rule.alerts.map(alert => [badge(alert.state), pills(alert.labels),
      [clock(Date.parse(alert.activeAt) / 1000), make("div", { class: "soft" }, ago(alert.activeAt))], String(parseFloat(alert.value)),
      Object.entries(alert.annotations).map(([name, value]) => make("div", {}, make("b", {}, name + ": "), value))])) : null))));
  page.replaceChildren(...(cards.length ? [card(null, make("div", { class: "row" }, counts)), ...cards] : [card("No alerting rules")]));
}
const headNames = { numSeries: "Series", numLabelPairs: "Label pairs", chunkCount: "Chunks", minTime: "Oldest sample", maxTime: "Newest sample" };
const countNames = { seriesCountByMetricName: "Most series by metric name", labelValueCountByLabelName: "Most values by label name",
  memoryInBytesByLabelName: "Most bytes by label name", seriesCountByLabelValuePair: "Most series by label and value" };
async function statusPage() {
  const [build, runtime, head] = await Promise.all(["buildinfo", "runtimeinfo", "tsdb"].map(path => api("status/" + path)));
  const isUnlimited = runtime.data.GOMEMLIMIT > 2 ** 62, { headStats, ...lists } = head.data;
  page.replaceChildren(
    make("div", { class: "columns" },
      card("Build", pairs(Object.entries(build.data))),
      card("Head", pairs(Object.entries(headStats).map(([name, value]) => [headNames[name] || name,
        name.endsWith("Time") ? (Math.abs(value) < 1e15 ? clock(value / 1000) + " UTC" : "") : value.toLocaleString("en")])))),
    card("Runtime", pairs(Object.entries(runtime.data).map(([name, value]) => [name,
      name === "GOMEMLIMIT" && isUnlimited ? "none" : String(value)]))),
    make("div", { class: "columns" }, Object.entries(countNames).map(([name, title]) => card(title,
      make("table", {}, make("tbody", {}, (lists[name] || []).map(row => make("tr", {}, make("td", {}, make("code", {}, row.name)),
        make("td", { class: "value" }, row.value.toLocaleString("en"))))))))));
}
async function configPage() {
  const { data } = await api("status/config");
  page.replaceChildren(card(["Configuration", make("button", { onclick: () => navigator.clipboard?.writeText(data.yaml) }, "Copy")],
    make("pre", {}, data.yaml)));
}
async function flagsPage() {
  const { data } = await api("status/flags"), rows = make("div");
  const search = make("input", { placeholder: "filter…", "aria-label": "filter flags" });
  const show = () => rows.replaceChildren(pairs(Object.entries(data).sort().filter(pair => pair.join("=").includes(search.value.trim()))
    .map(([name, value]) => [make("code", {}, "--" + name), make("code", {}, value || "—")])));
  search.addEventListener("input", show);
  show();
  page.replaceChildren(card(["Command-line flags", search], rows));
}

// --- What all pages share.
async function waitUntilReady(then) {
  const text = make("span"), box = make("p", { class: "note" }, "Prometheus is starting up… ", text);
  page.prepend(box);
  for (;;) {
    const ready = await fetch(prefix + "/-/ready", { cache: "no-store" }).catch(() => null);
    if (ready?.ok) break;
    const isStopping = ready?.headers.get("x-prometheus-stopping") === "true";
    const replay = await api("status/walreplay").catch(() => null);
    text.textContent = isStopping ? "(it is shutting down)"
      : replay?.data.max ? `Replaying WAL (${replay.data.current}/${replay.data.max})` : "";
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  box.remove();
  return then();
}
async function show(view) {
  try {
    await view();
  } catch (error) {
    if (error instanceof NotReady) return waitUntilReady(() => show(view));
    page.replaceChildren(card("Error querying page data", failure(error)));
  }
}
const views = { query: queryPage, targets: targetsPage, rules: rulesPage, alerts: alertsPage, status: statusPage, config: configPage,
                flags: flagsPage };
document.querySelector(".brand").href = prefix + "/query";
document.getElementById("nav").append(...names.map(name =>
  make("a", { href: prefix + "/" + name, "aria-current": name === current && "page" }, titles[name])));
document.title = (titles[current] || titles.query) + " · Vencejo";
api("notifications").then(({ data }) => document.getElementById("notes").append(...data.map(({ text }) => make("div", { class: "note" }, text))))
  .catch(() => {});
addEventListener("popstate", () => show(views[current] || queryPage));
show(views[current] || queryPage);
