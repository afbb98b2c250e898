internal import HTTPClients
internal import StrictYAML

/// What a role is asked with: the shared settings, and which of its things are wanted.
struct AWSRoleSettings: Sendable, Hashable {
    var aws: AWSSettings
    var filters: [NamedFilter]
    /// Clusters by their ARNs or names; empty for all.
    var clusters: [String]
    var concurrency: Int?

    /// Decodes all fields but the role's name; `takesFilters` and `takesClusters` tell which fields there are.
    init(decoding fields: YAMLFields, base: BaseDirectory, takesFilters: Bool, takesClusters: Bool) {
        aws = AWSSettings(decoding: fields, base: base)
        filters = takesFilters ? NamedFilter.decode(fields, type: "aws.EC2Filter", list: "[]*aws.EC2Filter") : []
        clusters = takesClusters ? fields.strings("clusters") ?? [] : []
        concurrency = takesClusters ? fields.integer("request_concurrency").map { Int(clamping: $0) } : nil
    }

    /// The fields behind those that all have.
    var displayedFields: [YAMLField] {
        var fields: [YAMLField] = []
        if !filters.isEmpty { fields.append(YAMLField("filters", .sequence(filters.map(\.displayed)))) }
        if let clusters: YAMLField = .texts("clusters", clusters) { fields.append(clusters) }
        if let concurrency { fields.append(YAMLField("request_concurrency", .integer(Int64(concurrency)))) }
        return aws.displayedFields + fields + aws.poll.http.displayedFields
    }

    /// What finds a role's targets; `name` is that of the mechanism.
    func makeProvider(
        _ role: AWSRole,
        _ name: String,
        _ environment: DiscoveryEnvironment
    ) throws -> any TargetProvider {
        let client = try AWSClient(aws, environment)
        let port = aws.poll.port
        let limit = max(concurrency ?? 0, 0) == 0 ? role.standardConcurrency : concurrency ?? 1
        func provider(_ source: some TargetSource) -> any TargetProvider {
            environment.refreshing(name, everyMilliseconds: aws.poll.refreshIntervalMilliseconds, source)
        }
        return switch role {
        case .ec2: provider(EC2TargetSource(port: port, filters: filters, client: client))
        case .lightsail: provider(LightsailTargetSource(port: port, client: client))
        case .ecs:
            provider(
                ECSTargetSource(
                    port: port,
                    clusters: clusters,
                    limit: limit,
                    client: client,
                    logger: environment.logger
                )
            )
        case .msk: provider(MSKTargetSource(port: port, clusters: clusters, limit: limit, client: client))
        case .elasticache: provider(ElastiCacheTargetSource(clusters: clusters, limit: limit, client: client))
        case .rds: provider(RDSTargetSource(port: port, clusters: clusters, filters: filters, client: client))
        }
    }
}
