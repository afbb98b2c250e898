internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import PrometheusModel

/// Follows the services of a Consul catalog and the instances of each by requests that wait for changes.
struct ConsulProvider: TargetProvider {
    /// How long to wait after a failure.
    private static let retryDelay = Duration.seconds(15)

    let settings: ConsulDiscovery
    let connection: ConsulConnection
    let failures: Counter
    let durations: SummaryFamily
    let timing: DiscoveryTiming
    let logger: Logger

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        for (endpoint, call) in [("catalog", "services"), ("health", "service")] { _ = durations[endpoint, call] }
        let board = ConsulBoard()
        await withDiscardingTaskGroup { tasks in
            tasks.addTask { await watch(board) }
            for await groups in board.groups { await report(groups) }
            tasks.cancelAll()
        }
    }

    private func watch(_ board: ConsulBoard) async {
        guard let datacenter = await datacenter() else { return }
        if settings.watchesCatalog { return await watchCatalog(board, datacenter) }
        await withDiscardingTaskGroup { tasks in
            for service in Set(settings.services) {
                let number = board.begin(service)
                tasks.addTask { await watch(service, number, board, datacenter) }
            }
        }
    }

    /// The datacenter to ask for; `nil` when the task is cancelled.
    private func datacenter() async -> String? {
        if !settings.datacenter.isEmpty { return settings.datacenter }
        while !Task.isCancelled {
            do {
                return try await connection.datacenter()
            } catch {
                if Task.isCancelled { return nil }
                logger.error("Error retrieving datacenter name", metadata: ["err": "\(error)"])
                failures.increment()
            }
            do { try await timing.pause(Self.retryDelay) } catch { return nil }
        }
        return nil
    }

    /// Starts and stops the watchers of services as the catalog says.
    private func watchCatalog(_ board: ConsulBoard, _ datacenter: String) async {
        await withDiscardingTaskGroup { tasks in
            var stops: [String: AsyncStream<Void>.Continuation] = [:]
            let filter = settings.filter.isEmpty ? "" : "&filter=\(PercentEscapes.formEscaped(settings.filter))"
            await follow("catalog", "services", "/v1/catalog/services", datacenter, more: filter) { catalog in
                let wanted = catalog.entries.filter { settings.wants($0.key, tags: $0.value.texts) }.map(\.key)
                for gone in Set(stops.keys).subtracting(wanted) {
                    stops.removeValue(forKey: gone)?.finish()
                    board.end(gone)
                }
                for service in wanted where stops[service] == nil {
                    let (stop, stopping) = AsyncStream.makeStream(of: Void.self)
                    stops[service] = stopping
                    let number = board.begin(service)
                    tasks.addTask {
                        await withDiscardingTaskGroup { inner in
                            inner.addTask { await watch(service, number, board, datacenter) }
                            for await _ in stop {}
                            inner.cancelAll()
                        }
                    }
                }
                if wanted.isEmpty { board.putNothing() }
            }
            tasks.cancelAll()
        }
    }

    /// Follows the instances of a service.
    private func watch(_ service: String, _ number: Int, _ board: ConsulBoard, _ datacenter: String) async {
        var more = settings.tags.map { "&tag=\(PercentEscapes.formEscaped($0))" }.joined()
        if !settings.healthFilter.isEmpty { more += "&filter=\(PercentEscapes.formEscaped(settings.healthFilter))" }
        let path = "/v1/health/service/\(PercentEscapes.escaped(service))"
        await follow("health", "service", path, datacenter, more: more) { instances in
            let targets = instances.elements.map { ConsulTarget.labels($0, settings.tagSeparator) }
            var meta = MetaLabels("__meta_consul_")
            meta["service"] = service
            meta["dc"] = datacenter
            board.put(TargetGroup(source: service, labels: meta.labels(), targets: targets), by: number)
        }
    }

    /// Asks for `path` again and again and hands over what is new, until the task is cancelled.
    private func follow(
        _ endpoint: String,
        _ call: String,
        _ path: String,
        _ datacenter: String,
        more: String,
        _ take: (JSONValue) -> Void
    ) async {
        var index: UInt64 = 0
        while !Task.isCancelled {
            let start = ContinuousClock.now
            var delay = Duration.milliseconds(settings.refreshIntervalMilliseconds)
            do {
                let answer = try await connection.follow(path, from: index, datacenter: datacenter, more: more)
                if Task.isCancelled { return }
                let elapsed = ContinuousClock.now - start
                durations[endpoint, call].observe(
                    Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
                )
                delay = max(delay - elapsed, .zero)
                if answer.index == 0 || answer.index != index { take(answer.body) }
                // An index that goes back belongs to another history.
                index = answer.index < index ? 0 : answer.index
            } catch {
                if Task.isCancelled { return }
                logger.error(
                    endpoint == "catalog" ? "Error refreshing service list" : "Error refreshing service",
                    metadata: ["err": "\(error)", "path": "\(path)"]
                )
                failures.increment()
                delay = Self.retryDelay
            }
            do { try await timing.pause(delay) } catch { return }
        }
    }
}
