import PrometheusConfiguration
import StrictYAML
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite struct IncludedFilesTests {
    /// Writes files into a directory of their own and loads `main.yml`.
    private func load(
        _ files: [String: String],
        _ body: (Result<ServerConfiguration, ConfigurationError>, String) -> Void
    )
        throws
    {
        var template = Array("/tmp/vencejo-included-XXXXXX".utf8CString)
        // Safe: `mkdtemp` changes the last characters of the text in place.
        let isMade = unsafe mkdtemp(&template) != nil
        #expect(isMade)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in files.keys { unsafe unlink("\(path)/\(name)") }
            unsafe rmdir(path)
        }
        for (name, text) in files {
            guard let file = unsafe fopen("\(path)/\(name)", "w") else { continue }
            unsafe fputs(text, file)
            unsafe fclose(file)
        }
        let result = Result { () throws(ConfigurationError) in
            try ServerConfiguration(file: "\(path)/main.yml") { _ in nil }
        }
        body(result, path)
    }

    @Test func `jobs of included files follow those of the main file and inherit from its globals`() throws {
        let files = [
            "main.yml": """
            global: {scrape_interval: 7s}
            scrape_config_files: [job-*.yml, missing.yml]
            scrape_configs: [{job_name: main}]
            """,
            "job-b.yml": "scrape_configs: [{job_name: b, dns_sd_configs: [{names: [x]}]}]",
            "job-a.yml": "scrape_configs: [{job_name: a, file_sd_configs: [{files: [t.json]}]}]", "job-c.yml": "",
        ]
        try load(files) { result, _ in
            guard case .success(let configuration) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(configuration.scrapeJobs.map(\.jobName) == ["main", "a", "b"])
            #expect(configuration.scrapeJobs.allSatisfy { $0.intervalMilliseconds == 7000 })
            #expect(configuration.mainFileJobCount == 1)
            #expect(!configuration.displayedText.contains("job_name: a"))
        }
    }

    @Test func `a job that two files have is refused with both files`() throws {
        let main = "scrape_config_files: ['j*.yml']\nscrape_configs: [{job_name: main}]"
        try load(["main.yml": main, "j1.yml": "scrape_configs: [{job_name: main}]"]) { result, path in
            #expect(
                result.message
                    == "\"\(path)/j1.yml\": found multiple scrape configs with job name \"main\", first found in main config file"
            )
        }
        let job = "scrape_configs: [{job_name: a}]"
        try load(["main.yml": main, "j1.yml": job, "j2.yml": job]) { result, path in
            #expect(
                result.message
                    == "\"\(path)/j2.yml\": found multiple scrape configs with job name \"a\", first found in \"\(path)/j1.yml\""
            )
        }
    }

    @Test(arguments: [
        ("global: {}", "field global not found in type config.ScrapeConfigs"),
        ("scrape_configs: [{}]", "job_name is empty"), ("scrape_configs: foo", "cannot unmarshal !!str `foo`"),
        ("a: [", "yaml: line"),
    ])
    func `an included file that is wrong is named`(text: String, reason: String) throws {
        try load(["main.yml": "scrape_config_files: [j.yml]", "j.yml": text]) { result, path in
            #expect(result.message.hasPrefix("\"\(path)/j.yml\": "))
            #expect(result.message.contains(reason))
        }
    }
}

extension Result where Failure == ConfigurationError {
    fileprivate var message: String {
        if case .failure(let error) = self { "\(error)" } else { "" }
    }
}
