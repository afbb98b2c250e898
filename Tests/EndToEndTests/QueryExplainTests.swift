import Foundation
import Testing

@Suite struct QueryExplainTests {
    private static func data(_ answer: (status: Int, body: String)) throws -> [String: Any] {
        #expect(answer.status == 200, "\(answer.body)")
        let body = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        #expect(body?["status"] as? String == "success")
        return try #require(body?["data"] as? [String: Any])
    }

    @Test func `a query is explained by what each part of it did, and lists of labels stay right`() async throws {
        let server = try ServerProcess(
            """
            scrape_configs:
              - job_name: self
                scrape_interval: 1s
                static_configs: [{targets: ['127.0.0.1:PORT']}]
            """
        )
        defer { server.remove() }
        try await server.wait("a scrape") { server.query("up{job=\"self\"}") == [1] }

        let path = "/api/v1/query_explain?query=sum(up%7Bjob%3D%22self%22%7D)%20%2B%201"
        let instant = try Self.data(try server.send("GET", path))
        #expect(instant["resultType"] as? String == "vector")
        #expect(instant["series"] as? Int == 1)
        #expect(instant["query"] as? String == "sum(up{job=\"self\"}) + 1")
        let root = try #require(instant["plan"] as? [String: Any])
        #expect(root["expression"] as? String == "sum(up{job=\"self\"}) + 1")
        let sum = try #require((root["inputs"] as? [[String: Any]])?.first)
        #expect(sum["node"] as? String == "FoldAggregation(Sum)")
        #expect(sum["seriesIn"] as? Int == 1 && sum["seriesOut"] as? Int == 1)
        let selector = try #require((sum["inputs"] as? [[String: Any]])?.first)
        #expect(selector["node"] as? String == "Selector")
        #expect(selector["samplesRead"] as? Int == 1)
        #expect((selector["inputs"] as? [Any])?.isEmpty == true)

        let now = Int(Date().timeIntervalSince1970)
        let range = try Self.data(
            try server.send("GET", "\(path)&start=\(now - 60)&end=\(now)&step=10")
        )
        #expect(range["resultType"] as? String == "matrix")
        let scalar = try Self.data(try server.send("GET", "/api/v1/query_explain?query=1"))
        #expect(scalar["plan"] is NSNull && scalar["resultType"] as? String == "scalar")
        let broken = try server.send("GET", "/api/v1/query_explain?query=sum(")
        #expect(broken.status == 400 && broken.body.contains("parse error"))

        // The second answer is the list that was kept.
        for _ in 0..<2 {
            let jobs = try server.send("GET", "/api/v1/label/job/values")
            #expect(jobs.body == #"{"status":"success","data":["self"]}"#)
            let names = try server.send("GET", "/api/v1/labels?match[]=up")
            #expect(names.body == #"{"status":"success","data":["__name__","instance","job"]}"#)
            let none = try server.send("GET", "/api/v1/label/nothing/values")
            #expect(none.body == #"{"status":"success","data":[]}"#)
        }
    }
}
