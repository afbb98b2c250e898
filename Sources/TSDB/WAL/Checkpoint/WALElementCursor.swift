internal import PrometheusBytes

/// Walks the samples, histograms or exemplars of a record without decoding more than what tells them apart.
struct WALElementCursor: ~Copyable, ~Escapable {
    /// One sample, histogram or exemplar.
    struct Element {
        var reference: UInt64
        var timestamp: Int64
        /// When the counter started; 0 if that is not known, or not logged in this kind of record.
        var start: Int64
        /// Where the rest lies in the payload: value, histogram, labels.
        var body: Range<Int>
    }

    private let kind: WALRecordKind
    private var reader: ByteReader
    private var baseReference: UInt64 = 0
    private var baseTime: Int64 = 0
    private var first: Element?
    private var last: Element?
    private(set) var count = 0

    @_lifetime(copy payload)
    init(_ kind: WALRecordKind, _ payload: RawSpan) {
        self.kind = kind
        reader = ByteReader(payload)
    }

    /// Whether records of a kind consist of such elements.
    static func understands(_ kind: WALRecordKind) -> Bool {
        switch kind {
        case .unknown, .series, .tombstones, .mmapMarkers, .metadata: false
        default: true
        }
    }

    /// Whether elements of a kind carry start timestamps.
    static func hasStarts(_ kind: WALRecordKind) -> Bool {
        switch kind {
        case .samplesV2, .histogramsV2, .floatHistogramsV2: true
        default: false
        }
    }

    /// The next element, `nil` at the end.
    @_lifetime(self: copy self)
    mutating func next() throws(WALRecordError) -> Element? {
        guard !reader.isAtEnd else { return nil }
        let head = Self.hasStarts(kind) ? readSecondVersion() : readFirstVersion()
        guard var element = head else { throw .truncated(kind: kind, after: count) }
        let start = reader.offset
        guard skipBody() else { throw .truncated(kind: kind, after: count) }
        element.body = start..<reader.offset
        if first == nil { first = element }
        last = element
        count += 1
        return element
    }

    @_lifetime(self: copy self)
    private mutating func readFirstVersion() -> Element? {
        if count == 0 {
            guard let reference = reader.readBigEndian(UInt64.self), let time = reader.readBigEndian(Int64.self) else {
                return nil
            }
            (baseReference, baseTime) = (reference, time)
        }
        guard let reference = reader.readZigzagVarint(), let time = reader.readZigzagVarint() else { return nil }
        // Differences wrap around as the writer's do.
        return Element(
            reference: baseReference &+ UInt64(bitPattern: reference),
            timestamp: baseTime &+ time,
            start: 0,
            body: 0..<0
        )
    }

    @_lifetime(self: copy self)
    private mutating func readSecondVersion() -> Element? {
        guard let reference = reader.readZigzagVarint(), let time = reader.readZigzagVarint() else { return nil }
        guard let first, let last else {
            guard let start = reader.readZigzagVarint() else { return nil }
            return Element(reference: UInt64(bitPattern: reference), timestamp: time, start: start, body: 0..<0)
        }
        var element = Element(
            reference: last.reference &+ UInt64(bitPattern: reference),
            timestamp: first.timestamp &+ time,
            start: 0,
            body: 0..<0
        )
        switch reader.readByte() {
        case 0: break
        case 1: element.start = last.start
        case 2:
            guard let start = reader.readZigzagVarint() else { return nil }
            element.start = first.start &+ start
        default: return nil
        }
        return element
    }

    // MARK: Bodies

    @_lifetime(self: copy self)
    private mutating func skipBody() -> Bool {
        switch kind {
        case .samples, .samplesV2: reader.readRange(count: 8) != nil
        case .exemplars: reader.readRange(count: 8) != nil && skipLabels()
        case .histograms, .customBucketHistograms, .histogramsV2: skipHistogram(isFloat: false)
        case .floatHistograms, .customBucketFloatHistograms, .floatHistogramsV2: skipHistogram(isFloat: true)
        case .unknown, .series, .tombstones, .mmapMarkers, .metadata: false
        }
    }

    @_lifetime(self: copy self)
    private mutating func skipLabels() -> Bool {
        guard let count = reader.readVarint() else { return false }
        var left = count
        while left > 0 {
            guard reader.readLengthPrefixedRange() != nil, reader.readLengthPrefixedRange() != nil else { return false }
            left -= 1
        }
        return true
    }

    /// Hint, schema, zero threshold, zero count, count, sum, spans, buckets and custom bounds.
    @_lifetime(self: copy self)
    private mutating func skipHistogram(isFloat: Bool) -> Bool {
        guard reader.readByte() != nil, let schema = reader.readZigzagVarint(), reader.readRange(count: 8) != nil,
            skipNumber(isFloat), skipNumber(isFloat), reader.readRange(count: 8) != nil,
            skipSpans(), skipSpans(), skipList(isFloat), skipList(isFloat)
        else { return false }
        return schema != -53 || skipList(true)
    }

    @_lifetime(self: copy self)
    private mutating func skipNumber(_ isFixed: Bool) -> Bool {
        isFixed ? reader.readRange(count: 8) != nil : reader.readVarint() != nil
    }

    @_lifetime(self: copy self)
    private mutating func skipSpans() -> Bool {
        guard let count = reader.readVarint() else { return false }
        var left = count
        while left > 0 {
            guard reader.readVarint() != nil, reader.readVarint() != nil else { return false }
            left -= 1
        }
        return true
    }

    @_lifetime(self: copy self)
    private mutating func skipList(_ isFixed: Bool) -> Bool {
        guard let count = reader.readVarint() else { return false }
        var left = count
        while left > 0 {
            guard skipNumber(isFixed) else { return false }
            left -= 1
        }
        return true
    }
}
