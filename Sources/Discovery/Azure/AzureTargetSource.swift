internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import PrometheusModel

/// Asks Azure for virtual machines, scale sets and their network interfaces.
struct AzureTargetSource: TargetSource {
    private static let computeVersion = "2024-07-01"
    private static let networkVersion = "2024-05-01"
    /// The interfaces of scale sets have a version of their own.
    private static let scaleSetNetworkVersion = "2018-10-01"
    private static let mostRequests = 16

    let settings: AzureDiscovery
    let api: APIClient
    var tokens: AzureTokenSource
    private let failures: Counter
    private let cacheHits: Counter
    private let logger: Logger
    private let clock: WallClock
    private var cache = AzureInterfaceCache()

    init(
        settings: AzureDiscovery,
        api: APIClient,
        tokens: AzureTokenSource,
        environment: DiscoveryEnvironment
    ) {
        self.settings = settings
        self.api = api
        self.tokens = tokens
        failures = environment.metrics.mechanisms.azureFailures
        cacheHits = environment.metrics.mechanisms.azureCacheHits
        logger = environment.logger
        clock = environment.clock
    }

    mutating func groups() async throws -> [TargetGroup] {
        do {
            return [TargetGroup(source: "", targets: try await targets())]
        } catch {
            failures.increment()
            // It may be the token that does not please any more.
            tokens.forget()
            throw error
        }
    }

    private mutating func targets() async throws -> [Labels] {
        let cloud: AzureCloud
        do {
            cloud = try AzureCloud.named(settings.environment)
        } catch {
            throw DiscoveryError("could not create Azure client: \(error)")
        }
        var machines = try await told("could not get virtual machines") { source in
            try await source.list(cloud, source.scope + "/providers/Microsoft.Compute/virtualMachines")
                .map { AzureMachine($0) }
        }
        let sets = try await told("could not get virtual machine scale sets") { source in
            try await source.list(cloud, source.scope + "/providers/Microsoft.Compute/virtualMachineScaleSets")
        }
        for set in sets {
            let name = set["name"].text
            machines += try await told("could not get virtual machine scale set vms") { source in
                try await source.list(cloud, set["id"].text + "/virtualMachines").map {
                    AzureMachine($0, scaleSet: name)
                }
            }
        }
        let interfaces = try await interfaces(of: machines, cloud)
        return try machines.compactMap { try target($0, interfaces) }
    }

    /// Does `work`; a failure is told with `failure` in front.
    private mutating func told<Result>(
        _ failure: String,
        _ work: (inout AzureTargetSource) async throws -> Result
    ) async throws -> Result {
        do {
            return try await work(&self)
        } catch {
            throw DiscoveryError("\(failure): \(error)")
        }
    }

    /// The subscription, or the resource group in it.
    private var scope: String {
        let subscription = "/subscriptions/\(PercentEscapes.escaped(settings.subscription))"
        return settings.resourceGroup.isEmpty
            ? subscription : "\(subscription)/resourceGroups/\(PercentEscapes.escaped(settings.resourceGroup))"
    }

    private mutating func list(_ cloud: AzureCloud, _ path: String) async throws -> [JSONValue] {
        try await api.pages(
            "\(cloud.management)\(path)?api-version=\(Self.computeVersion)",
            headers: [try await tokens.header(cloud)],
            list: { try $0.list("value") },
            next: { answer, _ in answer["nextLink"].text.isEmpty ? nil : answer["nextLink"].text }
        )
    }

    // MARK: Interfaces

    /// The interfaces of all machines by their ids; those that are gone are missing.
    private mutating func interfaces(
        of machines: [AzureMachine],
        _ cloud: AzureCloud
    ) async throws -> [String: AzureInterface] {
        let now = clock.nowMilliseconds()
        var found: [String: AzureInterface] = [:]
        var unknown: [(id: String, isOfSet: Bool)] = []
        for machine in machines {
            for id in machine.interfaces {
                if let known = cache[id, atMilliseconds: now] {
                    cacheHits.increment()
                    found[id] = known
                } else {
                    unknown.append((id, !machine.scaleSet.isEmpty))
                }
            }
        }
        guard !unknown.isEmpty else { return found }
        let (api, header) = (api, try await tokens.header(cloud))
        let fetched = try await concurrently(unknown, limit: Self.mostRequests) { id, isOfSet in
            (id, try await Self.interface(id, isOfSet, cloud, api, header))
        }
        for (id, interface) in fetched {
            guard let interface else {
                logger.warning("Network interface does not exist", metadata: ["name": "\(id)"])
                continue
            }
            found[id] = interface
            // Not all at once, so that not every tenth refresh asks for all of them.
            let age = settings.poll.refreshIntervalMilliseconds * Int64.random(in: 5...15)
            cache.insert(interface, id: id, expiry: now + age)
        }
        return found
    }

    /// An interface; `nil` if there is none with this id.
    private static func interface(
        _ id: String,
        _ isOfSet: Bool,
        _ cloud: AzureCloud,
        _ api: APIClient,
        _ header: (name: String, value: String)
    ) async throws -> AzureInterface? {
        let version = isOfSet ? scaleSetNetworkVersion : networkVersion
        let expansion = PercentEscapes.escaped("ipConfigurations/publicIPAddress")
        let url = "\(cloud.management)\(id)?api-version=\(version)&$expand=\(expansion)"
        let response = try await api.send("GET", url, headers: [header, ("Accept", "application/json")])
        if response.status == 404 { return nil }
        guard response.isSuccess else { throw response.refusal }
        return AzureInterface(try JSONValue(parsing: response.body))
    }

    // MARK: Targets

    /// The target of a machine; none for one that is not running.
    private func target(_ machine: AzureMachine, _ interfaces: [String: AzureInterface]) throws -> Labels? {
        for interface in machine.interfaces.compactMap({ interfaces[$0] }) {
            guard let isPrimary = interface.isPrimary else {
                logger.debug("Skipping deallocated virtual machine", metadata: ["machine": "\(machine.name)"])
                return nil
            }
            guard isPrimary else { continue }
            guard let addresses = interface.addresses.first(where: { !$0.privateAddress.isEmpty }) else {
                throw DiscoveryError("unable to find a private IP for VM \(machine.name)")
            }
            var labels = MetaLabels("__meta_azure_")
            machine.add(to: &labels)
            labels["subscription_id"] = settings.subscription
            labels["tenant_id"] = settings.tenant
            labels["machine_private_ip"] = addresses.privateAddress
            labels["machine_public_ip"] = addresses.publicAddress
            labels.setPlain("__address__", joinedAddress(addresses.privateAddress, settings.poll.port))
            return labels.labels()
        }
        return nil
    }
}
