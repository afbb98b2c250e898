internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Where the settings are that tutorials put into `storage.tsdb`.
    private static let hints = [
        "path": "use the flag --storage.tsdb.path",
        "retention.time": "use retention: {time: …} or the flag --storage.tsdb.retention.time",
        "retention.size": "use retention: {size: …} or the flag --storage.tsdb.retention.size",
        "min-block-duration": "use the flag --storage.tsdb.min-block-duration",
        "max-block-duration": "use the flag --storage.tsdb.max-block-duration",
        "wal_compression": "use the flag --storage.tsdb.wal-compression",
    ]

    /// Decodes `storage`.
    func decodeStorage(_ fields: YAMLFields) -> StorageSettings {
        var storage = StorageSettings()
        if let tsdb = fields.fields("tsdb", type: "config.plain") { decodeTSDB(tsdb, into: &storage) }
        if let exemplars = fields.fields("exemplars", type: "config.ExemplarsConfig") {
            storage.maximumExemplars = exemplars.integer("max_exemplars", type: "int64")
            exemplars.finish()
        }
        fields.finish()
        return storage
    }

    private func decodeTSDB(_ fields: YAMLFields, into storage: inout StorageSettings) {
        storage.outOfOrderWindowMilliseconds = fields.duration("out_of_order_time_window") ?? 0
        storage.staleSeriesCompactionThreshold = fields.double("stale_series_compaction_threshold") ?? 0
        if let encoding = fields.fields("chunk_encoding", type: "config.ChunkEncodingConfig") {
            storage.floatChunkEncoding = encoding.string("floats") ?? ""
            encoding.finish()
            if encoding.has("floats"), !["xor", "xor2", "decimal"].contains(storage.floatChunkEncoding) {
                encoding.reject(
                    "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be omitted "
                        + "entirely, got \(storage.floatChunkEncoding.quoted)",
                    "floats"
                )
            }
        }
        if let retention = fields.fields("retention", type: "config.TSDBRetentionConfig") {
            storage.retention = decodeRetention(retention)
        }
        fields.finish(hints: Self.hints)
    }

    private func decodeRetention(_ fields: YAMLFields) -> RetentionSettings {
        var retention = RetentionSettings()
        retention.timeMilliseconds = fields.duration("time") ?? 0
        retention.sizeBytes = fields.byteSize("size") ?? 0
        retention.percentage = fields.double("percentage") ?? 0
        fields.finish()
        guard fields.isSound else { return retention }
        if retention.sizeBytes < 0 {
            fields.reject(
                "'storage.tsdb.retention.size' must be greater than or equal to 0, got "
                    + ByteSizeText.string(bytes: retention.sizeBytes),
                "size"
            )
        }
        if !(0...100).contains(retention.percentage) {
            fields.reject(
                "'storage.tsdb.retention.percentage' must be in the range [0, 100], got "
                    + FloatText.generalString(retention.percentage),
                "percentage"
            )
        }
        return retention
    }
}
