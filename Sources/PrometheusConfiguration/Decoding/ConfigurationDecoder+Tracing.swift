internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Decodes `tracing`.
    func decodeTracing(_ fields: YAMLFields) -> TracingSettings {
        var tracing = TracingSettings()
        if let text = fields.string("client_type", type: "config.TracingClientType") {
            if let client = TracingSettings.Client(rawValue: text) {
                tracing.client = client
            } else {
                // The doubled words are upstream's.
                fields.reject("expected tracing client type to be to be http or grpc, but got \(text)", "client_type")
            }
        }
        tracing.endpoint = fields.string("endpoint") ?? ""
        tracing.samplingFraction = fields.double("sampling_fraction") ?? 0
        tracing.isInsecure = fields.bool("insecure") ?? false
        tracing.headers = decodeTracingHeaders(fields)
        tracing.compression = fields.string("compression") ?? ""
        tracing.timeoutMilliseconds = fields.duration("timeout") ?? tracing.timeoutMilliseconds
        if let tls = fields.fields("tls_config", type: "config.TLSConfig") {
            tracing.tls = TLSSettings(decoding: tls, base: base)
        }
        fields.finish()
        guard fields.isSound else { return tracing }
        if tracing.endpoint.isEmpty {
            fields.reject("tracing endpoint must be set", "endpoint")
        } else if !tracing.compression.isEmpty, tracing.compression != "gzip" {
            fields.reject(
                "invalid compression type \(tracing.compression) provided, valid options: gzip",
                "compression"
            )
        }
        return tracing
    }

    private func decodeTracingHeaders(_ fields: YAMLFields) -> [RemoteHeader] {
        let headers = fields.stringMap("headers", type: "map[string]string") ?? []
        for (name, _) in headers {
            if name.lowercased() == "authorization" {
                fields.reject("custom authorization header configuration is not yet supported", "headers")
            } else if Self.reservedHeaders.contains(name.lowercased()) {
                fields.reject("\(name) is a reserved header. It must not be changed", "headers")
            }
        }
        return Self.sorted(headers)
    }
}
