internal import PrometheusBytes
package import Storage

/// The write side of a log of records in segments, in upstream's byte format (docs/formats/wal.md).
///
/// Opening begins a new segment. Each batch of records is one write to the operating system, so that what was logged
/// survives a crash of the process; the disk is waited for when a segment ends and at the end. One owner at a time.
package struct WriteAheadLog: ~Copyable {
    /// Framed bytes beyond this are written before the batch is complete, which bounds memory.
    static let writeBytes = 4 << 20
    /// Scratch storage above this is given back after the batch that needed it.
    static let keptScratchBytes = 1 << 20
    /// Finished segments that nobody synced are synced at once beyond this number.
    static let maximumFinishedSegments = 2

    /// The directory that the segments lie in.
    package let directory: String
    /// The number of the segment that is written.
    package private(set) var segment: Int
    /// The bytes in that segment.
    package private(set) var segmentOffset = 0
    /// Counts for metrics.
    package internal(set) var statistics = WALStatistics()
    let options: WALOptions
    private var file: WALSegmentFile
    /// Segments that are complete but perhaps not on the disk yet.
    private var finished: [WALSegmentFile] = []
    /// The last write failed and its bytes could not be removed yet: nothing may be written before they are.
    private var hasTornWrite = false
    /// Framed bytes that follow the segment's first `segmentOffset` bytes.
    var output: [UInt8] = []
    var compressed: [UInt8] = []

    /// Opens the log in `directory`, which is created where it is missing, for writing into a new segment.
    package init(directory: String, options: WALOptions) throws(StorageError) {
        precondition(options.segmentBytes >= WALFormat.pageBytes, "a segment holds at least a page")
        precondition(options.segmentBytes % WALFormat.pageBytes == 0, "a segment is a multiple of the page size")
        try WALDirectory.create(directory)
        let last = try WALDirectory.segments(in: directory).last?.index ?? -1
        let created = try Self.createSegment(last + 1, in: directory, options)
        self.directory = directory
        self.options = options
        statistics.compression = options.compression
        segment = last + 1
        file = created
    }

    /// Logs the records of a batch: all of it, or nothing and an error.
    ///
    /// A batch does not cross segments unless it is larger than one; only then may a failure leave its front part.
    package mutating func log(_ records: borrowing WALRecordBatch) throws(StorageError) {
        guard !records.isEmpty else { return }
        try removeTornWrite()
        if segmentOffset > 0, !fits(records.byteCount + records.count * WALFormat.headerBytes) { try cut() }
        let (startSegment, start) = (segment, segmentOffset)
        do {
            for index in 0..<records.count { try frame(records[index]) }
            try flush()
        } catch {
            statistics.failedWrites += 1
            output.removeAll(keepingCapacity: true)
            discard(from: segment == startSegment ? start : 0)
            throw error
        }
        releaseScratch()
    }

    /// Begins a new segment and returns its number.
    ///
    /// The old one is padded to a page.
    @discardableResult
    package mutating func cut() throws(StorageError) -> Int {
        try removeTornWrite()
        try padPage()
        let next = try Self.createSegment(segment + 1, in: directory, options)
        finished.append(file)
        file = next
        segment += 1
        segmentOffset = 0
        if finished.count > Self.maximumFinishedSegments { try syncFinishedSegments() }
        return segment
    }

    /// The segments that ended since the last call.
    ///
    /// The caller syncs them where waiting does not matter.
    package mutating func takeFinishedSegments() -> [WALSegmentFile] {
        defer { finished.removeAll() }
        return finished
    }

    /// Waits until all that was logged is on the disk.
    package mutating func sync() throws(StorageError) {
        try syncFinishedSegments()
        try file.sync()
    }

    /// Pads the last page and waits until everything is on the disk.
    package consuming func close() throws(StorageError) {
        try removeTornWrite()
        try padPage()
        try sync()
    }

    // MARK: Parts

    /// Writes the framed bytes behind what the segment holds.
    mutating func flush() throws(StorageError) {
        guard !output.isEmpty else { return }
        try file.write(output.rawSpan, at: segmentOffset)
        let pages = (segmentOffset % WALFormat.pageBytes + output.count + WALFormat.pageBytes - 1) / WALFormat.pageBytes
        statistics.pageFlushes += pages
        segmentOffset += output.count
        output.removeAll(keepingCapacity: true)
    }

    /// Where the next framed byte will lie in the segment.
    var position: Int { segmentOffset + output.count }

    /// Whether a record of so many bytes fits into the pages that the segment has left.
    func fits(_ byteCount: Int) -> Bool {
        let page = WALFormat.pageBytes
        let pagesLeft = max(0, options.segmentBytes / page - position / page - 1)
        let left = page - position % page - WALFormat.headerBytes + pagesLeft * (page - WALFormat.headerBytes)
        return position < options.segmentBytes && byteCount <= left
    }

    private static func createSegment(
        _ index: Int,
        in directory: String,
        _ options: WALOptions
    ) throws(StorageError) -> WALSegmentFile {
        try WALSegmentFile.create("\(directory)/\(WALFormat.segmentName(index))", options.operations)
    }

    /// Goes on in a new segment of this number; the current one is gone.
    mutating func restart(at index: Int) throws(StorageError) {
        assert(segmentOffset == 0 && output.isEmpty, "nothing was logged yet")
        file = try Self.createSegment(index, in: directory, options)
        segment = index
    }

    private mutating func padPage() throws(StorageError) {
        assert(output.isEmpty, "framed bytes are written before a segment ends")
        let used = segmentOffset % WALFormat.pageBytes
        guard used > 0 else { return }
        output.append(contentsOf: repeatElement(0, count: WALFormat.pageBytes - used))
        do { try flush() } catch {
            output.removeAll(keepingCapacity: true)
            discard(from: segmentOffset)
            throw error
        }
        statistics.completedPages += 1
    }

    /// Takes back what a failed write may have left behind `offset`.
    private mutating func discard(from offset: Int) {
        segmentOffset = offset
        hasTornWrite = true
        // A failure is tried again before the next write, which does not happen unless it succeeds.
        try? removeTornWrite()
    }

    private mutating func removeTornWrite() throws(StorageError) {
        guard hasTornWrite else { return }
        try file.truncate(toBytes: segmentOffset)
        hasTornWrite = false
    }

    private mutating func syncFinishedSegments() throws(StorageError) {
        for segment in finished { try segment.sync() }
        finished.removeAll()
    }

    private mutating func releaseScratch() {
        if output.capacity > Self.keptScratchBytes { output = [] }
        if compressed.capacity > Self.keptScratchBytes { compressed = [] }
    }
}
