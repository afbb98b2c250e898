internal import Storage

/// What the endpoints said to one question.
struct GatheredAnswer: Sendable {
    let question: SelectionQuestion
    var selections: [ReceivedSelection] = []
    var warnings: [String] = []
}
