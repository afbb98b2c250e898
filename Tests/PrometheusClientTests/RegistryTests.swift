import Testing

@testable import PrometheusClient

@Suite struct RegistryTests {
    @Test func `families are sorted by name and series by label values`() throws {
        let registry = Registry()
        let requests = try registry.counters("requests_total", help: "Requests.", labels: ["method", "code"])
        try registry.gauge("a_gauge", help: "First.").set(2.5)
        requests["GET", "500"].increment()
        requests["GET", "200"].increment(by: 3)
        #expect(
            text(registry) == """
                # HELP a_gauge First.
                # TYPE a_gauge gauge
                a_gauge 2.5
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{code="200",method="GET"} 3
                requests_total{code="500",method="GET"} 1

                """
        )
    }

    @Test func `a second metric of the same name is refused`() throws {
        let registry = Registry()
        _ = try registry.counter("a_total", help: "")
        #expect(throws: RegistrationError.duplicateName("a_total")) { try registry.gauge("a_total", help: "") }
    }

    @Test(arguments: ["", "1a", "a-b", "a b"])
    func `a name that is no metric name is refused`(name: String) {
        #expect(throws: RegistrationError.invalidName(name)) { try Registry().gauge(name, help: "") }
    }

    @Test(arguments: ["__a", "le", "1", "a"])
    func `reserved, malformed and repeated label names are refused`(label: String) {
        #expect(throws: RegistrationError.invalidLabel(name: label, metric: "h")) {
            try Registry().histograms("h", help: "", labels: ["a", label])
        }
    }

    @Test func `callbacks and collectors are read at each exposition`() throws {
        let registry = Registry(constantLabels: [(name: "zone", value: "x")])
        let source = try Registry().gauge("unused", help: "")
        try registry.gauge("callback", help: "", reading: { source.value })
        registry.register { $0.counter("collected_total", help: "C.", labels: [(name: "a", value: "1")], 7) }
        source.set(4)
        #expect(
            text(registry) == """
                # TYPE callback gauge
                callback{zone="x"} 4
                # HELP collected_total C.
                # TYPE collected_total counter
                collected_total{a="1",zone="x"} 7

                """
        )
    }

    @Test func `label values and help texts are escaped`() throws {
        let registry = Registry()
        let gauges = try registry.gauges("g", help: "a\\b\nc\"d", labels: ["l"])
        gauges["x\\y\n\"z\""].set(.infinity)
        #expect(text(registry) == "# HELP g a\\\\b\\nc\"d\n# TYPE g gauge\ng{l=\"x\\\\y\\n\\\"z\\\"\"} +Inf\n")
    }

    @Test func `OpenMetrics names counters without total and marks floats`() throws {
        let registry = Registry()
        try registry.counter("c_total", help: "C.").increment()
        try registry.histogram("h", help: "", buckets: [0.5, 1]).observe(0.75)
        #expect(
            String(decoding: registry.openMetricsText(), as: UTF8.self) == """
                # HELP c C.
                # TYPE c counter
                c_total 1.0
                # TYPE h histogram
                h_bucket{le="0.5"} 0
                h_bucket{le="1.0"} 1
                h_bucket{le="+Inf"} 1
                h_sum 0.75
                h_count 1
                # EOF

                """
        )
    }

    @Test func `a removed child is not exposed any more`() throws {
        let registry = Registry()
        let gauges = try registry.gauges("g", help: "", labels: ["l"])
        gauges["a"].set(1)
        gauges["b"].set(2)
        gauges.remove("a")
        #expect(text(registry) == "# TYPE g gauge\ng{l=\"b\"} 2\n")
        #expect(throws: LabelCountError(expected: 1, found: 0)) { try gauges.child([]) }
    }

    @Test func `the process is described`() {
        let registry = Registry()
        registry.registerProcessMetrics()
        let exposition = text(registry)
        for name in ["cpu_seconds_total", "open_fds", "max_fds", "resident_memory_bytes", "start_time_seconds"] {
            #expect(exposition.contains("\nprocess_\(name) "), "\(name)")
        }
    }

    private func text(_ registry: Registry) -> String { String(decoding: registry.text(), as: UTF8.self) }
}
