import PromtoolCommands
import Testing

@Suite struct CheckCommandsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) async -> (code: Int32, standard: String, error: String) {
        let output = RecordedOutput()
        let code = await Promtool.run(arguments, output.output)
        return (code, output.standard, output.error)
    }

    @Test func `a good configuration and its rules are found valid`() async throws {
        defer { folder.remove() }
        try folder.write("a.rules", "groups: [{name: g, rules: [{record: 'a:b', expr: up}]}]")
        let file = try folder.write("p.yml", "rule_files: ['*.rules']\n")
        let result = await run("check", "config", file)
        #expect(result.code == 0)
        #expect(
            result.standard == """
                Checking \(file)
                  SUCCESS: 1 rule files found
                 SUCCESS: \(file) is valid prometheus config file syntax

                Checking \(folder.path)/a.rules
                  SUCCESS: 1 rules found


                """
        )
        #expect(result.error.isEmpty)
    }

    @Test(arguments: [
        (
            "bad: 1",
            "parsing YAML file FILE: yaml: unmarshal errors:\n  line 1: field bad not found in type config.plain"
        ),
        ("rule_files: [none.rules]", "\"DIR/none.rules\" does not point to an existing file"),
        (
            "scrape_configs: [{job_name: a, authorization: {credentials_file: no}}]",
            "error checking authorization credentials or bearer token file \"DIR/no\": stat DIR/no: "
                + "no such file or directory"
        ),
        (
            "scrape_configs: [{job_name: a, relabel_configs: [{target_label: x, replacement: y}], "
                + "static_configs: [{targets: ['a/b']}]}]",
            "instance 0 in group 0: \"a/b\" is not a valid hostname"
        ),
    ])
    func `what is wrong with a configuration is told`(text: String, message: String) async throws {
        defer { folder.remove() }
        let file = try folder.write("p.yml", text)
        let result = await run("check", "config", file)
        #expect(result.code == 1)
        let expected = message.replacing("FILE", with: file).replacing("DIR", with: folder.path)
        #expect(result.error == "  FAILED: \(expected)\n")
        #expect(result.standard == "Checking \(file)\n\n")
    }

    @Test func `files are not looked at if only the syntax is checked`() async throws {
        defer { folder.remove() }
        let file = try folder.write("p.yml", "rule_files: [none.rules]")
        #expect(await run("check", "config", "--syntax-only", file).code == 0)
    }

    @Test func `an interval beyond the lookback is a lint problem`() async throws {
        defer { folder.remove() }
        let file = try folder.write("p.yml", "scrape_configs: [{job_name: a, scrape_interval: 5m}]")
        let result = await run("check", "config", "--lint=all", "--lint-fatal", file)
        #expect(result.code == 3)
        #expect(
            result.error
                == "  FAILED: too long scrape interval found, data point will be marked as stale - job: a, interval: 5m\n"
        )
        #expect(await run("check", "config", "--lint=all", file).code == 0)
        #expect(await run("check", "config", "--lint=none", "--lint-fatal", file).code == 0)
    }

    @Test(arguments: [
        ("alerting: {alert_relabel_configs: [{target_label: x}]}", "alerting"), ("rule_files: [x]", "rule_files"),
        ("remote_read: [{url: 'http://x'}]", "remote_read"),
    ])
    func `an agent refuses what it cannot do`(text: String, field: String) async throws {
        defer { folder.remove() }
        let file = try folder.write("p.yml", text)
        let result = await run("check", "config", "--agent", "--syntax-only", file)
        #expect(result.error == "  FAILED: field \(field) is not allowed in agent mode\n")
    }

    @Test func `web configurations are checked one by one`() async throws {
        defer { folder.remove() }
        let good = try folder.write("good.yml", "basic_auth_users: {}")
        let bad = try folder.write("bad.yml", "foo: 1")
        let result = await run("check", "web-config", bad, good)
        #expect(result.code == 1)
        #expect(result.error.hasPrefix("\(bad) FAILED: yaml: unmarshal errors:"))
        #expect(result.error.hasSuffix("\(good) SUCCESS\n"))
    }

    @Test func `discovered targets are shown before and after relabelling`() async throws {
        defer { folder.remove() }
        let file = try folder.write(
            "p.yml",
            """
            scrape_configs:
              - job_name: a
                relabel_configs: [{source_labels: [x], regex: y, action: drop}]
                static_configs: [{targets: ['a:1', 'a:1']}, {targets: ['b:1'], labels: {x: y}}]
            """
        )
        let result = await run("check", "service-discovery", file, "a", "--timeout=500ms")
        #expect(result.code == 0)
        #expect(result.standard.split(separator: "\"discoveredLabels\"").count == 3)
        #expect(result.standard.contains("      \"instance\": \"a:1\",\n"))
        #expect(result.standard.hasSuffix("    \"labels\": {}\n  }\n]"))
        let missing = await run("check", "service-discovery", file, "z")
        #expect(missing.code == 1)
        #expect(missing.error == "Job z not found. Select one of:\n\ta\n")
    }

    @Test func `a server that is not there is neither healthy nor ready`() async {
        let result = await run("check", "ready", "--url=http://127.0.0.1:1")
        #expect(result.code == 1)
        #expect(
            result.error == "Get \"http://127.0.0.1:1/-/ready\": dial tcp 127.0.0.1:1: connect: connection refused\n"
        )
    }
}
