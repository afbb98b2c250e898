internal import PrometheusModel

/// A member of a service as its node describes it.
enum ZooKeeperMember {
    /// Why a node describes none.
    private struct Mistake: Error {}

    /// The target of a node that Finagle's Serverset wrote; `nil` if it is none.
    static func serverset(_ data: [UInt8], _ path: String) -> Labels? {
        guard let member = object(data) else { return nil }
        var meta = MetaLabels("__meta_serverset_")
        do {
            let (host, port) = try endpoint(member["serviceEndpoint"])
            meta.setPlain("__address__", joinedAddress(host, port))
            meta["path"] = path
            meta["endpoint_host"] = host
            meta["endpoint_port"] = String(port)
            for (name, value) in try entries(member["additionalEndpoints"]) {
                let (host, port) = try endpoint(value)
                meta.set("endpoint_host_", key: name, host)
                meta.set("endpoint_port_", key: name, String(port))
            }
            meta["status"] = try text(member["status"])
            meta["shard"] = String(try number(member["shard"]))
        } catch {
            return nil
        }
        return meta.labels()
    }

    /// The target of a node that Nerve wrote; `nil` if it is none.
    static func nerve(_ data: [UInt8], _ path: String) -> Labels? {
        guard let member = object(data) else { return nil }
        var meta = MetaLabels("__meta_nerve_")
        do {
            let (host, port) = try endpoint(member)
            meta.setPlain("__address__", joinedAddress(host, port))
            meta["path"] = path
            meta["endpoint_host"] = host
            meta["endpoint_port"] = String(port)
            meta["endpoint_name"] = try text(member["name"])
        } catch {
            return nil
        }
        return meta.labels()
    }

    private static func object(_ data: [UInt8]) -> JSONValue? {
        switch try? JSONValue(parsing: data) {
        case .object(let entries)?: .object(entries)
        default: nil
        }
    }

    private static func entries(_ value: JSONValue) throws(Mistake) -> [(key: String, value: JSONValue)] {
        switch value {
        case .object: value.entries
        case .null: []
        default: throw Mistake()
        }
    }

    private static func endpoint(_ value: JSONValue) throws(Mistake) -> (host: String, port: Int) {
        _ = try entries(value)
        return (try text(value["host"]), try number(value["port"]))
    }

    private static func text(_ value: JSONValue) throws(Mistake) -> String {
        switch value {
        case .string(let text): text
        case .null: ""
        default: throw Mistake()
        }
    }

    private static func number(_ value: JSONValue) throws(Mistake) -> Int {
        switch value {
        case .plain(let text):
            guard let number = Int(text) else { throw Mistake() }
            return number
        case .null: return 0
        default: throw Mistake()
        }
    }
}
