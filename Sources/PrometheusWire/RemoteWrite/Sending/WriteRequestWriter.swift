internal import PrometheusBytes
package import PrometheusModel

/// Writes remote write requests in which each series has one sample, histogram or exemplar.
///
/// Of the labels the first version has the encoded fields, the second one numbers of symbols. One request after the
/// other; the storage is kept, and nothing is allocated for a sample.
package struct WriteRequestWriter: Sendable {
    /// The labels and metadata of a series of the second version, as numbers of the symbol table.
    package struct Symbols: Sendable {
        /// Names and values in turn.
        package var labels: ArraySlice<UInt32>
        package var type: UInt8
        package var help: UInt32
        package var unit: UInt32

        package init(labels: ArraySlice<UInt32>, type: UInt8, help: UInt32, unit: UInt32) {
            self.labels = labels
            self.type = type
            self.help = help
            self.unit = unit
        }
    }

    /// A sample with its tags takes at most so many bytes: value, time, start, lengths.
    static let sampleBytes = 64

    /// The series written so far, as fields of the request.
    var series: [UInt8] = []
    /// The symbols written so far, as fields of the request.
    private var symbols: [UInt8] = []
    private var symbolCount: UInt32 = 0
    /// The number in this request of each symbol of the table, valid where the stamp is that of this request.
    private var places: [UInt32] = []
    private var stamps: [UInt32] = []
    private var stamp: UInt32 = 0
    /// The numbers of texts that are not in the table: those of exemplars.
    private var otherPlaces: [String: UInt32] = [:]
    /// Labels and metadata of the series that is being written.
    var head: [UInt8] = []
    var tail: [UInt8] = []
    var body: [UInt8] = []

    package init() {}

    /// The bytes of the series so far.
    package var seriesByteCount: Int { series.count }

    /// Begins a request.
    package mutating func begin() {
        series.removeAll(keepingCapacity: true)
        symbols.removeAll(keepingCapacity: true)
        otherPlaces.removeAll(keepingCapacity: true)
        symbolCount = 0
        stamp &+= 1
    }

    /// The request of the first version.
    package func firstVersion() -> [UInt8] { series }

    /// The request of the second version, and how many of its bytes are symbols.
    package func secondVersion() -> (bytes: [UInt8], symbolBytes: Int) {
        // The empty text has the number 0 in every request.
        var bytes: [UInt8] = [0x22, 0x00]
        bytes.reserveCapacity(symbols.count + series.count + 2)
        bytes += symbols
        let count = bytes.count
        bytes += series
        return (bytes, count)
    }

    /// Adds a sample to a request of the first version; `labels` are its encoded fields.
    package mutating func appendFirst(_ labels: ArraySlice<UInt8>, _ timestamp: Int64, _ value: Double) {
        let time = UInt64(bitPattern: timestamp)
        let sample = 10 + varintSize(time)
        appendTag(0x0A, labels.count + 2 + sample)
        series += labels
        appendSample(sample, time, value)
    }

    /// Adds a sample to a request of the second version.
    package mutating func appendSecond(
        _ entry: Symbols,
        _ table: borrowing WriteSymbolTable,
        _ timestamp: Int64,
        _ value: Double,
        start: Int64
    ) {
        encode(entry, table)
        let (time, begin) = (UInt64(bitPattern: timestamp), UInt64(bitPattern: start))
        let sample = 10 + varintSize(time) + (start == 0 ? 0 : 1 + varintSize(begin))
        appendTag(0x2A, head.count + 2 + sample + tail.count)
        series += head
        appendSample(sample, time, value)
        if start != 0 {
            series.append(0x18)
            series.appendVarint(begin)
        }
        series += tail
    }

    // MARK: Parts

    /// `2: Sample { 1: value, 2: timestamp }`, of a size below 128.
    private mutating func appendSample(_ size: Int, _ time: UInt64, _ value: Double) {
        series.append(0x12)
        series.append(UInt8(truncatingIfNeeded: size))
        series.append(0x09)
        series.appendBigEndian(value.bitPattern.byteSwapped)
        series.append(0x10)
        series.appendVarint(time)
    }

    mutating func appendTag(_ tag: UInt8, _ length: Int) {
        series.append(tag)
        series.appendVarint(UInt64(length))
    }

    func varintSize(_ value: UInt64) -> Int { (64 - (value | 1).leadingZeroBitCount + 6) / 7 }

    /// Writes the references of the labels into `head` and the metadata into `tail`.
    mutating func encode(_ entry: Symbols, _ table: borrowing WriteSymbolTable) {
        head.removeAll(keepingCapacity: true)
        tail.removeAll(keepingCapacity: true)
        if places.count < table.count {
            places += repeatElement(0, count: table.count - places.count)
            stamps += repeatElement(0, count: table.count - stamps.count)
        }
        var size = 0
        for symbol in entry.labels { size += varintSize(UInt64(place(of: symbol, table))) }
        head.append(0x0A)
        head.appendVarint(UInt64(size))
        for symbol in entry.labels { head.appendVarint(UInt64(place(of: symbol, table))) }
        let (help, unit) = (place(of: entry.help, table), place(of: entry.unit, table))
        // Also where nothing is known, as upstream's message has it.
        let count =
            (entry.type == 0 ? 0 : 2) + (help == 0 ? 0 : 1 + varintSize(UInt64(help)))
            + (unit == 0 ? 0 : 1 + varintSize(UInt64(unit)))
        tail.append(0x2A)
        tail.append(UInt8(truncatingIfNeeded: count))
        if entry.type != 0 {
            tail.append(0x08)
            tail.append(entry.type)
        }
        for (tag, symbol) in [(UInt8(0x18), help), (0x20, unit)] where symbol != 0 {
            tail.append(tag)
            tail.appendVarint(UInt64(symbol))
        }
    }

    /// The number that a symbol has in this request; the empty text is 0.
    private mutating func place(of symbol: UInt32, _ table: borrowing WriteSymbolTable) -> UInt32 {
        let index = Int(symbol)
        if stamps[index] == stamp { return places[index] }
        let text = table.texts[index]
        let place = text.isEmpty ? 0 : addSymbol(text)
        stamps[index] = stamp
        places[index] = place
        return place
    }

    /// The number in this request of a text that need not be in the table.
    mutating func place(ofText text: String, _ table: borrowing WriteSymbolTable) -> UInt32 {
        if let symbol = table.number(of: text) { return place(of: symbol, table) }
        if text.isEmpty { return 0 }
        if let known = otherPlaces[text] { return known }
        let place = addSymbol(text)
        otherPlaces[text] = place
        return place
    }

    private mutating func addSymbol(_ text: String) -> UInt32 {
        symbolCount += 1
        symbols.append(0x22)
        symbols.appendVarint(UInt64(text.utf8.count))
        symbols.append(contentsOf: text.utf8)
        return symbolCount
    }
}

extension WriteRequestWriter {
    /// The fields of the first version that are a label set.
    package static func encodedLabels(_ labels: Labels) -> [UInt8] {
        var bytes: [UInt8] = []
        for label in labels.array {
            var inner: [UInt8] = [0x0A]
            inner.appendVarint(UInt64(label.name.utf8.count))
            inner.append(contentsOf: label.name.utf8)
            inner.append(0x12)
            inner.appendVarint(UInt64(label.value.utf8.count))
            inner.append(contentsOf: label.value.utf8)
            bytes.append(0x0A)
            bytes.appendVarint(UInt64(inner.count))
            bytes += inner
        }
        return bytes
    }

    /// The number that both versions have for a type.
    package static func number(of type: MetricType) -> UInt8 {
        switch type {
        case .unknown: 0
        case .counter: 1
        case .gauge: 2
        case .histogram: 3
        case .gaugeHistogram: 4
        case .summary: 5
        case .info: 6
        case .stateSet: 7
        }
    }
}
