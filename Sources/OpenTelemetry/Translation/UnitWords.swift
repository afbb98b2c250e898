/// What units of OpenTelemetry, which are UCUM's, are called in names of metrics.
struct UnitWords: Sendable, Hashable {
    private static let words: [String: String] = [
        "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds", "us": "microseconds",
        "ns": "nanoseconds", "By": "bytes", "KiBy": "kibibytes", "MiBy": "mebibytes", "GiBy": "gibibytes",
        "TiBy": "tibibytes", "KBy": "kilobytes", "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes",
        "m": "meters", "V": "volts", "A": "amperes", "J": "joules", "W": "watts", "g": "grams", "Cel": "celsius",
        "Hz": "hertz", "1": "", "%": "percent",
    ]
    private static let rateWords: [String: String] = [
        "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year",
    ]

    /// Such as `bytes`.
    let main: String
    /// Such as `per_second`.
    let rate: String

    /// The words of a unit such as `By/s`.
    init(_ unit: String, escapes: Bool) {
        let parts = unit.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        func word(_ index: Int, _ table: [String: String]) -> String {
            guard parts.indices.contains(index), !parts[index].contains(where: { $0 == "{" || $0 == "}" }) else {
                return ""
            }
            let word = table[parts[index]] ?? parts[index]
            return escapes ? Self.cleaned(word) : word
        }
        main = word(0, Self.words)
        let last = word(1, Self.rateWords)
        rate = last.isEmpty ? "" : "per_\(last)"
    }

    /// Both together, as metadata has them.
    var text: String { [main, rate].filter { !$0.isEmpty }.joined(separator: "_") }

    private static func cleaned(_ text: String) -> String {
        NameTokens.split(text, keepsUnderscores: false).joined(separator: "_")
    }
}
