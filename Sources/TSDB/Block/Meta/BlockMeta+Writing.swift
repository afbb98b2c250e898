extension BlockMeta {
    /// The bytes of `meta.json`, as upstream lays them out.
    package var json: [UInt8] {
        var members = ["\"ulid\": \"\(ulid)\"", "\"minTime\": \(minTime)", "\"maxTime\": \(maxTime)"]
        members.append("\"stats\": \(Self.object(statisticsMembers, indent: 1))")
        members.append("\"compaction\": \(Self.object(compactionMembers, indent: 1))")
        members.append("\"version\": \(version)")
        return Array(Self.object(members, indent: 0).utf8)
    }

    private var statisticsMembers: [String] {
        [
            ("numSamples", statistics.sampleCount), ("numFloatSamples", statistics.floatSampleCount),
            ("numHistogramSamples", statistics.histogramSampleCount), ("numSeries", statistics.seriesCount),
            ("numChunks", statistics.chunkCount), ("numTombstones", statistics.tombstoneCount),
        ].filter { $0.1 != 0 }.map { "\"\($0.0)\": \($0.1)" }
    }

    private var compactionMembers: [String] {
        var members = ["\"level\": \(compaction.level)"]
        if !compaction.sources.isEmpty {
            members.append("\"sources\": \(Self.array(compaction.sources.map { "\"\($0)\"" }, indent: 2))")
        }
        if compaction.isDeletable { members.append("\"deletable\": true") }
        if !compaction.parents.isEmpty {
            let parents = compaction.parents.map { parent in
                Self.object(
                    [
                        "\"ulid\": \"\(parent.ulid)\"", "\"minTime\": \(parent.minTime)",
                        "\"maxTime\": \(parent.maxTime)",
                    ],
                    indent: 3
                )
            }
            members.append("\"parents\": \(Self.array(parents, indent: 2))")
        }
        if compaction.hasFailed { members.append("\"failed\": true") }
        if !compaction.hints.isEmpty {
            members.append("\"hints\": \(Self.array(compaction.hints.map(JSONValue.quoted), indent: 2))")
        }
        return members
    }

    private static func object(_ members: [String], indent: Int) -> String { list("{", members, "}", indent) }

    private static func array(_ elements: [String], indent: Int) -> String { list("[", elements, "]", indent) }

    private static func list(_ open: String, _ items: [String], _ close: String, _ indent: Int) -> String {
        guard !items.isEmpty else { return open + close }
        let tabs = String(repeating: "\t", count: indent)
        return open + "\n" + items.map { "\(tabs)\t\($0)" }.joined(separator: ",\n") + "\n\(tabs)\(close)"
    }
}
