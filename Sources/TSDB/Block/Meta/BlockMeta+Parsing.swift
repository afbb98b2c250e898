extension BlockMeta {
    /// Reads the bytes of a `meta.json`; members that are not known are skipped, those that are missing are zero.
    package init(json: [UInt8]) throws(BlockMetaError) { try self.init(json: json, version: Self.currentVersion) }

    /// The same of a file that says it has another version.
    init(json: [UInt8], version expected: Int) throws(BlockMetaError) {
        let root: JSONValue
        do throws(JSONValueError) { root = try JSONValue(bytes: json) } catch { throw .invalidJSON(error) }
        guard case .object = root else { throw .invalidMember("meta.json") }
        version = Int(clamping: try root.integer("version"))
        guard version == expected else { throw .unexpectedVersion(version) }
        ulid = try root.ulid("ulid")
        minTime = try root.integer("minTime")
        maxTime = try root.integer("maxTime")
        let counts = root["stats"] ?? .null
        statistics.sampleCount = try counts.count("numSamples")
        statistics.floatSampleCount = try counts.count("numFloatSamples")
        statistics.histogramSampleCount = try counts.count("numHistogramSamples")
        statistics.seriesCount = try counts.count("numSeries")
        statistics.chunkCount = try counts.count("numChunks")
        statistics.tombstoneCount = try counts.count("numTombstones")
        compaction = try Compaction(root["compaction"] ?? .null)
    }
}

extension BlockMeta.Compaction {
    fileprivate init(_ object: JSONValue) throws(BlockMetaError) {
        level = Int(clamping: try object.integer("level"))
        for source in try object.elements("sources") { sources.append(try source.ulid(named: "sources")) }
        isDeletable = try object.flag("deletable")
        for parent in try object.elements("parents") {
            parents.append(
                BlockMeta.Parent(
                    ulid: try parent.ulid("ulid"),
                    minTime: try parent.integer("minTime"),
                    maxTime: try parent.integer("maxTime")
                )
            )
        }
        hasFailed = try object.flag("failed")
        for hint in try object.elements("hints") {
            guard case .string(let text) = hint else { throw .invalidMember("hints") }
            hints.append(text)
        }
    }
}

extension JSONValue {
    fileprivate func integer(_ name: String) throws(BlockMetaError) -> Int64 {
        switch self[name] ?? .null {
        case .null: return 0
        case .number(let text):
            guard let number = Int64(text) else { throw .invalidMember(name) }
            return number
        default: throw .invalidMember(name)
        }
    }

    fileprivate func count(_ name: String) throws(BlockMetaError) -> UInt64 {
        guard let count = UInt64(exactly: try integer(name)) else { throw .invalidMember(name) }
        return count
    }

    fileprivate func flag(_ name: String) throws(BlockMetaError) -> Bool {
        switch self[name] ?? .null {
        case .null: return false
        case .bool(let flag): return flag
        default: throw .invalidMember(name)
        }
    }

    fileprivate func elements(_ name: String) throws(BlockMetaError) -> [JSONValue] {
        switch self[name] ?? .null {
        case .null: return []
        case .array(let elements): return elements
        default: throw .invalidMember(name)
        }
    }

    fileprivate func ulid(_ name: String) throws(BlockMetaError) -> ULID {
        guard let value = self[name] else { throw .invalidMember(name) }
        return try value.ulid(named: name)
    }

    fileprivate func ulid(named name: String) throws(BlockMetaError) -> ULID {
        guard case .string(let text) = self, let ulid = ULID(text) else { throw .invalidMember(name) }
        return ulid
    }
}
