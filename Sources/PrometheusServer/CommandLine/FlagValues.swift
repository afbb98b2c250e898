import PrometheusModel

/// The checked value of every flag.
struct FlagValues: Sendable {
    /// The values as they are shown, by flag.
    private var texts: [String: [String]] = [:]
    /// The flags that were given, in their order.
    private(set) var given: [String] = []

    /// Checks the settings and fills in the defaults.
    init(_ settings: [CommandLineArguments.Setting]) throws(CommandLineError) {
        for flag in FlagTable.all {
            var values: [String] = []
            for text in flag.defaults { values.append(try Self.normalized(text, flag)) }
            texts[flag.name] = values
        }
        for setting in settings {
            guard let flag = FlagTable.byName[setting.flag] else { continue }
            let isFirst = !given.contains(flag.name)
            if !isFirst, !flag.isRepeatable { throw .badValue("flag '\(flag.name)' cannot be repeated") }
            let value = try Self.normalized(setting.value, flag)
            let former = isFirst ? [] : texts[flag.name, default: []]
            if flag.kind == .protobufMessage, former.contains(value) {
                throw .badValue(
                    "duplicated \(flag.name) flag value, got [\(former.joined(separator: " "))] already"
                )
            }
            texts[flag.name] = former + [value]
            if isFirst { given.append(flag.name) }
        }
    }

    /// The values of every flag as `/api/v1/status/flags` shows them, by name.
    var shown: [(name: String, value: String)] {
        FlagTable.all.filter { $0.name != "write-documentation" }
            .map { (name: $0.name, value: text($0.name)) }
            .sorted { $0.name < $1.name }
    }

    func isGiven(_ name: String) -> Bool { given.contains(name) }

    /// Replaces the shown value of a flag by the one that holds after looking at other flags.
    mutating func setEffective(_ name: String, _ value: String) { texts[name] = [value] }

    func list(_ name: String) -> [String] { texts[name] ?? [] }

    func text(_ name: String) -> String {
        let values = list(name)
        guard values.isEmpty, let flag = FlagTable.byName[name] else { return values.joined(separator: ",") }
        return switch flag.kind {
        case .duration: "0s"
        case .size: "0B"
        default: ""
        }
    }

    func boolean(_ name: String) -> Bool { text(name) == "true" }

    /// A whole number; the check at the start made sure that there is one.
    func integer(_ name: String) -> Int { Int(text(name)) ?? 0 }

    /// A duration in milliseconds, `nil` if the flag has neither a default nor a value.
    func milliseconds(_ name: String) -> Int64? {
        guard let text = list(name).last else { return nil }
        return try? DurationText.parse(text)
    }

    /// A duration in Go's form in nanoseconds.
    func nanoseconds(_ name: String) -> Int64? { try? GoDurationText.parse(text(name)) }

    /// A size in bytes, `nil` if the flag has neither a default nor a value.
    func bytes(_ name: String) -> Int64? {
        guard let text = list(name).last else { return nil }
        return try? ByteSizeText.parse(text)
    }

    private static func normalized(_ text: String, _ flag: Flag) throws(CommandLineError) -> String {
        switch flag.kind {
        case .boolean, .text: return text
        case .integer: return String(try integer(text))
        case .number: return FloatText.generalString(try number(text))
        case .duration:
            return DurationText.string(
                milliseconds: try convert { () throws(DurationTextError) in try DurationText.parse(text) }
            )
        case .goDuration:
            return GoDurationText.string(
                nanoseconds: try convert { () throws(GoDurationTextError) in try GoDurationText.parse(text) }
            )
        case .size:
            return ByteSizeText.string(
                bytes: try convert { () throws(ByteSizeTextError) in try ByteSizeText.parse(text) }
            )
        case .choice(let choices):
            guard choices.contains(text) else {
                throw .badValue("enum value must be one of \(choices.joined(separator: ",")), got '\(text)'")
            }
            return text
        case .logLevel: return try oneOf(["debug", "info", "warn", "error"], text, "unrecognized log level \(text)")
        case .logFormat: return try oneOf(["logfmt", "json"], text, "unrecognized log format \(text)")
        case .protobufMessage:
            let known = ["prometheus.WriteRequest", "io.prometheus.write.v2.Request"]
            guard known.contains(text) else {
                throw .badValue(
                    "unknown type for remote write protobuf message \(text), supported: \(known.joined(separator: ", "))"
                )
            }
            return text
        }
    }

    private static func oneOf(_ choices: [String], _ text: String, _ message: String) throws(CommandLineError) -> String
    {
        guard choices.contains(text.lowercased()) else { throw .badValue(message) }
        return text.lowercased()
    }

    private static func number(_ text: String) throws(CommandLineError) -> Double {
        guard let value = try? FloatText.parse(text) else {
            throw .badValue("strconv.ParseFloat: parsing \(text.quoted): invalid syntax")
        }
        return value
    }

    private static func integer(_ text: String) throws(CommandLineError) -> Int {
        let value = try number(text)
        guard abs(value) < 0x1p63 else {
            throw .badValue("strconv.ParseFloat: parsing \(text.quoted): value out of range")
        }
        return Int(value)
    }

    private static func convert<Failure: Error & CustomStringConvertible>(
        _ parse: () throws(Failure) -> Int64
    ) throws(CommandLineError) -> Int64 {
        do throws(Failure) { return try parse() } catch { throw .badValue(error.description) }
    }
}
