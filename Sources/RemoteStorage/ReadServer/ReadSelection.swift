internal import LabelMatching
internal import PrometheusModel
internal import PrometheusWire
internal import Storage

/// The series that one query of a remote read request selects.
struct ReadSelection {
    let selection: any SeriesSelection
    /// The positions of the series.
    let order: [Int]
    /// What is read of each; `nil` if that is nothing.
    let window: ClosedRange<Int64>?

    /// How long other machines may take to answer, whatever their own limits are.
    private static let longestWait = Duration.seconds(600)

    /// `isOrdered` says whether the series must come in the order of their label sets; otherwise they come as the storage
    /// has them, which for the head is the order in which they were created.
    init(
        _ query: ReadQuery,
        _ storage: any Queryable,
        external: Labels,
        isOrdered: Bool
    ) async throws(RemoteReadError) {
        let matchers = try Self.matchers(query.matchers, external)
        let start = max(query.startMilliseconds, query.hints?.startMilliseconds ?? .min)
        let end = min(query.endMilliseconds, query.hints?.endMilliseconds ?? .max)
        guard !matchers.isEmpty else {
            (selection, order, window) = (NoSeries(), [], nil)
            return
        }
        do throws(StorageError) {
            // A range that ends before it begins has series but no samples, as upstream has it.
            let (first, second) = (query.startMilliseconds, query.endMilliseconds)
            let asked = min(first, second)...max(first, second)
            let hints = Self.hints(query, min(start, end), max(start, end))
            var storage = storage
            if storage.asksOthers {
                let question = SelectionQuestion(matchers: matchers, hints: hints)
                storage = await storage.gathering([question], asked, until: .now + Self.longestWait)
            }
            let querier = try storage.querier(asked)
            let selection = try querier.select(matchers, hints: hints)
            var order = Array(0..<selection.count)
            if isOrdered, !selection.isOrdered {
                let labels = order.map { selection.labels(at: $0) }
                order.sort { labels[$0] < labels[$1] }
            }
            self.selection = selection
            self.order = order
            window = start <= end ? start...end : nil
        } catch { throw .storage(error) }
    }

    /// The samples of a series.
    func read(_ index: Int, into samples: inout SampleColumns) throws(StorageError) {
        samples.removeAll()
        guard let window else { return }
        try selection.read(index, window, into: &samples)
    }

    private static func hints(_ query: ReadQuery, _ start: Int64, _ end: Int64) -> SelectHints {
        var hints = SelectHints(startMilliseconds: start, endMilliseconds: end)
        if let given = query.hints {
            hints.stepMilliseconds = given.stepMilliseconds
            hints.rangeMilliseconds = given.rangeMilliseconds
            hints.function = given.function
            hints.grouping = given.grouping
            hints.isGroupingBy = given.isGroupingBy
        }
        return hints
    }

    /// A matcher for the value that an external label of this server has selects the series that do not have it: these
    /// are the ones that get it.
    private static func matchers(
        _ matchers: [ReadMatcher],
        _ external: Labels
    ) throws(RemoteReadError) -> [LabelMatcher] {
        var compiled: [LabelMatcher] = []
        for matcher in matchers {
            let kind: LabelMatcher.Kind
            switch matcher.kind {
            case 0: kind = .equal
            case 1: kind = .notEqual
            case 2: kind = .regexMatch
            case 3: kind = .regexNoMatch
            default: throw .invalidMatcher("invalid matcher type")
            }
            let isOwn = kind == .equal && !matcher.value.isEmpty && external[matcher.name] == matcher.value
            do throws(RegularExpressionError) {
                compiled.append(try LabelMatcher(kind, matcher.name, isOwn ? "" : matcher.value))
            } catch { throw .invalidMatcher("\(error)") }
        }
        return compiled
    }

    /// The labels of a series that leaves this server.
    static func shown(_ labels: Labels, _ external: Labels) -> Labels {
        if external.isEmpty { return labels }
        var builder = LabelsBuilder(labels)
        for label in external.array where builder[label.name].isEmpty { builder.set(label.name, label.value) }
        return builder.labels()
    }
}
