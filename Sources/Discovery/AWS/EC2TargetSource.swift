internal import PrometheusModel

/// Asks EC2 for instances.
struct EC2TargetSource: TargetSource {
    static let version = "2016-11-15"

    let port: Int
    let filters: [NamedFilter]
    let client: AWSClient
    /// The ids of availability zones by their names; `nil` until they were found.
    private var zones: [String: String]?

    init(port: Int, filters: [NamedFilter], client: AWSClient) {
        self.port = port
        self.filters = filters
        self.client = client
    }

    mutating func groups() async throws -> [TargetGroup] {
        let region = try await client.region()
        // Instances without a zone's id are better than none.
        if zones?.isEmpty ?? true { zones = try? await availabilityZones() }
        var targets: [Labels] = []
        var next = ""
        repeat {
            let page = try await explained("could not describe instances") { try await describeInstances(next) }
            for reservation in page.items("reservationSet") {
                targets += reservation.items("instancesSet").compactMap {
                    target($0, owner: reservation.text("ownerId"), region: region)
                }
            }
            let following = page.text("nextToken")
            guard following != next else { break }
            next = following
        } while !next.isEmpty
        return [TargetGroup(source: region, targets: targets)]
    }

    private func ask(_ parameters: [(name: String, value: String)]) async throws -> XMLElement {
        try await client.query("ec2", parameters + [("Version", Self.version)])
    }

    private func availabilityZones() async throws -> [String: String] {
        let zones = try await ask([("Action", "DescribeAvailabilityZones")]).items("availabilityZoneInfo")
        return Dictionary(zones.map { ($0.text("zoneName"), $0.text("zoneId")) }, uniquingKeysWith: { $1 })
    }

    private func describeInstances(_ token: String) async throws -> XMLElement {
        var parameters = [(name: "Action", value: "DescribeInstances")]
        for (index, filter) in filters.enumerated() {
            parameters.append(("Filter.\(index + 1).Name", filter.name))
            for (place, value) in filter.values.enumerated() {
                parameters.append(("Filter.\(index + 1).Value.\(place + 1)", value))
            }
        }
        if !token.isEmpty { parameters.append(("NextToken", token)) }
        return try await ask(parameters)
    }

    private func target(_ instance: XMLElement, owner: String, region: String) -> Labels? {
        var labels = MetaLabels("__meta_ec2_")
        let defaultAddress6 = addNetwork(of: instance, to: &labels)
        let privateAddress = instance.text("privateIpAddress")
        let address = privateAddress.isEmpty ? defaultAddress6 : privateAddress
        guard !address.isEmpty else { return nil }
        labels.setPlain("__address__", joinedAddress(address, port))
        labels["private_ip"] = privateAddress
        let zone = instance.text("placement", "availabilityZone")
        labels["availability_zone"] = zone
        labels["availability_zone_id"] = zones?[zone]
        labels["region"] = region
        labels["owner_id"] = owner
        let texts = [
            ("instance_id", "instanceId"), ("ami", "imageId"), ("architecture", "architecture"),
            ("instance_type", "instanceType"), ("instance_lifecycle", "instanceLifecycle"), ("platform", "platform"),
            ("private_dns_name", "privateDnsName"),
        ]
        for (label, name) in texts { labels[label] = instance.text(name) }
        labels["instance_state"] = instance.text("instanceState", "name")
        if !instance.text("ipAddress").isEmpty {
            labels["public_ip"] = instance.text("ipAddress")
            labels["public_dns_name"] = instance.text("dnsName")
        }
        for tag in instance.items("tagSet") { labels.set("tag_", key: tag.text("key"), tag.text("value")) }
        return labels.labels()
    }

    /// Adds what an instance's network interfaces say, and returns the IPv6 address to use without an IPv4 one.
    private func addNetwork(of instance: XMLElement, to labels: inout MetaLabels) -> String {
        guard !instance.text("vpcId").isEmpty else { return "" }
        labels["vpc_id"] = instance.text("vpcId")
        labels["primary_subnet_id"] = instance.text("subnetId")
        var subnets: [String] = []
        var addresses: [String] = []
        var primary: [(place: Int, address: String)] = []
        let interfaces = instance.items("networkInterfaceSet")
        for interface in interfaces {
            let subnet = interface.text("subnetId")
            if !subnet.isEmpty, !subnets.contains(subnet) { subnets.append(subnet) }
            let place = Int(interface.text("attachment", "deviceIndex")) ?? 0
            for address in interface.items("ipv6AddressesSet") {
                addresses.append(address.text("ipv6Address"))
                if address.text("isPrimaryIpv6") == "true" { primary.append((place, address.text("ipv6Address"))) }
            }
        }
        if !subnets.isEmpty { labels["subnet_id"] = subnets.joinedWithin(",") }
        if !addresses.isEmpty { labels["ipv6_addresses"] = addresses.joinedWithin(",") }
        let ordered = primary.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element.address)
        if !ordered.isEmpty { labels["primary_ipv6_addresses"] = ordered.joinedWithin(",") }
        // The first interface's first address, unless one is marked as primary.
        let first = interfaces.min { place(of: $0) < place(of: $1) }?.items("ipv6AddressesSet").first
        let standard = ordered.first ?? first?.text("ipv6Address") ?? ""
        labels["default_ipv6_address"] = standard
        return standard
    }

    private func place(of interface: XMLElement) -> Int { Int(interface.text("attachment", "deviceIndex")) ?? 0 }
}
