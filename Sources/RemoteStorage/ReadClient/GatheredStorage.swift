internal import LabelMatching
internal import Storage
internal import TSDB

/// The data here together with what other machines answered to some questions.
struct GatheredStorage: Queryable {
    let local: any Queryable
    let answers: [GatheredAnswer]

    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        GatheredQuerier(local: try local.querier(window), answers: answers)
    }

    private struct GatheredQuerier: Querier {
        let local: any Querier
        let answers: [GatheredAnswer]

        func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
            let found = try local.select(matchers, hints: hints)
            let question = SelectionQuestion(matchers: matchers, hints: hints)
            guard let answer = answers.first(where: { SelectionQuestion.isSame($0.question, question) }) else {
                return found
            }
            let received = answer.selections.filter { $0.count > 0 }
            // Of two samples with one time the one that is here counts.
            let all: any SeriesSelection = received.isEmpty ? found : MergedSelection([found] + received)
            return answer.warnings.isEmpty ? all : WarnedSelection(selection: all, warnings: answer.warnings)
        }

        func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
            try local.labelNames(matchers)
        }

        func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
            try local.labelValues(name, matchers)
        }
    }
}
