internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `openstack_sd_configs`: the hypervisors, instances or load balancers of a region.
package struct OpenStackDiscovery: DiscoveryMechanism {
    package static let name = "openstack"

    var login: OpenStackLogin
    var role: String
    var region: String
    var refreshIntervalMilliseconds: Int64
    var port: Int
    var listsAllTenants: Bool
    var tls: TLSSettings
    var availability: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        login = OpenStackLogin(decoding: fields)
        role = fields.string("role") ?? ""
        region = fields.string("region") ?? ""
        refreshIntervalMilliseconds = fields.refreshInterval()
        port = fields.port()
        listsAllTenants = fields.bool("all_tenants") ?? false
        tls =
            fields.fields("tls_config", type: "config.plain").map { TLSSettings(decoding: $0, base: base) }
            ?? TLSSettings()
        availability = fields.string("availability") ?? "public"
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        guard role.isEmpty || ["hypervisor", "instance", "loadbalancer"].contains(role) else {
            return ("unknown OpenStack SD role \(role.quoted)", "role")
        }
        guard ["public", "internal", "admin"].contains(availability) else {
            return ("unknown availability \(availability), must be one of admin, internal or public", "availability")
        }
        if role.isEmpty { return ("role missing (one of: instance, hypervisor, loadbalancer)", "role") }
        if region.isEmpty { return ("openstack SD configuration requires a region", "region") }
        return nil
    }

    package var displayedFields: [YAMLField] {
        var fields =
            login.displayedFields + [
                YAMLField("role", .string(role)), YAMLField("region", .string(region)),
                YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
                YAMLField("port", .integer(Int64(port))), YAMLField("all_tenants", .bool(listsAllTenants)),
                YAMLField("tls_config", .mapping(tls.displayedFields)),
            ]
        if let availability: YAMLField = .text("availability", availability) { fields.append(availability) }
        return fields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        var http = HTTPClientSettings()
        http.tls = tls
        let login = login.identityEndpoint.isEmpty ? try OpenStackLogin(environment.variables) : login
        return environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            OpenStackTargetSource(
                settings: self,
                session: OpenStackSession(
                    login: login,
                    region: region,
                    availability: availability,
                    api: try environment.api(http, timeoutMilliseconds: refreshIntervalMilliseconds),
                    clock: environment.clock
                ),
                logger: environment.logger
            )
        )
    }
}
