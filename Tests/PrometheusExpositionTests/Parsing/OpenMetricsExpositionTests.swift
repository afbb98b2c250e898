import PrometheusExposition
import Testing

@Suite struct OpenMetricsExpositionTests {
    @Test(arguments: [
        ("a 1\n", #"{__name__="a"} 1"#),
        ("a{b=\"c\",} 1 1.5\n", #"{__name__="a", b="c"} 1 @1500"#),
        ("a 1 -1.5\n", #"{__name__="a"} 1 @-1500"#),
        ("a 1 1e3 # {} 1\n", #"{__name__="a"} 1 @1000000"#),
        ("a 1 # {x=\"y\",\"z\"=\"\",} 1 2\n", #"{__name__="a"} 1"#),
        (#"{"a",b="c","d.e"="f"} 2"# + "\n", #"{__name__="a", b="c", "d.e"="f"} 2"#),
        (#"a{b="\n\\\"\q"} 1"# + "\n", #"{__name__="a", b="\n\\\"\\q"} 1"#),
        ("a nan\n", #"{__name__="a"} NaN"#),
    ])
    func `a sample has its labels, value and timestamp`(text: String, sample: String) {
        let transcript = ExpositionTranscript(text + "# EOF\n", .openMetrics)
        #expect(transcript.error == nil)
        #expect(transcript.lines == [sample])
    }

    @Test func `metadata lines give name, type, unit and help`() {
        let text = """
            # HELP foo_s a\\\\b\\nc\\"d\\q
            # TYPE foo_s gaugehistogram
            # UNIT foo_s s
            # UNIT foo\u{20}
            # HELP "f.o"\u{20}
            # TYPE "f.o" unknown
            # EOF
            """
        let transcript = ExpositionTranscript(text, .openMetrics)
        #expect(transcript.error == nil)
        #expect(
            transcript.lines == [
                #"HELP foo_s "a\\b\nc\"d\\q""#, "TYPE foo_s gaugehistogram", "UNIT foo_s s", "UNIT foo ",
                #"HELP f.o """#, "TYPE f.o unknown",
            ]
        )
    }

    @Test(arguments: [
        ("", "data does not end with # EOF"),
        ("a 1\n", "data does not end with # EOF"),
        ("# EOF x", "unexpected data after # EOF"),
        ("# EOF\n\n", "unexpected data after # EOF"),
        ("# FOO\n", ##"expected a valid start token, got "# F" ("INVALID") while parsing: "# F""##),
        ("# HEFOO\n", ##"expected a valid start token, got "# HEF" ("INVALID") while parsing: "# HEF""##),
        ("# HELP\n", ##"expected a valid start token, got "# HELP\n" ("INVALID") while parsing: "# HELP\n""##),
        ("#EOF\n", ##"expected a valid start token, got "#E" ("INVALID") while parsing: "#E""##),
        ("a 1\n# EO", ##"expected a valid start token, got "# EO" ("INVALID") while parsing: "# EO""##),
        ("# HELP  foo a\n", ##"expected metric name after HELP, got " " ("INVALID") while parsing: "# HELP  ""##),
        ("# HELP foo\n", "expected text in HELP"),
        ("# HELP foo x", "expected text in HELP"),
        ("# TYPE a untyped\n", #"invalid metric type "untyped""#),
        ("# UNIT m suffix\n", #"unit "suffix" not a suffix of metric "m""#),
        (
            #"a{b="c" d="e"} 1"#,
            #"expected comma or brace close, got " " ("INVALID") while parsing: "a{b=\"c\" ""#
        ),
        (
            #"a{b="c"d="e"} 1"#,
            #"expected comma or brace close, got "d=" ("LNAME") while parsing: "a{b=\"c\"d=""#
        ),
        (#"a{b="c", d="e"} 1"#, #"expected label name, got " " ("INVALID") while parsing: "a{b=\"c\", ""#),
        (
            #"a {b="c"} 1"#,
            #"strconv.ParseFloat: parsing "{b=\"c\"}": invalid syntax while parsing: "a {b=\"c\"}""#
        ),
        (#"a{b="c"}1"#, #"expected value after metric, got "1" ("INVALID") while parsing: "a{b=\"c\"}1""#),
        ("a{b=\"c\n\"} 1", #"expected label value, got "\"c\n" ("INVALID") while parsing: "a{b=\"c\n""#),
        ("a 1  \n", #"expected a valid start token, got " \n" ("INVALID") while parsing: " \n""#),
        ("a 1 # 2\n", #"expected a valid start token, got "2" ("INVALID") while parsing: "2""#),
        ("a 1 #\n", ##"strconv.ParseFloat: parsing "#": invalid syntax while parsing: "a 1 #""##),
        ("a 1 2", #"expected next entry after timestamp, got " 2" ("EOF") while parsing: "a 1 2""#),
        (
            #"a 1 # {a="b"} 1 5"#,
            ##"expected next entry after exemplar timestamp, got " 5" ("EOF") while parsing: "a 1 # {a=\"b\"} 1 5""##
        ),
        (
            "a 1 # {a=\"b\"} 1 \n",
            ##"expected timestamp or comment, got " \n" ("INVALID") while parsing: "a 1 # {a=\"b\"} 1 \n""##
        ),
        (#"a 1 # {"a"} 1"#, ##"expected label name, got "} " ("BCLOSE") while parsing: "a 1 # {\"a\"} ""##),
        ("a 1 1_0\n", #"unsupported character in float while parsing: "a 1 1_0""#),
        ("a 1 NaN\n", "invalid timestamp NaN"),
        ("a 1 Inf\n", "invalid timestamp +Inf"),
    ])
    func `a syntax error names what was found`(text: String, error: String) {
        #expect(ExpositionTranscript(text, .openMetrics).error?.description == error)
    }
}
