internal import Logging
internal import PromQL
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Rules
internal import Storage
internal import StrictYAML
internal import TSDB

/// `promtool test backtest`: what the rules of files would have done over the history of a data directory.
struct TestBacktestCommand {
    private let command: ParsedCommand
    private let features: Features
    private let output: ProgramOutput
    private let clock = WallClock.system

    init(_ command: ParsedCommand, _ features: Features, _ output: ProgramOutput) {
        self.command = command
        self.features = features
        self.output = output
    }

    /// Runs the rules and returns the exit code: 1 if a rule fails.
    func run() async -> Int32 {
        guard let window = window(), let interval = interval() else { return 1 }
        var settings = RuleSettings(ServerConfiguration())
        settings.intervalMilliseconds = interval
        settings.parser = features.parser
        settings.externalLabels = Labels(
            command.list("external-label").compactMap { text in
                guard let equals = text.firstIndex(of: "=") else { return nil }
                return Label(String(text[..<equals]), String(text[text.index(after: equals)...]))
            }
        )
        var groups: [RuleGroupDefinition] = []
        for file in command.arguments {
            do {
                let text = String(decoding: try TextFile.read(file), as: UTF8.self)
                groups += try RuleFiles.decode(text, file: file, settings: settings)
            } catch {
                for message in (error as? RuleFileError)?.messages ?? ["\(error)"] { output.errorLine(message) }
                return 1
            }
        }
        return await run(groups, window, settings)
    }

    private func run(
        _ groups: [RuleGroupDefinition],
        _ window: ClosedRange<Int64>,
        _ settings: RuleSettings
    ) async -> Int32 {
        let directory = command.text("storage.tsdb.path") ?? "data"
        let database: ReadOnlyDatabase
        do throws(StorageError) {
            database = try ReadOnlyDatabase(directory: directory)
        } catch {
            output.errorLine("error opening \(directory): \(error)")
            return 1
        }
        var options = QueryEngineOptions()
        options.parser = features.parser
        options.delaysNameRemoval = features.delaysNameRemoval
        options.timeoutMilliseconds = 3_600_000
        let test = Backtest(
            over: window,
            of: database,
            QueryEngine(options: options),
            settings,
            externalURL: command.text("external-url") ?? ""
        )
        let report = await test.run(groups)
        for damage in database.logDamage { output.errorLine("WARNING: the log is damaged: \(damage)") }
        output.standard(BacktestText.text(report))
        return report.problems.isEmpty && report.rules.allSatisfy(\.problems.isEmpty) ? 0 : 1
    }

    private func interval() -> Int64? {
        let text = command.text("eval-interval") ?? "1m"
        if let interval = try? DurationText.parse(text), interval > 0 { return interval }
        output.errorLine("not a valid duration string: \(text.quoted)")
        return nil
    }

    private func window() -> ClosedRange<Int64>? {
        let now = clock.nowMilliseconds()
        guard let end = time("end", or: now), let start = time("start", or: end - 86_400_000) else { return nil }
        guard start <= end else {
            output.errorLine("start time is not before end time")
            return nil
        }
        return start...end
    }

    private func time(_ flag: String, or standard: Int64) -> Int64? {
        guard let text = command.text(flag), !text.isEmpty else { return standard }
        if let time = TimestampText.parse(text) { return time }
        if let seconds = try? FloatText.parse(text), seconds.magnitude < 1e12 { return Int64(seconds * 1000) }
        output.errorLine("error parsing \(flag) time: cannot parse \(text.quoted) to a valid timestamp")
        return nil
    }
}
