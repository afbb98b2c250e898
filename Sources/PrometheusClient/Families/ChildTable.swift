import PrometheusExposition
import Synchronization

/// The children of one family by their label values, in the order in which they are written.
final class ChildTable<Child: MetricChild>: Sendable {
    private struct State {
        var children: [[String]: (child: Child, labels: RenderedLabels)] = [:]
        /// The keys, sorted; `nil` after a change.
        var order: [[String]]?
    }

    let labelNames: [String]
    private let constantLabels: [(name: String, value: String)]
    private let makeChild: @Sendable () -> Child
    private let state = Mutex(State())

    init(
        _ labelNames: [String],
        constantLabels: [(name: String, value: String)],
        _ makeChild: @escaping @Sendable () -> Child
    ) {
        self.labelNames = labelNames
        self.constantLabels = constantLabels
        self.makeChild = makeChild
        if labelNames.isEmpty { _ = child([]) }
    }

    /// The child with these label values, created at the first use.
    ///
    /// - Precondition: as many values as label names.
    func child(_ values: [String]) -> Child {
        precondition(values.count == labelNames.count, "expected \(labelNames.count) label values, got \(values.count)")
        return state.withLock { state in
            if let known = state.children[values] { return known.child }
            let child = makeChild()
            state.children[values] = (child, render(values))
            state.order = nil
            return child
        }
    }

    /// Stops exposing the child with these label values.
    func remove(_ values: [String]) {
        state.withLock { state in
            state.children[values] = nil
            state.order = nil
        }
    }

    /// Stops exposing the children whose label values satisfy `isRemoved`.
    func removeAll(where isRemoved: ([String]) -> Bool) {
        state.withLock { state in
            for values in state.children.keys where isRemoved(values) { state.children[values] = nil }
            state.order = nil
        }
    }

    /// The series of all children, ordered by their label values.
    func series() -> [MetricFamily.Series] {
        let children = state.withLock { state in
            let order = state.order ?? sortedKeys(state.children.keys)
            state.order = order
            return order.compactMap { state.children[$0] }
        }
        return children.map { MetricFamily.Series($0.labels, $0.child.exposedValue) }
    }

    /// Orders by the values in the order of the sorted label names, as they are written.
    private func sortedKeys(_ keys: some Sequence<[String]>) -> [[String]] {
        let positions = labelNames.indices.sorted { labelNames[$0] < labelNames[$1] }
        return keys.sorted { first, second in
            for position in positions where first[position] != second[position] {
                return first[position].utf8.lexicographicallyPrecedes(second[position].utf8)
            }
            return false
        }
    }

    private func render(_ values: [String]) -> RenderedLabels {
        let labels = constantLabels + zip(labelNames, values).map { (name: $0, value: $1) }
        return RenderedLabels(labels.sorted { $0.name < $1.name })
    }
}
