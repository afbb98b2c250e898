internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Where settings are that are looked for in `storage.tsdb`.
    private static let hints = [
        "wal_compression": "use the flag --storage.tsdb.wal-compression"
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
        decodeStartup(fields, into: &storage.startup)
        storage.staleSeriesCompactionThreshold = fields.double("stale_series_compaction_threshold") ?? 0
        if fields.isSound, !(0...1).contains(storage.staleSeriesCompactionThreshold) {
            fields.reject(
                "'storage.tsdb.stale_series_compaction_threshold' must be in the range [0, 1], got "
                    + FloatText.generalString(storage.staleSeriesCompactionThreshold),
                "stale_series_compaction_threshold"
            )
        }
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

    /// Decodes what upstream has as flags only.
    private func decodeStartup(_ fields: YAMLFields, into startup: inout StartupStorageSettings) {
        startup.path = fields.string("path")
        startup.retentionMilliseconds = fields.duration("retention.time")
        startup.retentionBytes = fields.byteSize("retention.size")
        for (name, key) in [
            ("min-block-duration", \StartupStorageSettings.minimumBlockMilliseconds),
            ("max-block-duration", \StartupStorageSettings.maximumBlockMilliseconds),
        ] {
            startup[keyPath: key] = fields.duration(name)
            if let duration = startup[keyPath: key], duration <= 0 {
                fields.reject("'storage.tsdb.\(name)' must be greater than 0", name)
            }
        }
        if let bytes = startup.retentionBytes, bytes < 0 {
            fields.reject(
                "'storage.tsdb.retention.size' must be greater than or equal to 0, got "
                    + ByteSizeText.string(bytes: bytes),
                "retention.size"
            )
        }
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
