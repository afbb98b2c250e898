internal import HTTPServing
internal import PrometheusModel
internal import Rules

/// `/rules/backtest`: what rules would have done over stored history.
///
/// Upstream has nothing like it.
struct BacktestEndpoint: Sendable {
    /// How much history is tested if the request names no start.
    private static let standardMilliseconds: Int64 = 86_400_000

    let services: APIServices

    var routes: [Route] {
        guard let backtest = services.backtest else { return [] }
        return [
            APIRoutes.route(["POST"], "/rules/backtest") { request async throws(APIError) in
                let parameters = try await APIParameters(request)
                guard !parameters["rules"].isEmpty else { throw .badData("missing parameter \"rules\"") }
                let end = try parameters.time("end")?.milliseconds ?? services.clock.nowMilliseconds()
                let start = try parameters.time("start")?.milliseconds ?? end - Self.standardMilliseconds
                guard start <= end else {
                    throw .invalid("end", "end timestamp must not be before start time")
                }
                // Nothing was stored outside of these; sums of such times do not overflow.
                guard start > -(1 << 50), end < 1 << 50 else { throw .badData("start or end is beyond all history") }
                do throws(RuleFileError) {
                    let report = try await backtest(parameters["rules"], start...end)
                    return APIAnswer.success { $0.write(report) }
                } catch {
                    throw .badData(error.description)
                }
            }
        ]
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ report: BacktestReport) {
        object {
            $0.member("start", TimestampText.string(milliseconds: report.startMilliseconds))
            $0.member("end", TimestampText.string(milliseconds: report.endMilliseconds))
            $0.key("problems")
            $0.strings(report.problems)
            $0.key("rules")
            $0.array(report.rules) { writer, rule in writer.write(rule) }
        }
    }

    private mutating func write(_ rule: BacktestReport.RuleHistory) {
        object {
            $0.member("group", rule.group)
            $0.member("name", rule.name)
            $0.member("query", rule.query)
            $0.member("interval", number: Double(rule.intervalMilliseconds) / 1000)
            $0.member("fired", rule.firingCount)
            $0.key("problems")
            $0.strings(rule.problems)
            $0.key("alerts")
            $0.array(rule.alerts) { writer, alert in
                writer.object {
                    $0.key("labels")
                    $0.labels(alert.labels)
                    $0.key("episodes")
                    $0.array(alert.episodes) { writer, episode in writer.write(episode) }
                }
            }
        }
    }

    private mutating func write(_ episode: BacktestReport.Episode) {
        object {
            $0.member("activeAt", TimestampText.string(milliseconds: episode.activeAt))
            if let time = episode.firedAt { $0.member("firedAt", TimestampText.string(milliseconds: time)) }
            if let time = episode.endedAt { $0.member("endedAt", TimestampText.string(milliseconds: time)) }
            $0.member("value", FloatText.scientificString(episode.value))
            $0.key("annotations")
            $0.labels(episode.annotations)
        }
    }
}
