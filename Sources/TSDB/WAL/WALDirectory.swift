package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What lies in the directory of a log: segments, and checkpoints that replace the oldest of them.
package enum WALDirectory {
    /// A segment file.
    package struct Segment: Hashable, Sendable {
        package let index: Int
        package let path: String
    }

    /// A checkpoint: a log of its own that stands for the segments up to and including `index`.
    package struct Checkpoint: Hashable, Sendable {
        package let index: Int
        package let path: String
    }

    /// The segments in `directory`, ascending and without a gap.
    package static func segments(in directory: String) throws(StorageError) -> [Segment] {
        let segments = try remainingSegments(in: directory)
        for (previous, next) in zip(segments, segments.dropFirst()) where next.index != previous.index + 1 {
            throw .corrupt("segments are not sequential")
        }
        return segments
    }

    /// The segments in `directory` that are there, ascending, even if others are missing.
    static func remainingSegments(in directory: String) throws(StorageError) -> [Segment] {
        try names(in: directory)
            .compactMap { name in number(name[...]).map { Segment(index: $0, path: "\(directory)/\(name)") } }
            .sorted { $0.index < $1.index }
    }

    /// The checkpoint that covers most, `nil` if there is none.
    package static func newestCheckpoint(in directory: String) throws(StorageError) -> Checkpoint? {
        try checkpoints(in: directory).last
    }

    /// All checkpoints in `directory`, ascending.
    static func checkpoints(in directory: String) throws(StorageError) -> [Checkpoint] {
        let prefix = "checkpoint."
        var checkpoints: [Checkpoint] = []
        for name in try names(in: directory) where name.hasPrefix(prefix) {
            guard let index = number(name.dropFirst(prefix.count)) else { continue }
            let path = "\(directory)/\(name)"
            guard try isDirectory(path) else { throw .corrupt("checkpoint \(name) is not a directory") }
            checkpoints.append(Checkpoint(index: index, path: path))
        }
        return checkpoints.sorted { $0.index < $1.index }
    }

    /// Removes what a process that ended left of checkpoints it was writing.
    static func removeTemporaries(in directory: String, _ files: FileOperations) throws(StorageError) {
        for name in try names(in: directory) where name.hasPrefix("checkpoint.") && name.hasSuffix(".tmp") {
            try files.removeTree("\(directory)/\(name)")
        }
    }

    /// The bytes that all segments and checkpoints take.
    package static func sizeBytes(of directory: String) throws(StorageError) -> Int {
        var size = 0
        for name in try names(in: directory) {
            var status = stat()
            let path = "\(directory)/\(name)"
            // Safe: `stat` fills the structure it is given. A file that has just gone counts nothing.
            guard unsafe lstat(path, &status) == 0 else { continue }
            size += try status.isDirectory ? sizeBytes(of: path) : Int(status.st_size)
        }
        return size
    }

    /// Creates the directory and its parents where they are missing.
    static func create(_ path: String) throws(StorageError) {
        // Safe, here and below: the system copies the path during the call.
        if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw .io(operation: "mkdir \(path)", errorNumber: errno)
        }
        try create(String(path[..<slash]))
        guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw .io(operation: "mkdir \(path)", errorNumber: errno)
        }
    }

    /// Makes the names in a directory durable.
    static func sync(_ path: String) throws(StorageError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .io(operation: "sync \(path)", errorNumber: errno) }
    }

    static func remove(_ path: String) throws(StorageError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .io(operation: "remove \(path)", errorNumber: errno)
        }
    }

    private static func isDirectory(_ path: String) throws(StorageError) -> Bool {
        var status = stat()
        // Safe: `stat` fills the structure it is given.
        guard unsafe stat(path, &status) == 0 else { throw .io(operation: "stat \(path)", errorNumber: errno) }
        return status.isDirectory
    }

    /// The number that a name of digits only stands for.
    private static func number(_ name: Substring) -> Int? {
        name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(name) : nil
    }

    private static func names(in path: String) throws(StorageError) -> [String] {
        // Safe: the stream is closed before this returns, and names are copied at once.
        guard let stream = unsafe opendir(path) else { throw .io(operation: "open \(path)", errorNumber: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

extension stat {
    fileprivate var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
}
