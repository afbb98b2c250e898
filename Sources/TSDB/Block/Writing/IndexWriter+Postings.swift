internal import PrometheusBytes
internal import Storage

/// One id of a postings list that is being made: the symbol of the value above, the id below.
private typealias KeyedID = UInt64

extension IndexWriter {
    /// Writes what follows the series and waits until everything is on the disk.
    mutating func finish() throws(StorageError) {
        if symbols == nil { try finishSymbols() }
        let seriesEnd = file.offset
        try file.flush()
        let written = try MappedFile(path)
        written.advise(isSequential: true)
        let series = IndexedSeriesScanner(written, contents.series..<seriesEnd)
        names.sort { $0.symbol < $1.symbol }
        contents.labelIndices = file.offset
        var labelOffsets: [(symbol: UInt32, offset: Int)] = []
        if labelIndices == .written { try writeLabelIndices(series, &labelOffsets) }
        contents.postings = file.offset
        let tablePath = "\(path)_tmp_po"
        var table = try BlockFileWriter(tablePath, operations)
        var entryCount = 0
        try writeAllPostings(series, &table, &entryCount)
        for batch in batches() { try writePostings(of: batch, series, &table, &entryCount) }
        contents.labelOffsets = file.offset
        if labelIndices == .written { try writeLabelOffsets(labelOffsets) }
        try appendTable(&table, tablePath, entryCount)
        try file.append(contents.encoded.rawSpan)
        try file.sync()
        try operations.remove(tablePath)
    }

    // MARK: Postings

    /// Names whose postings are made in one pass over the series.
    private func batches() -> [ArraySlice<(symbol: UInt32, seriesCount: Int)>] {
        var batches: [ArraySlice<(symbol: UInt32, seriesCount: Int)>] = []
        var (start, total) = (0, 0)
        for index in names.indices {
            if total > 0, total + names[index].seriesCount > batchLimit {
                batches.append(names[start..<index])
                (start, total) = (index, 0)
            }
            total += names[index].seriesCount
        }
        if start < names.count { batches.append(names[start...]) }
        return batches
    }

    private mutating func writeAllPostings(
        _ series: IndexedSeriesScanner,
        _ table: inout BlockFileWriter,
        _ entryCount: inout Int
    ) throws(StorageError) {
        let empty = [UInt8]().rawSpan
        try appendEntry(empty, empty, &table, &entryCount)
        try beginPostings(seriesCount)
        var scanner = series
        while try scanner.next() {
            try file.append(bigEndian: scanner.id)
        }
        try file.appendChecksum()
    }

    private mutating func writePostings(
        of batch: ArraySlice<(symbol: UInt32, seriesCount: Int)>,
        _ series: IndexedSeriesScanner,
        _ table: inout BlockFileWriter,
        _ entryCount: inout Int
    ) throws(StorageError) {
        var ids = try collect(batch, series)
        var spare = [KeyedID](repeating: 0, count: ids.count)
        var start = 0
        for name in batch {
            let range = start..<(start + name.seriesCount)
            Self.sort(&ids, range, &spare)
            try writePostings(of: name.symbol, ids, range, &table, &entryCount)
            start = range.upperBound
        }
    }

    /// The ids of all series with one of the names, by name.
    private func collect(
        _ batch: ArraySlice<(symbol: UInt32, seriesCount: Int)>,
        _ series: IndexedSeriesScanner
    ) throws(StorageError) -> [KeyedID] {
        // By the number of the name, counted from 1: where its next id goes; −1 for names of other batches.
        var cursors = [Int](repeating: -1, count: names.count + 1)
        var total = 0
        for name in batch {
            cursors[Int(nameNumbers[Int(name.symbol)])] = total
            total += name.seriesCount
        }
        guard let last = batch.last?.symbol else { return [] }
        var ids = [KeyedID](repeating: 0, count: total)
        var scanner = series
        while try scanner.next() {
            while let (name, value) = try scanner.nextLabel(), name <= last {
                let number = Int(nameNumbers[Int(name)])
                let cursor = cursors[number]
                guard cursor >= 0 else { continue }
                ids[cursor] = UInt64(value) << 32 | UInt64(scanner.id)
                cursors[number] = cursor + 1
            }
        }
        return ids
    }

    private mutating func writePostings(
        of name: UInt32,
        _ ids: [KeyedID],
        _ range: Range<Int>,
        _ table: inout BlockFileWriter,
        _ entryCount: inout Int
    ) throws(StorageError) {
        var start = range.lowerBound
        while start < range.upperBound {
            let value = ids[start] >> 32
            var end = start + 1
            while end < range.upperBound, ids[end] >> 32 == value { end += 1 }
            guard let symbols, let nameRange = symbols.range(of: Int(name)),
                let valueRange = symbols.range(of: Int(value))
            else { throw failure("symbol entry for \(value) does not exist") }
            try appendEntry(symbols.bytes(nameRange), symbols.bytes(valueRange), &table, &entryCount)
            try beginPostings(end - start)
            for index in start..<end { try file.append(bigEndian: UInt32(truncatingIfNeeded: ids[index])) }
            try file.appendChecksum()
            start = end
        }
    }

    /// Writes what comes before the ids of a postings list.
    private mutating func beginPostings(_ count: Int) throws(StorageError) {
        let length = 4 + count * 4
        guard length <= Int(UInt32.max) else { throw failure("length size exceeds 4 bytes: \(length)") }
        try file.append(bigEndian: UInt32(length))
        file.beginChecksum()
        try file.append(bigEndian: UInt32(count))
    }

    /// Notes where the postings list that is about to be written begins.
    private mutating func appendEntry(
        _ name: RawSpan,
        _ value: RawSpan,
        _ table: inout BlockFileWriter,
        _ entryCount: inout Int
    ) throws(StorageError) {
        file.pad(to: IndexFormat.postingsAlignment)
        table.append(varint: 2)
        table.append(varint: UInt64(name.byteCount))
        try table.append(name)
        table.append(varint: UInt64(value.byteCount))
        try table.append(value)
        table.append(varint: UInt64(file.offset))
        entryCount += 1
    }

    private mutating func appendTable(
        _ table: inout BlockFileWriter,
        _ tablePath: String,
        _ entryCount: Int
    ) throws(StorageError) {
        try table.flush()
        contents.postingsOffsets = file.offset
        if labelIndices == .omitted { contents.labelOffsets = file.offset }
        let length = 4 + table.offset
        guard length <= Int(UInt32.max) else { throw failure("length size exceeds 4 bytes: \(length)") }
        try file.append(bigEndian: UInt32(length))
        file.beginChecksum()
        try file.append(bigEndian: UInt32(entryCount))
        let written = try MappedFile(tablePath)
        try file.append(written.bytes)
        try file.appendChecksum()
    }

    // MARK: Label indices

    private mutating func writeLabelIndices(
        _ series: IndexedSeriesScanner,
        _ offsets: inout [(symbol: UInt32, offset: Int)]
    ) throws(StorageError) {
        for batch in batches() {
            var ids = try collect(batch, series)
            var spare = [KeyedID](repeating: 0, count: ids.count)
            var start = 0
            for name in batch {
                let range = start..<(start + name.seriesCount)
                Self.sort(&ids, range, &spare)
                var values: [UInt32] = []
                for index in range where values.last != UInt32(truncatingIfNeeded: ids[index] >> 32) {
                    values.append(UInt32(truncatingIfNeeded: ids[index] >> 32))
                }
                file.pad(to: IndexFormat.postingsAlignment)
                offsets.append((name.symbol, file.offset))
                try file.append(bigEndian: UInt32(8 + values.count * 4))
                file.beginChecksum()
                try file.append(bigEndian: 1)
                try file.append(bigEndian: UInt32(values.count))
                for value in values { try file.append(bigEndian: value) }
                try file.appendChecksum()
                start = range.upperBound
            }
        }
    }

    private mutating func writeLabelOffsets(
        _ offsets: [(symbol: UInt32, offset: Int)]
    ) throws(StorageError) {
        let start = file.offset
        try file.append(bigEndian: 0)
        var body: [UInt8] = []
        body.appendBigEndian(UInt32(offsets.count))
        for (symbol, offset) in offsets {
            guard let symbols, let range = symbols.range(of: Int(symbol)) else {
                throw failure("symbol entry for \(symbol) does not exist")
            }
            body.appendVarint(1)
            body.append(lengthPrefixed: symbols.bytes(range))
            body.appendVarint(UInt64(offset))
        }
        try file.patch(bigEndian: UInt32(body.count), at: start)
        file.beginChecksum()
        try file.append(body.rawSpan)
        try file.appendChecksum()
    }

    // MARK: Sorting

    /// Sorts ids of one name by value; ids of one value stay ascending.
    ///
    /// By counting, eleven bits of the value's symbol a pass: the ids of a million series in some milliseconds.
    private static func sort(_ ids: inout [KeyedID], _ range: Range<Int>, _ spare: inout [KeyedID]) {
        var varying: UInt64 = 0
        for index in range { varying |= ids[index] ^ ids[range.lowerBound] }
        var shift: UInt64 = 32
        while shift < 64, varying >> shift != 0 {
            if varying >> shift & 0x7FF != 0 {
                var positions = [Int](repeating: 0, count: 2049)
                for index in range { positions[Int(ids[index] >> shift & 0x7FF) + 1] += 1 }
                for digit in 1..<2049 { positions[digit] += positions[digit - 1] }
                for index in range {
                    let digit = Int(ids[index] >> shift & 0x7FF)
                    spare[range.lowerBound + positions[digit]] = ids[index]
                    positions[digit] += 1
                }
                for index in range { ids[index] = spare[index] }
            }
            shift += 11
        }
    }
}
