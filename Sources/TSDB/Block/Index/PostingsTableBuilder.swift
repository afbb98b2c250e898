internal import PrometheusBytes
internal import Storage

/// Collects what is kept in memory of a postings offset table, and checks its entries.
struct PostingsTableBuilder {
    private let file: MappedFile
    private let range: Range<Int>
    private let interval: Int
    private(set) var names: [PostingsTable.Name] = []
    private(set) var samples: [UInt32] = []
    private var last: PostingsTable.Entry?

    init(_ file: MappedFile, _ range: Range<Int>, _ interval: Int) {
        self.file = file
        self.range = range
        self.interval = interval
    }

    /// Goes through `count` entries that are sorted in the file.
    mutating func addInOrder(_ count: Int) throws(StorageError) {
        var offset = range.lowerBound
        for _ in 0..<count {
            let entry = try PostingsTable.entry(file, at: offset, end: range.upperBound)
            try add(entry, at: offset)
            offset = entry.next
        }
    }

    /// Goes through `count` entries in any order.
    mutating func addSorting(_ count: Int) throws(StorageError) {
        var entries: [(offset: Int, entry: PostingsTable.Entry)] = []
        var offset = range.lowerBound
        for _ in 0..<count {
            let entry = try PostingsTable.entry(file, at: offset, end: range.upperBound)
            entries.append((offset, entry))
            offset = entry.next
        }
        entries.sort { order(of: $0.entry, $1.entry) < 0 }
        for (offset, entry) in entries { try add(entry, at: offset) }
    }

    private mutating func add(_ entry: PostingsTable.Entry, at offset: Int) throws(StorageError) {
        if let last {
            guard order(of: last, entry) < 0 else {
                throw file.corrupt("read postings table: entries are not in order", at: offset)
            }
        }
        let isNewName =
            last.map { !file.bytes.extracting($0.name).hasSameBytes(as: file.bytes.extracting(entry.name)) } ?? true
        if isNewName {
            names.append(PostingsTable.Name(text: entry.name, firstSample: samples.count, valueCount: 0))
        }
        if names[names.count - 1].valueCount % interval == 0 {
            samples.append(UInt32(truncatingIfNeeded: offset - range.lowerBound))
        }
        names[names.count - 1].valueCount += 1
        last = entry
    }

    private func order(of first: PostingsTable.Entry, _ second: PostingsTable.Entry) -> Int {
        let bytes = file.bytes
        let order = bytes.extracting(first.name).compareBytes(with: bytes.extracting(second.name))
        if order != 0 { return order }
        return bytes.extracting(first.value).compareBytes(with: bytes.extracting(second.value))
    }
}
