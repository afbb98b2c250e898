import LabelMatching
import PrometheusModel

/// Random label sets and matchers that meet each other often.
enum RandomLabels {
    private static let names = ["__name__", "job", "instance", "le", "zone"]
    private static let values = ["", "a", "b", "ab", "abc", "x1", "x2", "x10", "é", "0.5"]

    static func labels(_ random: inout SplitMix) -> Labels {
        Labels(
            names.map { name in
                let choices = name == "instance" ? (0..<60).map { "host\($0)" } : values
                return Label(name, choices.randomElement(using: &random) ?? "")
            }
        )
    }

    static func matcher(_ random: inout SplitMix) throws -> LabelMatcher {
        let kinds: [LabelMatcher.Kind] = [.equal, .notEqual, .regexMatch, .regexNoMatch]
        let kind = kinds[Int(random.next() % 4)]
        let name = (names + ["absent"]).randomElement(using: &random) ?? ""
        let patterns = [
            ".*", ".+", "", "a|b", "a|", "x.*", "x.+", "a.?c?", "host1.*", "host[0-3]", "nothing", "host5|host6|a",
            "(a|x1)", "(?i)HOST1|A", "a.*c",
        ]
        let literals = values + ["host3", "nothing"]
        let isPattern = kind == .regexMatch || kind == .regexNoMatch
        return try LabelMatcher(kind, name, (isPattern ? patterns : literals).randomElement(using: &random) ?? "")
    }
}
