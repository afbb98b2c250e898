import LabelMatching
import PrometheusConfiguration
import PrometheusModel
import Testing
@testable import Scraping

@Suite struct SeriesLabelsTests {
    private let target: Labels = ["job": "j", "instance": "a:1"]

    private func stored(_ line: String, _ configure: (inout ScrapeSettings) -> Void = { _ in }) async throws -> [Labels]
    {
        let scene = try Scene(configure)
        await scene.scrape(line + "\n")
        return scene.store.series
    }

    private func error(_ line: String, _ configure: (inout ScrapeSettings) -> Void = { _ in }) async throws -> String? {
        let scene = try Scene(configure)
        await scene.scrape(line + "\n")
        return scene.target?.lastError
    }

    @Test func `the target's labels are added in order`() async throws {
        #expect(
            try await stored(#"m{a="1",k="2",z="3"} 1"#)
                == [["__name__": "m", "a": "1", "instance": "a:1", "job": "j", "k": "2", "z": "3"]]
        )
    }

    @Test func `labels that the target's labels hide are renamed, short names first`() async throws {
        #expect(
            try await stored(#"a{job="c",instance="x",exported_job="y",exported_instance=""} 1"#)
                == [
                    [
                        "__name__": "a", "exported_exported_job": "c", "exported_instance": "x", "exported_job": "y",
                        "instance": "a:1", "job": "j",
                    ]
                ]
        )
    }

    @Test func `honoured labels win over the target's, and an empty one removes it`() async throws {
        #expect(
            try await stored(#"a{job="c",instance="",b="x"} 1"#) { $0.honorsLabels = true }
                == [["__name__": "a", "b": "x", "job": "c"]]
        )
    }

    @Test func `an empty label does not hide the target's`() async throws {
        #expect(try await stored(#"a{job=""} 1"#) == [["__name__": "a", "instance": "a:1", "job": "j"]])
    }

    @Test func `long labels keep their lengths`() async throws {
        let long = String(repeating: "x", count: 300)
        let series = try await stored("a{\(long)=\"\(long)\",zz=\"1\"} 1")
        #expect(series.first?[long] == long)
        #expect(series.first?["job"] == "j")
        #expect(series.first?.isWellFormed == true)
    }

    @Test func `metric relabelling changes and drops series`() async throws {
        var drop = RelabelRule()
        drop.sourceLabels = ["__name__"]
        drop.pattern = try RelabelPattern("b.*")
        drop.action = .drop
        var rename = RelabelRule()
        rename.targetLabel = "env"
        rename.replacement = "test"
        let rules = [drop, rename]
        let scene = try Scene { $0.metricRelabelRules = rules }
        for _ in 0..<2 { await scene.scrape("a 1\nb1 2\nb2 3\nc 4\n") }
        #expect(
            scene.store.series == [
                ["__name__": "a", "env": "test", "instance": "a:1", "job": "j"],
                ["__name__": "c", "env": "test", "instance": "a:1", "job": "j"],
            ]
        )
        #expect(scene.last("scrape_samples_scraped") == "4")
        #expect(scene.last("scrape_samples_post_metric_relabeling") == "2")
    }

    @Test func `bad names and labels fail the scrape in upstream's words`() async throws {
        #expect(try await error(#"a{b="1",b="2"} 1"#) == #"label name "b" is not unique: invalid sample"#)
        #expect(try await error(#"a{__name__="b"} 1"#) == #"label name "__name__" is not unique: invalid sample"#)
        #expect(try await error(#"{"",a="b"} 1"#) == "missing metric name (__name__ label)")
        #expect(
            try await error(#"a{""="b"} 1"#)
                == #"invalid metric name or label names: {""="b", __name__="a", instance="a:1", job="j"}"#
        )
        #expect(
            try await error(#"a{"b.c"="d"} 1"#) { $0.nameValidation = .legacy }
                == #"invalid metric name or label names: {__name__="a", "b.c"="d", instance="a:1", job="j"}"#
        )
    }

    @Test func `label limits fail the scrape in upstream's words`() async throws {
        let name = String(repeating: "a", count: 62)
        let cut = String(repeating: "a", count: 50)
        #expect(
            try await error("\(name){b=\"c\"} 1") { $0.limits.labels = 3 }
                == "label_limit exceeded (metric: \(cut), number of labels: 4, limit: 3)"
        )
        #expect(
            try await error("\(name){b=\"c\"} 1") { $0.limits.labelNameLength = 3 }
                == "label_name_length_limit exceeded (metric: \(cut), label name: __name__, length: 8, limit: 3)"
        )
        #expect(
            try await error("\(name){b=\"c\"} 1") { $0.limits.labelValueLength = 30 }
                == "label_value_length_limit exceeded (metric: \(cut), label name: __name__, value: \"\(cut)\", "
                + "length: 62, limit: 30)"
        )
    }
}
