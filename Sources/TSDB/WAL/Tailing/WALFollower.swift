private import CCRC32C
internal import PrometheusBytes
package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads the records of a log while another thread, or another process, writes it.
///
/// `next` is `nil` where the log ends for now; ask again later. A record that is not whole yet is waited for, and the
/// next segment is begun once it exists and nothing is left of the one before.
package struct WALFollower: ~Copyable {
    /// What is read at a time: several pages.
    private static let bufferBytes = 8 * WALFormat.pageBytes
    /// No record that a log has written decompresses to more.
    private static let maximumRecordBytes = 1 << 30

    private enum Source { case buffer(Range<Int>), record, decompressed }

    private let directory: String
    /// The segment that is read.
    package private(set) var segment: Int
    private var file: WALSegmentFile
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)
    /// Where the buffer begins in the segment, and how much of it is filled.
    private var bufferStart = 0
    private var filled = 0
    /// The position in the segment of what is read next.
    private var position = 0
    /// Fragments of the record that is being put together.
    private var fragments = 0
    private var record: [UInt8] = []
    private var decompressed: [UInt8] = []
    private var source = Source.record
    /// Whether the next segment exists, so that this one grows no more.
    private var isLast = true

    /// Begins at the front of a segment.
    package init(directory: String, segment: Int) throws(StorageError) {
        self.directory = directory
        self.segment = segment
        file = try Self.open(directory, segment)
    }

    /// The bytes of the current record behind its kind.
    package var payload: RawSpan {
        @_lifetime(borrow self)
        get {
            switch source {
            case .buffer(let range): buffer.rawSpan.extracting(range).extracting(droppingFirst: 1)
            case .record: record.rawSpan.extracting(droppingFirst: 1)
            case .decompressed: decompressed.rawSpan.extracting(droppingFirst: 1)
            }
        }
    }

    /// Whether a segment was begun after the one that is read.
    package var hasNextSegment: Bool {
        // Safe: the system copies the path during the call.
        unsafe access("\(directory)/\(WALFormat.segmentName(segment + 1))", F_OK) == 0
    }

    /// Moves to the next record and returns its kind; `nil` if there is none yet.
    package mutating func next() throws(WALError) -> WALRecordKind? {
        while true {
            if let kind = try nextInSegment() { return kind }
            if isLast {
                guard hasNextSegment else { return nil }
                // What was written before the next segment began is read first.
                isLast = false
                filled = 0
                continue
            }
            do throws(StorageError) { try move(to: segment + 1) } catch { throw .storage(error) }
        }
    }

    /// Goes on at the front of another segment.
    package mutating func move(to next: Int) throws(StorageError) {
        file = try Self.open(directory, next)
        segment = next
        bufferStart = 0
        filled = 0
        position = 0
        // A record does not go on in another segment: what there was of one is torn.
        fragments = 0
        isLast = true
    }

    private static func open(_ directory: String, _ segment: Int) throws(StorageError) -> WALSegmentFile {
        try .openForReading("\(directory)/\(WALFormat.segmentName(segment))")
    }

    private mutating func nextInSegment() throws(WALError) -> WALRecordKind? {
        while let (place, flags, range) = try nextFragment() {
            switch place {
            case .full, .first:
                guard fragments == 0 else { throw corruption("unexpected first record") }
            default:
                guard fragments > 0 else { throw corruption("unexpected middle record") }
            }
            if place == .full {
                source = .buffer(range)
            } else {
                if place == .first { record.removeAll(keepingCapacity: true) }
                record.append(contentsOf: buffer[range])
                source = .record
            }
            guard place == .full || place == .last else {
                fragments += 1
                continue
            }
            fragments = 0
            try decompress(flags)
            return kind
        }
        return nil
    }

    private var kind: WALRecordKind {
        let first: UInt8? =
            switch source {
            case .buffer(let range): buffer[range].first
            case .record: record.first
            case .decompressed: decompressed.first
            }
        return first.flatMap(WALRecordKind.init(rawValue:)) ?? .unknown
    }

    /// Moves behind the next fragment; `nil` if it is not whole yet.
    private mutating func nextFragment() throws(WALError) -> (WALFormat.Position, UInt8, Range<Int>)? {
        while true {
            let left = WALFormat.pageBytes - position % WALFormat.pageBytes
            guard try fill(1) else { return nil }
            let type = buffer[position - bufferStart]
            if left < WALFormat.headerBytes || type & WALFormat.positionMask == 0 {
                guard try fill(left) else { return nil }
                let padding = (position - bufferStart)..<(position - bufferStart + left)
                guard buffer[padding].allSatisfy({ $0 == 0 }) else {
                    throw corruption("unexpected non-zero byte in padded page")
                }
                position += left
                continue
            }
            return try readFragment(type, left)
        }
    }

    private mutating func readFragment(
        _ type: UInt8,
        _ left: Int
    ) throws(WALError) -> (WALFormat.Position, UInt8, Range<Int>)? {
        guard try fill(WALFormat.headerBytes) else { return nil }
        var header = position - bufferStart
        let length = Int(buffer[header + 1]) << 8 | Int(buffer[header + 2])
        guard let place = WALFormat.Position(rawValue: type & WALFormat.positionMask),
            type & WALFormat.unknownFlags == 0
        else { throw corruption("unexpected record type \(type)") }
        guard WALFormat.headerBytes + length <= left else { throw corruption("invalid record size \(length)") }
        guard try fill(WALFormat.headerBytes + length) else { return nil }
        header = position - bufferStart
        let expected = buffer[(header + 3)..<(header + 7)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let start = header + WALFormat.headerBytes
        // Safe: the span is valid for its count while the closure runs.
        let actual = unsafe buffer.rawSpan.extracting(start..<(start + length)).withUnsafeBytes {
            unsafe prometheus_crc32c(0, $0.baseAddress, $0.count)
        }
        guard actual == expected else {
            // Read anew the next time: the writer may have taken a failed write back.
            filled = 0
            throw corruption("unexpected checksum \(actual), expected \(expected)")
        }
        position += WALFormat.headerBytes + length
        return (place, type & ~WALFormat.positionMask, start..<(start + length))
    }

    /// Makes sure that so many bytes from the position on are in the buffer; `false` if the file has not got them yet.
    private mutating func fill(_ count: Int) throws(WALError) -> Bool {
        if position >= bufferStart, position + count <= bufferStart + filled { return true }
        bufferStart = position
        filled = 0
        do throws(StorageError) { filled = try file.read(at: position, into: &buffer) } catch { throw .storage(error) }
        return count <= filled
    }

    private mutating func decompress(_ flags: UInt8) throws(WALError) {
        guard flags != 0 else { return }
        // Out of `self`, so that it can change while another part of `self` is read.
        var output: [UInt8] = []
        swap(&output, &decompressed)
        defer { swap(&output, &decompressed) }
        let limit = Self.maximumRecordBytes
        let failure: String? =
            switch source {
            case .buffer(let range):
                WALDecompression.run(buffer.rawSpan.extracting(range), flags, limitBytes: limit, into: &output)
            case .record: WALDecompression.run(record.rawSpan, flags, limitBytes: limit, into: &output)
            case .decompressed: nil
            }
        if let failure { throw corruption(failure) }
        source = .decompressed
    }

    private func corruption(_ reason: String) -> WALError {
        .corrupt(
            WALCorruption(
                path: "\(directory)/\(WALFormat.segmentName(segment))",
                segment: segment,
                offset: position,
                wholeBytes: position,
                reason: reason
            )
        )
    }
}
