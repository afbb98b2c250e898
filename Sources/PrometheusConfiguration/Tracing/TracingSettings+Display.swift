internal import HTTPClients
internal import StrictYAML

extension TracingSettings {
    /// The fields in upstream's order.
    var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [.text("client_type", client.rawValue), .text("endpoint", endpoint)]
        if samplingFraction != 0 { fields.append(YAMLField("sampling_fraction", .float(samplingFraction))) }
        if isInsecure { fields.append(YAMLField("insecure", .bool(true))) }
        if tls != TLSSettings() { fields.append(YAMLField("tls_config", .mapping(tls.displayedFields))) }
        fields.append(headers.displayedField("headers"))
        fields.append(.text("compression", compression))
        if timeoutMilliseconds != 0 { fields.append(.duration("timeout", timeoutMilliseconds)) }
        return fields.compactMap(\.self)
    }
}
