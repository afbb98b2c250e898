internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import PrometheusModel

/// Asks a control plane again and again, telling it what is known, so that it answers when that changes.
struct KumaProvider: TargetProvider {
    /// What the control plane calls its assignments.
    private static let resourceType = "type.googleapis.com/kuma.observability.v1.MonitoringAssignment"

    /// The newest answer that was understood.
    private struct Known {
        var version = ""
        var nonce = ""
    }

    let settings: KumaDiscovery
    let client: any HTTPClient
    let userAgent: String
    let metrics: KumaMetrics
    let timing: DiscoveryTiming
    let logger: Logger

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        let identifier = settings.clientID.isEmpty ? await HostName.qualified() : settings.clientID
        var known = Known()
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                if let targets = try await fetch(identifier, &known) {
                    await report([TargetGroup(source: "kuma", targets: targets)])
                } else {
                    metrics.skippedUpdates.increment()
                }
            } catch {
                if Task.isCancelled { return }
                metrics.failures.increment()
                logger.error("error polling for updates", metadata: ["err": "\(error)"])
            }
            let elapsed = ContinuousClock.now - start
            metrics.durations.observe(
                Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            )
            do {
                try await timing.pause(max(.milliseconds(settings.refreshIntervalMilliseconds) - elapsed, .zero))
            } catch {
                return
            }
        }
    }

    /// All targets; `nil` if nothing changed.
    private func fetch(_ identifier: String, _ known: inout Known) async throws -> [Labels]? {
        var server = settings.server
        while server.hasSuffix("/") { server.removeLast() }
        let wait = DurationText.string(milliseconds: settings.fetchTimeoutMilliseconds)
        let response = try await client.send(
            HTTPClientRequest(
                method: "POST",
                url: "\(server)/v3/discovery:monitoringassignments?fetch-timeout=\(wait)",
                headers: [
                    ("User-Agent", userAgent), ("Content-Type", "application/json"), ("Accept", "application/json"),
                ],
                body: Array(Self.request(identifier, known).utf8),
                timeout: .milliseconds(settings.fetchTimeoutMilliseconds) + .seconds(15)
            )
        )
        if response.status == 304 { return nil }
        guard response.status == 200 else {
            throw DiscoveryError("non 200 status '\(response.status)' response during xDS fetch")
        }
        let answer = try JSONValue(parsing: response.body)
        guard case .object = answer else { throw DiscoveryError("the xDS response is no object") }
        let type = answer.either("typeUrl", "type_url").text
        guard type == Self.resourceType else {
            throw DiscoveryError("received invalid typeURL for Kuma MADS v1 Resource: \(type)")
        }
        var targets: [Labels] = []
        for assignment in answer["resources"].elements {
            guard assignment["@type"].text == Self.resourceType else {
                throw DiscoveryError(
                    "received invalid typeURL for Kuma MADS v1 Resource: \(assignment["@type"].text)"
                )
            }
            targets += Self.targets(assignment)
        }
        known = Known(version: answer.either("versionInfo", "version_info").text, nonce: answer["nonce"].text)
        return targets
    }

    /// A request that tells what is known.
    private static func request(_ identifier: String, _ known: Known) -> String {
        var request = "{"
        if !known.version.isEmpty { request += "\"versionInfo\":\(JSONText.quoted(known.version))," }
        request += "\"node\":{\"id\":\(JSONText.quoted(identifier))},\"typeUrl\":\(JSONText.quoted(resourceType))"
        if !known.nonce.isEmpty { request += ",\"responseNonce\":\(JSONText.quoted(known.nonce))" }
        return request + "}"
    }

    /// The targets of one service in one mesh.
    private static func targets(_ assignment: JSONValue) -> [Labels] {
        var common = MetaLabels("__meta_kuma_")
        for (key, value) in assignment["labels"].entries { common.set("label_", key: key, value.text) }
        common["mesh"] = assignment["mesh"].text
        common["service"] = assignment["service"].text
        return assignment["targets"].elements.map { target in
            var meta = MetaLabels("__meta_kuma_")
            meta.merge(common)
            for (key, value) in target["labels"].entries { meta.set("label_", key: key, value.text) }
            meta["dataplane"] = target["name"].text
            meta.setPlain("instance", target["name"].text)
            meta.setPlain("__address__", target["address"].text)
            meta.setPlain("__scheme__", target["scheme"].text)
            meta.setPlain("__metrics_path__", target.either("metricsPath", "metrics_path").text)
            return meta.labels()
        }
    }
}

extension JSONValue {
    /// The value of a field of a message, whose name may be written either way.
    fileprivate func either(_ one: String, _ other: String) -> JSONValue {
        self[one].isNull ? self[other] : self[one]
    }
}
