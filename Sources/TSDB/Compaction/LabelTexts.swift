internal import PrometheusBytes

/// The names and values of labels in the order of their bytes, each once, found by their bytes.
struct LabelTexts: ~Copyable {
    private struct Text {
        var offset: UInt32
        var length: UInt32
    }

    private var bytes: [UInt8] = []
    private var texts: [Text] = []
    private var table = IDTable(capacity: 0)
    private let seed = FoldHash.processSeed

    init() {}

    /// All that the series of a head carry now.
    init(_ labels: borrowing LabelTable) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(labels.textBytes)
        var texts: [Text] = []
        texts.reserveCapacity(labels.names.count + labels.pairCount)
        for name in labels.names.indices {
            texts.append(Self.append(labels.nameBytes(UInt32(name)), to: &bytes))
            for pair in labels.names[name].pairs { texts.append(Self.append(labels.valueBytes(pair), to: &bytes)) }
        }
        self.bytes = bytes
        self.texts = texts
    }

    private static func append(_ text: RawSpan, to bytes: inout [UInt8]) -> Text {
        let offset = UInt32(truncatingIfNeeded: bytes.count)
        bytes.append(text)
        return Text(offset: offset, length: UInt32(text.byteCount))
    }

    /// The number of texts.
    var count: Int { texts.count }

    /// The bytes of the text at a position.
    @_lifetime(borrow self)
    subscript(index: Int) -> RawSpan {
        let text = texts[index]
        return bytes.rawSpan.extracting(Int(text.offset)..<Int(text.offset + text.length))
    }

    /// Puts the texts in order, drops repetitions, and makes them findable.
    mutating func sort() {
        let bytes = bytes
        func compare(_ first: Text, _ second: Text) -> Int {
            let span = bytes.rawSpan
            let mine = span.extracting(Int(first.offset)..<Int(first.offset + first.length))
            return mine.compareBytes(with: span.extracting(Int(second.offset)..<Int(second.offset + second.length)))
        }
        texts.sort { compare($0, $1) < 0 }
        var distinct: [Text] = []
        distinct.reserveCapacity(texts.count)
        for text in texts where distinct.last.map({ compare($0, text) != 0 }) ?? true { distinct.append(text) }
        texts = distinct
        table = IDTable(capacity: texts.count)
        for index in texts.indices { table.insert(FoldHash.hash(self[index], seed: seed), UInt32(index)) }
    }

    /// The position of a text, `nil` if it is not there.
    func position(of text: RawSpan) -> Int? {
        table.find(FoldHash.hash(text, seed: seed)) { self[Int($0)].hasSameBytes(as: text) }.map { Int($0) }
    }
}
