/// What EC2 knows of the machines and network interfaces of tasks.
struct ECSMachines: Sendable {
    /// A machine of EC2.
    struct Machine: Sendable {
        let id: String
        let type: String
        let privateAddress: String
        let publicAddress: String
        let subnet: String
        let tags: [(key: String, value: String)]

        init(_ instance: XMLElement) {
            id = instance.text("instanceId")
            type = instance.text("instanceType")
            privateAddress = instance.text("privateIpAddress")
            publicAddress = instance.text("ipAddress")
            subnet = instance.text("subnetId")
            tags = instance.items("tagSet").map { ($0.text("key"), $0.text("value")) }
        }
    }

    private static let mostIDs = 100

    let client: AWSClient
    let limit: Int

    /// The machines with these ids, by id.
    func machines(_ ids: [String]) async throws -> [String: Machine] {
        let pages = try await pages("DescribeInstances", "InstanceId", ids)
        let all = pages.flatMap { $0.items("reservationSet").flatMap { $0.items("instancesSet") } }.map { Machine($0) }
        return Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// The public addresses of interfaces, by the interface's id.
    func publicAddresses(ofInterfaces ids: [String]) async throws -> [String: String] {
        let pages = try await pages("DescribeNetworkInterfaces", "NetworkInterfaceId", ids)
        let all = pages.flatMap { $0.items("networkInterfaceSet") }
            .map { ($0.text("networkInterfaceId"), $0.text("association", "publicIp")) }
        return Dictionary(all, uniquingKeysWith: { $1 }).filter { !$0.value.isEmpty }
    }

    private func pages(_ action: String, _ key: String, _ ids: [String]) async throws -> [XMLElement] {
        let batches = stride(from: 0, to: ids.count, by: Self.mostIDs).map {
            Array(ids[$0..<min($0 + Self.mostIDs, ids.count)])
        }
        return try await concurrently(batches, limit: limit) { batch in
            var parameters = [(name: "Action", value: action), ("Version", EC2TargetSource.version)]
            for (index, id) in batch.enumerated() { parameters.append(("\(key).\(index + 1)", id)) }
            do {
                return try await client.query("ec2", parameters, at: .standard)
            } catch {
                throw DiscoveryError("could not ask EC2 to \(action): \(error)")
            }
        }
    }
}
