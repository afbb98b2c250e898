internal import Synchronization

/// A feed whose bytes are counted; the sum is told when the feed is let go, wherever it ended.
final class MeasuredFeed: Sendable {
    private let base: ResponseBody.Feed
    private let total = Atomic<Int>(0)
    private let finish: @Sendable (_ bytes: Int) -> Void

    init(_ base: @escaping ResponseBody.Feed, finish: @escaping @Sendable (_ bytes: Int) -> Void) {
        self.base = base
        self.finish = finish
    }

    deinit { finish(total.load(ordering: .relaxed)) }

    func next() async throws(BrokenFeedError) -> [UInt8]? {
        let piece = try await base()
        total.add(piece?.count ?? 0, ordering: .relaxed)
        return piece
    }
}
