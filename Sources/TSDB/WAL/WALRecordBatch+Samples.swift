internal import PrometheusBytes
package import Storage

extension WALRecordBatch {
    /// Two numbers of at most ten bytes and a value of eight.
    private static let maximumSampleBytes = 28

    /// Adds samples that are given in columns of the same length.
    /// - Complexity: O(*n*); no allocation once the storage is large enough.
    package mutating func appendSamples(
        references: Span<UInt64>,
        timestamps: Span<Int64>,
        values: Span<Double>
    ) {
        precondition(references.count == timestamps.count && references.count == values.count, "columns differ")
        var start = 0
        while start < references.count {
            let end = min(references.count, start + Self.samplesPerRecord)
            appendRecord(
                references.extracting(start..<end),
                timestamps.extracting(start..<end),
                values.extracting(start..<end)
            )
            start = end
        }
    }

    /// Adds samples that are given in columns of the same length.
    package mutating func appendSamples(
        references: Span<SeriesReference>,
        timestamps: Span<Int64>,
        values: Span<Double>
    ) {
        // Safe: a reference is a frozen structure of exactly one UInt64.
        unsafe references.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: UInt64.self) { raw in
                unsafe appendSamples(references: raw.span, timestamps: timestamps, values: values)
            }
        }
    }

    /// Adds samples with the starts of their counters, which are empty if none is known.
    ///
    /// They are in records of the second version, which only upstream's newest releases read.
    package mutating func appendSamples(
        _ references: [UInt64],
        _ timestamps: [Int64],
        _ values: [Double],
        startTimestamps: [Int64]
    ) {
        for first in stride(from: 0, to: references.count, by: Self.samplesPerRecord) {
            bytes.append(WALRecordKind.samplesV2.rawValue)
            var header = WALSecondVersionHeader()
            for index in first..<min(references.count, first + Self.samplesPerRecord) {
                let start = startTimestamps.isEmpty ? 0 : startTimestamps[index]
                header.append(references[index], timestamps[index], start, to: &bytes)
                bytes.appendBigEndian(values[index].bitPattern)
            }
            endRecord()
        }
    }

    /// Adds all samples of a batch.
    package mutating func appendSamples(_ batch: borrowing SampleBatch) {
        appendSamples(references: batch.references.span, timestamps: batch.timestamps.span, values: batch.values.span)
    }

    private mutating func appendRecord(_ references: Span<UInt64>, _ timestamps: Span<Int64>, _ values: Span<Double>) {
        let (baseReference, baseTime) = (references[0], timestamps[0])
        bytes.append(WALRecordKind.samples.rawValue)
        bytes.appendBigEndian(baseReference)
        bytes.appendBigEndian(baseTime)
        bytes.append(addingCapacity: references.count * Self.maximumSampleBytes) { (span: inout OutputSpan<UInt8>) in
            // Safe: each of the `count` rounds writes at most `maximumSampleBytes` bytes, for which there is room.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                guard let start = target.baseAddress else { return }
                var cursor = UnsafeMutableRawPointer(start)
                for index in references.indices {
                    let reference = Int64(bitPattern: references[index] &- baseReference)
                    unsafe cursor = Self.storeZigzag(reference, at: cursor)
                    unsafe cursor = Self.storeZigzag(timestamps[index] &- baseTime, at: cursor)
                    unsafe cursor.storeBytes(of: values[index].bitPattern.bigEndian, as: UInt64.self)
                    unsafe cursor += 8
                }
                count = unsafe cursor - UnsafeMutableRawPointer(start)
            }
        }
        endRecord()
    }

    /// Stores a zigzag LEB128 number of at most ten bytes and returns the position behind it.
    @inline(__always)
    private static func storeZigzag(_ value: Int64, at start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var rest = UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
        var cursor = unsafe start
        while rest >= 0x80 {
            unsafe cursor.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            unsafe cursor += 1
            rest &>>= 7
        }
        unsafe cursor.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        return unsafe cursor + 1
    }
}
