import Discovery
import StrictYAML
import Testing

@Suite struct DiscoverySettingsTests {
    @Test func `keys are shown in alphabetical order, elements of a key together`() throws {
        let text = """
            static_configs: [{targets: [b:1]}, {targets: [a:1]}]
            nerve_sd_configs: [{servers: [a], paths: [/a]}, {servers: [b], paths: [/b]}]
            file_sd_configs: [{files: [x.json]}, {files: [y.yml], refresh_interval: 1m}]
            """
        let settings = try YAMLDocument.decode(text) { root, problems in
            root.flatMap { YAMLFields($0, type: "t", path: "", problems: problems) }.map {
                DiscoverySettings.decode($0, base: BaseDirectory("."))
            } ?? []
        }
        #expect(settings.count == 5)
        #expect(
            YAMLWriter.text(.mapping(settings.displayedFields)) == """
                file_sd_configs:
                - files:
                  - x.json
                  refresh_interval: 5m
                - files:
                  - y.yml
                  refresh_interval: 1m
                nerve_sd_configs:
                - servers:
                  - a
                  paths:
                  - /a
                  timeout: 10s
                - servers:
                  - b
                  paths:
                  - /b
                  timeout: 10s
                static_configs:
                - targets:
                  - b:1
                - targets:
                  - a:1

                """
        )
    }
}
