@testable import Discovery
import Logging
import PrometheusClient
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct DNSDiscoveryTests {
    /// Looks `name` up at `responder`.
    private func records(
        _ name: String,
        _ type: DNSRecordType,
        _ responder: DNSResponder,
        search: [String] = []
    ) throws -> [DNSRecord] {
        defer { responder.stop() }
        var settings = ResolverSettings()
        settings.servers = ["127.0.0.1"]
        settings.port = responder.port
        settings.searchDomains = search
        settings.attempts = 1
        let lookup = DNSLookup(settings: settings, type: type, cancellation: LookupCancellation())
        return try lookup.records(name)
    }

    @Test func `all kinds of records are read, aliases and others told apart`() throws {
        let content: [UInt16: [UInt8]] = [
            1: [10, 0, 0, 1], 2: DNSResponder.packed("ns.a"), 15: [0, 5] + DNSResponder.packed("mx.a"),
            28: [0xFD] + Array(repeating: 0, count: 14) + [1],
            33: [0, 1, 0, 2, 0x1F, 0x90] + DNSResponder.packed("web.a"),
        ]
        let wanted: [DNSRecordType: DNSRecord] = [
            .a: .address("10.0.0.1"), .ns: .nameServer(target: "ns.a."), .mx: .mail(target: "mx.a."),
            .aaaa: .address("fd00::1"), .srv: .service(target: "web.a.", port: 8080),
        ]
        for type in DNSRecordType.allCases {
            let responder = try DNSResponder { question in
                DNSResponder.Answer(records: [
                    (5, DNSResponder.packed("b.c")), (question.type, content[question.type] ?? []), (16, [1, 2]),
                ])
            }
            #expect(try records("x.", type, responder) == [.alias, wanted[type] ?? .alias, .other(type: 16)])
        }
    }

    @Test func `an answer that was cut is asked for by TCP, and forged ones are passed over`() throws {
        let responder = try DNSResponder { question in
            if question.isStream { return .init(records: (0..<200).map { (1, [10, 0, 0, UInt8($0)]) }) }
            return .init(isTruncated: true, isForged: true)
        }
        #expect(try records("x.", .a, responder).count == 200)
        #expect(responder.questions.map(\.isStream) == [false, true])
    }

    @Test func `a server that does not know large answers is asked without`() throws {
        let responder = try DNSResponder { question in
            question.allowsLargeAnswers ? .init(code: 1) : .init(records: [(1, [1, 2, 3, 4])])
        }
        #expect(try records("x.", .a, responder) == [.address("1.2.3.4")])
    }

    @Test func `search domains are tried, short names there first`() throws {
        let answer: @Sendable (DNSResponder.Question) -> DNSResponder.Answer? = {
            $0.name == "web.b." || $0.name == "web.x.a." ? .init(records: [(1, [1, 2, 3, 4])]) : .init(code: 3)
        }
        let short = try DNSResponder(answer)
        #expect(try records("web", .a, short, search: ["a", "b"]) == [.address("1.2.3.4")])
        #expect(short.questions.map(\.name) == ["web.a.", "web.b."])
        let long = try DNSResponder(answer)
        #expect(try records("web.x", .a, long, search: ["a", "b"]) == [.address("1.2.3.4")])
        #expect(long.questions.map(\.name) == ["web.x.", "web.x.a."])
        let none = try DNSResponder(answer)
        #expect(try records("no.where", .a, none, search: ["a"]).isEmpty)
    }

    @Test func `servers that refuse make a failure`() throws {
        let responder = try DNSResponder { _ in .init(code: 2) }
        #expect {
            try records("x", .a, responder)
        } throws: {
            "\($0)"
                == "could not resolve \"x\": all servers responded with errors to at least one search domain"
        }
    }

    @Test func `records become targets, and a name that fails keeps those it had`() async throws {
        let responder = try DNSResponder { question in
            switch question.name {
            case "_web.a.": .init(records: [(33, [0, 1, 0, 2, 0, 80] + DNSResponder.packed("h.a"))])
            default: .init(code: 2)
            }
        }
        defer { responder.stop() }
        let settings = try MechanismBench.settings("dns_sd_configs: [{names: [_web.a, broken.a]}]")
        guard case .mechanism(let mechanism)? = settings.first, let dns = mechanism.mechanism as? DNSDiscovery else {
            Issue.record("not decoded")
            return
        }
        let metrics = try MechanismMetrics(Registry())
        var source = DNSTargetSource(
            settings: dns,
            read: { () throws(DNSError) in
                var settings = ResolverSettings()
                settings.servers = ["127.0.0.1"]
                settings.port = responder.port
                settings.attempts = 1
                return settings
            },
            lookups: metrics.dnsLookups,
            failures: metrics.dnsFailures,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let groups = try await source.groups()
        #expect(groups.map(\.source) == ["_web.a"])
        #expect(
            groups[0].flat == [
                [
                    "__address__": "h.a:80", "__meta_dns_name": "_web.a", "__meta_dns_srv_record_target": "h.a.",
                    "__meta_dns_srv_record_port": "80",
                ]
            ]
        )
        #expect(metrics.dnsLookups.value == 2 && metrics.dnsFailures.value == 1)
    }

    @Test func `resolv.conf is read as resolvers do`() {
        let settings = ResolverSettings(
            parsing: """
                # comment
                domain old
                nameserver 10.0.0.2
                nameserver fd00::1
                search a.b c.d.
                options ndots:5 timeout:1 attempts:3 rotate

                """
        )
        #expect(settings.servers == ["10.0.0.2", "fd00::1"] && settings.searchDomains == ["a.b", "c.d."])
        #expect(settings.dots == 5 && settings.timeoutSeconds == 1 && settings.attempts == 3)
        #expect(settings.candidates("x.y") == ["x.y.a.b.", "x.y.c.d.", "x.y."])
        #expect(settings.candidates("x.") == ["x."])
    }

    @Test func `broken messages are refused, whatever byte is wrong`() throws {
        let name = DNSResponder.packed("web.a")
        var message: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + name + [0, 33, 0, 1]
        message += [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, UInt8(6 + name.count), 0, 1, 0, 2, 0, 80] + name
        #expect(try DNSMessage(message).records == [.service(target: "web.a.", port: 80)])
        for end in 0..<message.count { #expect(throws: DNSError.self) { try DNSMessage(Array(message[..<end])) } }
        for index in message.indices {
            for bit in 0..<8 {
                var changed = message
                changed[index] ^= 1 << UInt8(bit)
                _ = try? DNSMessage(changed)
            }
        }
    }

    @Test(
        arguments: [
            ("{}", "DNS-SD config must contain at least one SRV record name"),
            ("{names: [a], type: X}", "invalid DNS-SD records type X"),
            ("{names: [a], type: A}", "a port is required in DNS-SD configs for all record types except SRV"),
            ("{names: [a], nope: 1}", "field nope not found"),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        #expect(MechanismBench.problem("dns_sd_configs: [\(settings)]")?.contains(message) == true)
    }

    @Test func `settings are shown as they were written`() throws {
        let text = "dns_sd_configs:\n- names:\n  - a\n  refresh_interval: 30s\n  type: mx\n  port: 80\n"
        #expect(try MechanismBench.displayed(text) == text)
    }
}
