import PrometheusBytes
import PrometheusModel
import PrometheusWire
import Testing

@Suite struct WriteRequestLabelsTests {
    @Test func `labels are sorted and empty values dropped`() throws {
        #expect(
            try decoded([("z", "1"), ("__name__", "m"), ("e", ""), ("a", "2")])
                == .some(["__name__": "m", "a": "2", "z": "1"])
        )
    }

    @Test(
        arguments: [
            [("a", "1")], [("__name__", ""), ("a", "1")], [("__name__", "m"), ("", "1")], [],
        ] as [[(String, String)]]
    )
    func `series without a metric name or with an empty label name are invalid`(labels: [(String, String)]) throws {
        let body = fields(labels)
        guard case .invalid = try WriteRequestLabels(body.rawSpan, 0..<body.count) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func `text that is not UTF-8 is invalid`() throws {
        var writer = WireWriter()
        writer.writeMessage(1) {
            $0.write(1, "__name__")
            $0.write(2, [0x6D, 0xFF])
        }
        guard case .invalid = try WriteRequestLabels(writer.bytes.rawSpan, 0..<writer.bytes.count) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func `a name that occurs twice is told, compared as bytes`() throws {
        let twice = fields([("__name__", "m"), ("a", "1"), ("a", "2")])
        guard case .duplicated("a", let received) = try WriteRequestLabels(twice.rawSpan, 0..<twice.count) else {
            Issue.record("accepted")
            return
        }
        #expect(received.count == 3)
        // Composed and decomposed forms are equal as Swift strings, but not as label names.
        #expect(try decoded([("__name__", "m"), ("\u{E9}", "1"), ("e\u{301}", "2")])?.count == 3)
    }

    private func decoded(_ labels: [(String, String)]) throws -> Labels? {
        let body = fields(labels)
        guard case .valid(let labels) = try WriteRequestLabels(body.rawSpan, 0..<body.count) else { return nil }
        return labels
    }

    private func fields(_ labels: [(String, String)]) -> [UInt8] {
        var writer = WireWriter()
        for (name, value) in labels {
            writer.writeMessage(1) {
                $0.write(1, name)
                $0.write(2, value)
            }
        }
        return writer.bytes
    }
}
