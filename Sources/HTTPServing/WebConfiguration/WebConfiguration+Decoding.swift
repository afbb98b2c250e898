internal import PrometheusBytes
internal import PrometheusModel
internal import StrictYAML

extension WebConfiguration {
    /// What the headers that may be set may be set to; no values for any.
    private static let knownHeaders: [String: [String]] = [
        "Strict-Transport-Security": [], "X-Content-Type-Options": ["nosniff"],
        "X-Frame-Options": ["deny", "sameorigin"], "X-XSS-Protection": [], "Content-Security-Policy": [],
    ]

    /// Reads a file; its kinds, names and headers are checked, hashes and files not yet.
    package static func load(_ path: String) throws(WebConfigurationError) -> WebConfiguration {
        let bytes: [UInt8]
        do throws(TextFileError) {
            bytes = try TextFile.read(path)
        } catch {
            throw .unreadable(error)
        }
        let configuration: WebConfiguration
        do throws(YAMLError) {
            configuration = try decode(bytes, BaseDirectory(ofFile: path))
        } catch {
            throw .invalid(error)
        }
        for header in configuration.headers {
            guard let values = knownHeaders[header.name] else {
                throw .rejected("HTTP header \(header.name.quoted) can not be configured")
            }
            guard values.isEmpty || header.value.isEmpty || values.contains(header.value) else {
                let shown = values.map(\.quoted).joined(separator: " ")
                throw .rejected(
                    "invalid value for \(header.name). Expected one of: [\(shown)], but got: \(header.value.quoted)"
                )
            }
        }
        return configuration
    }

    private static func decode(_ bytes: [UInt8], _ base: BaseDirectory) throws(YAMLError) -> WebConfiguration {
        var configuration = WebConfiguration()
        let document = try YAMLDocument(bytes: bytes)
        let problems = YAMLProblems()
        if let root = document.root, let fields = YAMLFields(root, type: "web.Config", path: "", problems: problems) {
            if let tls = fields.fields("tls_server_config", type: "web.TLSConfig") {
                configuration.tls = WebTLSSettings(tls, base)
            }
            if let http = fields.fields("http_server_config", type: "web.HTTPConfig") {
                configuration.isHTTP2Enabled = http.bool("http2") ?? true
                configuration.headers = (http.stringMap("headers", type: "map[string]string") ?? []).map(Header.init)
                http.finish()
            }
            if let limit = fields.fields("rate_limit", type: "web.RateLimiterConfig") {
                configuration.rateLimit.burst = Int(clamping: limit.integer("burst") ?? 0)
                configuration.rateLimit.interval = limit.goDuration("interval") ?? .zero
                limit.finish()
            }
            let users = fields.stringMap("basic_auth_users", type: "map[string]config.Secret") ?? []
            configuration.users = users.map { User(name: $0.key, hash: Secret($0.value)) }
            fields.finish()
        }
        try problems.throwIfAny()
        return configuration
    }
}

extension WebConfiguration.Header {
    fileprivate init(_ entry: (key: String, value: String)) { self.init(name: entry.key, value: entry.value) }
}

extension WebTLSSettings {
    fileprivate init(_ fields: YAMLFields, _ base: BaseDirectory) {
        self.init()
        certificateText = fields.string("cert") ?? ""
        keyText = fields.secret("key") ?? Secret("")
        clientAuthorityText = fields.string("client_ca") ?? ""
        certificateFile = base.resolve(fields.string("cert_file") ?? "")
        keyFile = base.resolve(fields.string("key_file") ?? "")
        clientAuthentication = fields.string("client_auth_type") ?? ""
        clientAuthorityFile = base.resolve(fields.string("client_ca_file") ?? "")
        prefersServerSuites = fields.bool("prefer_server_cipher_suites") ?? true
        allowedNames = fields.strings("client_allowed_sans") ?? []
        cipherSuites = fields.strings("cipher_suites", type: "[]web.Cipher", element: "web.Cipher") ?? []
        for name in cipherSuites where !CipherSuiteName.isKnown(name) {
            fields.reject("unknown cipher: \(name)", "cipher_suites")
        }
        curves = fields.strings("curve_preferences", type: "[]web.Curve", element: "web.Curve") ?? []
        for name in curves where !["CurveP256", "CurveP384", "CurveP521", "X25519"].contains(name) {
            fields.reject("unknown curve: \(name)", "curve_preferences")
        }
        minimumVersion = Self.version(fields, "min_version") ?? .tls12
        maximumVersion = Self.version(fields, "max_version") ?? .tls13
        fields.finish()
    }

    private static func version(_ fields: YAMLFields, _ key: String) -> Version? {
        guard let name = fields.string(key, type: "web.TLSVersion") else { return nil }
        let version = Version(rawValue: name)
        if version == nil { fields.reject("unknown TLS version: \(name)", key) }
        return version
    }
}

extension YAMLFields {
    /// A duration as Go writes it; a bare number is nanoseconds.
    fileprivate func goDuration(_ key: String) -> Duration? {
        guard let node = value(key), !node.isNull else { return nil }
        switch node.scalar?.meaning {
        case .integer(let nanoseconds): return .nanoseconds(nanoseconds)
        case .bool, nil: break
        default: if let duration = Self.goDuration(node.scalar?.text ?? "") { return duration }
        }
        problems.mismatch(node, into: "time.Duration", field: "")
        return nil
    }

    private static func goDuration(_ text: String) -> Duration? {
        let units: [(name: String, nanoseconds: Double)] = [
            ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
        ]
        var rest = text[...]
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(name.count)
            guard let number = String(digits).withRawSpan({ FloatText.parse($0) }),
                let unit = units.first(where: { $0.name == name })
            else {
                return nil
            }
            total += number * unit.nanoseconds
        }
        guard total < 9.2e18 else { return nil }
        return .nanoseconds(Int64(isNegative ? -total : total))
    }
}
