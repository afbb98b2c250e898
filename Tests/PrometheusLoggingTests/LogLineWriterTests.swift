import Logging
import Synchronization
import Testing

@testable import PrometheusLogging

@Suite struct LogLineWriterTests {
    /// Collects what is written.
    private final class Lines: Sendable {
        let bytes = Mutex<[UInt8]>([])
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }

    private let lines = Lines()
    private let time = LogTime(seconds: 1_767_323_045, nanoseconds: 678_900_000)

    private func logger(_ format: LogFormat, _ level: Logger.Level = .info) -> Logger {
        LogOutput(
            format,
            level: level,
            now: { [time] in time },
            write: { [lines] line in lines.bytes.withLock { $0 += line } }
        )
        .makeLogger()
    }

    @Test func `logfmt has time, level, source and message first and quotes where needed`() {
        var logger = logger(.logfmt)
        logger[metadataKey: "component"] = "rule manager"
        logger[metadataKey: "about"] = "x"
        logger.warning("Some \"text\"", metadata: ["err": "a=b\nc", "took": "1.2µs", "empty": ""], line: 7)
        let expected = """
            time=2026-01-02T03:04:05.678Z level=WARN source=LogLineWriterTests.swift:7 msg="Some \\"text\\"" \
            component="rule manager" about=x empty="" err="a=b\\nc" took=1.2µs

            """
        #expect(lines.text == expected)
    }

    @Test func `JSON has the same keys and nanoseconds`() {
        logger(.json).info("a \"b\"\n", metadata: ["level": "9", "path": "C:\\x"], line: 8)
        #expect(
            lines.text == """
                {"time":"2026-01-02T03:04:05.6789Z","level":"INFO","source":"LogLineWriterTests.swift:8",\
                "msg":"a \\"b\\"\\n","logged_level":"9","path":"C:\\\\x"}

                """
        )
    }

    @Test func `lines below the level are not written`() {
        let logger = logger(.logfmt, .error)
        logger.warning("no")
        #expect(lines.text.isEmpty)
        logger.error("yes")
        #expect(lines.text.contains("msg=yes"))
    }

    @Test func `a plain message is not quoted`() {
        logger(.logfmt).info("plain")
        #expect(lines.text.hasSuffix(" msg=plain\n"))
    }
}
