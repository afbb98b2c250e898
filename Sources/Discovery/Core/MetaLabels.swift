internal import PrometheusBytes
internal import PrometheusModel

/// Collects the labels of a target or of a group: appended in any order, sorted once; of equal names the last wins.
struct MetaLabels {
    private let prefix: String
    private var pairs: [(name: String, value: String)] = []

    /// Starts with no labels; names that are set get `prefix` in front.
    init(_ prefix: String = "") { self.prefix = prefix }

    /// Sets a label; an empty value is none.
    subscript(_ name: String) -> String? {
        get { pairs.last { $0.name == prefix + name }?.value }
        set { if let newValue { pairs.append((prefix + name, newValue)) } }
    }

    /// Sets a label whose name stands as it is, such as `__address__`.
    mutating func setPlain(_ name: String, _ value: String) { pairs.append((name, value)) }

    /// Sets a label whose name ends with a key of the user's.
    mutating func set(_ name: String, key: String, _ value: String) {
        pairs.append((prefix + name + key.sanitisedLabelName, value))
    }

    /// Sets labels to what stands at paths in an element; `table` has names with their paths.
    mutating func set(_ table: [(name: String, path: String)], of element: XMLElement, prefix: String = "") {
        for (name, path) in table { self[prefix + name] = element.text(atPath: path) }
    }

    /// Adds all labels of `other`.
    mutating func merge(_ other: MetaLabels) { pairs += other.pairs }

    /// Adds all labels of a finished set, whose names stand as they are.
    mutating func add(_ labels: Labels) {
        for label in labels.array { pairs.append((label.name, label.value)) }
    }

    /// The label set.
    func labels() -> Labels {
        var order = Array(pairs.indices)
        order.sort {
            let (one, other) = (pairs[$0].name, pairs[$1].name)
            // Names here are of ASCII, of which texts compare as their bytes do, and much faster.
            return one == other ? $0 < $1 : one < other
        }
        var packed: [UInt8] = []
        packed.reserveCapacity(pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 })
        for (place, index) in order.enumerated() {
            let (name, value) = pairs[index]
            if place + 1 < order.count, pairs[order[place + 1]].name == name { continue }
            guard !value.isEmpty else { continue }
            packed.appendVarint(UInt64(name.utf8.count))
            packed.append(contentsOf: name.utf8)
            packed.appendVarint(UInt64(value.utf8.count))
            packed.append(contentsOf: value.utf8)
        }
        return Labels(packed: packed)
    }
}

extension String {
    /// The text with everything that no label name may have replaced by `_`.
    var sanitisedLabelName: String {
        func isAllowed(_ byte: UInt8) -> Bool {
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
        }
        if utf8.allSatisfy(isAllowed) { return self }
        let bytes = unicodeScalars.map { $0.isASCII && isAllowed(UInt8($0.value)) ? UInt8($0.value) : 0x5F }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [String] {
    /// The elements between separators, one in front and one behind too, as lists stand in labels.
    func joinedWithin(_ separator: String) -> String { separator + joined(separator: separator) + separator }
}

/// A host and a port as an address; an IPv6 address gets brackets.
func joinedAddress(_ host: String, _ port: some CustomStringConvertible) -> String {
    host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)"
}
