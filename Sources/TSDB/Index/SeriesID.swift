internal import Storage

/// The dense number of a series in the head, from 0.
struct SeriesID: BitwiseCopyable, Hashable, Comparable {
    let rawValue: UInt32

    @inline(__always)
    init(_ rawValue: UInt32) { self.rawValue = rawValue }

    @inline(__always)
    init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

    /// The position in columns of series.
    @inline(__always) var index: Int { Int(rawValue) }

    static func < (first: SeriesID, second: SeriesID) -> Bool { first.rawValue < second.rawValue }
}

extension SeriesID {
    /// The number that a reference given out by the head names: it is the number, from 1, below how often it was reused.
    @inline(__always)
    init(_ reference: SeriesReference) { self.init(UInt32(truncatingIfNeeded: reference.rawValue &- 1)) }
}
