internal import Storage

/// Stored history with what rules recorded laid over it: where both have a series, the recorded samples count.
struct OverlaidHistory: Queryable {
    let base: any Queryable
    let top: any Queryable

    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        OverlaidQuerier(base: try base.querier(window), top: try top.querier(window))
    }
}
