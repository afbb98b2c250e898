internal import HTTPClients
internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension RemoteWriteSettings {
    /// The entry as YAML with defaults and without secrets; queues are told apart by it.
    package var displayedText: String { YAMLWriter.text(.mapping(displayedFields)) }

    /// What metrics and the log call the queue: its name, or the front of a hash of the entry.
    package var displayedName: String { name.isEmpty ? String(MD5.hexadecimal(of: displayedText).prefix(6)) : name }

    /// The URL without its password.
    package var displayedURL: String { URLText.redacted(url) }

    /// The fields in upstream's order.
    var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            YAMLField("url", .string(displayedURL)), .duration("remote_timeout", timeoutMilliseconds),
            headers.displayedField("headers"), relabelRules.displayedField("write_relabel_configs"),
            .text("name", name), .flag("send_exemplars", sendsExemplars),
            .flag("send_native_histograms", sendsNativeHistograms), .flag("round_robin_dns", usesRoundRobinDNS),
            .text("protobuf_message", message.rawValue), .flag("failed_request_logging", logsFailedRequests),
        ]
        fields += http.displayedFields
        fields.append(YAMLField("queue_config", .mapping(queue.displayedFields)))
        fields.append(YAMLField("metadata_config", .mapping(metadata.displayedFields)))
        fields.append(sigv4.map { YAMLField("sigv4", .mapping($0.displayedFields)) })
        fields.append(azureAD.map { YAMLField("azuread", .mapping($0.displayedFields)) })
        fields.append(
            googleCredentialsFile.map {
                YAMLField("google_iam", .mapping([YAMLField.text("credentials_file", $0)].compactMap(\.self)))
            }
        )
        return fields.compactMap(\.self)
    }
}

extension RemoteWriteQueueSettings {
    fileprivate var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            YAMLField("capacity", .integer(Int64(capacity))), YAMLField("max_shards", .integer(Int64(maximumShards))),
            YAMLField("min_shards", .integer(Int64(minimumShards))),
            YAMLField("max_samples_per_send", .integer(Int64(maximumSamplesPerSend))),
            .duration("batch_send_deadline", batchDeadlineMilliseconds),
            .duration("min_backoff", minimumBackoffMilliseconds), .duration("max_backoff", maximumBackoffMilliseconds),
            .flag("retry_on_http_429", retriesOnTooManyRequests),
            sampleAgeLimitMilliseconds == 0 ? nil : .duration("sample_age_limit", sampleAgeLimitMilliseconds),
        ]
        return fields.compactMap(\.self)
    }
}

extension RemoteMetadataSettings {
    fileprivate var displayedFields: [YAMLField] {
        [
            YAMLField("send", .bool(isSent)), .duration("send_interval", intervalMilliseconds),
            YAMLField("max_samples_per_send", .integer(Int64(maximumPerSend))),
        ]
    }
}

extension RemoteReadSettings {
    /// The entry as YAML with defaults and without secrets.
    package var displayedText: String { YAMLWriter.text(.mapping(displayedFields)) }

    /// What metrics and the log call the endpoint.
    package var displayedName: String { name.isEmpty ? String(MD5.hexadecimal(of: displayedText).prefix(6)) : name }

    /// The URL without its password.
    package var displayedURL: String { URLText.redacted(url) }

    /// The fields in upstream's order.
    var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            YAMLField("url", .string(displayedURL)), .duration("remote_timeout", timeoutMilliseconds),
            YAMLField("chunked_read_limit", .integer(Int64(frameLimitBytes))), headers.displayedField("headers"),
            .flag("read_recent", readsRecent), .text("name", name),
        ]
        fields += http.displayedFields
        fields += [
            requiredMatchers.displayedField("required_matchers"),
            .flag("filter_external_labels", filtersExternalLabels),
        ]
        return fields.compactMap(\.self)
    }
}

extension [RemoteHeader] {
    /// The pairs under `key`; none if there is no pair.
    func displayedField(_ key: String) -> YAMLField? {
        isEmpty ? nil : YAMLField(key, .mapping(map { YAMLField($0.name, .string($0.value)) }))
    }
}
