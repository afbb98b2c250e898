/// A page of a list of objects.
struct ClusterListPage {
    var objects: [ClusterObject] = []
    /// The version of the whole list, from which it can be watched.
    var version = ""
    /// What asks for the next page; empty on the last.
    var continuation = ""

    init(reading bytes: [UInt8], _ resource: ClusterResource) throws(JSONReaderError) {
        var reader = JSONReader(bytes)
        guard reader.peek() == 0x7B, try reader.enterObject() else { throw reader.failure("a list of objects") }
        var hasMetadata = false
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                let metadata = try reader.plainEntries()
                version = metadata["resourceVersion"] ?? ""
                continuation = metadata["continue"] ?? ""
                hasMetadata = true
            case "items":
                guard try reader.enterArray() else { continue }
                while try reader.hasElement() { objects.append(try ClusterObject(reading: &reader, resource)) }
            default: try reader.skip()
            }
        }
        guard hasMetadata else { throw reader.failure("a list with metadata") }
    }
}
