internal import HTTPClients
internal import Logging
internal import PrometheusModel

/// Asks OpenStack for hypervisors, instances or load balancers.
struct OpenStackTargetSource: TargetSource {
    static let prefix = "__meta_openstack_"

    let settings: OpenStackDiscovery
    var session: OpenStackSession
    let logger: Logger

    mutating func groups() async throws -> [TargetGroup] {
        try await session.authenticate()
        do {
            let targets =
                switch settings.role {
                case "hypervisor": try await hypervisors()
                case "instance": try await instances()
                default: try await loadBalancers()
                }
            return [TargetGroup(source: "OS_\(settings.region)", targets: targets)]
        } catch {
            session.forget()
            throw error
        }
    }

    /// Does `work`; a failure is told with `failure` in front.
    func told<Result>(_ failure: String, _ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch {
            throw DiscoveryError("\(failure): \(error)")
        }
    }

    /// The address of the network service.
    func networkEndpoint() async throws -> String {
        let url = try await told("could not create OpenStack network session") { try session.endpoint("network") }
        return url.hasSuffix("/v2.0") ? url : url + "/v2.0"
    }

    // MARK: Hypervisors

    private func hypervisors() async throws -> [Labels] {
        let url = try await told("could not create OpenStack compute session") { try session.endpoint("compute") }
        let all = try await told("could not extract hypervisors") {
            try await session.list("\(url)/os-hypervisors/detail", "hypervisors")
        }
        return all.map { hypervisor in
            var labels = MetaLabels(Self.prefix)
            let address = hypervisor["host_ip"].text
            labels["hypervisor_id"] = hypervisor["id"].text
            labels["hypervisor_hostname"] = hypervisor["hypervisor_hostname"].text
            labels["hypervisor_host_ip"] = address
            labels["hypervisor_type"] = hypervisor["hypervisor_type"].text
            labels["hypervisor_status"] = hypervisor["status"].text
            labels["hypervisor_state"] = hypervisor["state"].text
            labels.setPlain("__address__", joinedAddress(address, settings.port))
            return labels.labels()
        }
    }
}
