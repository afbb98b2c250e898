internal import PrometheusModel
internal import StrictYAML
internal import Synchronization

/// Stands before everything that is served, as the web configuration file says: headers, the limit of requests, users.
///
/// The file counts as it is when a request comes; nobody but who is let in reaches more than the refusal.
package final class WebGate: Sendable {
    /// What becomes of a request.
    enum Verdict {
        case admitted(headers: [(name: String, value: String)])
        case refused(OutgoingResponse)
    }

    private struct Loaded {
        var stamp: FileStamp?
        var configuration: WebConfiguration?
    }

    private let path: String
    private let loaded: Mutex<Loaded>
    private let limit: RequestRate?
    private let passwords = PasswordChecks()
    private let report: @Sendable (String) -> Void

    /// `report` takes what is wrong with a file that was sound before.
    package init(
        _ path: String,
        _ configuration: WebConfiguration,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.path = path
        self.report = report
        loaded = Mutex(Loaded(stamp: FileStamp(path), configuration: configuration))
        limit = RequestRate(configuration.rateLimit)
    }

    /// The file as it is now; `nil` if it is not valid.
    package var configuration: WebConfiguration? {
        let stamp = FileStamp(path)
        return loaded.withLock { loaded in
            if let stamp, stamp == loaded.stamp, let known = loaded.configuration { return known }
            loaded.stamp = stamp
            do throws(WebConfigurationError) {
                loaded.configuration = try WebConfiguration.load(path)
            } catch {
                loaded.configuration = nil
                report("\(error)")
            }
            return loaded.configuration
        }
    }

    /// Whether a request goes on.
    func judge(_ request: IncomingRequest) async -> Verdict {
        guard let configuration else { return .refused(.failure("Internal Server Error", status: 500)) }
        let headers = configuration.headers.filter { !$0.value.isEmpty }.map { (name: $0.name, value: $0.value) }
        func refusal(_ text: String, _ status: Int, _ more: [(name: String, value: String)] = []) -> Verdict {
            var response = OutgoingResponse.failure(text, status: status)
            response.headers += headers + more
            return .refused(response)
        }
        if let limit, !limit.takes(at: .now) { return refusal("Too Many Requests", 429) }
        guard !configuration.users.isEmpty else { return .admitted(headers: headers) }
        if let credentials = BasicCredentials(request.header("authorization") ?? ""),
            await passwords.areRight(credentials, configuration.users)
        {
            return .admitted(headers: headers)
        }
        return refusal("Unauthorized", 401, [("WWW-Authenticate", "Basic")])
    }
}
