import PrometheusExposition
import Testing

@Suite struct TextExpositionTests {
    @Test(arguments: [
        ("a 1\n", #"{__name__="a"} 1"#),
        (" \t a  \t 1 \t 5\t\n", #"{__name__="a"} 1 @5"#),
        ("a{b=\"c\"} 2.5 123\n", #"{__name__="a", b="c"} 2.5 @123"#),
        ("a { b = \"c\" , } 2", #"{__name__="a", b="c"} 2"#),
        ("a{z=\"1\"a=\"2\"} 1\n", #"{__name__="a", a="2", z="1"} 1"#),
        ("a{b=\"c\"}1\n", #"{__name__="a", b="c"} 1"#),
        ("a{b=\"c\n\"} 1\n", #"{__name__="a", b="c\n"} 1"#),
        ("a{b=\"\"} 1\n", #"{__name__="a"} 1"#),
        (#"a{b="x\\y\z\n\""} 1"#, #"{__name__="a", b="x\\y\\z\n\""} 1"#),
        (#"{"a.b", b="c", "d.e"="f"} 2"#, #"{__name__="a.b", b="c", "d.e"="f"} 2"#),
        (#"{b="c","m"} 2"#, #"{__name__="m", b="c"} 2"#),
        (#"{"m"}1"#, #"{__name__="m"} 1"#),
        (#"{"a\"\n\q", b="c"} 2"#, #"{__name__="a\"\n\\q", b="c"} 2"#),
        ("a 1e3\n", #"{__name__="a"} 1000"#),
        ("a +Inf\n", #"{__name__="a"} +Inf"#),
        ("a -inf\n", #"{__name__="a"} -Inf"#),
        ("a NaN\n", #"{__name__="a"} NaN"#),
        ("a .5\n", #"{__name__="a"} 0.5"#),
        ("a -0\n", #"{__name__="a"} -0"#),
    ])
    func `a sample has its labels sorted, its value and its timestamp`(text: String, sample: String) {
        let transcript = ExpositionTranscript(text, .text)
        #expect(transcript.error == nil)
        #expect(transcript.lines == [sample])
    }

    @Test func `the series are the bytes from the name to the closing brace`() {
        let transcript = ExpositionTranscript("  a  { b=\"c\" }  1\n{\"x\"} 2\nplain 3 4\n", .text)
        #expect(transcript.series == ["a  { b=\"c\" }", "{\"x\"}", "plain"])
    }

    @Test func `metadata lines give name, type and help`() {
        let text = """
            # HELP foo-bar text \\\\ \\n \\q
            # TYPE a\tcounter
            # HELP   foo   text\u{20}\u{20}
            # HELP "fo.o" text
            # HELP nohelp
            # TYPE b untyped
            #HELP x y
            #
            # Hello
            # HELP

            """
        let transcript = ExpositionTranscript(text, .text)
        #expect(transcript.error == nil)
        #expect(
            transcript.lines == [
                #"HELP foo "bar text \\ \n \\q""#, "TYPE a counter", #"HELP foo "  text  ""#, #"HELP fo.o "text""#,
                #"HELP nohelp """#, "TYPE b unknown",
            ]
        )
    }

    @Test(arguments: [
        ("1", "1.0"), ("+Inf", "+Inf"), ("0.50", "0.5"), ("1000000", "1e+06"), ("foo", "foo"), ("100000", "100000.0"),
        ("1e-9", "1e-09"), ("infinity", "+Inf"), ("NaN", "NaN"), ("-0", "0.0"), ("1e21", "1e+21"),
    ])
    func `bucket bounds and quantiles are written as floats when the type is known`(written: String, kept: String) {
        let text = """
            # TYPE h histogram
            h_bucket{le="\(written)"} 1
            h_bucket{quantile="\(written)"} 1
            # TYPE s summary
            s{quantile="\(written)"} 1
            s{le="\(written)"} 1

            """
        let transcript = ExpositionTranscript(text, .text)
        #expect(
            transcript.lines.filter { !$0.hasPrefix("TYPE") } == [
                "{__name__=\"h_bucket\", le=\"\(kept)\"} 1", "{__name__=\"h_bucket\", quantile=\"\(written)\"} 1",
                "{__name__=\"s\", quantile=\"\(kept)\"} 1", "{__name__=\"s\", le=\"\(written)\"} 1",
            ]
        )
    }

    @Test(arguments: [
        ("# TYPE foo  counter\n", #"invalid metric type " counter""#),
        ("# TYPE foo\n", #"invalid metric type """#),
        (#"a{b="c",,d="e"} 1"#, #"expected label name, got ",d" ("COMMA") while parsing: "a{b=\"c\",,d""#),
        (#"a{,b="c"} 1"#, #"expected label name, got ",b" ("COMMA") while parsing: "a{,b""#),
        (
            "a 1e999\n",
            #"strconv.ParseFloat: parsing "1e999": value out of range while parsing: "a 1e999""#
        ),
        (
            "a 1 99999999999999999999\n",
            #"strconv.ParseInt: parsing "99999999999999999999": value out of range while parsing: "#
                + #""a 1 99999999999999999999""#
        ),
        ("a 1 -5\n", #"expected timestamp or new record, got "-" ("INVALID") while parsing: "a 1 -""#),
        ("a 1 1.5\n", #"expected next entry after timestamp, got "." ("INVALID") while parsing: "a 1 1.""#),
        ("a 1{\n", #"expected timestamp or new record, got "{" ("INVALID") while parsing: "a 1{""#),
        (#"a{b="c"}{ 1"#, #"expected value after metric, got "{ " ("BOPEN") while parsing: "a{b=\"c\"}{ ""#),
        ("a{b=\"c\\\n\"} 1", #"expected label value, got "\"c\\\n" ("INVALID") while parsing: "a{b=\"c\\\n""#),
        (#"{"a","b"} 1"#, #"metric name already set while parsing: "{\"a\",\"b\"}""#),
        (#"a{"b"} 1"#, #"metric name already set while parsing: "a{\"b\"}""#),
        (#"{"a" "b"="c"} 2"#, #"expected equal, got "\"b\"=" ("QSTRING") while parsing: "{\"a\" \"b\"=""#),
        ("{} 1\n", #"metric name not set while parsing: "{} 1""#),
        (#"{"a"=1} 1"#, #"expected label value, got "1" ("INVALID") while parsing: "{\"a\"=1""#),
        ("1a 1\n", #"expected a valid start token, got "1" ("INVALID") while parsing: "1""#),
        ("a 0x10\n", #"strconv.ParseFloat: parsing "0x10": invalid syntax while parsing: "a 0x10""#),
        (
            "# HELP \"a\n",
            ##"expected metric name after HELP, got "\"a\n\n" ("INVALID") while parsing: "# HELP \"a\n\n""##
        ),
        ("a 1\r\n", #"strconv.ParseFloat: parsing "1\r": invalid syntax while parsing: "a 1\r""#),
        (#"a:b{c:d="e"} 1"#, #"expected equal, got ":" ("INVALID") while parsing: "a:b{c:""#),
        (#"a{b="c""#, #"expected label name, got "\n" ("INVALID") while parsing: "a{b=\"c\"\n""#),
        ("a{", #"expected label name, got "\n" ("INVALID") while parsing: "a{\n""#),
        (#"a{b="c"} "#, #"expected value after metric, got "\n" ("INVALID") while parsing: "a{b=\"c\"} \n""#),
        (#"a{b==} 1"#, #"expected label value, got "=" ("INVALID") while parsing: "a{b==""#),
        ("a  1 # x\n", ##"expected timestamp or new record, got "#" ("INVALID") while parsing: "a  1 #""##),
        (#"{a="b","m"="c"} 1"#, #"metric name not set while parsing: "{a=\"b\",\"m\"=\"c\"} 1""#),
        ("a \0\n", #"expected value after metric, got "\x00" ("INVALID") while parsing: "a \x00""#),
    ])
    func `a syntax error names what was found`(text: String, error: String) {
        #expect(ExpositionTranscript(text, .text).error?.description == error)
    }

    @Test func `bytes that are not text are refused where text is due`() {
        let help = Array("# HELP a ".utf8) + [0xFF, 0x0A]
        #expect(
            ExpositionTranscript(help, .text).error?.description == #"help text "\xff" is not a valid utf8 string"#
        )
        let value = Array("a{b=\"".utf8) + [0xFF] + Array("\"} 1\n".utf8)
        #expect(ExpositionTranscript(value, .text).error?.description == #"invalid UTF-8 label value: "\"\xff\"""#)
    }

    @Test func `labels of equal names are told`() {
        #expect(ExpositionTranscript("a{b=\"1\",c=\"2\",b=\"3\"} 1\n", .text).lines == ["duplicate 1"])
    }

    @Test func `a NUL at the start of a line ends the exposition`() {
        let transcript = ExpositionTranscript("a 1\n\0b 2\n", .text)
        #expect(transcript.error == nil)
        #expect(transcript.lines == [#"{__name__="a"} 1"#])
    }
}
