internal import PrometheusModel
internal import StrictYAML

/// What both kinds of ZooKeeper discovery are told.
struct ZooKeeperSettings: Sendable, Hashable {
    var servers: [String]
    var paths: [String]
    /// How long a session lives without a sign of life.
    var timeoutMilliseconds: Int64

    /// Decodes the fields of `kind`, `serverset` or `nerve`.
    init(decoding fields: YAMLFields, kind: String) {
        servers = fields.strings("servers") ?? []
        paths = fields.strings("paths") ?? []
        timeoutMilliseconds = fields.duration("timeout") ?? 10_000
        fields.finish()
        guard fields.isSound else { return }
        if servers.isEmpty {
            fields.reject("\(kind) SD config must contain at least one Zookeeper server", "servers")
        } else if paths.isEmpty {
            fields.reject("\(kind) SD config must contain at least one path", "paths")
        } else if let path = paths.first(where: { !$0.hasPrefix("/") }) {
            fields.reject("\(kind) SD config paths must begin with '/': \(path)", "paths")
        } else if timeoutMilliseconds <= 0 {
            fields.reject("timeout must be positive", "timeout")
        }
    }

    var displayedFields: [YAMLField] {
        [
            YAMLField("servers", .sequence(servers.map { .string($0) })),
            YAMLField("paths", .sequence(paths.map { .string($0) })),
            YAMLField("timeout", .string(DurationText.string(milliseconds: timeoutMilliseconds))),
        ]
    }
}
