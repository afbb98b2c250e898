internal import PrometheusBytes
internal import Storage

/// Writes the index of a block: symbols in their order, then series in the order of their label sets, then the rest.
///
/// Memory: eight bytes a symbol, and while postings are made eight bytes an id of a part of them.
struct IndexWriter: ~Copyable {
    /// Whether the sections that upstream wrote up to version 3.5, and that no reader needs, are written.
    enum LabelIndices {
        case omitted
        case written
    }

    let path: String
    let labelIndices: LabelIndices
    /// The most ids that are collected at a time, unless one label name has more.
    let batchLimit: Int
    var file: BlockFileWriter
    let operations: FileOperations
    var contents = IndexContents()
    private(set) var symbolCount = 1
    private var lastSymbol: [UInt8] = []
    private(set) var seriesCount = 0
    private var lastSeries: [UInt32] = []
    private var lastReference: UInt64 = 0
    private var entry: [UInt8] = []
    /// The texts, once they are complete.
    private(set) var symbols: SymbolTable?
    /// For each symbol its number among the label names, counted from 1; 0 for those that are no name.
    private(set) var nameNumbers: [UInt32] = []
    /// For each label name, in the order in which they came, its symbol and the number of its series.
    var names: [(symbol: UInt32, seriesCount: Int)] = []

    init(_ path: String, _ options: BlockWriterOptions) throws(StorageError) {
        let operations = options.operations
        var file = try BlockFileWriter(path, operations)
        try file.append(bigEndian: IndexFormat.magic)
        file.append(byte: IndexFormat.version)
        let start = file.offset
        // The length of the section and the number of symbols are filled in at its end.
        try file.append(bigEndian: 0)
        try file.append(bigEndian: 0)
        // The empty text is the first symbol: what the list of all series is known by.
        file.append(varint: 0)
        self.path = path
        self.operations = operations
        labelIndices = options.writesLabelIndices ? .written : .omitted
        batchLimit = options.postingsBatch
        self.file = file
        contents.symbols = start
    }

    /// Adds a text and returns its number; the same text again has the same number.
    mutating func addSymbol(_ text: RawSpan) throws(StorageError) -> UInt32 {
        let order = lastSymbol.rawSpan.compareBytes(with: text)
        if order == 0 { return UInt32(symbolCount - 1) }
        guard order < 0, symbols == nil else { throw failure("symbols are not in order") }
        lastSymbol.removeAll(keepingCapacity: true)
        lastSymbol.append(text)
        file.append(varint: UInt64(text.byteCount))
        try file.append(text)
        symbolCount += 1
        return UInt32(symbolCount - 1)
    }

    /// Ends the symbols.
    mutating func finishSymbols() throws(StorageError) {
        let length = file.offset - contents.symbols - 4
        guard length <= Int(UInt32.max) else {
            throw failure("symbol table size exceeds 4294967295 bytes: \(length)")
        }
        // The number of symbols is part of the checksum and comes before them: the section is summed up again.
        try file.patch(bigEndian: UInt32(length), at: contents.symbols)
        try file.patch(bigEndian: UInt32(symbolCount), at: contents.symbols + 4)
        try file.flush()
        let written = try MappedFile(path)
        let section = (contents.symbols + 4)..<(contents.symbols + 4 + length)
        guard let bytes = written.bytes(section) else { throw failure("symbols are not in the file") }
        try file.append(bigEndian: bytes.crc32c())
        contents.series = file.offset
        try file.flush()
        symbols = try SymbolTable(try MappedFile(path), at: contents.symbols)
        nameNumbers = [UInt32](repeating: 0, count: symbolCount)
    }

    /// Adds a series: names and values in turn as numbers of symbols, and its chunks.
    mutating func addSeries(
        _ labels: [UInt32],
        minTimes: [Int64],
        maxTimes: [Int64],
        references: [UInt64]
    ) throws(StorageError) {
        if symbols == nil { try finishSymbols() }
        guard seriesCount == 0 || lastSeries.lexicographicallyPrecedes(labels) else {
            throw failure(
                "out-of-order series added with label set \"\(text(labels))\", last label set \"\(text(lastSeries))\""
            )
        }
        entry.removeAll(keepingCapacity: true)
        entry.appendVarint(UInt64(labels.count / 2))
        for (position, symbol) in labels.enumerated() {
            guard symbol < symbolCount else { throw failure("symbol entry for \(symbol) does not exist") }
            entry.appendVarint(UInt64(symbol))
            if position % 2 == 0 { count(symbol) }
        }
        try appendChunks(minTimes, maxTimes, references)
        file.pad(to: IndexFormat.seriesAlignment)
        guard file.offset + entry.count <= IndexFormat.limitBytes else { throw failure("exceeding max size of 64GiB") }
        file.append(varint: UInt64(entry.count))
        file.beginChecksum()
        try file.append(entry)
        try file.appendChecksum()
        seriesCount += 1
        lastSeries.removeAll(keepingCapacity: true)
        lastSeries.append(contentsOf: labels)
    }

    private mutating func appendChunks(
        _ minTimes: [Int64],
        _ maxTimes: [Int64],
        _ references: [UInt64]
    ) throws(StorageError) {
        entry.appendVarint(UInt64(references.count))
        for index in references.indices {
            let (minTime, maxTime) = (minTimes[index], maxTimes[index])
            guard maxTime >= minTime else {
                throw failure("chunk maxT \(maxTime) is less than minT \(minTime)")
            }
            if index == 0 {
                entry.appendZigzagVarint(minTime)
            } else {
                let previous = maxTimes[index - 1]
                guard minTime > previous else {
                    throw failure("chunk minT \(minTime) is not higher than previous chunk maxT \(previous)")
                }
                entry.appendVarint(UInt64(bitPattern: minTime &- previous))
            }
            entry.appendVarint(UInt64(bitPattern: maxTime &- minTime))
            let reference = references[index]
            guard reference >= lastReference else {
                throw failure("unsorted chunk reference: \(reference), previous: \(lastReference)")
            }
            if index == 0 {
                entry.appendVarint(reference)
            } else {
                entry.appendZigzagVarint(Int64(bitPattern: reference &- references[index - 1]))
            }
            lastReference = reference
        }
    }

    private mutating func count(_ name: UInt32) {
        if nameNumbers[Int(name)] == 0 {
            names.append((name, 0))
            nameNumbers[Int(name)] = UInt32(names.count)
        }
        names[Int(nameNumbers[Int(name)]) - 1].seriesCount += 1
    }

    func failure(_ reason: String) -> StorageError { .corrupt("\(path): \(reason)") }

    /// Names and values for a message.
    private func text(_ labels: [UInt32]) -> String {
        guard let symbols else { return "{}" }
        let texts = labels.map { symbol in
            symbols.range(of: Int(symbol)).map { String(bytes: symbols.bytes($0)) } ?? "?"
        }
        let pairs = stride(from: 0, to: texts.count - 1, by: 2).map { "\(texts[$0])=\"\(texts[$0 + 1])\"" }
        return "{\(pairs.joined(separator: ", "))}"
    }
}
