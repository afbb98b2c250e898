internal import Storage

/// One series of a target as the scrape cache knows it, in 32 bytes.
///
/// The bytes of the series are not kept: equal hash and length stand for equal bytes (see `SeriesHash`).
struct CachedSeries {
    /// What is known of the series besides its numbers.
    struct Marks: OptionSet {
        let rawValue: UInt8

        /// Relabelling dropped it.
        static let dropped = Marks(rawValue: 1)
        /// `reference` is the position of its labels among the unresolved ones of the running scrape.
        static let unresolved = Marks(rawValue: 2)
        /// When it was seen last, it was with the scrape's time: it gets a staleness marker when it disappears.
        static let tracked = Marks(rawValue: 4)
        /// It was tracked in the scrape before the one that saw it last.
        static let trackedBefore = Marks(rawValue: 8)
    }

    let hash: UInt64
    var reference: SeriesReference
    let length: UInt32
    /// The series that was written after this one, `UInt32.max` for none.
    var successor: UInt32
    /// The number of the scrape that saw it last.
    var seenAt: UInt32
    var marks: Marks
}
