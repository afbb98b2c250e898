internal import Discovery
internal import HTTPClients
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Scraping
internal import StrictYAML

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Checks the files that scrape jobs and sets of Alertmanagers name, and their static targets.
struct ReferencedFileCheck {
    private let output: ProgramOutput

    init(_ output: ProgramOutput) { self.output = output }

    func check(_ job: ScrapeSettings) throws(CheckProblem) {
        try check(job.http)
        try check(job.discovery, of: "scrape job \(job.jobName.quoted)")
        for case .fixed(let groups) in job.discovery {
            for target in TargetPreview.all(groups, job) { if let text = target.problem { throw CheckProblem(text) } }
        }
    }

    func check(_ set: AlertmanagerSettings) throws(CheckProblem) {
        try check(set.discovery, of: "alertmanager config")
    }

    /// Checks the files of credentials and certificates.
    private func check(_ http: HTTPClientSettings) throws(CheckProblem) {
        let authorization = "authorization credentials or bearer token file"
        try requireFile(http.authorization?.credentialsFile, authorization)
        try requireFile(http.basicAuth?.usernameFile, "basic auth username file")
        try requireFile(http.basicAuth?.passwordFile, "basic auth password file")
        try requireFile(http.oauth2?.clientSecret.file, "OAuth client secret file")
        try requireFile(http.oauth2?.certificateKey.file, "OAuth client certificate key file")
        for header in http.headers { for file in header.files { try requireFile(file, "HTTP header file") } }
        try check(http.tls)
        if let tls = http.oauth2?.tls { try check(tls) }
    }

    private func check(_ tls: TLSSettings) throws(CheckProblem) {
        let (certificate, key) = (tls.certificate.file, tls.key.file)
        if !certificate.isEmpty, tls.key.isEmpty {
            throw CheckProblem("client cert file \(certificate.quoted) specified without client key file")
        }
        if !key.isEmpty, tls.certificate.isEmpty {
            throw CheckProblem("client key file \(key.quoted) specified without client cert file")
        }
        try requireFile(certificate, "client cert file")
        try requireFile(key, "client key file")
        try requireFile(tls.authority.file, "CA cert file")
    }

    private func requireFile(_ path: String?, _ what: String) throws(CheckProblem) {
        guard let path, !path.isEmpty else { return }
        var status = stat()
        // Safe: the call fills the structure that it is given.
        guard unsafe stat(path, &status) != 0 else { return }
        // Safe: `strerror` returns a valid text, which is copied at once.
        let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
        let text = reason.prefix(1).lowercased() + reason.dropFirst()
        throw CheckProblem("error checking \(what) \(path.quoted): stat \(path): \(text)")
    }

    private func check(_ discovery: [DiscoverySettings], of place: String) throws(CheckProblem) {
        for case .file(let settings) in discovery {
            for pattern in settings.files {
                let files = FilePattern(pattern).matches()
                for file in files { try checkTargets(file) }
                guard files.isEmpty else { continue }
                output.line("  WARNING: file \(pattern.quoted) for file_sd in \(place) does not exist")
            }
        }
    }

    private func checkTargets(_ file: String) throws(CheckProblem) {
        let name = file.lowercased()
        guard let dot = name.lastIndex(of: "."), [".json", ".yml", ".yaml"].contains(name[dot...]) else {
            let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
            throw CheckProblem("checking SD file \(file.quoted): invalid file extension: \(ending.quoted)")
        }
        do {
            _ = try FileDiscoverySettings.check(file)
        } catch {
            throw CheckProblem("checking SD file \(file.quoted): \(error)")
        }
    }
}
