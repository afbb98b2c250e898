internal import PrometheusBytes
internal import Storage

/// Which labels a block's series have, and where the postings list of each lies.
///
/// Entries stay in the file; the place of every 32nd value of each name is kept in memory.
struct PostingsTable: Sendable {
    /// A label name.
    struct Name: Sendable {
        /// Where the name lies in the file.
        let text: Range<Int>
        /// The position of its first value among `samples`.
        let firstSample: Int
        /// The number of its values.
        var valueCount: Int
    }

    /// An entry: a value of a name and its postings list.
    struct Entry {
        let name: Range<Int>
        let value: Range<Int>
        /// Where the postings list begins.
        let list: Int
        /// Where the next entry begins, if it is the next one in the file.
        let next: Int
    }

    let file: MappedFile
    private let start: Int
    private let end: Int
    /// The names in the order of their bytes; the empty one, if it is there, stands for all series.
    let names: [Name]
    private let samples: [UInt32]
    /// How many values of a name share a sample.
    private let interval: Int

    /// Checks the section at `offset` and all its entries; those of the first version are not sorted in the file.
    init(_ file: MappedFile, at offset: Int, isSorted: Bool) throws(StorageError) {
        let section = try IndexSection(file, at: offset, "read postings table")
        var reader = ByteReader(file.bytes.extracting(section.contents))
        guard let count = reader.readBigEndian(UInt32.self) else {
            throw file.corrupt("read postings table: invalid size", at: offset)
        }
        self.file = file
        start = section.contents.lowerBound + 4
        end = section.contents.upperBound
        interval = isSorted ? IndexFormat.valueInterval : 1
        var builder = PostingsTableBuilder(file, start..<end, interval)
        if isSorted {
            try builder.addInOrder(Int(count))
        } else {
            try builder.addSorting(Int(count))
        }
        names = builder.names
        samples = builder.samples
    }

    /// The bytes of memory that the table keeps.
    var byteCount: Int { samples.capacity * 4 + names.capacity * MemoryLayout<Name>.stride }

    /// Reads the entry at a place in the file.
    static func entry(_ file: MappedFile, at offset: Int, end: Int) throws(StorageError) -> Entry {
        var reader = ByteReader(file.bytes.extracting(0..<end))
        reader.offset = min(offset, end)
        guard reader.readVarint() == 2, let name = reader.readLengthPrefixedRange(),
            let value = reader.readLengthPrefixedRange(), let list = reader.readVarint()
        else { throw file.corrupt("read postings table: invalid size", at: offset) }
        return Entry(name: name, value: value, list: Int(clamping: list), next: reader.offset)
    }

    // MARK: Names

    /// The position of a name, `nil` if no series has it.
    func find(_ name: RawSpan) -> Int? {
        let bytes = file.bytes
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            let order = bytes.extracting(names[middle].text).compareBytes(with: name)
            if order == 0 { return middle }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    // MARK: Values

    /// A cursor before the first value of a name that is not below `value`.
    func values(of name: Int, from value: RawSpan) throws(StorageError) -> PostingsValueCursor {
        var cursor = PostingsValueCursor(self, names[name])
        try cursor.skip(to: value)
        return cursor
    }

    /// A cursor before the first value of a name.
    func values(of name: Int) -> PostingsValueCursor { PostingsValueCursor(self, names[name]) }

    /// Reads the entry of a name's value whose place is kept in memory.
    func sampledEntry(_ name: Name, _ sample: Int) throws(StorageError) -> Entry {
        try Self.entry(file, at: start + Int(samples[name.firstSample + sample]), end: end)
    }

    /// Reads the entry at a place in the file.
    func entry(at offset: Int) throws(StorageError) -> Entry { try Self.entry(file, at: offset, end: end) }

    /// How many values of a name share a place in memory.
    var valuesPerSample: Int { interval }

    /// The postings list of one value of a name, `nil` if no series has it.
    /// - Complexity: O(log *n*).
    func list(of name: Int, _ value: RawSpan) throws(StorageError) -> Int? {
        var cursor = try values(of: name, from: value)
        guard let entry = try cursor.next(), file.bytes.extracting(entry.value).hasSameBytes(as: value) else {
            return nil
        }
        return entry.list
    }

    /// The postings list of all series, `nil` if there are none.
    func listOfAll() throws(StorageError) -> Int? {
        guard let first = names.first, first.text.isEmpty else { return nil }
        return try sampledEntry(first, 0).list
    }

    // MARK: Lists

    /// Finds a postings list and checks it.
    func run(at list: Int) throws(StorageError) -> PostingsRun {
        let section = try IndexSection(file, at: list, "postings list")
        guard let count = file.bytes.bigEndianWord(at: section.contents.lowerBound),
            Int(count) * 4 + 4 <= section.contents.count
        else { throw file.corrupt("postings list: invalid size", at: list) }
        return PostingsRun(offset: section.contents.lowerBound + 4, count: Int(count))
    }
}
