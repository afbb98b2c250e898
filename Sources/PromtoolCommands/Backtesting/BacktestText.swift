internal import PrometheusModel
internal import Rules

/// A report of a backtest for people.
enum BacktestText {
    /// The whole report: each rule, each of its alerts, each time that it was active.
    static func text(_ report: BacktestReport) -> String {
        let (start, end) = (time(report.startMilliseconds), time(report.endMilliseconds))
        var text = "Backtest from \(start) to \(end)\n"
        for problem in report.problems { text += "\nFAILED: \(problem)\n" }
        for rule in report.rules {
            text += "\ngroup \(rule.group.quoted), alert \(rule.name.quoted): fired \(rule.firingCount) times"
            let pendingOnly = rule.alerts.reduce(0) { $0 + $1.episodes.count { $0.firedAt == nil } }
            text += pendingOnly > 0 ? ", pending only \(pendingOnly) times\n" : "\n"
            for problem in rule.problems { text += "  FAILED: \(problem)\n" }
            for alert in rule.alerts {
                text += "  \(alert.labels)\n"
                for episode in alert.episodes { text += line(episode, report.endMilliseconds) }
            }
        }
        return text
    }

    private static func line(_ episode: BacktestReport.Episode, _ end: Int64) -> String {
        var text = "    pending \(time(episode.activeAt))"
        text += episode.firedAt.map { "  firing \(time($0))" } ?? "  never fired"
        text += episode.endedAt.map { "  until \(time($0))" } ?? "  still active"
        let lasted = (episode.endedAt ?? end) - (episode.firedAt ?? episode.activeAt)
        text += "  (\(DurationText.string(milliseconds: lasted)))  value \(FloatText.generalString(episode.value))\n"
        for annotation in episode.annotations.array { text += "      \(annotation.name): \(annotation.value)\n" }
        return text
    }

    private static func time(_ milliseconds: Int64) -> String { TimestampText.string(milliseconds: milliseconds) }
}
