internal import PrometheusBytes
package import Storage

/// Reads the records of a log or of a checkpoint, segment after segment, with memory for one page and one record.
///
/// `next` moves to a record; `payload` are its bytes until the next call. Damage is thrown once, with its place; after
/// that the reader is not used again, unless it is told to go on behind the damage.
package struct WALReader: ~Copyable {
    /// No record that a log has written decompresses to more.
    private static let maximumRecordBytes = 1 << 30

    /// Where the bytes of the current record lie.
    enum Source {
        case page(Range<Int>)
        case record
        case decompressed
    }

    /// The segments that are read.
    package let segments: [WALDirectory.Segment]
    /// The position in `segments` of the one that is read.
    private var current = 0
    private var file: WALSegmentFile?
    var page = [UInt8](repeating: 0, count: WALFormat.pageBytes)
    /// Where the page begins in its segment; negative before the first.
    private var pageStart = -WALFormat.pageBytes
    /// The bytes of the next page that are not read.
    private var skipped = 0
    /// The position in the page of what is read next.
    var pageOffset = WALFormat.pageBytes
    /// Where the fragment read last begins in the page.
    var fragmentStart = 0
    /// Whether it is the fragment itself that is damaged, so that nothing says where it ends.
    var isFragmentDamaged = false
    /// The end of the last whole record of the segment before the current one.
    private var wholeBytes = 0
    private var record: [UInt8] = []
    private var decompressed: [UInt8] = []
    private var source = Source.record

    /// Reads all segments in `directory`: a checkpoint.
    package init(directory: String) throws(StorageError) {
        segments = try WALDirectory.segments(in: directory)
    }

    /// Reads these segments.
    ///
    /// The first one from `offset` on, where a record begins.
    init(_ segments: [WALDirectory.Segment], from offset: Int = 0) {
        self.segments = segments
        pageStart = offset / WALFormat.pageBytes * WALFormat.pageBytes - WALFormat.pageBytes
        skipped = offset % WALFormat.pageBytes
    }

    /// Reads the segments in `directory` with numbers in `range`.
    package init(directory: String, range: ClosedRange<Int>) throws(StorageError) {
        segments = try WALDirectory.segments(in: directory).filter { range.contains($0.index) }
    }

    /// The number of the segment that is read, `nil` after the last.
    package var segment: Int? { current < segments.count ? segments[current].index : nil }

    /// How far the segment has been read.
    package var offset: Int { pageStart + pageOffset }

    /// Where the current record is.
    var place: LogPlace { LogPlace(position: current, offset: offset, wholeBytes: wholeBytes) }

    /// The bytes of the current record behind its kind.
    package var payload: RawSpan {
        @_lifetime(borrow self)
        get {
            switch source {
            case .page(let range): page.rawSpan.extracting(range).extracting(droppingFirst: 1)
            case .record: record.rawSpan.extracting(droppingFirst: 1)
            case .decompressed: decompressed.rawSpan.extracting(droppingFirst: 1)
            }
        }
    }

    /// The bytes of the current record, its kind first.
    var recordBytes: RawSpan {
        @_lifetime(borrow self)
        get {
            switch source {
            case .page(let range): page.rawSpan.extracting(range)
            case .record: record.rawSpan
            case .decompressed: decompressed.rawSpan
            }
        }
    }

    /// Moves to the next record and returns its kind; `nil` at the end.
    package mutating func next() throws(WALError) -> WALRecordKind? {
        // The record read last made sense to the caller, or this would not be called.
        wholeBytes = offset
        record.removeAll(keepingCapacity: true)
        var count = 0
        while let fragment = try nextFragment(isInsideRecord: count > 0) {
            if let reason = misplacement(of: fragment.position, after: count) {
                let damage = corruption(reason)
                // What begins a record is whole itself: `resume` reads it.
                if count > 0 { pageOffset = fragmentStart }
                throw damage
            }
            if fragment.position == .full {
                source = .page(fragment.range)
            } else {
                record.append(contentsOf: page[fragment.range])
                source = .record
            }
            count += 1
            guard fragment.position == .full || fragment.position == .last else { continue }
            try decompress(flags: fragment.flags)
            return kind
        }
        return nil
    }

    /// Damage at the place read last.
    func damage(_ reason: String) -> WALError { corruption(reason) }

    /// Damage at the place read last, for a record that is framed well but makes no sense.
    package func corruption(_ error: WALRecordError) -> WALError { corruption(error.description) }

    // MARK: Parts

    func corruption(_ reason: String) -> WALError {
        guard current < segments.count else { return .storage(.corrupt(reason)) }
        return .corrupt(
            WALCorruption(
                path: segments[current].path,
                segment: segments[current].index,
                offset: offset,
                wholeBytes: wholeBytes,
                reason: reason
            )
        )
    }

    private var kind: WALRecordKind {
        let first: UInt8? =
            switch source {
            case .page(let range): page[range].first
            case .record: record.first
            case .decompressed: decompressed.first
            }
        return first.flatMap(WALRecordKind.init(rawValue:)) ?? .unknown
    }

    private func misplacement(of position: WALFormat.Position, after count: Int) -> String? {
        switch position {
        case .full where count > 0: "unexpected full record"
        case .first where count > 0: "unexpected first record, dropping buffer"
        case .middle where count == 0: "unexpected middle record, dropping buffer"
        case .last where count == 0: "unexpected last record, dropping buffer"
        default: nil
        }
    }

    /// Loads the next page; at the end of a segment the first of the next.
    ///
    /// `false` at the end of all.
    mutating func loadPage(isInsideRecord: Bool) throws(WALError) -> Bool {
        while current < segments.count {
            do throws(StorageError) {
                let open: WALSegmentFile
                if let file { open = file } else { open = try .openForReading(segments[current].path) }
                file = open
                let filled = try open.read(at: pageStart + WALFormat.pageBytes, into: &page)
                if filled > 0 {
                    // A page that the file ends in counts as filled up with zeros.
                    for index in filled..<page.count { page[index] = 0 }
                    pageStart += WALFormat.pageBytes
                    pageOffset = skipped
                    skipped = 0
                    return true
                }
            } catch { throw .storage(error) }
            // No record goes on in another segment.
            if isInsideRecord { throw corruption("last record is torn") }
            file = nil
            current += 1
            pageStart = -WALFormat.pageBytes
            pageOffset = WALFormat.pageBytes
            skipped = 0
            wholeBytes = 0
        }
        return false
    }

    private mutating func decompress(flags: UInt8) throws(WALError) {
        guard flags != 0 else { return }
        let failure: String?
        // Out of `self`, so that it can change while another part of `self` is read.
        var output: [UInt8] = []
        swap(&output, &decompressed)
        defer { swap(&output, &decompressed) }
        switch source {
        case .page(let range):
            failure = WALDecompression.run(
                page.rawSpan.extracting(range),
                flags,
                limitBytes: Self.maximumRecordBytes,
                into: &output
            )
        case .record:
            failure = WALDecompression.run(
                record.rawSpan,
                flags,
                limitBytes: Self.maximumRecordBytes,
                into: &output
            )
        case .decompressed: failure = nil
        }
        if let failure { throw corruption(failure) }
        source = .decompressed
    }
}
