internal import HTTPServing
internal import LabelMatching
internal import Logging
internal import PrometheusClient
internal import PrometheusModel
internal import PrometheusWire
internal import Storage

/// `/federate`: the latest samples of chosen series, for other servers to scrape.
struct FederateEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            Route(["GET"], "/federate", .whenReady, .whenAccepted) { request in
                do throws(APIError) {
                    return try await answer(request)
                } catch {
                    if error.status == 500 { services.federationMetrics?.errors.increment() }
                    return .failure(error.message, status: error.status)
                }
            }
        ]
    }

    private func answer(_ request: IncomingRequest) async throws(APIError) -> OutgoingResponse {
        let parameters = try await APIParameters(request)
        var selectors: [[LabelMatcher]] = []
        for text in parameters.values.all("match[]") { selectors.append(try APIParameters.selector(text)) }
        let format = FederationFormat(accepting: request.header("accept") ?? "")
        let families: [FederatedFamily]
        do throws(StorageError) {
            families = try self.families(selectors, takesHistograms: format.takesHistograms)
        } catch {
            throw APIError(status: 500, kind: "internal", message: "\(error)")
        }
        return OutgoingResponse(
            status: 200,
            headers: [("Content-Type", format.contentType)],
            body: .bytes(Self.bytes(families.map { $0.escaped(format.escaping) }, format.encoding))
        )
    }

    private static func bytes(_ families: [FederatedFamily], _ encoding: FederationFormat.Encoding) -> [UInt8] {
        switch encoding {
        case .text:
            var text = FederationText()
            for family in families { text.append(family) }
            return text.bytes
        case .delimited:
            var all: [UInt8] = []
            var writer = WireWriter()
            for family in families {
                writer.removeAll()
                for field in family.protobufFields { field.write(to: &writer) }
                all.appendLength(writer.bytes.count)
                all += writer.bytes
            }
            return all
        case .prettyText:
            return families.flatMap { ($0.protobufFields.map { $0.prettyText() }.joined() + "\n").utf8 }
        case .compactText:
            return families.flatMap { ($0.protobufFields.map(\.compactText).joined(separator: " ") + "\n").utf8 }
        }
    }

    /// The latest samples of the series that pass the matchers of any selector, by name and labels.
    private func families(
        _ selectors: [[LabelMatcher]],
        takesHistograms: Bool
    ) throws(StorageError) -> [FederatedFamily] {
        let now = services.clock.nowMilliseconds()
        let window = (now - services.lookbackMilliseconds + 1)...now
        let querier = try (services.localStorage ?? services.storage).querier(window)
        let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        var found: [(name: String, labels: Labels, member: FederatedFamily.Member)] = []
        var seen: Set<Labels> = []
        var columns = SampleColumns()
        let external = externalLabels
        for matchers in selectors {
            let selection = try querier.select(matchers, hints: hints)
            for index in 0..<selection.count {
                columns.removeAll()
                try selection.read(index, window, into: &columns)
                guard let value = Self.latest(columns, takesHistograms: takesHistograms) else { continue }
                let labels = selection.labels(at: index)
                if selectors.count > 1, !seen.insert(labels).inserted { continue }
                guard let name = labels[Label.metricName], !name.isEmpty else {
                    services.federationMetrics?.logger.warning(
                        "Ignoring nameless metric during federation",
                        metadata: ["metric": "\(labels)"]
                    )
                    continue
                }
                let member = FederatedFamily.Member(
                    labels: Self.shown(labels, external),
                    timestamp: columns.timestamps[columns.count - 1],
                    value: value
                )
                found.append((name, labels, member))
            }
        }
        found.sort { ($0.name, $0.labels) < ($1.name, $1.labels) }
        return Self.grouped(found.map { ($0.name, $0.member) })
    }

    /// The value of the last row; `nil` if there is none, if the series has ended, or if the format has no room for it.
    private static func latest(_ columns: SampleColumns, takesHistograms: Bool) -> FederatedFamily.Value? {
        guard let value = columns.values.last, !value.isStaleMarker else { return nil }
        guard columns.histogramRows.last == Int32(columns.count - 1), let histogram = columns.histograms.last else {
            return .float(value)
        }
        guard takesHistograms || histogram.layout.usesCustomBuckets else { return nil }
        return .histogram(histogram)
    }

    /// What each series gets that does not have it: the external labels, and an empty instance, so that who scrapes this
    /// does not add its own.
    private var externalLabels: [Label] {
        var labels = services.externalLabels()
        if !labels.contains(where: { $0.name == "instance" }) { labels.append(Label("instance", "")) }
        return labels.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func shown(_ labels: Labels, _ external: [Label]) -> [Label] {
        let own = labels.array.filter { $0.name != Label.metricName && !$0.value.isEmpty }
        return own + external.filter { candidate in !own.contains { $0.name == candidate.name } }
    }

    private static func grouped(_ members: [(name: String, member: FederatedFamily.Member)]) -> [FederatedFamily] {
        var families: [FederatedFamily] = []
        for (name, member) in members {
            if let last = families.last, last.name == name, last.kind == member.kind {
                families[families.count - 1].members.append(member)
            } else {
                families.append(FederatedFamily(name: name, kind: member.kind, members: [member]))
            }
        }
        return families
    }
}

extension [UInt8] {
    /// Appends the length that stands before a delimited message.
    fileprivate mutating func appendLength(_ count: Int) {
        var rest = UInt64(count)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}
