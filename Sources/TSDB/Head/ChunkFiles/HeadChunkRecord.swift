private import CCRC32C
internal import PrometheusBytes

/// Where the parts of a record of a head chunk file lie, and what its prefix says.
struct HeadChunkRecord {
    var reference: UInt64
    var minTime: Int64
    var maxTime: Int64
    /// The encoding without the mark.
    var encoding: UInt8
    var isOutOfOrder: Bool
    /// The payload in the file.
    var payload: Range<Int>
    /// Where the record ends in the file.
    var end: Int

    /// Why there is no record at a place.
    enum Failure: Error {
        /// Zeros: the part of the file that was not written yet.
        case end
        case damaged(String)
    }

    /// Reads the record at `offset` of a file, whose checksum is right.
    init(_ bytes: RawSpan, at offset: Int) throws(Failure) {
        guard offset >= 0, offset <= bytes.byteCount else { throw .damaged("head chunk out of bounds") }
        var reader = ByteReader(bytes)
        reader.offset = offset
        guard let reference = reader.readBigEndian(UInt64.self), let minTime = reader.readBigEndian(Int64.self),
            let maxTime = reader.readBigEndian(Int64.self), let encoding = reader.readByte()
        else { throw Self.shortage(bytes, from: offset, "header", HeadChunkFormat.prefixBytes) }
        if reference == 0, minTime == 0, maxTime == 0 { throw .end }
        guard let payload = reader.readLengthPrefixedRange() else {
            throw .damaged(
                "head chunk file doesn't include enough bytes to read the chunk - available:\(reader.remaining)"
            )
        }
        guard let expected = reader.readBigEndian(UInt32.self) else {
            throw Self.shortage(bytes, from: payload.upperBound, "checksum", HeadChunkFormat.checksumBytes)
        }
        // Safe: the span is valid for its count while the closure runs.
        let actual = unsafe bytes.extracting(offset..<payload.upperBound).withUnsafeBytes {
            unsafe prometheus_crc32c(0, $0.baseAddress, $0.count)
        }
        guard actual == expected else {
            let (expected, actual) = (String(expected, radix: 16), String(actual, radix: 16))
            throw .damaged("checksum mismatch expected:\(expected), actual:\(actual)")
        }
        self.reference = reference
        self.minTime = minTime
        self.maxTime = maxTime
        self.encoding = encoding & ~HeadChunkFormat.outOfOrderMark
        isOutOfOrder = encoding & HeadChunkFormat.outOfOrderMark != 0
        self.payload = payload
        end = reader.offset
    }

    private static func shortage(_ bytes: RawSpan, from offset: Int, _ part: String, _ needed: Int) -> Failure {
        // What is left of a page that was padded with zeros ends a file as well.
        var isZero = true
        for position in offset..<bytes.byteCount where isZero {
            // Safe: the position is below the count; a byte needs no alignment.
            isZero = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self) == 0
        }
        if isZero, part == "header" { return .end }
        return .damaged(
            "head chunk file has some unread data, but doesn't include enough bytes to read the chunk \(part)"
                + " - required:\(offset + needed), available:\(bytes.byteCount)"
        )
    }

    /// Appends a record.
    static func append(
        to output: inout [UInt8],
        reference: UInt64,
        minTime: Int64,
        maxTime: Int64,
        encoding: UInt8,
        payload: RawSpan
    ) {
        let start = output.count
        output.appendBigEndian(reference)
        output.appendBigEndian(minTime)
        output.appendBigEndian(maxTime)
        output.append(encoding)
        output.append(lengthPrefixed: payload)
        // Safe: the span is valid for its count while the closure runs.
        let checksum = unsafe output.rawSpan.extracting(start..<output.count).withUnsafeBytes {
            unsafe prometheus_crc32c(0, $0.baseAddress, $0.count)
        }
        output.appendBigEndian(checksum)
    }
}
