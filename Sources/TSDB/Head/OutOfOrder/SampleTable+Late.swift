internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

extension SampleTable {
    /// How samples are encoded that came out of order.
    var lateEncoding: LateEncoding {
        var encoding = LateEncoding()
        encoding.floats = usesXOR2 ? .xor2 : .xor
        encoding.storesHistogramStarts = histograms.storesStarts
        return encoding
    }

    /// What becomes of a sample that is not newer than its series' newest one, or older than what is taken in order.
    ///
    /// It counts how far behind it is, and what is refused only with a window.
    mutating func lateVerdict(
        _ timestamp: Int64,
        otherwise refusal: AppendOutcome.Refusal,
        isHistogram: Bool,
        isMarker: Bool = false
    ) -> Verdict {
        late.statistics.observe(timestamp, newest: maxTime)
        guard late.window > 0 else { return .refused(refusal) }
        guard timestamp >= maxTime.subtractingClamped(late.window) else {
            if isHistogram { late.statistics.tooOldHistograms += 1 } else { late.statistics.tooOldFloats += 1 }
            return .refused(.tooOld)
        }
        return (isMarker ? late.batch.refusesMarkers : late.batch.refuses) ? .refused(.outOfOrder) : .late
    }

    /// Keeps a sample that came out of order.
    mutating func insertLate(_ sample: LateSample) -> LateTable.Insertion {
        let series = SeriesID(sample.reference).index
        var sample = sample
        if sample.histogram == nil, sample.value.bitPattern == StaleMarker.bitPattern,
            states[series].endsInHistogram, let last = histograms.last(of: series)
        {
            // The end of a series of histograms.
            sample.histogram = TimedHistogram(sample.timestamp, last.staleMarker)
        }
        let insertion = late.insert(series, sample, lateEncoding)
        states[series].hasLate = true
        states[series].isNew = false
        guard insertion.isStored else { return insertion }
        if sample.histogram == nil {
            late.statistics.floatsAppended += 1
            counts.samplesAppended += 1
        } else {
            late.statistics.histogramsAppended += 1
            counts.histogramsAppended += 1
        }
        return insertion
    }

    /// The chunks of a series that came out of order and overlap `window`.
    func copyLate(
        _ series: Int,
        _ window: ClosedRange<Int64>,
        below number: UInt64 = .max
    ) -> LateCopies {
        guard let entry = late[series] else { return LateCopies() }
        return LateCopies(entry, window, below: number, in: files, lateEncoding)
    }

    /// Drops the chunks below a number: they are in blocks.
    mutating func dropLate(below number: UInt64) {
        for series in late.drop(below: number) { states[series.index].hasLate = false }
    }

    /// Drops all of a series that came out of order.
    mutating func dropLate(of series: SeriesID) {
        guard states[series.index].hasLate else { return }
        late.drop(series.index)
        states[series.index].hasLate = false
    }

    /// Appends the record of a chunk that waits to be written.
    func appendRecord(_ pending: LateTable.Pending, _ reference: UInt64, to output: inout [UInt8]) {
        guard let chunk = late.chunk(pending) else { return }
        let payload = chunk.payload
        HeadChunkRecord.append(
            to: &output,
            reference: reference,
            minTime: chunk.minTime,
            maxTime: chunk.maxTime,
            encoding: chunk.encoding.rawValue | HeadChunkFormat.outOfOrderMark,
            payload: payload.rawSpan
        )
    }

    /// Gives a series the chunks that were found for it in files.
    mutating func adoptLate(_ series: SeriesID, _ newest: UInt32) {
        var chunks: [SealedChunk] = []
        var next = newest
        while next > 0 {
            chunks.append(sealed[Int(next) - 1])
            next = sealed[Int(next) - 1].previous
        }
        // Only their places change: nothing is removed.
        let removed = counts.chunksRemoved
        dropChain(newest)
        counts.chunksRemoved = removed
        late.adopt(series.index, chunks.reversed())
        states[series.index].hasLate = true
        states[series.index].isNew = false
    }
}
