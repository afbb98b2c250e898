internal import HTTPClients
internal import Logging
internal import PrometheusClient

/// Keeps a view of a cluster up to date with all objects of one kind: lists them, then watches what changes.
struct ClusterWatch: Sendable {
    /// How many objects a page of a list has.
    private static let pageSize = 500

    let resource: ClusterResource
    /// Empty for all namespaces.
    let namespace: String
    /// Selectors, as they stand in a query.
    let selection: String
    let connection: ClusterConnection
    let metrics: KubernetesMetrics
    let timing: DiscoveryTiming
    let logger: Logger

    /// Runs until the task is cancelled.
    func run(_ view: ClusterView) async {
        var version: String?
        var backoff = ClusterBackoff()
        var wasQuiet = false
        while !Task.isCancelled {
            do {
                if version == nil {
                    version = try await list(view)
                    logger.debug("Listed objects", metadata: ["resource": "\(resource.plural)"])
                }
                let start = ContinuousClock.now
                let hasProgressed = try await watch(&version, view)
                wasQuiet = !hasProgressed
                if hasProgressed { backoff.reset() }
                // A server that ends watches at once must not be asked at once again.
                if hasProgressed || ContinuousClock.now - start > .seconds(1) { continue }
            } catch ClusterError.expired {
                if Task.isCancelled { return }
                version = nil
                let mustWait = wasQuiet
                wasQuiet = true
                logger.debug("The version is too old, listing again", metadata: ["resource": "\(resource.plural)"])
                if !mustWait { continue }
            } catch {
                if Task.isCancelled { return }
                metrics.failures.increment()
                logger.error(
                    "Failed to watch",
                    metadata: ["err": "failed to \(version == nil ? "list" : "watch") \(resource.plural): \(error)"]
                )
                // What cannot be read may have been a change.
                if !(error is HTTPClientError) { version = nil }
            }
            do {
                try await timing.pause(backoff.next())
            } catch {
                return
            }
        }
    }

    /// Lists all objects; the version from which to watch.
    private func list(_ view: ClusterView) async throws -> String {
        do {
            return try await list(view, pageSize: Self.pageSize)
        } catch ClusterError.expired {
            // The list changed too much between two pages.
            return try await list(view, pageSize: nil)
        }
    }

    private func list(_ view: ClusterView, pageSize: Int?) async throws -> String {
        var objects: [ClusterObject] = []
        var continuation = ""
        while true {
            var query = pageSize.map { "limit=\($0)" } ?? "resourceVersion=0"
            if !continuation.isEmpty { query += "&continue=\(PercentEscapes.escaped(continuation))" }
            let body = try await connection.get(resource.path(namespace), query: query + selection)
            let page = try ClusterListPage(reading: body, resource)
            objects += page.objects
            continuation = page.continuation
            guard continuation.isEmpty else { continue }
            await view.replace(objects, resource, in: namespace, by: identity)
            return page.version
        }
    }

    /// What tells this watch from the others of its provider.
    var identity: String { "\(resource.plural)/\(namespace)" }

    /// Follows changes until the server ends the watch; whether there were any.
    private func watch(_ version: inout String?, _ view: ClusterView) async throws -> Bool {
        let seconds = Int.random(in: 300...600)
        let query =
            "watch=true&allowWatchBookmarks=true&resourceVersion=\(version ?? "")&timeoutSeconds=\(seconds)"
            + selection
        let (pieces, feeding) = AsyncStream.makeStream(of: [UInt8].self)
        let path = resource.path(namespace)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [connection] in
                defer { feeding.finish() }
                try await connection.follow(path, query: query, timeout: .seconds(seconds + 30)) { feeding.yield($0) }
            }
            var splitter = DocumentSplitter()
            var hasProgressed = false
            for await piece in pieces {
                for document in try splitter.add(piece) {
                    let event = try ClusterWatchEvent(reading: document, resource)
                    version = try await take(event, view)
                    hasProgressed = true
                }
            }
            do {
                try await tasks.next()
            } catch HTTPClientError.timedOut {
                // The server forgot to end the watch.
            }
            return hasProgressed
        }
    }

    /// Passes an event on; its version.
    private func take(_ event: ClusterWatchEvent, _ view: ClusterView) async throws -> String {
        switch event {
        case .set(let object, let version):
            await view.set(object, resource)
            return version
        case .removed(let object, let version):
            await view.remove(object.key, resource)
            return version
        case .bookmark(let version): return version
        }
    }
}
