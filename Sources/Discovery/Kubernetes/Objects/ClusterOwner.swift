/// Something that owns others, such as a replica set or a job, and what owns it in turn.
struct ClusterOwner: Sendable, Hashable {
    let key: String
    let controllerKind: String
    let controllerName: String

    init(reading reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        try reader.eachKey { key, reader throws(JSONReaderError) in
            if key == "metadata" { metadata = try ObjectMetadata(reading: &reader) } else { try reader.skip() }
        }
        key = metadata.key
        (controllerKind, controllerName) = metadata.controller
    }
}
