import HTTPClients
import PrometheusConfiguration
import Testing

@Suite struct RemoteSettingsTests {
    private func load(_ text: String) throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(decoding: Array(text.utf8), file: "dir/p.yml") { _ in nil }
    }

    /// The hashes are those of the real server.
    @Test func `entries without a name are called by the front of their hash`() throws {
        let configuration = try load(
            """
            remote_write:
              - url: http://user:pw@localhost:1/x
                headers: {X-Tenant: a}
                basic_auth: {username: u, password: p}
                write_relabel_configs:
                  - regex: replica
                    action: labeldrop
              - url: http://localhost:1/y
                name: foo
            remote_read:
              - url: http://localhost:1/r
                required_matchers: {a: b}
                headers: {X-A: b}
            """
        )
        #expect(configuration.remoteWrites.map(\.displayedName) == ["e330fb", "foo"])
        #expect(configuration.remoteReads.map(\.displayedName) == ["f75eb3"])
        #expect(configuration.remoteWrites[0].displayedURL == "http://user:xxxxx@localhost:1/x")
        #expect(!configuration.remoteWrites[0].http.enablesHTTP2 && configuration.remoteReads[0].http.enablesHTTP2)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func `the second message and all of the queue's numbers are read`() throws {
        let write = try load(
            """
            remote_write:
              - url: http://x/y
                protobuf_message: io.prometheus.write.v2.Request
                send_exemplars: true
                send_native_histograms: true
                queue_config: {capacity: 5, max_shards: 4, min_shards: 2, max_samples_per_send: 3,
                  batch_send_deadline: 1s, min_backoff: 2s, max_backoff: 3s, retry_on_http_429: true,
                  sample_age_limit: 1h}
                metadata_config: {send: false, send_interval: 5s, max_samples_per_send: 6}
            """
        ).remoteWrites[0]
        #expect(write.message == .version2 && write.sendsExemplars && write.sendsNativeHistograms)
        #expect(write.queue.capacity == 5 && write.queue.maximumShards == 4 && write.queue.minimumShards == 2)
        #expect(write.queue.maximumSamplesPerSend == 3 && write.queue.batchDeadlineMilliseconds == 1000)
        #expect(write.queue.minimumBackoffMilliseconds == 2000 && write.queue.maximumBackoffMilliseconds == 3000)
        #expect(write.queue.retriesOnTooManyRequests && write.queue.sampleAgeLimitMilliseconds == 3_600_000)
        #expect(!write.metadata.isSent && write.metadata.intervalMilliseconds == 5000)
        #expect(write.displayedText.contains("  sample_age_limit: 1h\n"))
    }

    @Test(arguments: [
        ("remote_write: [{}]", "url for remote_write is empty"),
        ("remote_read: [{}]", "url for remote_read is empty"),
        ("remote_write: [null]", "empty or null remote write config section"),
        ("remote_read: [null]", "empty or null remote read config section"),
        ("remote_write: [{url: x, urll: y}]", "field urll not found in type config.plain"),
        (
            "remote_write: [{url: x, headers: {authorization: y}}]",
            "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, azuread or google_iam parameter"
        ),
        ("remote_write: [{url: x, headers: {Host: y}}]", "Host is a reserved header. It must not be changed"),
        (
            "remote_write: [{url: x, write_relabel_configs: [null]}]",
            "empty or null relabeling rule in remote write config"
        ),
        (
            "remote_write: [{url: x, protobuf_message: y}]",
            "invalid protobuf_message value: unknown type for remote write protobuf message y, supported: prometheus.WriteRequest, io.prometheus.write.v2.Request"
        ),
        (
            "remote_write: [{url: x, queue_config: {capacity: 0}}]",
            "remote write queue capacity must be positive"
        ),
        (
            "remote_write: [{url: x, queue_config: {max_shards: 0}}]",
            "remote write queue max_shards must be positive"
        ),
        (
            "remote_write: [{url: x, queue_config: {min_shards: 51}}]",
            "remote write queue min_shards must not be greater than max_shards"
        ),
        (
            "remote_write: [{url: x, queue_config: {min_backoff: 6s}}]",
            "remote write queue max_backoff must not be less than min_backoff"
        ),
        (
            "remote_write: [{url: x, name: a}, {url: y, name: a}]",
            "found multiple remote write configs with job name \"a\""
        ),
        (
            "remote_write: [{url: x}, {url: x}]",
            "duplicate remote write configs are not allowed, found duplicate for URL: x"
        ),
        (
            "remote_read: [{url: x}, {url: x}]",
            "duplicate remote read configs are not allowed, found duplicate for URL: x"
        ),
        (
            "remote_write: [{url: x, basic_auth: {username: a}, sigv4: {region: b}}]",
            "at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must be configured. Currently configured: [basic_auth sigv4]"
        ),
    ])
    func `what is wrong is refused in upstream's words`(text: String, reason: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try load(text) }
        #expect("\(error)".contains(reason))
    }
}
