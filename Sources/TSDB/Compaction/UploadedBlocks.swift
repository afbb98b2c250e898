/// The file in which another program lists the blocks that it has copied: `{"version": 1, "uploaded": [ULID, …]}`.
enum UploadedBlocks {
    /// The names in the list; `nil` if the bytes are no such list.
    static func names(json bytes: [UInt8]) -> Set<String>? {
        guard let root = try? JSONValue(bytes: bytes), case .array(let elements)? = root["uploaded"] else { return nil }
        var names: Set<String> = []
        for element in elements {
            guard case .string(let name) = element else { return nil }
            names.insert(name)
        }
        return names
    }
}
