/// A place in a log, to say where a record was that makes no sense.
struct LogPlace: Sendable {
    /// The position of the segment among those that are read.
    var position: Int
    /// How far it had been read.
    var offset: Int
    /// The end of the last whole record before.
    var wholeBytes: Int

    /// Damage at this place.
    func corruption(_ segments: [WALDirectory.Segment], _ reason: String) -> WALCorruption {
        WALCorruption(
            path: segments[position].path,
            segment: segments[position].index,
            offset: offset,
            wholeBytes: wholeBytes,
            reason: reason
        )
    }
}
