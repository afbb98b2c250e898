import Glibc
import HTTPClients
import LabelMatching
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Storage
import TSDB
import Testing

@testable import RemoteStorage

@Suite struct RemoteWriteCoordinatorTests {
    private let directory: String
    private let registry = Registry()

    init() throws {
        var template = Array("/tmp/vencejo-remote-XXXXXX".utf8CString)
        // Safe: the template is writable and ends with a zero.
        directory = try #require(
            unsafe template.withUnsafeMutableBufferPointer { buffer in
                unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
            }
        )
    }

    @Test func `samples arrive with external labels, relabelled, and what is dropped is counted`() async throws {
        let client = AnsweringClient()
        var settings = settings()
        var rule = RelabelRule()
        rule.sourceLabels = ["__name__"]
        rule.pattern = try RelabelPattern("noise")
        rule.action = .drop
        settings.relabelRules = [rule]
        try await run(settings, client) { log, arrivals in
            try log.write(["__name__": "m", "replica": "own"], 1, [(10, 1), (20, 2)])
            try log.write(["__name__": "noise"], 2, [(10, 1)])
            arrivals.ring()
        }
        let expected: Labels = ["__name__": "m", "region": "eu", "replica": "own"]
        #expect(client.state.samples.map(\.0) == [expected, expected])
        #expect(client.state.samples.map(\.1) == [10, 20])
        #expect(!text.contains("remote_name"), "a queue that has ended takes its metrics with it")
    }

    @Test func `a request that fails is sent again until it is taken, in order`() async throws {
        let client = AnsweringClient([503, 500])
        try await run(settings(), client) { log, arrivals in
            try log.write(["__name__": "m"], 1, (1...10).map { (Int64($0), Double($0)) })
            arrivals.ring()
        }
        #expect(client.state.statuses == [503, 500, 204, 204, 204])
        #expect(client.state.attempts.prefix(3) == [nil, "1", "2"])
        #expect(client.state.samples.map(\.1) == Array(1...10))
    }

    @Test func `a request that is refused is given up, and the next one sent`() async throws {
        let client = AnsweringClient([400, 429])
        try await run(settings(), client) { log, arrivals in
            try log.write(["__name__": "m"], 1, (1...12).map { (Int64($0), Double($0)) })
            arrivals.ring()
        }
        #expect(client.state.statuses == [400, 429, 204])
        #expect(client.state.samples.map(\.1) == [9, 10, 11, 12])
    }

    @Test func `segments are followed one after the other`() async throws {
        let client = AnsweringClient()
        try await run(settings(), client) { log, _ in
            try log.write(["__name__": "m"], 1, [(1, 1)])
        } then: { log, arrivals in
            for time in 2...5 as ClosedRange<Int64> {
                try log.write(["__name__": "m"], 1, [(time, 1)])
                try log.log.cut()
            }
            arrivals.ring()
        }
        #expect(client.state.samples.map(\.1) == Array(1...5))
    }

    // MARK: Parts

    private func settings() -> RemoteWriteSettings {
        var settings = RemoteWriteSettings()
        settings.url = "http://endpoint/"
        settings.name = "test"
        settings.queue.maximumSamplesPerSend = 4
        settings.queue.batchDeadlineMilliseconds = 5
        settings.queue.minimumBackoffMilliseconds = 1
        settings.metadata.isSent = false
        return settings
    }

    private var text: String { String(decoding: registry.text(), as: UTF8.self) }

    private struct TestLog: ~Copyable {
        var log: WriteAheadLog

        mutating func write(_ labels: Labels, _ reference: UInt64, _ samples: [(Int64, Double)]) throws {
            var records = WALRecordBatch()
            records.appendSeries(reference, labels)
            var batch = SampleBatch()
            for (time, value) in samples { batch.append(SeriesReference(reference), time, value) }
            records.appendSamples(batch)
            try log.log(records)
        }
    }

    private struct Bell {
        let arrivals: RemoteArrivals
        func ring() { arrivals.note(SampleBatch()) }
    }

    /// Runs a queue over a log that `fill` writes, and `later` after the first request; stopping sends everything.
    private func run(
        _ settings: RemoteWriteSettings,
        _ client: AnsweringClient,
        _ fill: (inout TestLog, Bell) throws -> Void,
        then later: (inout TestLog, Bell) throws -> Void = { _, _ in }
    ) async throws {
        let families = try RemoteWriteMetricFamilies(registry)
        let arrivals = RemoteArrivals(families)
        let coordinator = RemoteWriteCoordinator(
            RemoteWriteEnvironment(
                logDirectory: directory,
                clock: WallClock { 0 },
                log: RemoteLog(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
                metrics: families,
                arrivals: arrivals,
                makeClient: { _ in client }
            )
        )
        var log = TestLog(log: try WriteAheadLog(directory: directory, options: WALOptions()))
        coordinator.apply(
            try coordinator.prepare([settings]),
            externalLabels: ["region": "eu", "replica": "r"]
        )
        try fill(&log, Bell(arrivals: arrivals))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await coordinator.run() }
            await client.waitForRequests(1)
            try later(&log, Bell(arrivals: arrivals))
            coordinator.stop()
            try await group.waitForAll()
        }
    }
}
