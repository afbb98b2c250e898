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

    /// A time in milliseconds: seconds since the Unix epoch or RFC 3339; `nil` if it is not given.
    func time(_ name: String) throws(APIError) -> Int64? {
        guard !values[name].isEmpty else { return nil }
        guard let time = Self.time(values[name]) else {
            let reason = "cannot parse \(values[name].quoted) to a valid timestamp"
            throw .invalid(name, "invalid time value for '\(name)': \(reason)")
        }
        return time
    }

    /// A time in milliseconds that must be given.
    func requiredTime(_ name: String) throws(APIError) -> Int64 {
        guard let time = Self.time(values[name]) else {
            throw .invalid(name, "cannot parse \(values[name].quoted) to a valid timestamp")
        }
        return time
    }

    private static func time(_ text: String) -> Int64? {
        guard let seconds = text.withRawSpan({ FloatText.parse($0) }) else { return TimestampText.parse(text) }
        guard seconds.isFinite, seconds.magnitude < 9e15 else { return nil }
        // The fraction is rounded on its own, as upstream does: 1.0005 is 1.000.
        let whole = seconds.rounded(.towardZero)
        return Int64(whole) * 1000 + Int64(((seconds - whole) * 1000).rounded())
    }

    /// A duration in milliseconds: seconds or `5m`; `nil` if it is not given.
    func duration(_ name: String) throws(APIError) -> Int64? {
        let text = values[name]
        guard !text.isEmpty else { return nil }
        if let seconds = text.withRawSpan({ FloatText.parse($0) }) {
            guard seconds.magnitude < 9.2e9 else {
                throw .invalid(name, "cannot parse \(text.quoted) to a valid duration. It overflows int64")
            }
            return Int64(seconds * 1000)
        }
        guard let milliseconds = try? DurationText.parse(text) else {
            throw .invalid(name, "cannot parse \(text.quoted) to a valid duration")
        }
        return milliseconds
    }

    /// What an error says without the name of the parameter.
    static func reason(_ error: APIError, _ name: String) -> String {
        let prefix = APIError.invalid(name, "").message
        return error.message.hasPrefix(prefix) ? String(error.message.dropFirst(prefix.count)) : error.message
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

    /// The matchers of a parameter that holds one selector; none if it is not given.
    func selector(_ name: String) throws(APIError) -> [LabelMatcher] {
        guard !values[name].isEmpty else { return [] }
        let expression: Expression
        do throws(ParseError) {
            expression = try Expression.parse(values[name], options: ParserOptions())
        } catch {
            throw .invalid(name, error.description)
        }
        guard case .vectorSelector(let selector) = expression else {
            throw .invalid(name, "1:1: parse error: unexpected expression; a series selector is needed")
        }
        return selector.matchers
    }

    /// The matchers of all `match[]` parameters.
    func matchers() throws(APIError) -> [[LabelMatcher]] {
        var result: [[LabelMatcher]] = []
        for text in values.all("match[]") {
            let expression: Expression
            do throws(ParseError) {
                expression = try Expression.parse(text, options: ParserOptions())
            } catch {
                // The language refuses such a selector too; upstream's API looks first, with words of its own.
                let isEmpty = error.message == "vector selector must contain at least one non-empty matcher"
                throw .badData(isEmpty ? Self.emptySelector : error.description)
            }
            guard case .vectorSelector(let selector) = expression else {
                throw .badData("1:1: parse error: unexpected expression; a series selector is needed")
            }
            guard selector.matchers.contains(where: { matcher in !"".withRawSpan { matcher.matches($0) } }) else {
                throw .badData(Self.emptySelector)
            }
            result.append(selector.matchers)
        }
        return result
    }
}
