internal import PrometheusModel
package import StrictYAML

/// One element of `dns_sd_configs`: looks names up again and again.
package struct DNSDiscovery: DiscoveryMechanism {
    package static let name = "dns"

    var names: [String]
    var refreshIntervalMilliseconds: Int64
    /// As it was written.
    var typeName: String
    var type: DNSRecordType
    var port: Int

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        names = fields.strings("names") ?? []
        refreshIntervalMilliseconds = fields.refreshInterval(30_000)
        typeName = fields.string("type") ?? "SRV"
        port = fields.port(0)
        let name = typeName.uppercased()
        let known = DNSRecordType.allCases.first { $0.name == name }
        type = known ?? .srv
        fields.finish()
        guard fields.isSound else { return }
        if names.isEmpty {
            fields.reject("DNS-SD config must contain at least one SRV record name", "names")
        } else if known == nil {
            fields.reject("invalid DNS-SD records type \(typeName)", "type")
        } else if type != .srv, port == 0 {
            fields.reject("a port is required in DNS-SD configs for all record types except SRV", "port")
        }
    }

    package var displayedFields: [YAMLField] {
        var fields = [
            YAMLField("names", .sequence(names.map { .string($0) })),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
            YAMLField("type", .string(typeName)),
        ]
        if port != 0 { fields.append(YAMLField("port", .integer(Int64(port)))) }
        return fields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        makeProvider(environment) { () throws(DNSError) in try ResolverSettings.read() }
    }

    /// Makes a provider that reads how to resolve names with `read`, at every lookup.
    func makeProvider(
        _ environment: DiscoveryEnvironment,
        read: @escaping @Sendable () throws(DNSError) -> ResolverSettings
    ) -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            DNSTargetSource(
                settings: self,
                read: read,
                lookups: environment.metrics.mechanisms.dnsLookups,
                failures: environment.metrics.mechanisms.dnsFailures,
                logger: environment.logger
            )
        )
    }
}
