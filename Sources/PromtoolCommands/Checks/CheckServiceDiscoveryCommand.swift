internal import AsyncHTTPClients
internal import Discovery
internal import KeySigning
internal import Logging
internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Scraping

/// `promtool check service-discovery`: what a job discovers, and what relabelling makes of it.
struct CheckServiceDiscoveryCommand {
    private let file: String
    private let jobName: String
    private let timeout: Duration
    private let output: ProgramOutput

    init(_ command: ParsedCommand, _ output: ProgramOutput) {
        file = command.arguments.first ?? ""
        jobName = command.arguments.dropFirst().first ?? ""
        // A value that is no duration is refused when the command line is read.
        timeout = .milliseconds((try? DurationText.parse(command.text("timeout") ?? "30s")) ?? 30_000)
        self.output = output
    }

    /// Discovers for the whole time, prints what was found and returns the exit code.
    func run() async -> Int32 {
        let configuration: ServerConfiguration
        do throws(ConfigurationError) {
            configuration = try ServerConfiguration(file: file, environment: ProcessEnvironment.value)
        } catch {
            switch error {
            case .unreadable, .invalid: output.errorLine("Cannot load config \(error)")
            default: output.errorLine("Cannot load scrape configs \(error)")
            }
            return 1
        }
        guard let job = configuration.scrapeJobs.first(where: { $0.jobName == jobName }) else {
            output.errorLine("Job \(jobName) not found. Select one of:")
            for job in configuration.scrapeJobs { output.errorLine("\t\(job.jobName)") }
            return 1
        }
        do {
            let groups = try await discover(job)
            output.standard(Self.text(TargetPreview.all(groups, job)))
            return 0
        } catch {
            output.errorLine("Could not create new discovery manager")
            return 1
        }
    }

    private func discover(_ job: ScrapeSettings) async throws -> [TargetGroup] {
        let clients = HTTPClientFactory()
        let manager = DiscoveryManager(
            name: "scrape",
            metrics: try DiscoveryMetrics(Registry()),
            timing: .standard,
            logger: Logger(label: "promtool") { _ in SwiftLogNoOpLogHandler() },
            services: DiscoveryServices(userAgent: "promtool/3.5.0", rsa: RSAKeys()) { try clients.client($0) }
        )
        await manager.apply([job.jobName: job.discovery])
        let timeout = timeout
        let (first, noteFirst) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let groups = await withTaskGroup(of: Void.self, returning: [TargetGroup].self) { tasks in
            tasks.addTask { await manager.run() }
            let reader = Task {
                var newest: [TargetGroup] = []
                for await report in manager.reports {
                    newest = report[job.jobName] ?? []
                    noteFirst.yield()
                }
                return newest
            }
            // Cancellation ends the wait too.
            try? await Task.sleep(for: timeout)
            // The first report comes at once, with what needs no asking; a loaded machine gets the time for it.
            for await _ in first { break }
            reader.cancel()
            tasks.cancelAll()
            return await reader.value
        }
        await clients.shutdown()
        return groups
    }

    /// The targets as JSON; each only once.
    static func text(_ targets: [TargetPreview]) -> String {
        var seen: Set<TargetPreview> = []
        let objects = targets.filter { seen.insert($0).inserted }.map { target in
            var fields = [
                "    \"discoveredLabels\": \(object(target.discovered))",
                "    \"labels\": \(object(target.labels ?? Labels()))",
            ]
            // The real program prints an error as an object without fields.
            if target.problem != nil { fields.append("    \"error\": {}") }
            return "  {\n" + fields.joined(separator: ",\n") + "\n  }"
        }
        return objects.isEmpty ? "[]" : "[\n" + objects.joined(separator: ",\n") + "\n]"
    }

    private static func object(_ labels: Labels) -> String {
        guard !labels.isEmpty else { return "{}" }
        let fields = labels.array.map { "      \(quoted($0.name)): \(quoted($0.value))" }
        return "{\n" + fields.joined(separator: ",\n") + "\n    }"
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, to: &bytes, escapesHTML: true)
        return String(decoding: bytes, as: UTF8.self)
    }
}
