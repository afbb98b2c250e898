internal import StrictYAML

extension ServerConfiguration {
    /// Reads, decodes and validates the file at `path` and everything it includes.
    ///
    /// `environment` looks up the variables that external labels name.
    package init(
        file path: String,
        environment: @escaping (String) -> String?
    ) throws(ConfigurationError) {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read(path)
        } catch {
            throw .unreadable(error)
        }
        try self.init(decoding: bytes, file: path, environment: environment)
    }

    /// Decodes and validates `bytes`, as if read from the file at `path`, and everything it includes.
    package init(
        decoding bytes: [UInt8],
        file path: String,
        environment: @escaping (String) -> String?
    ) throws(ConfigurationError) {
        let decoder = ConfigurationDecoder(file: path, environment: environment)
        do {
            self = try decoder.decode(bytes)
        } catch {
            throw .invalid(file: path, reason: error)
        }
        try include(scrapeConfigFilePatterns)
    }

    /// Adds the scrape jobs of the files that match `patterns`.
    private mutating func include(_ patterns: [String]) throws(ConfigurationError) {
        var origins: [String: String?] = [:]
        for job in scrapeJobs { origins.updateValue(nil, forKey: job.jobName) }
        for file in patterns.flatMap({ FilePattern($0).matches() }) {
            let shown = BaseDirectory.absolute(file)
            let decoder = ConfigurationDecoder(file: file, environment: { _ in nil })
            let bytes: [UInt8]
            do {
                bytes = try TextFile.read(file)
            } catch {
                throw .unreadableIncluded(file: shown, reason: error)
            }
            let jobs: [ScrapeSettings]
            do {
                jobs = try decoder.decodeIncluded(bytes, global: global)
            } catch {
                throw .invalidIncluded(file: shown, reason: error)
            }
            for job in jobs {
                if let first = origins[job.jobName] {
                    throw .duplicateJob(name: job.jobName, file: shown, firstFile: first)
                }
                origins.updateValue(shown, forKey: job.jobName)
            }
            scrapeJobs += jobs
            warnings += decoder.warnings
        }
    }
}
