internal import BlockCompression
internal import PrometheusBytes

/// A request that waits to be sent: compressed, and if there is an age limit also as it was.
struct RemoteBatch: Sendable {
    /// The request before compression, to be shortened when its items get too old.
    struct Source: Sendable {
        struct Item: Sendable {
            let end: Int
            let timestamp: Int64
            let kind: RemoteItemKind
        }

        var bytes: [UInt8]
        /// The bytes in front of the items: symbols.
        let headBytes: Int
        var items: [Item]
    }

    private(set) var body: [UInt8] = []
    private(set) var counts: RemoteItemCounts
    /// The time of the newest item, in milliseconds.
    let newestMilliseconds: Int64
    private var source: Source?

    init(_ bytes: [UInt8], _ counts: RemoteItemCounts, newestMilliseconds: Int64, _ source: Source?) {
        self.counts = counts
        self.newestMilliseconds = newestMilliseconds
        self.source = source
        compress(bytes)
    }

    /// Leaves out what is older than `time` and tells how much that was.
    mutating func removeItems(before time: Int64) -> RemoteItemCounts {
        guard let old = source, old.items.contains(where: { $0.timestamp < time }) else { return RemoteItemCounts() }
        var kept = Source(bytes: Array(old.bytes[..<old.headBytes]), headBytes: old.headBytes, items: [])
        var removed = RemoteItemCounts()
        var start = old.headBytes
        for item in old.items {
            if item.timestamp < time {
                removed.add(item.kind)
                counts.add(item.kind, -1)
            } else {
                kept.bytes += old.bytes[start..<item.end]
                kept.items.append(.init(end: kept.bytes.count, timestamp: item.timestamp, kind: item.kind))
            }
            start = item.end
        }
        source = kept
        compress(kept.bytes)
        return removed
    }

    private mutating func compress(_ bytes: [UInt8]) {
        var output: [UInt8] = []
        // Snappy has no input that it refuses.
        try? SnappyBlock.compress(bytes.rawSpan, into: &output)
        // Of the right size: the output had room for what cannot be compressed.
        var exact: [UInt8] = []
        exact.reserveCapacity(output.count)
        exact += output
        body = exact
    }
}
