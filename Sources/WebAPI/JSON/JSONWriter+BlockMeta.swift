internal import TSDB

extension JSONWriter {
    /// What a block says of itself: the members of `meta.json`, zeros left out as there.
    mutating func blockMeta(_ meta: BlockMeta) {
        object { block in
            block.member("ulid", "\(meta.ulid)")
            block.member("minTime", Int(meta.minTime))
            block.member("maxTime", Int(meta.maxTime))
            block.key("stats")
            block.statistics(meta.statistics)
            block.key("compaction")
            block.compaction(meta.compaction)
            block.member("version", meta.version)
        }
    }

    private mutating func statistics(_ statistics: BlockMeta.Statistics) {
        let counts = [
            ("numSamples", statistics.sampleCount), ("numFloatSamples", statistics.floatSampleCount),
            ("numHistogramSamples", statistics.histogramSampleCount), ("numSeries", statistics.seriesCount),
            ("numChunks", statistics.chunkCount), ("numTombstones", statistics.tombstoneCount),
        ]
        object { for (name, count) in counts where count > 0 { $0.member(name, Int(clamping: count)) } }
    }

    private mutating func compaction(_ compaction: BlockMeta.Compaction) {
        object { origin in
            origin.member("level", compaction.level)
            if !compaction.sources.isEmpty {
                origin.key("sources")
                origin.strings(compaction.sources.map { "\($0)" })
            }
            if compaction.isDeletable { origin.member("deletable", true) }
            if !compaction.parents.isEmpty {
                origin.key("parents")
                origin.array(compaction.parents) { writer, parent in
                    writer.object {
                        $0.member("ulid", "\(parent.ulid)")
                        $0.member("minTime", Int(parent.minTime))
                        $0.member("maxTime", Int(parent.maxTime))
                    }
                }
            }
            if compaction.hasFailed { origin.member("failed", true) }
            if !compaction.hints.isEmpty {
                origin.key("hints")
                origin.strings(compaction.hints)
            }
        }
    }
}
