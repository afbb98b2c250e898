/// Where the ids of a postings list lie in an index: ascending, four bytes each, most significant byte first.
struct PostingsRun: Sendable, Hashable {
    /// Where the first id lies.
    var offset: Int
    /// The number of ids.
    var count: Int

    var range: Range<Int> { offset..<(offset + count * 4) }
}
