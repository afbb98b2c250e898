import FoundationEssentials

/// A directory that is removed with everything in it when its last owner goes.
final class TemporaryDirectory {
    let path: String

    convenience init() throws { try self.init(in: FileManager.default.temporaryDirectory.path()) }

    /// A directory in memory, where the system has such: for tests that write much and do not mean the disk.
    static func inMemory() throws -> TemporaryDirectory {
        let shared = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: shared)
            ? try TemporaryDirectory(in: shared) : try TemporaryDirectory()
    }

    private init(in parent: String) throws {
        path = parent + "/vencejo-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of the file `name`.
    func contents(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: "\(path)/\(name)").map { Array($0) } ?? []
    }

    /// Replaces the file `name`.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }
}
