internal import Logging
internal import PrometheusModel

/// Asks ECS for the tasks of clusters, and EC2 for the machines that they run on.
struct ECSTargetSource: TargetSource {
    private static let service = "AmazonEC2ContainerServiceV20141113."
    private static let mostPages = 10_000
    private static let tags = ("include", JSONValue.array([.string("TAGS")]))

    let port: Int
    let clusters: [String]
    let limit: Int
    let client: AWSClient
    let logger: Logger

    func groups() async throws -> [TargetGroup] {
        let region = try await client.region()
        let wanted = clusters.isEmpty ? try await list("ListClusters", "clusterArns", []) : clusters
        let found = try await describe("DescribeClusters", "clusters", wanted, 100, [Self.tags])
        let targets = try await concurrently(found, limit: limit) { try await self.targets($0, region) }
        return [TargetGroup(source: region, targets: targets.flatMap(\.self))]
    }

    // MARK: Lists

    /// All names of a list that comes in pages.
    private func list(_ operation: String, _ key: String, _ arguments: [(String, JSONValue)]) async throws -> [String] {
        var all: [String] = []
        var token = ""
        for _ in 0..<Self.mostPages {
            var body = Dictionary(arguments, uniquingKeysWith: { $1 })
            if !token.isEmpty { body["nextToken"] = .string(token) }
            let answer = try await ask(operation, body)
            all += try answer.list(key).map(\.text)
            token = answer["nextToken"].text
            if token.isEmpty { break }
        }
        return all
    }

    /// The details of `names`, as many in a request as the service takes.
    private func describe(
        _ operation: String,
        _ key: String,
        _ names: [String],
        _ most: Int,
        _ arguments: [(String, JSONValue)]
    ) async throws -> [JSONValue] {
        let batches = stride(from: 0, to: names.count, by: most).map { Array(names[$0..<min($0 + most, names.count)]) }
        return try await concurrently(batches, limit: limit) { batch in
            var body = Dictionary(arguments, uniquingKeysWith: { $1 })
            body[key] = .array(batch.map { .string($0) })
            return try await self.ask(operation, body).list(key)
        }.flatMap(\.self)
    }

    private func ask(_ operation: String, _ body: [String: JSONValue]) async throws -> JSONValue {
        do {
            return try await client.json("ecs", Self.service + operation, .object(body))
        } catch {
            throw DiscoveryError("could not ask ECS to \(operation): \(error)")
        }
    }

    // MARK: One cluster

    private func targets(_ cluster: JSONValue, _ region: String) async throws -> [Labels] {
        let argument = ("cluster", JSONValue.string(cluster["clusterArn"].text))
        let services = try await describe(
            "DescribeServices",
            "services",
            try await list("ListServices", "serviceArns", [argument]),
            10,
            [argument, Self.tags]
        )
        let tasks = try await describe(
            "DescribeTasks",
            "tasks",
            try await list("ListTasks", "taskArns", [argument]),
            100,
            [argument, Self.tags]
        )
        let machines = ECSMachines(client: client, limit: limit)
        let ids = try await machineIDs(of: tasks, argument)
        let found = try await machines.machines(Array(Set(ids.values)).sorted())
        let addresses: [String: String]
        do {
            addresses = try await machines.publicAddresses(ofInterfaces: tasks.compactMap { ECSTask($0).interface })
        } catch {
            // Targets without their public addresses are better than none.
            logger.warning("Unable to describe the network interfaces of tasks", metadata: ["err": "\(error)"])
            addresses = [:]
        }
        let byName = Dictionary(services.map { ($0["serviceName"].text, $0) }, uniquingKeysWith: { $1 })
        return tasks.compactMap { task in
            let task = ECSTask(task)
            var labels = MetaLabels("__meta_ecs_")
            labels["region"] = region
            add(cluster, to: &labels)
            if let name = task.service, let service = byName[name] { add(service: service, to: &labels) }
            let machine = ids[task.machineARN].flatMap { found[$0] }
            return target(task, machine, task.interface.flatMap { addresses[$0] }, &labels)
        }
    }

    /// The ids of EC2 by the ARNs of the machines that tasks run on.
    private func machineIDs(
        of tasks: [JSONValue],
        _ cluster: (String, JSONValue)
    ) async throws -> [String: String] {
        let names = Set(tasks.map { $0["containerInstanceArn"].text }).subtracting([""]).sorted()
        let key = "containerInstances"
        let all = try await describe("DescribeContainerInstances", key, names, 100, [cluster])
        return Dictionary(
            all.map { ($0["containerInstanceArn"].text, $0["ec2InstanceId"].text) },
            uniquingKeysWith: { $1 }
        ).filter { !$0.value.isEmpty }
    }

    private func add(_ cluster: JSONValue, to labels: inout MetaLabels) {
        labels["cluster"] = cluster["clusterName"].text
        labels["cluster_arn"] = cluster["clusterArn"].text
        for tag in cluster["tags"].elements { labels.set("tag_cluster_", key: tag["key"].text, tag["value"].text) }
    }

    private func add(service: JSONValue, to labels: inout MetaLabels) {
        labels["service"] = service["serviceName"].text
        labels["service_arn"] = service["serviceArn"].text
        labels["service_status"] = service["status"].text
        for tag in service["tags"].elements { labels.set("tag_service_", key: tag["key"].text, tag["value"].text) }
    }

    /// The target of a task; none for a task without an address.
    private func target(
        _ task: ECSTask,
        _ machine: ECSMachines.Machine?,
        _ publicAddress: String?,
        _ labels: inout MetaLabels
    ) -> Labels? {
        let address = task.address.isEmpty ? machine?.privateAddress ?? "" : task.address
        guard !address.isEmpty else { return nil }
        task.add(to: &labels)
        labels["ip_address"] = address
        labels["subnet_id"] = task.subnet.isEmpty ? machine?.subnet : task.subnet
        labels["public_ip"] = publicAddress ?? (task.address.isEmpty ? machine?.publicAddress : nil)
        if let machine {
            labels["ec2_instance_id"] = machine.id
            labels["ec2_instance_type"] = machine.type
            labels["ec2_instance_private_ip"] = machine.privateAddress
            labels["ec2_instance_public_ip"] = machine.publicAddress
            for (key, value) in machine.tags { labels.set("tag_ec2_", key: key, value) }
        }
        labels.setPlain("__address__", joinedAddress(address, port))
        return labels.labels()
    }
}
