internal import HTTPServing
internal import PrometheusModel
internal import TSDB

/// `status/…`.
struct StatusEndpoints: Sendable {
    /// The rows of each of `status/tsdb`'s lists if the request does not say, and the most that it may ask for.
    private static let usualRows = 10
    private static let mostRows = 10_000

    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/status/buildinfo") { _ async throws(APIError) in
                pairs(services.status.build)
            },
            APIRoutes.route(["GET"], "/status/flags") { _ async throws(APIError) in pairs(services.status.flags) },
            APIRoutes.route(["GET"], "/status/config") { _ async throws(APIError) in
                pairs([("yaml", services.configurationText())])
            },
            APIRoutes.route(["GET"], "/status/runtimeinfo") { _ async throws(APIError) in runtime() },
            APIRoutes.route(["GET"], "/status/tsdb") { request async throws(APIError) in
                try database(try await APIParameters(request))
            },
            APIRoutes.route(["GET"], "/status/tsdb/blocks") { _ async throws(APIError) in try blocks() },
        ]
    }

    private func pairs(_ pairs: [(name: String, value: String)]) -> OutgoingResponse {
        APIAnswer.success { writer in writer.object { for (name, value) in pairs { $0.member(name, value) } } }
    }

    private func runtime() -> OutgoingResponse {
        let facts = services.status
        let reload = facts.reload()
        let runtime = facts.runtime()
        return APIAnswer.success { writer in
            writer.object {
                $0.member("startTime", TimestampText.string(milliseconds: facts.startTimeMilliseconds))
                $0.member("CWD", facts.workingDirectory)
                $0.member("hostname", facts.hostname)
                $0.member(
                    "serverTime",
                    TimestampText.string(milliseconds: services.clock.nowMilliseconds())
                )
                $0.member("reloadConfigSuccess", reload.succeeded)
                let wholeSeconds = reload.lastSuccessMilliseconds.floorDiv(1000) * 1000
                $0.member("lastConfigTime", TimestampText.string(milliseconds: wholeSeconds))
                $0.member("corruptionCount", 0)
                $0.member("goroutineCount", runtime.threadCount)
                $0.member("GOMAXPROCS", runtime.processorCount)
                $0.member("GOMEMLIMIT", runtime.memoryLimitBytes)
                $0.member("GOGC", runtime.collectionPercentage)
                $0.member("GODEBUG", runtime.debugSettings)
                $0.member("storageRetention", facts.storageRetention)
            }
        }
    }

    /// What the blocks say of themselves, as `meta.json` has it.
    private func blocks() throws(APIError) -> OutgoingResponse {
        guard let database = services.database() else {
            throw APIError(status: 500, kind: "unavailable", message: "TSDB not ready")
        }
        let metas = database.blockMetas
        return APIAnswer.success { writer in
            writer.object { answer in
                answer.key("blocks")
                answer.array(metas) { $0.blockMeta($1) }
            }
        }
    }

    private func database(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        guard !parameters["limit"].isEmpty else { return try statistics(Self.usualRows) }
        guard let limit = Int(parameters["limit"]), limit >= 1 else {
            throw .badData("limit must be a positive number")
        }
        guard limit <= Self.mostRows else { throw .badData("limit must not exceed \(Self.mostRows)") }
        return try statistics(limit)
    }

    private func statistics(_ limit: Int) throws(APIError) -> OutgoingResponse {
        guard let database = services.database() else {
            throw APIError(status: 500, kind: "unavailable", message: "TSDB not ready")
        }
        let head = database.statistics
        let cardinality = database.cardinality(limit: limit)
        return APIAnswer.success { writer in
            writer.object {
                $0.key("headStats")
                $0.object {
                    $0.member("numSeries", head.seriesCount)
                    $0.member("numLabelPairs", head.labelPairCount)
                    $0.member("chunkCount", head.chunkCount)
                    $0.member("minTime", Int(head.minTimeMilliseconds ?? .max))
                    $0.member("maxTime", Int(head.maxTimeMilliseconds ?? .min))
                }
                for (name, counts) in [
                    ("seriesCountByMetricName", cardinality.seriesCountByMetricName),
                    ("labelValueCountByLabelName", cardinality.labelValueCountByLabelName),
                    ("memoryInBytesByLabelName", cardinality.memoryInBytesByLabelName),
                    ("seriesCountByLabelValuePair", cardinality.seriesCountByLabelValuePair),
                ] {
                    $0.key(name)
                    $0.array(counts) { writer, count in
                        writer.object {
                            $0.member("name", count.name)
                            $0.member("value", count.value)
                        }
                    }
                }
            }
        }
    }
}
