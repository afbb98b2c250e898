import FoundationEssentials

extension TemporaryDirectory {
    /// Copies a directory as a crash would leave it.
    func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    /// Removes a file or a directory.
    func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// Cuts bytes off the end of a file.
    func truncate(_ path: String, by count: Int) throws {
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        try Data(bytes.dropLast(count)).write(to: URL(filePath: path))
    }

    /// Overwrites bytes of a file.
    func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) throws {
        var contents = Array(FileManager.default.contents(atPath: path) ?? Data())
        contents.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        try Data(contents).write(to: URL(filePath: path))
    }
}
