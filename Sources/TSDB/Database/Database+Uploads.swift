internal import PrometheusModel
internal import Storage

extension Database {
    /// How long the list is believed.
    private static let listLifetime: Int64 = 60_000
    /// The most bytes of the list that are read.
    private static let listLimitBytes = 64 << 20

    /// The names of the blocks that may be merged, `nil` if all may.
    func uploadedBlocks(_ work: inout MaintenanceState) -> Set<String>? {
        guard !options.uploadedBlocksFile.isEmpty else { return nil }
        let now = options.clock.nowMilliseconds()
        if let known = work.uploaded, now.subtractingClamped(known.readAt) < Self.listLifetime { return known.names }
        guard let names = readUploadedBlocks() else {
            work.uploaded = nil
            return nil
        }
        work.uploaded = (names, now)
        return names
    }

    private func readUploadedBlocks() -> Set<String>? {
        let path = options.uploadedBlocksFile
        let problem: String
        do throws(StorageError) {
            let bytes = try MappedFile(path).array
            if bytes.count <= Self.listLimitBytes, let names = UploadedBlocks.names(json: bytes) { return names }
            problem = "\(path): not a list of uploaded blocks"
        } catch {
            problem = "\(error)"
        }
        tell(.warning, "cannot read upload meta file", [("err", problem)])
        return nil
    }
}
