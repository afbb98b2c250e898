internal import Logging
internal import NativeThreads
internal import PrometheusClient
internal import PrometheusModel

/// Follows nodes of a ZooKeeper server, each of which may be a target.
struct ZooKeeperProvider: TargetProvider {
    /// What goes on from one connection to the next.
    private struct Progress: Sendable {
        var tree: ZooKeeperTree
        var identity = ZooKeeperSession.Identity()
        /// The server to ask first.
        var server = 0
        /// Whether everything was read on the last connection.
        var wasComplete = false
    }

    /// How long to wait after a failure.
    private static let retryDelay = Duration.seconds(10)

    let settings: ZooKeeperSettings
    /// Reads a node: its data and path; `nil` if that is no target.
    let target: @Sendable ([UInt8], String) -> Labels?
    let metrics: ZooKeeperMetrics
    let timing: DiscoveryTiming
    let logger: Logger

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        let (groups, feed) = AsyncStream.makeStream(of: [TargetGroup].self)
        await withDiscardingTaskGroup { tasks in
            tasks.addTask {
                await follow(feed)
                feed.finish()
            }
            for await changed in groups { await report(changed) }
            tasks.cancelAll()
        }
    }

    /// Connects again and again.
    private func follow(_ feed: AsyncStream<[TargetGroup]>.Continuation) async {
        var progress = Progress(tree: ZooKeeperTree(settings.paths))
        progress.server = Int.random(in: 0..<settings.servers.count)
        var isAtOnce = false
        defer { metrics.watchedNodes.decrement(by: Double(progress.tree.count)) }
        while !Task.isCancelled {
            let error: ZooKeeperError
            (progress, error) = await connect(progress, feed)
            if Task.isCancelled || error == .cancelled { return }
            metrics.failures.increment()
            logger.error("Error following ZooKeeper nodes", metadata: ["err": "\(error)"])
            // A connection that was good is made again at once, maybe to another server.
            isAtOnce = progress.wasComplete && !isAtOnce
            if isAtOnce { continue }
            do { try await timing.pause(Self.retryDelay) } catch { return }
        }
    }

    /// Follows the nodes on a thread of its own, until the connection is lost.
    private func connect(
        _ progress: Progress,
        _ feed: AsyncStream<[TargetGroup]>.Continuation
    ) async -> (Progress, ZooKeeperError) {
        guard let wake = WakePipe() else { return (progress, .noThread) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasStarted = NativeThread.start(stackBytes: 1 << 20) {
                    var progress = progress
                    progress.wasComplete = false
                    do throws(ZooKeeperError) {
                        try serve(&progress, feed, wake)
                    } catch {
                        continuation.resume(returning: (progress, error))
                    }
                }
                if !hasStarted { continuation.resume(returning: (progress, .noThread)) }
            }
        } onCancel: {
            wake.wake()
        }
    }

    private func serve(
        _ progress: inout Progress,
        _ feed: AsyncStream<[TargetGroup]>.Continuation,
        _ wake: WakePipe
    ) throws(ZooKeeperError) -> Never {
        let session = try open(&progress, wake)
        defer { progress.identity = session.identity }
        do {
            try change(&progress, feed) { tree, tell throws(ZooKeeperError) in try tree.synchronise(session, tell) }
            progress.wasComplete = true
            while true {
                let paths = try session.nextEvents()
                try change(&progress, feed) { tree, tell throws(ZooKeeperError) in
                    try tree.update(paths, session, tell)
                }
            }
        } catch {
            if error == .cancelled { session.close() }
            throw error
        }
    }

    /// Connects to the first server that answers.
    private func open(_ progress: inout Progress, _ wake: WakePipe) throws(ZooKeeperError) -> ZooKeeperSession {
        var last = ZooKeeperError.noThread
        var rounds = settings.servers.count
        while rounds > 0 {
            do throws(ZooKeeperError) {
                return try ZooKeeperSession(
                    connectingTo: settings.servers[progress.server],
                    progress.identity,
                    timeoutMilliseconds: settings.timeoutMilliseconds,
                    wake: wake
                )
            } catch .cancelled {
                throw .cancelled
            } catch .expired where progress.identity.number != 0 {
                // The same server may begin another session.
                progress.identity = ZooKeeperSession.Identity()
            } catch {
                last = error
                rounds -= 1
                progress.server = (progress.server + 1) % settings.servers.count
            }
        }
        throw last
    }

    /// Changes the tree and reports what that changed, also if it ends halfway.
    private func change(
        _ progress: inout Progress,
        _ feed: AsyncStream<[TargetGroup]>.Continuation,
        _ body: (inout ZooKeeperTree, (String, [UInt8]?) -> Void) throws(ZooKeeperError) -> Void
    ) throws(ZooKeeperError) {
        var changed: [TargetGroup] = []
        let before = progress.tree.count
        defer {
            if !changed.isEmpty { feed.yield(changed) }
            metrics.watchedNodes.increment(by: Double(progress.tree.count - before))
        }
        try body(&progress.tree) { path, data in
            let labels = data.flatMap { target($0, path) }
            changed.append(TargetGroup(source: path, targets: labels.map { [$0] } ?? []))
        }
    }
}
