internal import PrometheusBytes

/// A sampled answer to a remote read request: where the results of its queries lie.
package struct ReadResponse: Sendable {
    /// The bytes of the result of each query.
    ///
    /// A result is written as a remote write request is: `WriteRequestColumns` decodes it.
    package private(set) var results: [Range<Int>] = []

    /// Finds the results in a message.
    package init(_ bytes: RawSpan) throws(WireError) {
        var reader = WireReader(bytes)
        let end = bytes.byteCount
        while let tag = try reader.readTag(to: end, in: "ReadResponse") {
            guard tag.field == 1 else {
                try reader.skip(tag, to: end, in: "ReadResponse")
                continue
            }
            try reader.require(tag, WireTag.WireType.bytes, "Results")
            let resultEnd = try reader.readLength(to: end)
            results.append(reader.offset..<resultEnd)
            reader.move(to: resultEnd)
        }
    }
}
