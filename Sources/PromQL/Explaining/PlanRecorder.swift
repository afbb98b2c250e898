import Synchronization

/// The parts of one query and what was measured of them: made for one run.
package final class PlanRecorder: Sendable {
    private struct State {
        var nodes: [PlanNodeMeasure] = []
        /// The parts that are being planned, the outermost first.
        var open: [Int] = []
        /// Series selected from the storage, for the parts that read it themselves.
        var selected: [Int: Int] = [:]
        var slots: [(part: Int, slot: Int)] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// The parts, each before its inputs; the first one is the whole query.
    package var nodes: [PlanNodeMeasure] {
        state.withLock { state in
            var nodes = state.nodes
            for index in nodes.indices {
                let inputs = nodes[index].inputs.reduce(0) { $0 + nodes[$1].seriesOut }
                nodes[index].seriesIn = inputs + (state.selected[index] ?? 0)
            }
            return nodes
        }
    }

    /// Begins a part; what is begun before its end is an input of it.
    func begin(_ expression: String) -> Int {
        state.withLock { state in
            let index = state.nodes.count
            if let parent = state.open.last { state.nodes[parent].inputs.append(index) }
            state.nodes.append(PlanNodeMeasure(expression: expression, node: ""))
            state.open.append(index)
            return index
        }
    }

    /// Ends a part that is evaluated by `node`.
    func end(_ index: Int, _ node: any VectorNode) -> any VectorNode {
        state.withLock { state in
            state.open.removeLast()
            var measure = PlanNodeMeasure(expression: state.nodes[index].expression, node: Self.name(of: node))
            measure.inputs = state.nodes[index].inputs
            state.nodes[index] = measure
        }
        return MeasuredNode(child: node, recorder: self, index: index)
    }

    /// Ends a part that could not be planned.
    func abandon() { state.withLock { $0.open = [] } }

    /// Notes that the innermost part reads a selection.
    func noteSelection(_ slot: Int) {
        state.withLock { state in if let part = state.open.last { state.slots.append((part, slot)) } }
    }

    /// Notes how many series the selections have.
    func noteSelected(_ counts: [Int]) {
        state.withLock { state in
            for (part, slot) in state.slots where slot < counts.count {
                state.selected[part, default: 0] += counts[slot]
            }
        }
    }

    func add(_ index: Int, _ change: (inout PlanNodeMeasure) -> Void) {
        state.withLock { change(&$0.nodes[index]) }
    }

    /// `FoldAggregationNode<SumFold>` as `FoldAggregation(Sum)`.
    ///
    /// A part that is evaluated elsewhere in the query already is `Reused`.
    private static func name(of node: any VectorNode) -> String {
        if let shared = node as? SharedNode { return shared.isFirst ? name(of: shared.child) : "Reused" }
        let name = String(describing: type(of: node))
        let parts = name.split(separator: "<", maxSplits: 1)
        let base = parts[0].hasSuffix("Node") ? parts[0].dropLast(4) : parts[0]
        guard parts.count > 1 else { return String(base) }
        let inner = parts[1].dropLast()
        return "\(base)(\(inner.hasSuffix("Fold") ? inner.dropLast(4) : inner))"
    }
}
