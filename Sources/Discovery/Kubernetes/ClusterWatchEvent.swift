internal import PrometheusModel

/// What a watch tells.
enum ClusterWatchEvent {
    /// An object is there or was changed.
    case set(ClusterObject, version: String)
    /// An object is gone.
    case removed(ClusterObject, version: String)
    /// Nothing happened up to this version.
    case bookmark(version: String)

    /// Reads one document of a watch.
    init(reading bytes: [UInt8], _ resource: ClusterResource) throws {
        var type = ""
        var objectStart: Int?
        var reader = JSONReader(bytes)
        _ = try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": type = try reader.text()
            case "object":
                _ = reader.peek()
                objectStart = reader.position
                try reader.skip()
            default: try reader.skip()
            }
        }
        guard let objectStart else { throw reader.failure("an object") }
        if type == "ERROR" {
            var error = JSONReader(bytes, at: objectStart)
            _ = error.peek()
            let start = error.position
            try error.skip()
            throw ClusterError(status: Array(bytes[start..<error.position]), code: 500, reason: "")
        }
        let version = try Self.version(bytes, at: objectStart)
        if type == "BOOKMARK" {
            self = .bookmark(version: version)
            return
        }
        var object = JSONReader(bytes, at: objectStart)
        let changed = try ClusterObject(reading: &object, resource)
        switch type {
        case "ADDED", "MODIFIED": self = .set(changed, version: version)
        case "DELETED": self = .removed(changed, version: version)
        default: throw ClusterError.malformed("the watch sent an event of unknown type \(type.quoted)")
        }
    }

    /// The version of the object that starts at `position`.
    private static func version(_ bytes: [UInt8], at position: Int) throws(JSONReaderError) -> String {
        var version = ""
        var reader = JSONReader(bytes, at: position)
        try reader.eachKey { key, reader throws(JSONReaderError) in
            guard key == "metadata" else { return try reader.skip() }
            version = try reader.plainEntries()["resourceVersion"] ?? ""
        }
        return version
    }
}
