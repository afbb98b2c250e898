internal import PrometheusModel
package import StrictYAML

extension DiscoverySettings {
    /// The mechanisms of upstream's that are taken with a warning where this version does not have them.
    private static let allMechanisms = [
        "aws", "azure", "consul", "digitalocean", "dns", "docker", "dockerswarm", "ec2", "eureka", "gce", "hetzner",
        "ionos", "kubernetes", "kuma", "lightsail", "linode", "marathon", "nerve", "nomad", "oci",
        "openstack", "outscale", "ovhcloud", "puppetdb", "scaleway", "serverset", "stackit", "triton", "uyuni",
        "vultr",
    ]

    /// Decodes all discovery keys out of `fields`, in alphabetical order of the keys.
    package static func decode(_ fields: YAMLFields, base: BaseDirectory) -> [DiscoverySettings] {
        var all: [(key: String, settings: DiscoverySettings)] = []
        if let groups = TargetGroup.decodeStatic(fields) { all.append(("static_configs", .fixed(groups))) }
        all += FileDiscoverySettings.decode(fields, base: base).map { ("file_sd_configs", .file($0)) }
        all += MechanismTable.decode(fields, base: base).map { ($0.key, .mechanism($0)) }
        for mechanism in allMechanisms where !MechanismTable.all.contains(where: { $0.name == mechanism }) {
            let key = "\(mechanism)_sd_configs"
            guard let elements = fields.elements(key, type: "[]*\(mechanism).SDConfig"), let first = elements.first
            else {
                continue
            }
            fields.rejectNulls(elements, key)
            let place = YAMLPlace(line: first.line, column: first.column, field: fields.path(key))
            let values = elements.map { YAMLValue(hidingSecretsOf: $0) }
            all.append((key, .unsupported(UnsupportedDiscovery(key: key, place: place, elements: values))))
        }
        // The sort is stable for equal keys, so that elements of one key keep their order.
        return all.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
            .map(\.element.settings)
    }

    /// The first static target with a slash; upstream refuses it where no relabelling could repair it.
    package static func firstMalformedAddress(in all: [DiscoverySettings]) -> String? {
        for case .fixed(let groups) in all {
            for target in groups.flatMap(\.targets) {
                if let address = target["__address__"], address.utf8.contains(UInt8(ascii: "/")) { return address }
            }
        }
        return nil
    }
}

extension YAMLFields {
    /// Rejects null elements of a discovery key.
    func rejectNulls(_ elements: [YAMLNode], _ key: String) {
        for (index, element) in elements.enumerated() where element.isNull {
            problems.reject("empty or null section in \(key)", at: element, field: path(key, index))
        }
    }
}
