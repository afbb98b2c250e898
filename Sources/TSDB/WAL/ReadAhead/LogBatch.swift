internal import PrometheusBytes
internal import Storage

/// Some consecutive records of a log, read and checked, the samples of floats decoded.
struct LogBatch: Sendable {
    /// A batch is complete with so many samples or bytes.
    private static let samples = 1 << 14
    private static let byteCount = 1 << 18

    /// A record, or several of samples.
    struct Part: Sendable {
        var kind: WALRecordKind
        /// Where its samples are in the columns, or its bytes behind the kind.
        var range: Range<Int>
        /// How far the log had been read, and where its last whole record ended, for words about damage.
        var place: LogPlace
    }

    private(set) var parts: [Part] = []
    private(set) var columns = WALSampleColumns()
    private(set) var bytes: [UInt8] = []
    /// The number of records.
    private(set) var recordCount = 0
    /// What was found to be damaged.
    private(set) var damage: [WALCorruption] = []
    /// Why reading ended before the end of the log.
    private(set) var failure: WALError?
    /// Whether nothing follows.
    private(set) var isLast = false

    init() {}

    /// The bytes of a part behind its kind.
    @_lifetime(borrow self)
    func payload(_ part: Part) -> RawSpan { bytes.rawSpan.extracting(part.range) }

    /// Replaces the batch by the next records.
    mutating func fill(_ reader: inout WALReader, passesDamage: Bool) {
        removeAll()
        while columns.count < Self.samples, bytes.count < Self.byteCount {
            do throws(WALError) {
                guard let kind = try reader.next() else {
                    isLast = true
                    return
                }
                try add(kind, reader)
            } catch {
                guard passesDamage, case .corrupt(let corruption) = error else {
                    failure = error
                    isLast = true
                    return
                }
                damage.append(corruption)
                reader.resume()
            }
        }
    }

    private mutating func add(_ kind: WALRecordKind, _ reader: borrowing WALReader) throws(WALError) {
        recordCount += 1
        guard kind == .samples || kind == .samplesV2 else {
            let start = bytes.count
            bytes.append(reader.payload)
            parts.append(Part(kind: kind, range: start..<bytes.count, place: reader.place))
            return
        }
        let start = columns.count
        var failure: WALRecordError?
        // What was decoded before the bytes made no sense is stored all the same.
        do throws(WALRecordError) { try columns.append(kind, reader.payload) } catch { failure = error }
        if let last = parts.last, last.kind == .samples {
            parts[parts.count - 1].range = last.range.lowerBound..<columns.count
        } else {
            parts.append(Part(kind: .samples, range: start..<columns.count, place: reader.place))
        }
        if let failure { throw reader.corruption(failure) }
    }

    private mutating func removeAll() {
        parts.removeAll(keepingCapacity: true)
        columns.removeAll()
        recordCount = 0
        bytes.removeAll(keepingCapacity: true)
        damage.removeAll()
        failure = nil
        isLast = false
    }
}
