internal import PrometheusBytes
internal import PrometheusModel

/// Chunks of floats that are decimal numbers, of our own design (docs/formats/decimal-chunk.md).
///
/// Times and values are columns of integers: differences around an offset, each a code of its bit length and its bits.
package enum DecimalChunk {
    /// A value that is no decimal number takes ten bytes: of more than one in so many the chunk is not worth it.
    private static let valuesPerException = 16
    /// The number of samples, and the power of ten.
    static let headerBytes = 3

    /// The payload of a chunk of these samples; `nil` if too many values are not decimal numbers.
    ///
    /// - Precondition: There is one sample at least, and no more than 65,535; times ascend.
    package static func encode(_ timestamps: ArraySlice<Int64>, _ values: ArraySlice<Double>) -> [UInt8]? {
        precondition(timestamps.count == values.count, "columns differ in length")
        precondition(!timestamps.isEmpty && timestamps.count <= 65_535, "a chunk has 1 to 65535 samples")
        guard let scaled = DecimalScale.integers(values, valuesPerException: valuesPerException) else { return nil }
        var bytes: [UInt8] = []
        bytes.appendBigEndian(UInt16(timestamps.count))
        bytes.append(UInt8(scaled.exponent))
        bytes.appendVarint(UInt64(scaled.exceptions.count))
        var previous = 0
        for exception in scaled.exceptions {
            bytes.appendVarint(UInt64(exception - previous))
            bytes.appendBigEndian(values[values.startIndex + exception].bitPattern)
            previous = exception
        }
        IntegerColumnEncoder.append(Array(timestamps), to: &bytes)
        IntegerColumnEncoder.append(scaled.integers, to: &bytes)
        return bytes
    }

    /// Decodes the samples whose times lie in `window` and appends them to both columns.
    static func decode(
        _ bytes: RawSpan,
        window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(ChunkError) {
        let count = try XORChunk.sampleCount(of: bytes)
        guard count > 0 else { return }
        var reader = ByteReader(bytes)
        reader.offset = headerBytes - 1
        guard let exponent = reader.readByte() else { throw .truncated(sample: 0) }
        let exceptionsOffset = reader.offset
        guard Int(exponent) < DecimalScale.powers.count, skipExceptions(&reader, count),
            let times = IntegerColumnHeader(&reader)
        else { throw .invalidColumn }
        let before = samples.timestamps.count
        let (rows, valuesOffset) = try decodeTimes(
            times,
            bytes,
            reader.offset,
            count,
            window,
            &samples.timestamps
        )
        reader.offset = valuesOffset
        guard let header = IntegerColumnHeader(&reader) else {
            samples.timestamps.removeSubrange(before...)
            throw .invalidColumn
        }
        let power = DecimalScale.powers[Int(exponent)]
        guard decodeValues(header, bytes, reader.offset, rows, power, &samples.values) else {
            samples.timestamps.removeSubrange(before...)
            samples.values.removeSubrange(before...)
            throw .truncated(sample: count - 1)
        }
        replaceExceptions(bytes, exceptionsOffset, rows, &samples.values)
    }

    // MARK: Columns

    /// Decodes all times, because the values stand behind them, and appends those in `window`.
    ///
    /// Returns which rows those are, and where the values begin.
    private static func decodeTimes(
        _ header: IntegerColumnHeader,
        _ bytes: RawSpan,
        _ offset: Int,
        _ count: Int,
        _ window: ClosedRange<Int64>,
        _ timestamps: inout [Int64]
    ) throws(ChunkError) -> (rows: Range<Int>, end: Int) {
        let before = timestamps.count
        var (lower, upper) = (0, 0)
        var end = 0
        var failure: ChunkError?
        timestamps.append(addingCapacity: count) { output in
            var decoder = IntegerColumnDecoder(header, bytes, byteOffset: offset)
            if let rows = decoder.appendEven(count, in: window, to: &output) {
                (lower, upper) = (rows.lowerBound, rows.upperBound)
                end = decoder.endOffset
                return
            }
            var time = decoder.number
            var row = 0
            while true {
                if time < window.lowerBound {
                    lower = row &+ 1
                } else if time <= window.upperBound {
                    output.append(time)
                    upper = row &+ 1
                }
                row &+= 1
                if row == count { break }
                decoder.next()
                guard decoder.number > time else {
                    failure = .unorderedTimestamps(sample: row)
                    return
                }
                time = decoder.number
            }
            if decoder.isOverrun { failure = .truncated(sample: count - 1) }
            end = decoder.endOffset
        }
        if let failure {
            timestamps.removeSubrange(before...)
            throw failure
        }
        return (lower..<max(lower, upper), end)
    }

    /// Decodes values and appends those of `rows`; `false` if the bytes end early.
    private static func decodeValues(
        _ header: IntegerColumnHeader,
        _ bytes: RawSpan,
        _ offset: Int,
        _ rows: Range<Int>,
        _ power: Double,
        _ values: inout [Double]
    ) -> Bool {
        guard !rows.isEmpty else { return true }
        var isOverrun = false
        values.append(addingCapacity: rows.count) { output in
            var decoder = IntegerColumnDecoder(header, bytes, byteOffset: offset)
            for _ in 0..<rows.lowerBound { decoder.next() }
            decoder.append(rows.count, over: power, to: &output)
            isOverrun = decoder.isOverrun
        }
        return !isOverrun
    }

    /// Reads over the values that are no decimal numbers; `false` if they make no sense.
    private static func skipExceptions(_ reader: inout ByteReader, _ count: Int) -> Bool {
        guard let exceptions = reader.readVarint(), exceptions <= UInt64(count) else { return false }
        var row: UInt64 = 0
        for _ in 0..<exceptions {
            guard let gap = reader.readVarint(), gap < UInt64(count), reader.readRange(count: 8) != nil else {
                return false
            }
            row += gap
            guard row < UInt64(count) else { return false }
        }
        return true
    }

    /// Puts values in their places that are no decimal numbers.
    private static func replaceExceptions(
        _ bytes: RawSpan,
        _ offset: Int,
        _ rows: Range<Int>,
        _ values: inout [Double]
    ) {
        var reader = ByteReader(bytes)
        reader.offset = offset
        let first = values.count - rows.count
        var row = 0
        for _ in 0..<(reader.readVarint() ?? 0) {
            guard let gap = reader.readVarint(), let bits = reader.readBigEndian(UInt64.self) else { return }
            row += Int(truncatingIfNeeded: gap)
            if rows.contains(row) { values[first + row - rows.lowerBound] = Double(bitPattern: bits) }
        }
    }
}
