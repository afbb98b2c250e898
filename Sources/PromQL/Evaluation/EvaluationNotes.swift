import Synchronization

/// What an evaluation found out besides values.
final class EvaluationNotes: Sendable {
    private let annotations = Mutex(Annotations())
    private let failure = Mutex<PromQLError?>(nil)

    func annotate(_ change: (inout Annotations) -> Void) { annotations.withLock { change(&$0) } }

    var collectedAnnotations: Annotations { annotations.withLock { $0 } }

    func fail(_ error: PromQLError) { failure.withLock { $0 = $0 ?? error } }

    func throwFailure() throws(PromQLError) {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
