/// A `Bucket` message of a classic histogram.
struct ProtobufBucket {
    var cumulativeCount: UInt64 = 0
    var cumulativeCountFloat = 0.0
    var upperBound = 0.0
    var exemplar = 0..<0

    /// The count as a float, whichever way it was written.
    var count: Double { cumulativeCountFloat > 0 ? cumulativeCountFloat : Double(cumulativeCount) }
}
