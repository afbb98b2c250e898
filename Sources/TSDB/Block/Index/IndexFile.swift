internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

/// The index of a block, read where it lies.
///
/// What the file claims is checked where it is used: lengths against the file, checksums over every section, series and
/// list. Versions 1 to 3 are read; 3 is like 2.
struct IndexFile: Sendable {
    let file: MappedFile
    let version: UInt8
    let contents: IndexContents
    let symbols: SymbolTable
    let postings: PostingsTable

    init(_ path: String) throws(StorageError) {
        let file = try MappedFile(path)
        let bytes = file.bytes
        var reader = ByteReader(bytes)
        guard let magic = reader.readBigEndian(UInt32.self), let version = reader.readByte() else {
            throw file.corrupt("index header: invalid size", at: 0)
        }
        guard magic == IndexFormat.magic else {
            throw file.corrupt("invalid magic number \(String(magic, radix: 16))", at: 0)
        }
        guard (1...3).contains(version) else {
            throw file.corrupt("unknown index file version \(version)", at: 4)
        }
        let contents = try IndexContents(file)
        self.file = file
        self.version = version
        self.contents = contents
        symbols = try SymbolTable(file, at: contents.symbols)
        postings = try PostingsTable(file, at: contents.postingsOffsets, isSorted: version > 1)
    }

    /// The bytes of memory that the index keeps.
    var memoryBytes: Int { symbols.byteCount + postings.byteCount }

    /// The number of a series as it stands in postings is its place in steps of so many bytes.
    private var alignment: Int { version == 1 ? 1 : IndexFormat.seriesAlignment }

    // MARK: Series

    /// Finds the entry of a series and checks it; returns where its contents lie.
    func entry(_ id: UInt32) throws(StorageError) -> Range<Int> {
        let offset = Int(id) * alignment
        guard offset >= contents.series, offset < file.byteCount - IndexFormat.tocBytes else {
            throw file.corrupt("series \(id) is not in the file", at: offset)
        }
        let bytes = file.bytes
        var reader = ByteReader(bytes)
        reader.offset = offset
        guard let length = reader.readVarint(), let body = reader.readRange(count: Int(clamping: length)),
            let expected = reader.readBigEndian(UInt32.self)
        else { throw file.corrupt("series \(id): invalid size", at: offset) }
        guard bytes.extracting(body).crc32c() == expected else {
            throw file.corrupt("series \(id): invalid checksum", at: offset)
        }
        return body
    }

    /// Appends the symbols of a series' labels, name and value in turn, and returns where its chunks are described.
    @discardableResult
    func readSymbols(of entry: Range<Int>, into symbols: inout [UInt32]) throws(StorageError) -> Range<Int> {
        var reader = ByteReader(file.bytes.extracting(entry))
        guard let count = reader.readVarint(), count <= UInt64(entry.count) else {
            throw file.corrupt("series: invalid size", at: entry.lowerBound)
        }
        for _ in 0..<(2 * Int(count)) {
            guard let symbol = reader.readVarint() else {
                throw file.corrupt("series: invalid size", at: entry.lowerBound)
            }
            guard let number = UInt32(exactly: symbol) else {
                throw file.corrupt("series: symbol \(symbol) does not exist", at: entry.lowerBound)
            }
            symbols.append(number)
        }
        return (entry.lowerBound + reader.offset)..<entry.upperBound
    }

    /// Where the chunks of a series are described.
    func chunkDescriptions(of entry: Range<Int>) throws(StorageError) -> Range<Int> {
        var reader = ByteReader(file.bytes.extracting(entry))
        guard let count = reader.readVarint(), count <= UInt64(entry.count) else {
            throw file.corrupt("series: invalid size", at: entry.lowerBound)
        }
        for _ in 0..<(2 * Int(count)) where reader.readVarint() == nil {
            throw file.corrupt("series: invalid size", at: entry.lowerBound)
        }
        return (entry.lowerBound + reader.offset)..<entry.upperBound
    }

    /// Appends the chunks of a series.
    func readChunks(of descriptions: Range<Int>, into chunks: inout ChunkReferences) throws(StorageError) {
        var cursor = try ChunkDescriptionCursor(file, descriptions)
        while try cursor.next() { chunks.append(cursor.minTime, cursor.maxTime, cursor.reference) }
    }

    // MARK: Labels

    /// Where the text of a symbol lies in the file.
    func symbolRange(_ symbol: UInt32) throws(StorageError) -> Range<Int> {
        if version > 1 {
            if let range = symbols.range(of: Int(symbol)) { return range }
        } else {
            // The first version's symbols are places in the file.
            var reader = ByteReader(file.bytes)
            reader.offset = min(Int(symbol), file.byteCount)
            if let range = reader.readLengthPrefixedRange() { return range }
        }
        throw file.corrupt("symbol \(symbol) does not exist", at: contents.symbols)
    }

    /// Appends the packed label set of a series.
    func appendLabels(of id: UInt32, to packed: inout [UInt8]) throws(StorageError) {
        let entry = try entry(id)
        var reader = ByteReader(file.bytes.extracting(entry))
        guard let count = reader.readVarint(), count <= UInt64(entry.count) else {
            throw file.corrupt("series: invalid size", at: entry.lowerBound)
        }
        for _ in 0..<(2 * Int(count)) {
            guard let symbol = reader.readVarint(), let number = UInt32(exactly: symbol) else {
                throw file.corrupt("series: invalid size", at: entry.lowerBound)
            }
            packed.append(lengthPrefixed: file.bytes.extracting(try symbolRange(number)))
        }
    }

    /// Checks what `appendLabels` would find wrong: names in order, no empty values, nothing that does not exist.
    func checkLabels(_ symbols: [UInt32]) throws(StorageError) {
        guard version > 1 else {
            var packed: [UInt8] = []
            return try appendLabels(symbols, to: &packed)
        }
        // Symbols are numbered in the order of their texts; only the first one can be empty.
        var previous: UInt32?
        let firstValue: UInt32 = self.symbols.range(of: 0)?.isEmpty ?? true ? 1 : 0
        for position in stride(from: 0, to: symbols.count, by: 2) {
            let (name, value) = (symbols[position], symbols[position + 1])
            guard previous.map({ $0 < name }) ?? true else {
                throw file.corrupt("series: labels are not in order", at: contents.symbols)
            }
            previous = name
            guard Int(name) < self.symbols.count, Int(value) < self.symbols.count else {
                throw file.corrupt("symbol \(max(name, value)) does not exist", at: contents.symbols)
            }
            guard value >= firstValue else { throw file.corrupt("series: a label has no value", at: contents.symbols) }
        }
    }

    /// Appends the packed label set that symbols stand for.
    ///
    /// Labels must be in the order of their names, each once, without empty values.
    func appendLabels(_ symbols: [UInt32], to packed: inout [UInt8]) throws(StorageError) {
        let bytes = file.bytes
        var previous: Range<Int>?
        for position in stride(from: 0, to: symbols.count, by: 2) {
            let name = try symbolRange(symbols[position])
            let value = try symbolRange(symbols[position + 1])
            if let previous, bytes.extracting(previous).compareBytes(with: bytes.extracting(name)) >= 0 {
                throw file.corrupt("series: labels are not in order", at: name.lowerBound)
            }
            previous = name
            guard !value.isEmpty else { throw file.corrupt("series: a label has no value", at: value.lowerBound) }
            packed.append(lengthPrefixed: bytes.extracting(name))
            packed.append(lengthPrefixed: bytes.extracting(value))
        }
    }
}
