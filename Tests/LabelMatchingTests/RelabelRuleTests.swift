import LabelMatching
import PrometheusModel
import Testing

@Suite struct RelabelRuleTests {
    private func rule(_ action: RelabelAction, _ change: (inout RelabelRule) throws -> Void = { _ in }) rethrows
        -> RelabelRule
    {
        var rule = RelabelRule()
        rule.action = action
        try change(&rule)
        return rule
    }

    private let labels: Labels = ["a": "foo", "b": "bar", "c": "baz"]

    @Test func `replace writes the expanded groups`() throws {
        let rule = try rule(.replace) {
            $0.sourceLabels = ["a", "b"]
            $0.pattern = try RelabelPattern("f(.*);(.*)r")
            $0.targetLabel = "d"
            $0.replacement = "ch${1}-ch${2}"
        }
        #expect([rule].apply(to: labels) == ["a": "foo", "b": "bar", "c": "baz", "d": "choo-chba"])
    }

    @Test func `replace may compute the label's name`() throws {
        let rule = try rule(.replace) {
            $0.sourceLabels = ["a"]
            $0.pattern = try RelabelPattern("(?P<first>.)(.*)")
            $0.targetLabel = "x_${first}"
            $0.replacement = "$2"
        }
        #expect([rule].apply(to: labels)?["x_f"] == "oo")
    }

    @Test func `replace without a match changes nothing`() throws {
        let rule = try rule(.replace) {
            $0.sourceLabels = ["a"]
            $0.pattern = try RelabelPattern("fo")
            $0.targetLabel = "b"
        }
        #expect([rule].apply(to: labels) == labels)
    }

    @Test func `replace by the default pattern copies, also an empty value`() throws {
        let copy = rule(.replace) {
            $0.sourceLabels = ["a"]
            $0.targetLabel = "d"
        }
        #expect([copy].apply(to: labels)?["d"] == "foo")
        let clear = rule(.replace) {
            $0.sourceLabels = ["missing"]
            $0.targetLabel = "b"
        }
        #expect([clear].apply(to: labels)?["b"] == nil)
        let constant = rule(.replace) {
            $0.targetLabel = "d"
            $0.replacement = "static"
        }
        #expect([constant].apply(to: labels)?["d"] == "static")
    }

    @Test(arguments: [
        ("$1x", ""), ("${1}x", "foox"), ("$$1", "$1"), ("$", "$"), ("${", "${"), ("${1", "${1"), ("$0", "foo"),
        ("$2", ""),
        ("a$-b", "a$-b"), ("$1$1", "foofoo"), ("${unknown}", ""), ("$01", ""),
    ])
    func `references are read as Go reads them`(template: String, expected: String) throws {
        for pattern in [nil, try RelabelPattern("(.*)"), try RelabelPattern("(f.*)")] {
            let rule = rule(.replace) {
                $0.sourceLabels = ["a"]
                $0.pattern = pattern
                $0.targetLabel = "d"
                $0.replacement = template
            }
            #expect([rule].apply(to: labels)?["d"] ?? "" == expected, "\(pattern?.text ?? "default")")
        }
    }

    @Test func `a name that is not valid is not written`() throws {
        let rule = try rule(.replace) {
            $0.sourceLabels = ["a"]
            $0.pattern = try RelabelPattern("(.*)")
            $0.targetLabel = "x-$1"
            $0.nameValidation = .legacy
        }
        #expect([rule].apply(to: labels) == labels)
    }

    @Test func `keep and drop look at the joined value`() throws {
        let pattern = try RelabelPattern("foo;bar")
        let keep = rule(.keep) {
            $0.sourceLabels = ["a", "b"]
            $0.pattern = pattern
        }
        let drop = rule(.drop) {
            $0.sourceLabels = ["a", "b"]
            $0.pattern = pattern
        }
        #expect([keep].apply(to: labels) == labels)
        #expect([drop].apply(to: labels) == nil)
        #expect([keep].apply(to: ["a": "foo"]) == nil)
        #expect([drop].apply(to: ["a": "foo"]) == ["a": "foo"])
    }

    @Test func `a pattern matches whole values, line breaks included`() throws {
        #expect(try RelabelPattern("a.b").matches("a\nb"))
        #expect(try RelabelPattern("a|b").matches("ab") == false)
        #expect(try RelabelPattern("").matches(""))
        #expect(try RelabelPattern("").matches("a") == false)
    }

    @Test func `keepequal and dropequal compare with the target`() {
        let keep = rule(.keepEqual) {
            $0.sourceLabels = ["a"]
            $0.targetLabel = "b"
        }
        let drop = rule(.dropEqual) {
            $0.sourceLabels = ["a"]
            $0.targetLabel = "b"
        }
        #expect([keep].apply(to: ["a": "x", "b": "x"]) != nil)
        #expect([keep].apply(to: ["a": "x", "b": "y"]) == nil)
        #expect([drop].apply(to: ["a": "x", "b": "x"]) == nil)
        #expect([drop].apply(to: ["a": "x", "b": "y"]) != nil)
    }

    @Test(arguments: [("foo", 1000, "696"), ("foo;bar", 1000, "750"), ("", 8, "6")])
    func `hashmod is the low half of MD5`(value: String, modulus: UInt64, expected: String) {
        let rule = rule(.hashMod) {
            $0.sourceLabels = ["v"]
            $0.targetLabel = "d"
            $0.modulus = modulus
        }
        #expect([rule].apply(to: ["v": value, "k": "k"])?["d"] == expected)
    }

    @Test func `labelmap copies to the expanded names`() throws {
        let rule = try rule(.labelMap) {
            $0.pattern = try RelabelPattern("__meta_(my.*)")
            $0.replacement = "bar_${1}"
        }
        let input: Labels = ["a": "foo", "__meta_my_bar": "aaa", "__meta_my_baz": "bbb", "__meta_other": "ccc"]
        let output = [rule].apply(to: input)
        #expect(output?["bar_my_bar"] == "aaa")
        #expect(output?["bar_my_baz"] == "bbb")
        #expect(output?.count == 6)
    }

    @Test func `labeldrop and labelkeep look at names`() throws {
        let pattern = try RelabelPattern("[ab]")
        let drop = rule(.labelDrop) { $0.pattern = pattern }
        let keep = rule(.labelKeep) { $0.pattern = pattern }
        #expect([drop].apply(to: labels) == ["c": "baz"])
        #expect([keep].apply(to: labels) == ["a": "foo", "b": "bar"])
    }

    @Test func `lowercase and uppercase are Unicode's`() {
        let lower = rule(.lowercase) {
            $0.sourceLabels = ["a"]
            $0.targetLabel = "l"
        }
        let upper = rule(.uppercase) {
            $0.sourceLabels = ["a"]
            $0.targetLabel = "u"
        }
        let output = [lower, upper].apply(to: ["a": "bÄr"])
        #expect(output == ["a": "bÄr", "l": "bär", "u": "BÄR"])
        // Go maps each character to one.
        #expect([lower, upper].apply(to: ["a": "ßΑΣİ"]) == ["a": "ßΑΣİ", "l": "ßασi", "u": "ßΑΣİ"])
    }

    @Test func `rules run in order and a drop ends them`() throws {
        let set = rule(.replace) {
            $0.targetLabel = "a"
            $0.replacement = "x"
        }
        let drop = try rule(.drop) {
            $0.sourceLabels = ["a"]
            $0.pattern = try RelabelPattern("x")
        }
        #expect([set, drop].apply(to: labels) == nil)
        #expect([drop, set].apply(to: labels)?["a"] == "x")
        #expect([RelabelRule]().apply(to: labels) == labels)
    }

    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func `MD5 gives the digests of RFC 1321`(text: String, digest: String) {
        #expect(MD5.lowBytes(of: text) == UInt64(digest.suffix(16), radix: 16))
    }
}
