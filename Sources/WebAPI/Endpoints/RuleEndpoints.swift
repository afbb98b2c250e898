internal import HTTPServing
internal import PrometheusModel
internal import Rules

/// `rules` and `alerts`.
struct RuleEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/rules") { request async throws(APIError) in
                try rules(try await APIParameters(request))
            },
            APIRoutes.route(["GET"], "/alerts") { _ async throws(APIError) in
                let alerts = services.ruleGroups().flatMap(\.rules).flatMap { rule -> [ActiveAlert] in
                    if case .alerting(let alerting) = rule.kind { alerting.alerts } else { [] }
                }
                return APIAnswer.success { writer in
                    writer.object {
                        $0.key("alerts")
                        $0.array(alerts) { writer, alert in alert.write(to: &writer) }
                    }
                }
            },
        ]
    }

    private func rules(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let filter = try RuleFilter(parameters)
        let hidesAlerts = try parameters.isOn("exclude_alerts")
        let page = try GroupPage(parameters)
        let (groups, nextToken) = try page.cut(services.ruleGroups(), filter.select)
        return APIAnswer.success { writer in
            writer.object {
                $0.key("groups")
                $0.array(groups) { writer, group in group.write(to: &writer, hidesAlerts: hidesAlerts) }
                if let nextToken { $0.member("groupNextToken", nextToken) }
            }
        }
    }
}

extension RuleGroupStatus {
    fileprivate func write(to writer: inout JSONWriter, hidesAlerts: Bool) {
        writer.object {
            $0.member("name", name)
            $0.member("file", file)
            $0.key("rules")
            $0.array(rules) { writer, rule in rule.write(to: &writer, hidesAlerts: hidesAlerts) }
            $0.member("interval", number: Double(intervalMilliseconds) / 1000)
            $0.member("limit", limit)
            $0.member("evaluationTime", number: evaluationSeconds)
            $0.member("lastEvaluation", JSONTime.string(lastEvaluationNanoseconds))
        }
    }
}

extension RuleStatus {
    fileprivate func write(to writer: inout JSONWriter, hidesAlerts: Bool) {
        writer.object {
            if case .alerting(let alerting) = kind {
                $0.member("state", alerting.state.rawValue)
                $0.member("name", name)
                $0.member("query", query)
                $0.member("duration", number: Double(alerting.holdMilliseconds) / 1000)
                $0.member("keepFiringFor", number: Double(alerting.keepFiringForMilliseconds) / 1000)
                $0.key("labels")
                $0.labels(labels)
                $0.key("annotations")
                $0.labels(alerting.annotations)
                if hidesAlerts {
                    $0.null("alerts")
                } else {
                    $0.key("alerts")
                    $0.array(alerting.alerts) { writer, alert in alert.write(to: &writer) }
                }
            } else {
                $0.member("name", name)
                $0.member("query", query)
                if !labels.isEmpty {
                    $0.key("labels")
                    $0.labels(labels)
                }
            }
            $0.member("health", health.rawValue)
            if !lastError.isEmpty { $0.member("lastError", lastError) }
            $0.member("evaluationTime", number: evaluationSeconds)
            $0.member("lastEvaluation", JSONTime.string(lastEvaluationNanoseconds))
            $0.member("type", isAlerting ? "alerting" : "recording")
        }
    }
}

extension ActiveAlert {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("labels")
            $0.labels(labels)
            $0.key("annotations")
            $0.labels(annotations)
            $0.member("state", state.rawValue)
            $0.member("activeAt", TimestampText.string(milliseconds: activeAtMilliseconds))
            if let since = keepFiringSinceMilliseconds {
                $0.member("keepFiringSince", TimestampText.string(milliseconds: since))
            }
            // Upstream prints the value in scientific form whatever it is.
            $0.member("value", FloatText.scientificString(value))
        }
    }
}
