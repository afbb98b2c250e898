internal import Dispatch
internal import HTTPServing
internal import LabelMatching
internal import PrometheusModel
internal import Storage
internal import TSDB

/// `admin/tsdb/…`: deletes series, makes deletions final, takes snapshots.
struct AdminEndpoints: Sendable {
    let services: APIServices
    /// All of it is work on the disk, which may take minutes and follows each other anyway.
    private let queue = DispatchQueue(label: "admin")

    init(services: APIServices) { self.services = services }

    var routes: [Route] {
        [
            route("delete_series") { request async throws(APIError) in
                try await deleteSeries(try await APIParameters(request))
            },
            route("clean_tombstones") { _ async throws(APIError) in
                try await onDisk { database throws(StorageError) in try database.cleanTombstones() }
                return OutgoingResponse(status: 204)
            },
            route("snapshot") { request async throws(APIError) in
                try await snapshot(try await APIParameters(request))
            },
        ]
    }

    /// A route that only answers if that is enabled.
    private func route(
        _ name: String,
        _ answer: @escaping @Sendable (IncomingRequest) async throws(APIError) -> OutgoingResponse
    ) -> Route {
        APIRoutes.route(["POST", "PUT"], "/admin/tsdb/\(name)") { request async throws(APIError) in
            guard services.isAdminEnabled else {
                throw APIError(status: 500, kind: "unavailable", message: "admin APIs disabled")
            }
            return try await answer(request)
        }
    }

    private func deleteSeries(_ parameters: APIParameters) async throws(APIError) -> OutgoingResponse {
        let texts = parameters.values.all("match[]")
        guard !texts.isEmpty else { throw .badData("no match[] parameter provided") }
        let start = try parameters.time("start")?.milliseconds ?? .min
        let end = try parameters.time("end")?.milliseconds ?? .max
        var selectors: [[LabelMatcher]] = []
        for text in texts {
            do throws(APIError) { selectors.append(try APIParameters.selector(text)) } catch {
                throw .invalid("match[]", error.message)
            }
        }
        if start <= end {
            let found = selectors
            try await onDisk { database throws(StorageError) in
                for matchers in found { try database.deleteSeries(matchers, in: start...end) }
            }
        }
        return OutgoingResponse(status: 204)
    }

    private func snapshot(_ parameters: APIParameters) async throws(APIError) -> OutgoingResponse {
        let scope: Database.SnapshotScope
        do throws(APIError) { scope = try parameters.isOn("skip_head") ? .blocksOnly : .everything } catch {
            let reason = "strconv.ParseBool: parsing \(parameters["skip_head"].quoted): invalid syntax"
            throw .invalid("skip_head", "unable to parse boolean: \(reason)")
        }
        let name = try await onDisk { database throws(StorageError) in try database.snapshot(scope) }
        return APIAnswer.success { writer in writer.object { $0.member("name", name) } }
    }

    /// Does blocking work with the database on a thread of its own.
    private func onDisk<Result: Sendable>(
        _ work: @escaping @Sendable (Database) throws(StorageError) -> Result
    ) async throws(APIError) -> Result {
        guard let database = services.database() else {
            throw APIError(status: 503, kind: "unavailable", message: "TSDB not ready")
        }
        let outcome: Swift.Result<Result, StorageError> = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Swift.Result { () throws(StorageError) in try work(database) })
            }
        }
        switch outcome {
        case .success(let value): return value
        case .failure(let error): throw APIError(status: 500, kind: "internal", message: "\(error)")
        }
    }
}
