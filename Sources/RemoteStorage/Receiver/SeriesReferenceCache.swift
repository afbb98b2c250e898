internal import Storage

/// Which series the label bytes of requests stand for, so that a known series is neither decoded nor resolved.
///
/// Two tables: entries go into the young one; when it is full it becomes the old one, and what the old one held and
/// nobody asked for since is forgotten.
struct SeriesReferenceCache: Sendable {
    private let limit: Int
    private var young = FingerprintTable()
    private var old = FingerprintTable()

    /// A cache of at most twice `limit` series.
    init(limit: Int) {
        precondition(limit > 0, "a cache holds something")
        self.limit = limit
    }

    /// The number of entries, counting twice those that are in both tables.
    var count: Int { young.count + old.count }

    mutating func reference(of fingerprint: SeriesFingerprint) -> SeriesReference? {
        if let reference = young.reference(of: fingerprint) { return reference }
        guard let reference = old.reference(of: fingerprint) else { return nil }
        set(reference, for: fingerprint)
        return reference
    }

    mutating func set(_ reference: SeriesReference, for fingerprint: SeriesFingerprint) {
        if young.count >= limit {
            old = young
            young = FingerprintTable()
        }
        young.set(reference, for: fingerprint)
    }
}
