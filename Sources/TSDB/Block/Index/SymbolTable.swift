internal import PrometheusBytes
internal import Storage

/// The texts that the labels of a block are made of, in the order of their bytes.
///
/// Texts stay in the file; every sixteenth one's place is kept in memory, of a table that is not large that of each.
struct SymbolTable: Sendable {
    private let file: MappedFile
    /// Where the texts lie, each behind its length.
    private let contents: Range<Int>
    private let samples: [UInt32]
    /// How many texts there are for each place that is kept.
    private let interval: Int
    /// The number of texts.
    let count: Int

    /// The most texts of a table that keeps the place of each: 64 KiB.
    private static let largestDense = 1 << 14

    /// Checks the section at `offset` and all its texts.
    init(_ file: MappedFile, at offset: Int) throws(StorageError) {
        let section = try IndexSection(file, at: offset, "read symbols")
        let bytes = file.bytes.extracting(section.contents)
        var reader = ByteReader(bytes)
        guard let count = reader.readBigEndian(UInt32.self) else {
            throw file.corrupt("read symbols: invalid size", at: offset)
        }
        let start = section.contents.lowerBound + reader.offset
        let interval = Int(count) <= Self.largestDense ? 1 : IndexFormat.symbolInterval
        var samples: [UInt32] = []
        samples.reserveCapacity(min(Int(count), bytes.byteCount) / interval + 1)
        var previous: Range<Int>?
        for ordinal in 0..<Int(count) {
            if ordinal % interval == 0 {
                samples.append(UInt32(truncatingIfNeeded: section.contents.lowerBound + reader.offset - start))
            }
            guard let text = reader.readLengthPrefixedRange() else {
                throw file.corrupt("read symbols: invalid size", at: section.contents.lowerBound + reader.offset)
            }
            if let previous, bytes.extracting(previous).compareBytes(with: bytes.extracting(text)) >= 0 {
                throw file.corrupt(
                    "read symbols: symbols are not in order",
                    at: section.contents.lowerBound + text.lowerBound
                )
            }
            previous = text
        }
        self.file = file
        self.count = Int(count)
        self.samples = samples
        self.interval = interval
        contents = start..<section.contents.upperBound
    }

    /// The bytes of memory that the table keeps.
    var byteCount: Int { samples.capacity * MemoryLayout<UInt32>.stride }

    /// Where the text with a number lies in the file; `nil` if there is none.
    func range(of ordinal: Int) -> Range<Int>? {
        guard ordinal >= 0, ordinal < count else { return nil }
        var reader = ByteReader(file.bytes.extracting(contents))
        reader.offset = Int(samples[ordinal / interval])
        for _ in 0..<(ordinal % interval) {
            guard reader.readLengthPrefixedRange() != nil else { return nil }
        }
        guard let text = reader.readLengthPrefixedRange() else { return nil }
        return (contents.lowerBound + text.lowerBound)..<(contents.lowerBound + text.upperBound)
    }

    /// The bytes of a text whose place `range(of:)` said.
    @_lifetime(borrow self)
    func bytes(_ range: Range<Int>) -> RawSpan { file.bytes.extracting(range) }

    /// The text with a number, `nil` if there is none.
    @_lifetime(borrow self)
    func text(of ordinal: Int) -> RawSpan? {
        guard let range = range(of: ordinal) else { return nil }
        return file.bytes(range)
    }

    /// The number of a text, `nil` if the block does not have it.
    /// - Complexity: O(log *n*).
    func ordinal(of text: RawSpan) -> Int? {
        let bytes = file.bytes.extracting(contents)
        var (low, high) = (0, samples.count)
        while low < high {
            let middle = (low + high) / 2
            var reader = ByteReader(bytes)
            reader.offset = Int(samples[middle])
            guard let range = reader.readLengthPrefixedRange() else { return nil }
            if bytes.extracting(range).compareBytes(with: text) <= 0 { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let first = (low - 1) * interval
        var reader = ByteReader(bytes)
        reader.offset = Int(samples[low - 1])
        for ordinal in first..<min(first + interval, count) {
            guard let range = reader.readLengthPrefixedRange() else { return nil }
            if bytes.extracting(range).hasSameBytes(as: text) { return ordinal }
        }
        return nil
    }

    /// A cursor before the first text.
    func cursor() -> BlockSymbolCursor { BlockSymbolCursor(file, contents, count) }
}
