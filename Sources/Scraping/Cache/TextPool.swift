internal import Synchronization

/// Keeps one copy of texts that many targets tell alike: names and helps of metric families.
final class TextPool: Sendable {
    /// With more texts than this the pool starts afresh; texts in use stay shared by those who have them.
    private static let mostTexts = 20_000

    private let texts = Mutex<Set<String>>([])

    /// The copy of `text` that is shared.
    func shared(_ text: String) -> String {
        // Short texts have no storage of their own.
        guard text.utf8.count > 15 else { return text }
        return texts.withLock { texts in
            if texts.count >= Self.mostTexts { texts = [] }
            return texts.insert(text).memberAfterInsert
        }
    }
}
