package import Storage

extension WriteAheadLog {
    /// Cuts a damaged segment behind its last whole record, so that it reads without an error from then on.
    ///
    /// Called before anything was logged; writing goes on in a new segment. Where later segments are deleted that is
    /// the one behind the damaged one, as upstream numbers it.
    package mutating func repair(
        _ corruption: WALCorruption,
        laterSegments: WALRepair.LaterSegments
    ) throws(StorageError) -> WALRepair {
        guard corruption.path == "\(directory)/\(WALFormat.segmentName(corruption.segment))",
            corruption.segment < segment
        else { throw .corrupt("cannot repair \(corruption.path): not a finished segment of this log") }
        var deleted: [Int] = []
        if laterSegments == .deleted {
            for later in try WALDirectory.segments(in: directory) where later.index > corruption.segment {
                try WALDirectory.remove(later.path)
                // The one being written is empty.
                if later.index != segment { deleted.append(later.index) }
            }
        }
        let page = WALFormat.pageBytes
        let file = try WALSegmentFile.openForRepair(corruption.path, options.operations)
        let size = try file.byteCount()
        try file.truncate(toBytes: min(size, corruption.wholeBytes))
        // Growing again fills up with zeros, which is how a page is padded.
        try file.truncate(toBytes: (corruption.wholeBytes + page - 1) / page * page)
        try file.sync()
        if laterSegments == .deleted { try restart(at: corruption.segment + 1) }
        return WALRepair(
            corruption: corruption,
            cutBytes: max(0, size - corruption.wholeBytes),
            deletedSegments: deleted
        )
    }
}
