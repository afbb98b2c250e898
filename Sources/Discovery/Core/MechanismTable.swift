internal import StrictYAML

/// All mechanisms that run by settings of their own, and what decodes them.
enum MechanismTable {
    /// One line a mechanism.
    static let all: [any DiscoveryMechanism.Type] = [
        AWSDiscovery.self,
        AzureDiscovery.self,
        ConsulDiscovery.self,
        DigitalOceanDiscovery.self,
        DNSDiscovery.self,
        DockerDiscovery.self,
        DockerSwarmDiscovery.self,
        EC2Discovery.self,
        ECSDiscovery.self,
        ElastiCacheDiscovery.self,
        EurekaDiscovery.self,
        GCEDiscovery.self,
        HetznerDiscovery.self,
        HTTPDiscovery.self,
        IONOSDiscovery.self,
        KubernetesDiscovery.self,
        KumaDiscovery.self,
        LightsailDiscovery.self,
        LinodeDiscovery.self,
        MarathonDiscovery.self,
        MSKDiscovery.self,
        NerveDiscovery.self,
        NomadDiscovery.self,
        OCIDiscovery.self,
        OpenStackDiscovery.self,
        OutscaleDiscovery.self,
        OVHcloudDiscovery.self,
        PuppetDBDiscovery.self,
        RDSDiscovery.self,
        ScalewayDiscovery.self,
        ServersetDiscovery.self,
        STACKITDiscovery.self,
        TritonDiscovery.self,
        UyuniDiscovery.self,
        VultrDiscovery.self,
    ]

    /// Decodes the elements of all keys of the table.
    static func decode(_ fields: YAMLFields, base: BaseDirectory) -> [MechanismSettings] {
        all.flatMap { decode($0, fields, base) }
    }

    private static func decode<Mechanism: DiscoveryMechanism>(
        _ mechanism: Mechanism.Type,
        _ fields: YAMLFields,
        _ base: BaseDirectory
    ) -> [MechanismSettings] {
        let key = mechanism.key
        guard let elements = fields.elements(key, type: "[]*\(mechanism.elementType)") else { return [] }
        fields.rejectNulls(elements, key)
        return elements.enumerated().compactMap { index, element in
            guard !element.isNull else { return nil }
            return YAMLFields(
                element,
                type: mechanism.decodedType,
                path: fields.path(key, index),
                problems: fields.problems
            ).map { MechanismSettings(Mechanism(decoding: $0, base: base)) }
        }
    }
}

extension YAMLFields {
    /// How often a mechanism asks, in milliseconds; must be positive, because a ticker of nothing cannot be made.
    func refreshInterval(_ standard: Int64 = 60_000) -> Int64 {
        guard let interval = duration("refresh_interval") else { return standard }
        if interval <= 0 { reject("refresh_interval must be positive", "refresh_interval") }
        return interval
    }

    /// The port of targets whose source names none.
    func port(_ standard: Int64 = 80) -> Int { Int(clamping: integer("port") ?? standard) }
}
