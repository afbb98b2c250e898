/// The names of `--enable-feature`.
struct FeatureFlags: Sendable {
    /// What a line of the log says of a name.
    enum Remark: Sendable, Hashable {
        case enabled(String)
        case withoutEffect(String)
        case unknown(String)
    }

    /// Names that do something in this build.
    private static let active: Set<String> = [
        "promql-experimental-functions", "promql-delayed-name-removal", "promql-per-step-stats", "extra-scrape-metrics",
        "promql-extended-range-selectors", "promql-binop-fill-modifiers", "use-start-timestamps",
        "type-and-unit-labels", "concurrent-rule-eval", "delayed-compaction", "exemplar-storage",
        "metadata-wal-records", "search-api", "otlp-native-delta-ingestion", "otlp-deltatocumulative",
        "auto-reload-config", "created-timestamp-zero-ingestion", "st-storage", "xor2-encoding",
        "histograms-st-encoding",
        "memory-snapshot-on-shutdown",
    ]

    /// Names that upstream knows and that this build takes without acting.
    private static let accepted: Set<String> = [
        "promql-duration-expr", "native-histograms", "ooo-native-histograms",
        "st-synthesis", "old-ui",
        "fast-startup",
    ]

    /// The names in the order in which they were given.
    let names: [String]

    /// Splits the values of the flag at commas and checks for names that exclude each other.
    init(_ values: [String]) throws(CommandLineError) {
        names = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            .filter { !$0.isEmpty }
        let exclusive = ["otlp-deltatocumulative", "otlp-native-delta-ingestion"]
        if exclusive.allSatisfy(names.contains) {
            throw .refused(
                exitCode: 1,
                "Error parsing feature list: cannot enable \(exclusive.joined(separator: " and ")) features at the same time"
            )
        }
        if names.contains("use-uncached-io") {
            throw .refused(exitCode: 1, "Error parsing feature list: experimental Uncached IO is not supported")
        }
    }

    func isEnabled(_ name: String) -> Bool { names.contains(name) }

    /// What the log says of each name.
    var remarks: [Remark] {
        names.map { name in
            if Self.active.contains(name) { return .enabled(name) }
            return Self.accepted.contains(name) ? .withoutEffect(name) : .unknown(name)
        }
    }
}
