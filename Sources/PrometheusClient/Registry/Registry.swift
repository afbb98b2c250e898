package import PrometheusExposition
import PrometheusModel
import Synchronization

/// The metrics of a program or of a part of it, by name.
///
/// Create one where the program is put together and pass it, or the metrics made with it, to the parts.
public final class Registry: Sendable {
    private struct Entry {
        let help: String
        let kind: MetricFamily.Kind
        let series: @Sendable () -> [MetricFamily.Series]
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var collectors: [@Sendable (inout CollectedMetrics) -> Void] = []
    }

    private let constantLabels: [(name: String, value: String)]
    private let state = Mutex(State())

    /// Creates an empty registry.
    ///
    /// - Parameter constantLabels: labels that every series of the registry carries.
    public init(constantLabels: [(name: String, value: String)] = []) { self.constantLabels = constantLabels }

    /// Adds a function that reports metrics each time that the registry is read, for values that live elsewhere.
    ///
    /// What it reports under a name that is taken is dropped.
    public func register(_ collector: @escaping @Sendable (inout CollectedMetrics) -> Void) {
        state.withLock { $0.collectors.append(collector) }
    }

    /// Removes the metric with this name; who still holds it may go on using it.
    public func unregister(_ name: String) { state.withLock { $0.entries[name] = nil } }

    /// The classic text exposition of everything, as UTF-8.
    public func text() -> [UInt8] { exposition(.text) }

    /// The OpenMetrics exposition of everything, as UTF-8.
    public func openMetricsText() -> [UInt8] { exposition(.openMetrics) }

    /// The exposition of everything in `format`.
    package func exposition(_ format: ExpositionFormat) -> [UInt8] { ExpositionWriter.write(gather(), as: format) }

    /// All families with their present values, ordered by name.
    package func gather() -> [MetricFamily] {
        let (entries, collectors) = state.withLock { ($0.entries, $0.collectors) }
        var families = entries.map { name, entry in
            MetricFamily(name, help: entry.help, kind: entry.kind, series: entry.series())
        }
        for collector in collectors {
            var collected = CollectedMetrics(constantLabels: constantLabels)
            collector(&collected)
            let taken = Set(families.map(\.name))
            families += collected.families.filter { !taken.contains($0.name) }
        }
        return families.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Adds a family after its name and labels were checked.
    func add<Child: MetricChild>(
        _ name: String,
        help: String,
        _ kind: MetricFamily.Kind,
        labels: [String],
        _ makeChild: @escaping @Sendable () -> Child
    ) throws(RegistrationError) -> ChildTable<Child> {
        try check(name, labels, kind)
        let table = ChildTable(labels, constantLabels: constantLabels, makeChild)
        try insert(name, Entry(help: help, kind: kind, series: { table.series() }))
        return table
    }

    /// Adds a metric whose value is read when the registry is.
    func add(
        _ name: String,
        help: String,
        _ kind: MetricFamily.Kind,
        reading value: @escaping @Sendable () -> Double
    ) throws(RegistrationError) {
        try check(name, [], kind)
        let labels = RenderedLabels(constantLabels.sorted { $0.name < $1.name })
        try insert(name, Entry(help: help, kind: kind, series: { [MetricFamily.Series(labels, .single(value()))] }))
    }

    private func insert(_ name: String, _ entry: Entry) throws(RegistrationError) {
        let isTaken = state.withLock { state in
            guard state.entries[name] == nil else { return true }
            state.entries[name] = entry
            return false
        }
        if isTaken { throw .duplicateName(name) }
    }

    private func check(_ name: String, _ labels: [String], _ kind: MetricFamily.Kind) throws(RegistrationError) {
        guard name.isLegacyMetricName else { throw .invalidName(name) }
        var seen = Set(constantLabels.map(\.name))
        if kind == .histogram { seen.insert("le") }
        if kind == .summary { seen.insert("quantile") }
        for label in labels {
            guard label.isLegacyLabelName, !label.hasPrefix("__"), seen.insert(label).inserted else {
                throw .invalidLabel(name: label, metric: name)
            }
        }
    }
}
