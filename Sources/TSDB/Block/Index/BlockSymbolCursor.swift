internal import PrometheusBytes

/// Walks the texts that the labels of a block are made of, in the order of their bytes.
package struct BlockSymbolCursor: Sendable {
    private let file: MappedFile
    private let contents: Range<Int>
    private let count: Int
    private var offset = 0
    private var range = 0..<0
    /// The number of the current text; −1 before the first one.
    package private(set) var ordinal = -1

    init(_ file: MappedFile, _ contents: Range<Int>, _ count: Int) {
        self.file = file
        self.contents = contents
        self.count = count
    }

    /// Moves to the next text; `false` at the end.
    package mutating func next() -> Bool {
        guard ordinal + 1 < count else { return false }
        let file = file
        var reader = ByteReader(file.bytes.extracting(contents))
        reader.offset = offset
        // The table was checked as a whole when it was opened.
        guard let text = reader.readLengthPrefixedRange() else { return false }
        range = (contents.lowerBound + text.lowerBound)..<(contents.lowerBound + text.upperBound)
        offset = reader.offset
        ordinal += 1
        return true
    }

    /// The bytes of the current text.
    package var text: RawSpan {
        @_lifetime(borrow self)
        get { file.bytes.extracting(range) }
    }
}
