internal import PrometheusModel

/// Numbers with units, for people.
enum Humanizing {
    /// With SI prefixes, a thousand each.
    static func decimal(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return GoFloat.short(value) }
        let (number, prefix) =
            value.magnitude >= 1
            ? scaledUp(value, by: 1000, ["k", "M", "G", "T", "P", "E", "Z", "Y"])
            : scaledDown(value, ["m", "u", "n", "p", "f", "a", "z", "y"])
        return GoFloat.short(number) + prefix
    }

    /// With binary prefixes, 1024 each.
    static func binary(_ value: Double) -> String {
        guard value.magnitude > 1, value.isFinite else { return GoFloat.short(value) }
        let (number, prefix) = scaledUp(value, by: 1024, ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"])
        return GoFloat.short(number) + prefix
    }

    private static func scaledUp(_ value: Double, by factor: Double, _ prefixes: [String]) -> (Double, String) {
        var (value, prefix) = (value, "")
        for next in prefixes where value.magnitude >= factor {
            value /= factor
            prefix = next
        }
        return (value, prefix)
    }

    private static func scaledDown(_ value: Double, _ prefixes: [String]) -> (Double, String) {
        var (value, prefix) = (value, "")
        for next in prefixes where value.magnitude < 1 {
            value *= 1000
            prefix = next
        }
        return (value, prefix)
    }

    /// Seconds as days, hours, minutes and seconds, or as parts of a second.
    static func duration(_ value: Double) -> String {
        guard value.isFinite else { return GoFloat.short(value) }
        if value == 0 { return GoFloat.short(value) + "s" }
        guard value.magnitude >= 1 else {
            let (number, prefix) = scaledDown(value, ["m", "u", "n", "p", "f", "a", "z", "y"])
            return GoFloat.short(number) + prefix + "s"
        }
        let sign = value < 0 ? "-" : ""
        let rest = value.magnitude
        // What does not fit becomes the least number, as it does for upstream.
        let whole = rest < 9.223372036854775e18 ? Int64(rest) : .min
        let (days, hours, minutes) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60)
        if days != 0 { return "\(sign)\(days)d \(hours)h \(minutes)m \(whole % 60)s" }
        if hours != 0 { return "\(sign)\(hours)h \(minutes)m \(whole % 60)s" }
        if minutes != 0 { return "\(sign)\(minutes)m \(whole % 60)s" }
        return sign + GoFloat.short(rest) + "s"
    }
}
