internal import HTTPServing
internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusModel
internal import PromQL

/// Reads the parameters that several endpoints share.
struct APIParameters {
    private static let emptySelector = "match[] must contain at least one non-empty matcher"

    let values: FormValues

    init(_ request: IncomingRequest) async throws(APIError) {
        do throws(RequestBodyError) {
            values = try await request.formValues()
        } catch {
            throw .badData("error parsing form values: \(error)")
        }
    }

    subscript(name: String) -> String { values[name] }

    /// A time; `nil` if it is not given.
    func time(_ name: String) throws(APIError) -> RequestTime? {
        guard !values[name].isEmpty else { return nil }
        guard let time = RequestTime(values[name]) else {
            let reason = "cannot parse \(values[name].quoted) to a valid timestamp"
            throw .invalid(name, "invalid time value for '\(name)': \(reason)")
        }
        return time
    }

    /// A time that must be given.
    func requiredTime(_ name: String) throws(APIError) -> RequestTime {
        guard let time = RequestTime(values[name]) else {
            throw .invalid(name, "cannot parse \(values[name].quoted) to a valid timestamp")
        }
        return time
    }

    /// A duration in milliseconds: seconds or `5m`; `nil` if it is not given.
    func duration(_ name: String) throws(APIError) -> Int64? {
        guard !values[name].isEmpty else { return nil }
        do throws(DurationProblem) {
            return try Self.duration(values[name])
        } catch {
            throw .invalid(name, error.text)
        }
    }

    /// The duration after which a sample is too old; upstream words its problems in a way of its own.
    func lookback() throws(APIError) -> Int64? {
        guard !values["lookback_delta"].isEmpty else { return nil }
        do throws(DurationProblem) {
            return try Self.duration(values["lookback_delta"])
        } catch {
            throw .badData("error parsing lookback delta duration: \(error.text)")
        }
    }

    private struct DurationProblem: Error {
        let text: String
    }

    private static func duration(_ text: String) throws(DurationProblem) -> Int64 {
        if let seconds = text.withRawSpan({ FloatText.parse($0) }) {
            guard seconds.magnitude < 9_223_372_036.854_775 else {
                throw DurationProblem(text: "cannot parse \(text.quoted) to a valid duration. It overflows int64")
            }
            return Int64(seconds * 1000)
        }
        guard let milliseconds = try? DurationText.parse(text) else {
            throw DurationProblem(text: "cannot parse \(text.quoted) to a valid duration")
        }
        return milliseconds
    }

    /// The most elements of an answer; 0 is no limit.
    func limit(_ name: String = "limit") throws(APIError) -> Int {
        let text = values[name]
        guard !text.isEmpty else { return 0 }
        guard let limit = Int(text) else {
            throw .invalid(name, "strconv.Atoi: parsing \(text.quoted): invalid syntax")
        }
        guard limit >= 0 else { throw .invalid(name, "limit must be non-negative") }
        return limit
    }

    /// A switch, in the spellings that Go takes; off if it is not given.
    func isOn(_ name: String) throws(APIError) -> Bool {
        switch values[name] {
        case "", "0", "f", "F", "FALSE", "false", "False": return false
        case "1", "t", "T", "TRUE", "true", "True": return true
        case let text:
            throw .invalid(name, "error converting \(name): strconv.ParseBool: parsing \(text.quoted): invalid syntax")
        }
    }

    /// The matchers of all `match[]` parameters.
    func matchers() throws(APIError) -> [[LabelMatcher]] {
        var result: [[LabelMatcher]] = []
        for text in values.all("match[]") {
            let matchers = try Self.selector(text)
            guard matchers.contains(where: { !$0.matchesEmpty }) else { throw .badData(Self.emptySelector) }
            result.append(matchers)
        }
        return result
    }

    /// The matchers of a selector without `offset`, `@` or range.
    static func selector(_ text: String) throws(APIError) -> [LabelMatcher] {
        do throws(ParseError) {
            return try Expression.parseSelector(text)
        } catch {
            throw .badData(text.isEmpty ? "unknown position: parse error: unexpected end of input" : error.description)
        }
    }
}
