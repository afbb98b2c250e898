internal import HTTPClients
internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Headers that the senders set themselves.
    static let reservedHeaders: Set<String> = [
        "host", "content-encoding", "content-length", "content-type", "user-agent", "connection", "keep-alive",
        "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding",
        "x-prometheus-remote-write-version", "x-prometheus-remote-read-version", "x-amz-date",
        "x-amz-security-token", "x-amz-content-sha256",
    ]

    /// Decodes `remote_write`.
    func decodeRemoteWrites(_ fields: YAMLFields, scheme: NameValidation) -> [RemoteWriteSettings] {
        let entries = remoteEntries(fields, "remote_write", "remote write", type: "[]*config.RemoteWriteConfig") {
            decodeRemoteWrite($0, scheme: scheme)
        }
        rejectDuplicates(
            fields,
            "remote_write",
            "remote write",
            entries.map(\.name),
            texts: entries.map(\.displayedText)
        ) { entries[$0].displayedURL }
        return entries
    }

    /// Decodes `remote_read`.
    func decodeRemoteReads(_ fields: YAMLFields) -> [RemoteReadSettings] {
        let entries = remoteEntries(fields, "remote_read", "remote read", type: "[]*config.RemoteReadConfig") {
            decodeRemoteRead($0)
        }
        rejectDuplicates(fields, "remote_read", "remote read", entries.map(\.name), texts: entries.map(\.displayedText))
        { entries[$0].displayedURL }
        return entries
    }

    private func remoteEntries<Entry>(
        _ fields: YAMLFields,
        _ key: String,
        _ title: String,
        type: String,
        _ decode: (YAMLFields) -> Entry
    ) -> [Entry] {
        (fields.elements(key, type: type) ?? []).enumerated().compactMap { index, element in
            let path = fields.path(key, index)
            guard !element.isNull else {
                problems.reject("empty or null \(title) config section", at: element, field: path)
                return nil
            }
            return YAMLFields(element, type: "config.plain", path: path, problems: problems).map(decode)
        }
    }

    private func rejectDuplicates(
        _ fields: YAMLFields,
        _ key: String,
        _ title: String,
        _ names: [String],
        texts: [String],
        url: (Int) -> String
    ) {
        var known: Set<String> = []
        for name in names where !name.isEmpty && !known.insert(name).inserted {
            fields.reject("found multiple \(title) configs with job name \(name.quoted)", key)
        }
        var seen: Set<String> = []
        for (index, text) in texts.enumerated() where !seen.insert(text).inserted {
            fields.reject("duplicate \(title) configs are not allowed, found duplicate for URL: \(url(index))", key)
        }
    }

    private func decodeRemoteWrite(_ fields: YAMLFields, scheme: NameValidation) -> RemoteWriteSettings {
        var settings = RemoteWriteSettings()
        settings.url = decodeURL(fields)
        settings.timeoutMilliseconds = fields.duration("remote_timeout") ?? settings.timeoutMilliseconds
        settings.headers = decodeHeaders(
            fields,
            "basic_auth, authorization, oauth2, sigv4, azuread or google_iam parameter"
        )
        settings.relabelRules = decodeRelabelRules(
            fields,
            "write_relabel_configs",
            scheme: scheme,
            nullReason: "empty or null relabeling rule in remote write config"
        )
        settings.name = fields.string("name") ?? ""
        settings.sendsExemplars = fields.bool("send_exemplars") ?? false
        settings.sendsNativeHistograms = fields.bool("send_native_histograms") ?? false
        settings.usesRoundRobinDNS = fields.bool("round_robin_dns") ?? false
        settings.logsFailedRequests = fields.bool("failed_request_logging") ?? false
        if let text = fields.string("protobuf_message") {
            if let message = RemoteWriteSettings.Message(rawValue: text) {
                settings.message = message
            } else {
                let known = RemoteWriteSettings.Message.allCases.map(\.rawValue).joined(separator: ", ")
                fields.reject(
                    "invalid protobuf_message value: unknown type for remote write protobuf message \(text), "
                        + "supported: \(known)",
                    "protobuf_message"
                )
            }
        }
        settings.http = HTTPClientSettings(decoding: fields, base: base)
        if !fields.has("enable_http2") { settings.http.enablesHTTP2 = false }
        decodeCloudAuthentication(fields, into: &settings)
        if let inner = fields.fields("queue_config", type: "config.QueueConfig") {
            settings.queue = decodeQueue(inner)
        }
        if let inner = fields.fields("metadata_config", type: "config.MetadataConfig") {
            settings.metadata = decodeRemoteMetadata(inner)
        }
        fields.finish()
        return settings
    }

    private func decodeRemoteRead(_ fields: YAMLFields) -> RemoteReadSettings {
        var settings = RemoteReadSettings()
        settings.url = decodeURL(fields, "remote_read")
        settings.timeoutMilliseconds = fields.duration("remote_timeout") ?? settings.timeoutMilliseconds
        settings.frameLimitBytes =
            fields.unsigned("chunked_read_limit", type: "uint64").map { Int(clamping: $0) }
            ?? settings.frameLimitBytes
        settings.headers = decodeHeaders(fields, "basic_auth, authorization, or oauth2 parameter")
        settings.readsRecent = fields.bool("read_recent") ?? false
        settings.name = fields.string("name") ?? ""
        settings.http = HTTPClientSettings(decoding: fields, base: base)
        settings.requiredMatchers = Self.sorted(fields.stringMap("required_matchers", type: "model.LabelSet") ?? [])
        settings.filtersExternalLabels = fields.bool("filter_external_labels") ?? true
        fields.finish()
        return settings
    }

    private func decodeURL(_ fields: YAMLFields, _ title: String = "remote_write") -> String {
        let url = fields.string("url") ?? ""
        if let problem = URLText.problem(url) {
            fields.reject(problem, "url")
        } else if url.isEmpty {
            fields.reject("url for \(title) is empty")
        }
        return url
    }

    private func decodeHeaders(_ fields: YAMLFields, _ parameters: String) -> [RemoteHeader] {
        let headers = fields.stringMap("headers", type: "map[string]string") ?? []
        for (name, _) in headers {
            if name.lowercased() == "authorization" {
                fields.reject("authorization header must be changed via the \(parameters)", "headers")
            } else if Self.reservedHeaders.contains(name.lowercased()) {
                fields.reject("\(name) is a reserved header. It must not be changed", "headers")
            }
        }
        return Self.sorted(headers)
    }

    static func sorted(_ pairs: [(key: String, value: String)]) -> [RemoteHeader] {
        pairs.map { RemoteHeader($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    private func decodeQueue(_ fields: YAMLFields) -> RemoteWriteQueueSettings {
        var queue = RemoteWriteQueueSettings()
        func integer(_ key: String, _ field: WritableKeyPath<RemoteWriteQueueSettings, Int>) {
            if let value = fields.integer(key) { queue[keyPath: field] = Int(value) }
        }
        func duration(_ key: String, _ field: WritableKeyPath<RemoteWriteQueueSettings, Int64>) {
            if let value = fields.duration(key) { queue[keyPath: field] = value }
        }
        integer("capacity", \.capacity)
        integer("max_shards", \.maximumShards)
        integer("min_shards", \.minimumShards)
        integer("max_samples_per_send", \.maximumSamplesPerSend)
        duration("batch_send_deadline", \.batchDeadlineMilliseconds)
        duration("min_backoff", \.minimumBackoffMilliseconds)
        duration("max_backoff", \.maximumBackoffMilliseconds)
        duration("sample_age_limit", \.sampleAgeLimitMilliseconds)
        queue.retriesOnTooManyRequests = fields.bool("retry_on_http_429") ?? false
        fields.finish()
        guard fields.isSound else { return queue }
        let positive = [
            ("capacity", queue.capacity), ("max_shards", queue.maximumShards), ("min_shards", queue.minimumShards),
            ("max_samples_per_send", queue.maximumSamplesPerSend),
        ]
        for (key, value) in positive where value <= 0 {
            let name = key == "capacity" ? "remote write queue capacity" : "remote write queue \(key)"
            return reject(fields, "\(name) must be positive", key, queue)
        }
        if queue.minimumShards > queue.maximumShards {
            return reject(
                fields,
                "remote write queue min_shards must not be greater than max_shards",
                "min_shards",
                queue
            )
        }
        if queue.maximumBackoffMilliseconds < queue.minimumBackoffMilliseconds {
            return reject(
                fields,
                "remote write queue max_backoff must not be less than min_backoff",
                "max_backoff",
                queue
            )
        }
        return queue
    }

    private func reject(
        _ fields: YAMLFields,
        _ reason: String,
        _ key: String,
        _ queue: RemoteWriteQueueSettings
    ) -> RemoteWriteQueueSettings {
        fields.reject(reason, key)
        return queue
    }

    private func decodeRemoteMetadata(_ fields: YAMLFields) -> RemoteMetadataSettings {
        var metadata = RemoteMetadataSettings()
        metadata.isSent = fields.bool("send") ?? true
        metadata.intervalMilliseconds = fields.duration("send_interval") ?? metadata.intervalMilliseconds
        if let value = fields.integer("max_samples_per_send") { metadata.maximumPerSend = Int(value) }
        fields.finish()
        if fields.isSound, metadata.maximumPerSend <= 0 || metadata.intervalMilliseconds <= 0 {
            fields.reject("remote write metadata_config send_interval and max_samples_per_send must be positive")
        }
        return metadata
    }
}
