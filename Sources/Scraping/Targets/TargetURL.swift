internal import PrometheusConfiguration
internal import PrometheusModel

/// The URL of a target, put together as Go's `net/url` does.
enum TargetURL {
    /// The scheme, address and path of the labels and the job's parameters, of which `__param_` labels replace the first
    /// value.
    static func string(_ labels: Labels, _ parameters: [ScrapeParameter]) -> String {
        var result = (labels["__scheme__"] ?? "") + "://" + (labels["__address__"] ?? "")
        let path = labels["__metrics_path__"] ?? ""
        if !path.isEmpty, !path.hasPrefix("/") { result += "/" }
        result += escaped(path) { isUnreserved($0) || "$&+,/:;=@".utf8.contains($0) }
        let query = query(labels, parameters)
        return query.isEmpty ? result : result + "?" + query
    }

    private static func query(_ labels: Labels, _ parameters: [ScrapeParameter]) -> String {
        var values: [String: [String]] = [:]
        for parameter in parameters { values[parameter.name] = parameter.values }
        for label in labels.array where label.name.hasPrefix("__param_") {
            let name = String(label.name.dropFirst("__param_".count))
            values[name] = [label.value] + (values[name] ?? []).dropFirst()
        }
        let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return sorted.flatMap { name, all in all.map { queryEscaped(name) + "=" + queryEscaped($0) } }
            .joined(separator: "&")
    }

    private static func queryEscaped(_ text: String) -> String {
        escaped(text) { isUnreserved($0) || $0 == UInt8(ascii: " ") }.replacing(" ", with: "+")
    }

    private static func escaped(_ text: String, _ isKept: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_.~".utf8.contains(byte)
        }
    }
}
