/// The head chunk files that readers can look into, at one moment.
struct HeadChunkFileSet {
    /// Ascending by number, without a gap.
    private var files: [HeadChunkFile] = []

    init() {}

    /// The number of files.
    var count: Int { files.count }

    /// The newest file.
    var last: HeadChunkFile? { files.last }

    /// The bytes of all files.
    var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

    /// The file with this number.
    @inline(__always)
    subscript(number: UInt32) -> HeadChunkFile? {
        guard let first = files.first, number >= first.number, Int(number - first.number) < files.count else {
            return nil
        }
        return files[Int(number - first.number)]
    }

    /// Adds the file that follows the newest one.
    mutating func append(_ file: HeadChunkFile) {
        precondition(files.last.map { $0.number + 1 == file.number } ?? true, "a head chunk file is missing")
        files.append(file)
    }

    /// Takes the files with lower numbers out and returns them.
    mutating func removeAll(below number: UInt32) -> [HeadChunkFile] {
        let count = files.prefix { $0.number < number }.count
        defer { files.removeFirst(count) }
        return Array(files.prefix(count))
    }

    /// Takes the files with this or a higher number out and returns them.
    mutating func removeAll(from number: UInt32) -> [HeadChunkFile] {
        let kept = files.prefix { $0.number < number }.count
        defer { files.removeLast(files.count - kept) }
        return Array(files.dropFirst(kept))
    }

    /// All files, oldest first.
    var all: [HeadChunkFile] { files }
}
