/// Sizes in bytes in the syntax of configuration: `512MB`, `1.5GiB`; `MB` and `MiB` are both 1024².
package enum ByteSizeText {
    private static let prefixes: [Character] = ["K", "M", "G", "T", "P", "E"]

    /// Parses numbers with units; `0` needs no unit.
    /// - Returns: bytes.
    package static func parse(_ text: String) throws(ByteSizeTextError) -> Int64 {
        var rest = Substring(text)
        var sign = 1.0
        if rest.hasPrefix("-") || rest.hasPrefix("+") { sign = rest.removeFirst() == "-" ? -1 : 1 }
        if rest == "0" { return 0 }
        guard !rest.isEmpty else { throw .invalid(text) }
        var total = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard !number.isEmpty, number != ".", let value = Double(number) else { throw .invalid(text) }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            rest = rest.dropFirst(unit.count)
            guard let size = size(of: unit) else { throw .unknownUnit(unit: String(unit), text: text) }
            total += value * size
        }
        let bytes = total * sign
        guard bytes.magnitude < 9.2e18 else { throw .invalid(text) }
        return Int64(bytes)
    }

    /// The size in binary units, largest first: `1GiB512MiB`, `0B`.
    package static func string(bytes: Int64) -> String {
        guard bytes != 0 else { return "0B" }
        var result = bytes < 0 ? "-" : ""
        var rest = bytes.magnitude
        for power in stride(from: prefixes.count, through: 1, by: -1) {
            let size = UInt64(1) << UInt64(10 * power)
            if rest >= size { result += "\(rest / size)\(prefixes[power - 1])iB" }
            rest %= size
        }
        if rest > 0 { result += "\(rest)B" }
        return result
    }

    private static func size(of unit: Substring) -> Double? {
        if unit == "B" { return 1 }
        guard let first = unit.first, let power = prefixes.firstIndex(of: first) else { return nil }
        let suffix = unit.dropFirst()
        guard suffix == "B" || suffix == "iB" else { return nil }
        var size = 1.0
        for _ in 0...power { size *= 1024 }
        return size
    }
}
