internal import PrometheusBytes
package import PrometheusModel

extension ChunkPayload {
    /// Bytes behind the last chunk of a buffer that `decode(_:_:window:into:)` wants to be able to read.
    package static var guardBytes: Int { XORLane.guardBytes }

    /// Decodes the chunks of one series that follow each other in time, those of floats two at a time, and appends the
    /// samples whose times lie in `window` to `samples`.
    ///
    /// Chunks that have no `guardBytes` behind them in the buffer are decoded one by one.
    /// - Complexity: O(*n*), about 3 ns a float.
    package static func decode(
        _ buffer: RawSpan,
        _ extents: [ChunkExtent],
        window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(ChunkError) {
        var index = 0
        while index < extents.count {
            let first = extents[index]
            let second = index + 1 < extents.count && extents[index + 1].encoding == .xor ? extents[index + 1] : nil
            if decodeQuickly(buffer, first, second, window, &samples.timestamps, &samples.values) {
                samples.completeStarts()
                index += second == nil ? 1 : 2
                continue
            }
            let bytes = buffer.extracting(first.offset..<first.offset + first.byteCount)
            try ChunkPayload(first.encoding, bytes).decode(count: first.sampleCount, window: window, into: &samples)
            index += 1
        }
    }

    /// Decodes one or two chunks; `false`, with nothing appended, if that takes the checked decoder.
    private static func decodeQuickly(
        _ buffer: RawSpan,
        _ first: ChunkExtent,
        _ second: ChunkExtent?,
        _ window: ClosedRange<Int64>,
        _ timestamps: inout [Int64],
        _ values: inout [Double]
    ) -> Bool {
        let last = second ?? first
        guard first.encoding == .xor, last.offset + last.byteCount + XORLane.guardBytes <= buffer.byteCount,
            first.offset + first.byteCount + XORLane.guardBytes <= buffer.byteCount,
            hasRoom(first), second.map(hasRoom) ?? true, let lane = XORLane(buffer, first)
        else { return false }
        var partner: XORLane?
        if let second {
            partner = XORLane(buffer, second)
            guard partner != nil else { return false }
        }
        let counts = (first.sampleCount, second?.sampleCount ?? 0)
        var isWhole = false
        timestamps.append(addingCapacity: counts.0 + counts.1) { times in
            values.append(addingCapacity: counts.0 + counts.1) { numbers in
                // Safe: both buffers have room for all samples of both chunks; only what was written is kept.
                unsafe times.withUnsafeMutableBufferPointer { times, timeCount in
                    unsafe numbers.withUnsafeMutableBufferPointer { numbers, numberCount in
                        guard let timeBase = times.baseAddress, let numberBase = numbers.baseAddress else { return }
                        let columns = unsafe Columns(times: timeBase + timeCount, values: numberBase + numberCount)
                        isWhole = unsafe buffer.withUnsafeBytes { bytes in
                            guard let base = bytes.baseAddress else { return false }
                            return unsafe run(base, lane, partner, counts, columns)
                        }
                        guard isWhole else { return }
                        let kept = unsafe columns.keep(window, of: counts.0 + counts.1)
                        timeCount += kept
                        numberCount += kept
                    }
                }
            }
        }
        return isWhole
    }

    /// Whether the chunk can have that many samples at all: two bits each at least.
    private static func hasRoom(_ extent: ChunkExtent) -> Bool {
        extent.sampleCount > 0 && extent.sampleCount <= extent.byteCount &* 4
    }

    /// Runs the lanes to their ends; `false` if one of them meets something that is not for it.
    private static func run(
        _ base: UnsafeRawPointer,
        _ first: XORLane,
        _ second: XORLane?,
        _ counts: (Int, Int),
        _ columns: Columns
    ) -> Bool {
        // Safe: each lane writes as many samples as its chunk has, for which there is room.
        var first = first
        unsafe columns.write(first, at: 0)
        if counts.0 > 1 {
            guard unsafe first.advanceToSecond(base) else { return false }
            unsafe columns.write(first, at: 1)
        }
        guard var second else { return unsafe finish(base, first, from: 2, counts.0, columns) }
        let offset = counts.0
        unsafe columns.write(second, at: offset)
        if counts.1 > 1 {
            guard unsafe second.advanceToSecond(base) else { return false }
            unsafe columns.write(second, at: offset &+ 1)
        }
        let common = min(counts.0, counts.1)
        var sample = 2
        while sample < common {
            guard unsafe first.next(base) else { return false }
            unsafe columns.write(first, at: sample)
            guard unsafe second.next(base) else { return false }
            unsafe columns.write(second, at: offset &+ sample)
            sample &+= 1
        }
        guard unsafe finish(base, first, from: sample, counts.0, columns) else { return false }
        let rest = unsafe Columns(times: columns.times + offset, values: columns.values + offset)
        return unsafe finish(base, second, from: sample, counts.1, rest)
    }

    private static func finish(
        _ base: UnsafeRawPointer,
        _ lane: XORLane,
        from start: Int,
        _ count: Int,
        _ columns: Columns
    ) -> Bool {
        var lane = lane
        var sample = start
        // Safe: as in `run`.
        while sample < count {
            guard unsafe lane.next(base) else { return false }
            unsafe columns.write(lane, at: sample)
            sample &+= 1
        }
        return true
    }

    /// Room for samples.
    @unsafe
    private struct Columns {
        let times: UnsafeMutablePointer<Int64>
        let values: UnsafeMutablePointer<Double>

        @inline(__always)
        func write(_ lane: XORLane, at index: Int) {
            unsafe times[index] = lane.timestamp
            unsafe values[index] = Double(bitPattern: lane.valueBits)
        }

        /// Moves those of the first `count` samples that lie in `window` to the front; returns how many there are.
        func keep(_ window: ClosedRange<Int64>, of count: Int) -> Int {
            var low = 0
            while low < count, unsafe times[low] < window.lowerBound { low &+= 1 }
            var high = count
            while high > low, unsafe times[high &- 1] > window.upperBound { high &-= 1 }
            if low > 0 {
                unsafe times.update(from: times + low, count: high &- low)
                unsafe values.update(from: values + low, count: high &- low)
            }
            return high &- low
        }
    }
}
