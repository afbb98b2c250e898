/// Durations in the syntax of configuration and PromQL: `1h30m`, `5m`, `15s`, `250ms`.
package enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 365 * 86_400_000), ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000),
        ("s", 1000), ("ms", 1),
    ]

    /// The most milliseconds that upstream's nanoseconds can hold.
    private static let limit = Int64.max / 1_000_000

    /// Parses a duration: whole numbers with units, the units in falling order and each at most once, or `0`.
    /// - Returns: milliseconds.
    package static func parse(_ text: String) throws(DurationTextError) -> Int64 {
        if text.isEmpty { throw .empty }
        if text == "0" { return 0 }
        let bytes = Array(text.utf8)
        var total: Int64 = 0
        var offset = 0
        var nextUnit = 0
        while offset < bytes.count {
            let (number, unit) = try component(bytes, &offset, text)
            if unit.isEmpty { throw .invalid(text) }
            guard let at = units.firstIndex(where: { $0.name == unit }) else { throw .unknownUnit(unit, text) }
            guard at >= nextUnit else { throw .invalid(text) }
            nextUnit = at + 1
            let (product, tooLarge) = number.multipliedReportingOverflow(by: units[at].milliseconds)
            let (sum, overflow) = total.addingReportingOverflow(product)
            guard !tooLarge, !overflow, sum <= limit else { throw .outOfRange }
            total = sum
        }
        return total
    }

    /// The duration in the fewest units that lose nothing: `90m` is `1h30m`.
    ///
    /// Years and weeks only where they fit exactly.
    package static func string(milliseconds: Int64) -> String {
        guard milliseconds != 0 else { return "0s" }
        var rest = milliseconds.magnitude
        var result = milliseconds < 0 ? "-" : ""
        for (name, size) in units {
            let size = UInt64(size)
            let needsExactFit = name == "y" || name == "w"
            if needsExactFit, rest % size != 0 { continue }
            if rest >= size { result += "\(rest / size)\(name)" }
            rest %= size
        }
        return result
    }

    private static func component(
        _ bytes: [UInt8],
        _ offset: inout Int,
        _ text: String
    ) throws(DurationTextError) -> (number: Int64, unit: String) {
        let start = offset
        var number: Int64 = 0
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 {
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(Int64(bytes[offset] - UInt8(ascii: "0")))
            guard !tooLarge, !overflow else { throw .outOfRange }
            number = sum
            offset += 1
        }
        guard offset > start else { throw .invalid(text) }
        let unitStart = offset
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") >= 10 { offset += 1 }
        return (number, String(decoding: bytes[unitStart..<offset], as: UTF8.self))
    }
}
