internal import Storage

/// A directory that holds the open chunks of the head as they were when a server stopped (tsdb-formats.md, section 12).
struct MemorySnapshotPlace: Hashable {
    private static let prefix = "chunk_snapshot."
    static let temporarySuffix = ".tmp"

    /// The segment of the log that was written last, and how far it was.
    let segment: Int
    let offset: Int
    let path: String

    /// The place of a snapshot of a log that ended there.
    init(in directory: String, segment: Int, offset: Int) {
        self.segment = segment
        self.offset = offset
        path = "\(directory)/\(Self.prefix)\(Self.digits(segment, 6)).\(Self.digits(offset, 10))"
    }

    /// The snapshot of the latest place in the log, `nil` if there is none.
    static func newest(in directory: String) throws(StorageError) -> MemorySnapshotPlace? {
        try all(in: directory).max { ($0.segment, $0.offset) < ($1.segment, $1.offset) }
    }

    /// Removes all snapshots but one.
    static func removeAll(
        in directory: String,
        except kept: MemorySnapshotPlace?,
        _ files: FileOperations
    ) throws(StorageError) {
        for place in try all(in: directory) where place != kept { try files.removeTree(place.path) }
    }

    private static func all(in directory: String) throws(StorageError) -> [MemorySnapshotPlace] {
        try DirectoryListing.entries(of: directory, missingIsEmpty: true).compactMap { entry in
            guard entry.isDirectory, entry.name.hasPrefix(prefix) else { return nil }
            let parts = entry.name.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let segment = number(parts[0]), let offset = number(parts[1]) else { return nil }
            return MemorySnapshotPlace(segment: segment, offset: offset, path: "\(directory)/\(entry.name)")
        }
    }

    private init(segment: Int, offset: Int, path: String) {
        self.segment = segment
        self.offset = offset
        self.path = path
    }

    private static func number(_ digits: Substring) -> Int? {
        digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(digits) : nil
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
