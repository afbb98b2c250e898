internal import PrometheusBytes

extension Labels {
    /// The hash that the real server gives the label set, the same in every process: times are spread by it.
    ///
    /// It hashes its own form of the set: each text behind its length, in one byte up to 254, otherwise in three bytes
    /// behind a 255.
    package var stableHash: UInt64 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(packed.count + 8)
        var cursor = cursor()
        while cursor.next() {
            for range in [cursor.name, cursor.value] {
                if range.count < 255 {
                    bytes.append(UInt8(range.count))
                } else {
                    bytes.append(255)
                    for shift in [0, 8, 16] { bytes.append(UInt8(truncatingIfNeeded: range.count >> shift)) }
                }
                bytes += packed[range]
            }
        }
        return XXHash64.hash(bytes.rawSpan)
    }
}
