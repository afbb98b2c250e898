package import Storage

/// Repairs blocks of release 2.1, whose `meta.json` has the version that was meant for the index.
package enum BlockVersionRepair {
    private static let brokenVersion = 2

    /// Repairs the blocks in a data directory that need it and returns their names.
    ///
    /// Blocks that are damaged otherwise are left to those who open them.
    package static func repair(
        _ dataDirectory: String,
        _ operations: FileOperations
    ) throws(StorageError) -> [ULID] {
        var repaired: [ULID] = []
        for entry in try DirectoryListing.entries(of: dataDirectory, missingIsEmpty: true) where entry.isDirectory {
            guard let ulid = ULID(entry.name), let meta = brokenMeta("\(dataDirectory)/\(entry.name)") else { continue }
            try repair("\(dataDirectory)/\(entry.name)", meta, operations)
            repaired.append(ulid)
        }
        return repaired
    }

    private static func brokenMeta(_ block: String) -> BlockMeta? {
        guard let file = try? MappedFile("\(block)/\(BlockMeta.fileName)") else { return nil }
        return try? BlockMeta(json: file.array, version: brokenVersion)
    }

    /// First the index, then `meta.json`: until both are done the next start finds the block again.
    private static func repair(
        _ block: String,
        _ meta: BlockMeta,
        _ operations: FileOperations
    ) throws(StorageError) {
        let path = "\(block)/\(IndexFormat.fileName)"
        var index = try MappedFile(path).array
        guard index.count >= IndexFormat.headerBytes else {
            throw .corrupt("\(path): offset 0: index header: invalid size")
        }
        if index[IndexFormat.headerBytes - 1] != IndexFormat.version {
            index[IndexFormat.headerBytes - 1] = IndexFormat.version
            var file = try BlockFileWriter("\(path).repaired", operations)
            try file.append(index)
            try file.sync()
            try operations.rename("\(path).repaired", to: path)
            try operations.syncDirectory(block)
        }
        var meta = meta
        meta.version = BlockMeta.currentVersion
        try operations.replaceFile("\(block)/\(BlockMeta.fileName)", with: meta.json)
    }
}
