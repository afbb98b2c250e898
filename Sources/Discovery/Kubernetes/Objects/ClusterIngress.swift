internal import PrometheusModel

/// An ingress of a cluster: one target a rule and path.
struct ClusterIngress: Sendable, Hashable {
    let key: String
    let namespace: String
    let labels: Labels
    let targets: [Labels]

    /// A host and its paths.
    private struct Rule {
        var host = ""
        /// `nil` where the rule has nothing of HTTP at all.
        var paths: [String]?
    }

    init(reading reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        var className = ""
        var secureHosts: [String] = []
        var rules: [Rule] = []
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "spec":
                try reader.eachKey { key, reader throws(JSONReaderError) in
                    switch key {
                    case "ingressClassName": className = try reader.text()
                    case "tls": secureHosts = try Self.readHosts(&reader)
                    case "rules":
                        try reader.eachElement { reader throws(JSONReaderError) in
                            rules.append(try Self.readRule(&reader))
                        }
                    default: try reader.skip()
                    }
                }
            default: try reader.skip()
            }
        }
        key = metadata.key
        namespace = metadata.namespace
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        metadata.add(to: &meta, role: "ingress")
        meta["ingress_class_name"] = className
        labels = meta.labels()
        targets = rules.flatMap { rule in
            (rule.paths ?? ["/"]).map { Self.target(rule.host, $0.isEmpty ? "/" : $0, secureHosts) }
        }
    }

    private static func target(_ host: String, _ path: String, _ secureHosts: [String]) -> Labels {
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", host)
        meta["ingress_scheme"] = secureHosts.contains { covers($0, host) } ? "https" : "http"
        meta["ingress_host"] = host
        meta["ingress_path"] = path
        return meta.labels()
    }

    /// Whether a certificate's host is `host` or a wildcard one level above it.
    private static func covers(_ pattern: String, _ host: String) -> Bool {
        if pattern == host { return true }
        guard pattern.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
        return host[dot...] == pattern.dropFirst()
    }

    private static func readHosts(_ reader: inout JSONReader) throws(JSONReaderError) -> [String] {
        var hosts: [String] = []
        try reader.eachElement { reader throws(JSONReaderError) in
            try reader.eachKey { key, reader throws(JSONReaderError) in
                guard key == "hosts" else { return try reader.skip() }
                try reader.eachElement { reader throws(JSONReaderError) in hosts.append(try reader.text()) }
            }
        }
        return hosts
    }

    private static func readRule(_ reader: inout JSONReader) throws(JSONReaderError) -> Rule {
        var rule = Rule()
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "host": rule.host = try reader.text()
            case "http":
                rule.paths = reader.peek() == 0x6E ? nil : []
                try reader.eachKey { key, reader throws(JSONReaderError) in
                    guard key == "paths" else { return try reader.skip() }
                    try reader.eachElement { reader throws(JSONReaderError) in
                        rule.paths?.append(try reader.plainEntries()["path"] ?? "")
                    }
                }
            default: try reader.skip()
            }
        }
        return rule
    }
}
