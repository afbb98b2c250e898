/// The dense number of a label name together with one of its values, from 0.
///
/// Series are made of these: four bytes a label, and each is also the key of a postings list.
struct PairID: BitwiseCopyable, Hashable, Comparable {
    let rawValue: UInt32

    @inline(__always)
    init(_ rawValue: UInt32) { self.rawValue = rawValue }

    @inline(__always)
    init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

    /// The position in columns of pairs.
    @inline(__always) var index: Int { Int(rawValue) }

    static func < (first: PairID, second: PairID) -> Bool { first.rawValue < second.rawValue }
}
