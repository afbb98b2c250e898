internal import HTTPServing
internal import PrometheusClient
internal import PrometheusModel
internal import TSDB

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// `status/…`.
struct StatusEndpoints: Sendable {
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
            Route(["GET"], "/api/v1/status/walreplay", .always, .never) { _ in walReplay() },
            APIRoutes.route(["GET"], "/status/runtimeinfo") { _ async throws(APIError) in runtime() },
            APIRoutes.route(["GET"], "/status/tsdb") { request async throws(APIError) in
                try database(try await APIParameters(request))
            },
        ]
    }

    private func pairs(_ pairs: [(name: String, value: String)]) -> OutgoingResponse {
        APIAnswer.success { writer in writer.object { for (name, value) in pairs { $0.member(name, value) } } }
    }

    private func walReplay() -> OutgoingResponse {
        let replay = services.status.replay()
        return APIAnswer.success { writer in
            writer.object {
                $0.member("min", replay.min)
                $0.member("max", replay.max)
                $0.member("current", replay.current)
            }
        }
    }

    private func runtime() -> OutgoingResponse {
        let facts = services.status
        let reload = facts.reload()
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
                $0.member("lastConfigTime", TimestampText.string(milliseconds: reload.lastSuccessMilliseconds))
                $0.member("corruptionCount", 0)
                $0.member("goroutineCount", Int(SystemFile.entryCount("/proc/self/task") ?? 0))
                $0.member("GOMAXPROCS", sysconf(Int32(_SC_NPROCESSORS_ONLN)))
                $0.member("GOMEMLIMIT", Int.max)
                $0.member("GOGC", "75")
                $0.member("GODEBUG", "")
                $0.member("storageRetention", facts.storageRetention)
            }
        }
    }

    private func database(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let text = parameters["limit"]
        guard let limit = text.isEmpty ? 10 : Int(text), limit > 0 else {
            throw .badData("limit must be a positive number")
        }
        return try statistics(limit)
    }

    private func statistics(_ limit: Int) throws(APIError) -> OutgoingResponse {
        guard let database = services.database() else {
            throw APIError(status: 503, kind: "unavailable", message: "TSDB not ready")
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
