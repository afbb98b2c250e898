internal import PromQL
internal import PrometheusModel
internal import Storage
internal import TSDB

/// `promtool promql explain`: what each part of a query did, on a server or over a data directory; with neither of them,
/// what it would be evaluated by.
struct ExplainCommand {
    private let command: ParsedCommand
    private let features: Features
    private let output: ProgramOutput
    private let clock = WallClock.system

    init(_ command: ParsedCommand, _ features: Features, _ output: ProgramOutput) {
        self.command = command
        self.features = features
        self.output = output
    }

    /// When the query is evaluated.
    private struct Times {
        var start: Int64
        var end: Int64
        /// The time between evaluations; `nil` for one alone.
        var step: Int64?
    }

    /// Explains the query and returns the exit code.
    func run() async -> Int32 {
        let query = command.arguments[0]
        let (server, directory) = (given("url"), given("storage.tsdb.path"))
        guard server == nil || directory == nil else {
            output.errorLine("a query is explained on a server or over a data directory, not both")
            return 1
        }
        if let server {
            return await ExplainedQuery(server: server, settingsFile: given("http.config.file"), output)
                .run(parameters(query))
        }
        guard let times = times() else { return 1 }
        guard let directory else { return await explain(query, times, on: NoSeries(), isMeasured: false) }
        do throws(StorageError) {
            let database = try ReadOnlyDatabase(directory: directory)
            for damage in database.logDamage { output.errorLine("WARNING: the log is damaged: \(damage)") }
            return await explain(query, times, on: database, isMeasured: true)
        } catch {
            output.errorLine("error opening \(directory): \(error)")
            return 1
        }
    }

    private func explain(
        _ query: String,
        _ times: Times,
        on storage: any Queryable,
        isMeasured: Bool
    ) async -> Int32 {
        var settings = QueryEngineOptions()
        settings.parser = features.parser
        settings.delaysNameRemoval = features.delaysNameRemoval
        let engine = QueryEngine(options: settings)
        let recorder = PlanRecorder()
        var options = QueryOptions()
        options.recorder = recorder
        let result: QueryResult
        do throws(PromQLError) {
            if let step = times.step {
                result = try await engine.range(
                    query,
                    start: times.start,
                    end: times.end,
                    step: step,
                    options: options,
                    on: storage
                )
            } else {
                result = try await engine.instant(query, at: times.end, options: options, on: storage)
            }
        } catch {
            output.errorLine("query error: \(error)")
            return 1
        }
        let measures = recorder.nodes
        guard !measures.isEmpty else {
            output.line("the query has no instant vector in it: nothing to explain")
            return 0
        }
        let root = ExplainedPart(0, of: measures)
        output.standard(isMeasured ? ExplanationText.measured(root) : ExplanationText.planned(root))
        guard isMeasured else { return 0 }
        for warning in result.annotations.warnings(in: query) { output.errorLine("query warning: \(warning)") }
        for info in result.annotations.infos(in: query) { output.errorLine("query info: \(info)") }
        return 0
    }

    private func given(_ flag: String) -> String? { command.text(flag).flatMap { $0.isEmpty ? nil : $0 } }

    /// What the server is asked, in its own notation.
    private func parameters(_ query: String) -> [(name: String, value: String)] {
        [("query", query)]
            + ["time", "start", "end", "step"].compactMap { name in given(name).map { (name, $0) } }
    }

    // MARK: Times

    private func times() -> Times? {
        let now = clock.nowMilliseconds()
        guard let step = given("step") else {
            return time("time", or: now).map { Times(start: $0, end: $0) }
        }
        guard let milliseconds = Self.duration(step), milliseconds > 0 else {
            output.errorLine("error parsing step: cannot parse \(step.quoted) to a valid duration")
            return nil
        }
        guard let end = time("end", or: now), let start = time("start", or: end - 3_600_000) else { return nil }
        guard start <= end else {
            output.errorLine("start time is not before end time")
            return nil
        }
        return Times(start: start, end: end, step: milliseconds)
    }

    private func time(_ flag: String, or standard: Int64) -> Int64? {
        guard let text = given(flag) else { return standard }
        if let time = TimestampText.parse(text) { return time }
        if let seconds = try? FloatText.parse(text), seconds.magnitude < 1e12 { return Int64(seconds * 1000) }
        output.errorLine("error parsing \(flag) time: cannot parse \(text.quoted) to a valid timestamp")
        return nil
    }

    /// A duration as the API takes it: a number of seconds, or with units.
    private static func duration(_ text: String) -> Int64? {
        if let seconds = try? FloatText.parse(text), seconds.magnitude < 1e12 { return Int64(seconds * 1000) }
        return try? DurationText.parse(text)
    }
}
