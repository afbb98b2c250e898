internal import BlockCompression
private import CCRC32C
internal import PrometheusBytes
internal import Storage

extension WriteAheadLog {
    /// Compresses a record if that makes it smaller, splits it into fragments and appends those to the output.
    mutating func frame(_ record: RawSpan) throws(StorageError) {
        assert(record.byteCount > 0, "a record has at least its kind")
        do throws(BlockCompressionError) {
            switch options.compression {
            case .none: compressed.removeAll(keepingCapacity: true)
            case .snappy: try SnappyBlock.compress(record, into: &compressed)
            case .zstandard: try ZstandardFrame.compress(record, into: &compressed)
            }
        } catch {
            // Neither has input that it refuses; plain records are always right.
            compressed.removeAll(keepingCapacity: true)
        }
        guard !compressed.isEmpty, compressed.count < record.byteCount else {
            return try appendFragments(record, flag: 0)
        }
        statistics.savedBytes += record.byteCount - compressed.count
        // Out of `self` for the call, so that its bytes can be read while `self` changes.
        let bytes = compressed
        compressed = []
        defer { compressed = bytes }
        let flag = options.compression == .snappy ? WALFormat.snappyFlag : WALFormat.zstandardFlag
        try appendFragments(bytes.rawSpan, flag: flag)
    }

    private mutating func appendFragments(_ record: RawSpan, flag: UInt8) throws(StorageError) {
        if position > 0, !fits(record.byteCount) {
            try flush()
            try cut()
        }
        let count = record.byteCount
        var start = 0
        var isFirst = true
        repeat {
            let room = WALFormat.pageBytes - position % WALFormat.pageBytes - WALFormat.headerBytes
            assert(room >= 0, "a page without room for a header was padded")
            let size = min(count - start, room)
            let isLast = start + size == count
            let place: WALFormat.Position =
                switch (isFirst, isLast) {
                case (true, true): .full
                case (true, false): .first
                case (false, false): .middle
                case (false, true): .last
                }
            appendFragment(record.extracting(start..<(start + size)), type: place.rawValue | flag)
            start += size
            isFirst = false
        } while start < count
        if output.count >= Self.writeBytes { try flush() }
    }

    private mutating func appendFragment(_ data: RawSpan, type: UInt8) {
        // Safe: the span is valid for its count while the closure runs.
        let checksum = unsafe data.withUnsafeBytes { unsafe prometheus_crc32c(0, $0.baseAddress, $0.count) }
        output.append(type)
        output.appendBigEndian(UInt16(truncatingIfNeeded: data.byteCount))
        output.appendBigEndian(checksum)
        output.append(data)
        statistics.recordParts += 1
        statistics.recordPartBytes += data.byteCount + WALFormat.headerBytes
        let left = WALFormat.pageBytes - position % WALFormat.pageBytes
        if left < WALFormat.headerBytes { output.append(contentsOf: repeatElement(0, count: left)) }
        if left < WALFormat.headerBytes || left == WALFormat.pageBytes { statistics.completedPages += 1 }
    }
}
