import HTTPClients
import Synchronization

/// A client that answers as the API server of a cluster does: lists in pages, and watches that stay open.
final class SimulatedCluster: HTTPClient {
    /// What a request gets in place of an answer.
    enum Fault {
        case status(Int, String)
        case unreachable
        case body(String)
    }

    /// An object; its text has `RV` where its version stands.
    private struct Stored {
        let collection: String
        let namespace: String
        let name: String
        var text: String
        var version: Int

        var json: String { text.replacing("RV", with: String(version)) }
        var key: String { "\(collection) \(namespace)/\(name)" }
    }

    /// A change that watches tell.
    private struct Change {
        let collection: String
        let namespace: String
        let version: Int
        let line: String
    }

    /// An open watch.
    private struct Watcher {
        let collection: String
        let namespace: String?
        let feed: AsyncStream<String>.Continuation
    }

    /// Everything that changes.
    private struct State {
        var version = 100
        var objects: [Stored] = []
        var changes: [Change] = []
        /// Watches from before this version are refused.
        var oldest = 0
        var watchers: [Int: Watcher] = [:]
        var watcherCount = 0
        var faults: [String: [Fault]] = [:]
        var requests: [HTTPClientRequest] = []
    }

    /// What stands in front of all paths.
    private let base: String
    private let state = Mutex(State())
    private let (watchStarts, watchStarting) = AsyncStream.makeStream(of: String.self)

    init(base: String = "") { self.base = base }

    var requests: [HTTPClientRequest] { state.withLock { $0.requests } }

    /// The collections that watches were opened for, as they are opened; for one reader.
    var openedWatches: AsyncStream<String> { watchStarts }

    /// Adds or changes an object of `collection`, such as `/api/v1/pods`.
    func set(_ collection: String, _ namespace: String, _ name: String, _ text: String) {
        state.withLock { state in
            state.version += 1
            let stored = Stored(
                collection: collection,
                namespace: namespace,
                name: name,
                text: text,
                version: state.version
            )
            let index = state.objects.firstIndex { $0.key == stored.key }
            if let index { state.objects[index] = stored } else { state.objects.append(stored) }
            Self.tell(&state, index == nil ? "ADDED" : "MODIFIED", stored)
        }
    }

    /// Removes an object.
    func remove(_ collection: String, _ namespace: String, _ name: String) {
        state.withLock { state in
            guard let index = state.objects.firstIndex(where: { $0.key == "\(collection) \(namespace)/\(name)" }) else {
                return
            }
            state.version += 1
            var gone = state.objects.remove(at: index)
            gone.version = state.version
            Self.tell(&state, "DELETED", gone)
        }
    }

    private static func tell(_ state: inout State, _ type: String, _ object: Stored) {
        let line = "{\"type\":\"\(type)\",\"object\":\(object.json)}\n"
        let change = Change(
            collection: object.collection,
            namespace: object.namespace,
            version: object.version,
            line: line
        )
        state.changes.append(change)
        for watcher in state.watchers.values where matches(change, watcher.collection, watcher.namespace) {
            watcher.feed.yield(line)
        }
    }

    private static func matches(_ change: Change, _ collection: String, _ namespace: String?) -> Bool {
        change.collection == collection && (namespace == nil || namespace == change.namespace)
    }

    /// Sends text as it is to all open watches of a collection.
    func say(_ collection: String, _ text: String) {
        state.withLock { state in
            for watcher in state.watchers.values where watcher.collection == collection { watcher.feed.yield(text) }
        }
    }

    /// Tells all watches the newest version.
    func bookmark(_ collection: String) {
        let version = state.withLock { $0.version }
        say(collection, "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"\(version)\"}}}\n")
    }

    /// Ends all open watches of a collection.
    func closeWatches(_ collection: String) {
        state.withLock { state in
            for watcher in state.watchers.values where watcher.collection == collection { watcher.feed.finish() }
        }
    }

    /// Forgets all changes so far.
    func forgetChanges() { state.withLock { $0.oldest = $0.version } }

    /// Changes nothing but the version, as objects of other kinds do.
    func advance() { state.withLock { $0.version += 1 } }

    /// Makes the next requests for a collection fail; a key with `?watch` is for watches only.
    func fail(_ collection: String, _ faults: Fault...) {
        state.withLock { $0.faults[collection, default: []] += faults }
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        guard let url = HTTPURL(request.url) else { return Self.response(400, "") }
        guard url.path.hasPrefix(base) else { return Self.response(404, "") }
        let (collection, namespace) = Self.place(String(url.path.dropFirst(base.count)))
        var parameters: [String: String] = [:]
        for pair in (url.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            parameters[String(parts[0])] = parts.count > 1 ? PercentEscapes.undone(parts[1]) : ""
        }
        let isWatch = parameters["watch"] == "true"
        let fault = state.withLock { state -> Fault? in
            state.requests.append(request)
            let key = isWatch ? "\(collection)?watch" : collection
            return state.faults[key]?.isEmpty == false ? state.faults[key]?.removeFirst() : nil
        }
        switch fault {
        case .unreachable: throw .failed(method: "GET", url: request.url, reason: "connection refused")
        case .status(let status, let body): return Self.response(status, body)
        case .body(let text):
            guard let take = request.takeBody else { return Self.response(200, text) }
            take(Array(text.utf8))
            return Self.response(200, "")
        case nil: break
        }
        if isWatch {
            return await watch(collection, namespace, Int(parameters["resourceVersion"] ?? "") ?? 0, request)
        }
        return list(collection, namespace, parameters)
    }

    /// `/api/v1/namespaces/x/pods` as its collection and namespace.
    private static func place(_ path: String) -> (collection: String, namespace: String?) {
        let parts = path.split(separator: "/").map(String.init)
        guard let index = parts.firstIndex(of: "namespaces"), index + 2 < parts.count else { return (path, nil) }
        return ("/" + (parts[..<index] + parts[(index + 2)...]).joined(separator: "/"), parts[index + 1])
    }

    private func list(_ collection: String, _ namespace: String?, _ parameters: [String: String]) -> HTTPClientResponse
    {
        state.withLock { state in
            let all = state.objects.filter {
                $0.collection == collection && (namespace == nil || namespace == $0.namespace)
            }
            let start = Int(parameters["continue"] ?? "") ?? 0
            let end = min(start + (Int(parameters["limit"] ?? "") ?? all.count), all.count)
            let more = end < all.count ? ",\"continue\":\"\(end)\"" : ""
            let items = all[min(start, end)..<end].map(\.json).joined(separator: ",")
            let metadata = "{\"resourceVersion\":\"\(state.version)\"\(more)}"
            return Self.response(200, "{\"kind\":\"List\",\"metadata\":\(metadata),\"items\":[\(items)]}")
        }
    }

    private func watch(
        _ collection: String,
        _ namespace: String?,
        _ version: Int,
        _ request: HTTPClientRequest
    ) async -> HTTPClientResponse {
        let (stream, feed) = AsyncStream.makeStream(of: String.self)
        let number = state.withLock { state in
            state.watcherCount += 1
            if version < state.oldest {
                feed.yield(
                    """
                    {"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old resource \
                    version: \(version)","reason":"Expired","code":410}}

                    """
                )
                feed.finish()
            }
            for change in state.changes
            where change.version > version && Self.matches(change, collection, namespace) {
                feed.yield(change.line)
            }
            state.watchers[state.watcherCount] = Watcher(collection: collection, namespace: namespace, feed: feed)
            return state.watcherCount
        }
        watchStarting.yield(collection)
        for await line in stream {
            // Pieces of a body end anywhere.
            let bytes = Array(line.utf8)
            request.takeBody?(Array(bytes[..<(bytes.count / 3)]))
            request.takeBody?(Array(bytes[(bytes.count / 3)...]))
        }
        state.withLock { $0.watchers[number] = nil }
        return Self.response(200, "")
    }

    private static func response(_ status: Int, _ body: String) -> HTTPClientResponse {
        HTTPClientResponse(
            status: status,
            reason: status == 200 ? "OK" : "Not OK",
            headers: [("Content-Type", "application/json")],
            body: Array(body.utf8)
        )
    }
}
