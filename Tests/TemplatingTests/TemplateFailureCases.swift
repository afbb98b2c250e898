/// What the real promtool says of templates that fail, with the data of `TemplateTests`.
enum TemplateFailureCases {
    /// Templates that fail when they are executed.
    static let executions: [(text: String, expected: String)] = [
        (
            #"{{ range $i, $j := 3 }}{{ $i }}{{ end }}"#,
            #"template: __alert_A0:1:131: executing "__alert_A0" at <3>: can't use 3 to iterate over more than one variable"#
        ),
        (
            #"{{ index "abc" 3 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index "abc" 3>: error calling index: reflect: string index out of range"#
        ),
        (
            #"{{ index "abc" 4 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index "abc" 4>: error calling index: index out of range: 4"#
        ),
        (
            #"{{ gt $value 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <gt $value 1>: error calling gt: incompatible types for comparison: float64 and int"#
        ),
        (
            #"{{ eq $value "x" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <eq $value "x">: error calling eq: incompatible types for comparison: float64 and string"#
        ),
        (
            #"{{ eq $labels $labels }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <eq $labels $labels>: error calling eq: non-comparable type map[__name__:m a:x job:j]: map[string]string"#
        ),
        (
            #"{{ lt $labels 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <lt $labels 1>: error calling lt: invalid type for comparison"#
        ),
        (
            #"{{ range $value }}{{ end }}"#,
            #"template: __alert_A0:1:121: executing "__alert_A0" at <$value>: range can't iterate over 2"#
        ),
        (
            #"{{ range "abc" }}{{ end }}"#,
            #"template: __alert_A0:1:121: executing "__alert_A0" at <"abc">: range can't iterate over abc"#
        ),
        (
            #"{{ .Foo }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <.Foo>: can't evaluate field Foo in type struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }"#
        ),
        (
            #"{{ $labels.a.b }}"#,
            #"template: __alert_A0:1:122: executing "__alert_A0" at <$labels.a.b>: can't evaluate field b in type string"#
        ),
        (
            #"{{ $value.x }}"#,
            #"template: __alert_A0:1:121: executing "__alert_A0" at <$value.x>: can't evaluate field x in type float64"#
        ),
        (
            #"{{ template "x" }}"#,
            #"template: __alert_A0:1:124: executing "__alert_A0" at <{{template "x"}}>: template "x" not defined"#
        ),
        (
            #"{{ template "x" . }}"#,
            #"template: __alert_A0:1:124: executing "__alert_A0" at <{{template "x" .}}>: template "x" not defined"#
        ),
        (
            #"{{ define "t" }}{{ index .arg0 7 }}{{ end }}{{ template "t" (args "b") }}"#,
            #"template: __alert_A0:1:131: executing "t" at <index .arg0 7>: error calling index: index out of range: 7"#
        ),
        (
            #"{{ humanize "abc" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <humanize "abc">: error calling humanize: strconv.ParseFloat: parsing "abc": invalid syntax"#
        ),
        (
            #"{{ humanize $labels }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <humanize $labels>: error calling humanize: can't convert map[string]string to float"#
        ),
        (
            #"{{ query "up[" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <query "up[">: error calling query: 1:4: parse error: unexpected end of input in duration expression"#
        ),
        (
            #"{{ query "up[5m]" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <query "up[5m]">: error calling query: rule result is not a vector or scalar"#
        ),
        (
            #"{{ query "nope" | first | value }}"#,
            #"template: __alert_A0:1:130: executing "__alert_A0" at <first>: error calling first: first() called on vector with no elements"#
        ),
        (
            #"{{ first $value }}"#,
            #"template: __alert_A0:1:121: executing "__alert_A0" at <$value>: wrong type for value; expected template.queryResult; got float64"#
        ),
        (#"{{ nil }}"#, #"template: __alert_A0:1:115: executing "__alert_A0" at <nil>: nil is not a command"#),
        (
            #"{{ call $value }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <call $value>: error calling call: non-function $value of type float64"#
        ),
        (
            #"{{ len $value }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <len $value>: error calling len: len of type float64"#
        ),
        (
            #"{{ slice "abc" 2 5 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <slice "abc" 2 5>: error calling slice: index out of range: 5"#
        ),
        (
            #"{{ slice "abc" 2 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <slice "abc" 2 1>: error calling slice: invalid slice index: 2 > 1"#
        ),
        (#"{{ $x = 3 }}"#, #"template: __alert_A0:1:120: executing "__alert_A0" at <3>: undefined variable: $x"#),
        (
            #"{{ and 1 0 2 }} {{ or }}"#,
            #"template: __alert_A0:1:131: executing "__alert_A0" at <or>: wrong number of args for or: want at least 1 got 0"#
        ),
        (
            #"{{ not }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <not>: wrong number of args for not: want 1 got 0"#
        ),
        (
            #"{{ eq 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <eq 1>: error calling eq: missing argument for comparison"#
        ),
        (
            #"{{ eq }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <eq>: wrong number of args for eq: want at least 1 got 0"#
        ),
        (
            #"{{ match "(" "x" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <match "(" "x">: error calling match: error parsing regexp: missing closing ): `(`"#
        ),
        (
            #"{{ reReplaceAll "(" "x" "y" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <reReplaceAll "(" "x" "y">: error calling reReplaceAll: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`"#
        ),
        (
            #"{{ humanizeTimestamp 1700000000.5 }} {{ humanizeTimestamp "nan" }} {{ humanizeTimestamp 1e30 }}"#,
            #"template: __alert_A0:1:182: executing "__alert_A0" at <humanizeTimestamp 1e30>: error calling humanizeTimestamp: 1e+30 cannot be represented as a nanoseconds timestamp since it overflows int64"#
        ),
        (
            #"{{ toTime "inf" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <toTime "inf">: error calling toTime: value is NaN or Inf"#
        ),
        (
            #"{{ parseDuration "1x" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <parseDuration "1x">: error calling parseDuration: unknown unit "x" in duration "1x""#
        ),
        (
            #"{{ 1 "a" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <1>: can't give argument to non-function 1"#
        ),
        (
            #"{{ $labels "a" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <$labels>: can't give argument to non-function $labels"#
        ),
        (
            #"{{ .Labels "a" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <.Labels>: Labels has arguments but cannot be invoked as function"#
        ),
        (
            #"{{ .Value 3 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <.Value>: Value has arguments but cannot be invoked as function"#
        ),
        (
            #"{{ (1) 2 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <(1) 2>: can't give argument to non-function 1"#
        ),
        (
            #"{{ . 2 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <.>: can't give argument to non-function ."#
        ),
        (
            #"{{ if nil }}{{ end }}"#,
            #"template: __alert_A0:1:118: executing "__alert_A0" at <nil>: nil is not a command"#
        ),
        (
            #"{{ humanize }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <humanize>: wrong number of args for humanize: want 1 got 0"#
        ),
        (
            #"{{ humanize 1 2 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <humanize>: wrong number of args for humanize: want 1 got 2"#
        ),
        (
            #"{{ humanize nil }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <humanize nil>: error calling humanize: can't convert <nil> to float"#
        ),
        (
            #"{{ toUpper 1 }}"#,
            #"template: __alert_A0:1:123: executing "__alert_A0" at <1>: expected string; found 1"#
        ),
        (
            #"{{ toUpper nil }}"#,
            #"template: __alert_A0:1:123: executing "__alert_A0" at <nil>: cannot assign nil to string"#
        ),
        (
            #"{{ toUpper $value }}"#,
            #"template: __alert_A0:1:123: executing "__alert_A0" at <$value>: wrong type for value; expected string; got float64"#
        ),
        (
            #"{{ label "a" 1 }}"#,
            #"template: __alert_A0:1:125: executing "__alert_A0" at <1>: can't handle 1 for arg of type *template.sample"#
        ),
        (
            #"{{ label "a" nil }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <label "a" nil>: error calling label: runtime error: invalid memory address or nil pointer dereference"#
        ),
        (
            #"{{ index }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index>: wrong number of args for index: want at least 1 got 0"#
        ),
        (
            #"{{ index 1 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index 1 1>: error calling index: can't index item of type int"#
        ),
        (
            #"{{ index nil 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index nil 1>: error calling index: index of untyped nil"#
        ),
        (
            #"{{ index "abc" "a" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index "abc" "a">: error calling index: cannot index slice/array with type string"#
        ),
        (
            #"{{ index $labels 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index $labels 1>: error calling index: value has type int; should be string"#
        ),
        (
            #"{{ index "abc" -1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <index "abc" -1>: error calling index: index out of range: -1"#
        ),
        (
            #"{{ slice 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <slice 1>: error calling slice: can't slice item of type int"#
        ),
        (
            #"{{ slice "abc" 1 2 3 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <slice "abc" 1 2 3>: error calling slice: cannot 3-index slice a string"#
        ),
        (
            #"{{ slice "abc" 1 2 3 4 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <slice "abc" 1 2 3 4>: error calling slice: too many slice indexes: 4"#
        ),
        (
            #"{{ len nil }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value"#
        ),
        (
            #"{{ lt nil 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <lt nil 1>: error calling lt: invalid type for comparison"#
        ),
        (
            #"{{ eq $labels 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <eq $labels 1>: error calling eq: incompatible types for comparison: map[string]string and int"#
        ),
        (
            #"{{ lt true false }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <lt true false>: error calling lt: invalid type for comparison"#
        ),
        (
            #"{{ lt 1 1.0 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <lt 1 1.0>: error calling lt: incompatible types for comparison: int and float64"#
        ),
        (
            #"{{ (query "up" | first).Foo }}"#,
            #"template: __alert_A0:1:129: executing "__alert_A0" at <first>: can't evaluate field Foo in type *template.sample"#
        ),
        (
            #"{{ (query "up").Foo }}"#,
            #"template: __alert_A0:1:122: executing "__alert_A0" at <"up">: can't evaluate field Foo in type template.queryResult"#
        ),
        (
            #"{{ (toTime 0).Foo }}"#,
            #"template: __alert_A0:1:123: executing "__alert_A0" at <0>: can't evaluate field Foo in type *time.Time"#
        ),
        (
            #"{{ (toTime 0).Format 1 }}"#,
            #"template: __alert_A0:1:133: executing "__alert_A0" at <1>: expected string; found 1"#
        ),
        (
            #"{{ (toTime 0).Format }}"#,
            #"template: __alert_A0:1:123: executing "__alert_A0" at <0>: wrong number of args for Format: want 1 got 0"#
        ),
        (
            #"{{ (toTime 0).Year 1 }}"#,
            #"template: __alert_A0:1:123: executing "__alert_A0" at <0>: wrong number of args for Year: want 0 got 1"#
        ),
        (#"{{ printf 1 }}"#, #"template: __alert_A0:1:122: executing "__alert_A0" at <1>: expected string; found 1"#),
        (
            #"{{ printf }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <printf>: wrong number of args for printf: want at least 1 got 0"#
        ),
        (
            #"{{ range $i := 2 }}{{ $i }}{{ template "nope" }}{{ end }}"#,
            #"template: __alert_A0:1:151: executing "__alert_A0" at <{{template "nope"}}>: template "nope" not defined"#
        ),
        (
            #"{{ query "sum(" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <query "sum(">: error calling query: 1:5: parse error: unclosed left parenthesis"#
        ),
        (#"{{ query 1 }}"#, #"template: __alert_A0:1:121: executing "__alert_A0" at <1>: expected string; found 1"#),
        (
            #"{{ query "\"str\"" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <query "\"str\"">: error calling query: rule result is not a vector or scalar"#
        ),
        (
            #"{{ first }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <first>: wrong number of args for first: want 1 got 0"#
        ),
        (
            #"{{ first nil }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <first nil>: error calling first: first() called on vector with no elements"#
        ),
        (
            #"{{ sortByLabel "a" "b" }}"#,
            #"template: __alert_A0:1:131: executing "__alert_A0" at <"b">: can't handle "b" for arg of type template.queryResult"#
        ),
        (
            #"{{ match "a" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <match>: wrong number of args for match: want 2 got 1"#
        ),
        (
            #"{{ call nil }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <call nil>: error calling call: call of nil"#
        ),
        (
            #"{{ call 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <call 1>: error calling call: non-function 1 of type int"#
        ),
        (
            #"{{ call }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <call>: wrong number of args for call: want at least 1 got 0"#
        ),
        (
            #"{{ call "humanize" 1 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <call "humanize" 1>: error calling call: non-function "humanize" of type string"#
        ),
        (
            #"{{ toTime "x" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <toTime "x">: error calling toTime: strconv.ParseFloat: parsing "x": invalid syntax"#
        ),
        (
            #"{{ toTime 1e300 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <toTime 1e300>: error calling toTime: 1e+300 cannot be represented as a nanoseconds timestamp since it overflows int64"#
        ),
        (
            #"{{ parseDuration "" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <parseDuration "">: error calling parseDuration: empty duration string"#
        ),
        (
            #"{{ parseDuration "abc" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <parseDuration "abc">: error calling parseDuration: not a valid duration string: "abc""#
        ),
        (
            #"{{ not 1 2 }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <not>: wrong number of args for not: want 1 got 2"#
        ),
        (
            #"{{ true "x" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <true>: can't give argument to non-function true"#
        ),
        (
            #"{{ nil "x" }}"#,
            #"template: __alert_A0:1:115: executing "__alert_A0" at <nil>: can't give argument to non-function nil"#
        ),
        (
            #"{{ define "t" }}{{ .x.y }}{{ end }}{{ template "t" 3 }}"#,
            #"template: __alert_A0:1:133: executing "t" at <.x.y>: can't evaluate field x in type int"#
        ),
        (
            #"{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}"#,
            #"template: __alert_A0:1:140: executing "t" at <{{template "t"}}>: exceeded maximum template depth (100000)"#
        ),
        (
            #"{{ $labels.a.b.c }}"#,
            #"template: __alert_A0:1:122: executing "__alert_A0" at <$labels.a.b.c>: can't evaluate field b in type string"#
        ),
        (
            #"{{ (args 1).arg0.x }}"#,
            #"template: __alert_A0:1:121: executing "__alert_A0" at <1>: can't evaluate field x in type interface {}"#
        ),
        (
            #"{{ (args 1).zz.x }}"#,
            #"template: __alert_A0:1:121: executing "__alert_A0" at <1>: nil pointer evaluating interface {}.x"#
        ),
        (
            #"{{ with $value }}{{ .x }}{{ end }}"#,
            #"template: __alert_A0:1:132: executing "__alert_A0" at <.x>: can't evaluate field x in type float64"#
        ),
        (
            #"{{ if 1 2 }}{{ end }}"#,
            #"template: __alert_A0:1:118: executing "__alert_A0" at <1>: can't give argument to non-function 1"#
        ),
        (
            #"{{ printf "%d" 1 | humanize 2 }}"#,
            #"template: __alert_A0:1:131: executing "__alert_A0" at <humanize>: wrong number of args for humanize: want 1 got 2"#
        ),
    ]

    /// Templates that cannot be parsed.
    static let parsings: [(text: String, expected: String)] = [
        (#"{{ tmpl "x" . }}"#, #"template: __alert_A0:1: function "tmpl" not defined"#),
        (#"{{ 1 | 2 }}"#, #"template: __alert_A0:1: non executable command in pipeline stage 2"#),
        (#"{{ break }}"#, #"template: __alert_A0:1: {{break}} outside {{range}}"#),
        (
            #"{{ 0b101 }} {{ 0o17 }} {{ 017 }} {{ 1_000.5 }} {{ 09 }}"#,
            #"template: __alert_A0:1: integer overflow: "09""#
        ),
        (#"{{ 1e400 }}"#, #"template: __alert_A0:1: illegal number syntax: "1e400""#),
        (#"{{ 99999999999999999999 }}"#, #"template: __alert_A0:1: integer overflow: "99999999999999999999""#),
        (#"{{ if }}x{{ end }}"#, #"template: __alert_A0:1: missing value for if"#),
        (#"{{ end }}"#, #"template: __alert_A0:1: unexpected {{end}}"#),
        (#"{{ else }}"#, #"template: __alert_A0:1: unexpected {{else}}"#),
        (#"{{ if true }}"#, #"template: __alert_A0:1: unexpected EOF"#),
        (#"{{ if true }}{{ else }}{{ else }}{{ end }}"#, #"template: __alert_A0:1: expected end; found {{else}}"#),
        (#"{{ range }}{{ end }}"#, #"template: __alert_A0:1: missing value for range"#),
        (#"{{ .x"#, #"template: __alert_A0:1: unclosed action"#),
        (#"{{ "abc }}"#, #"template: __alert_A0:1: unterminated quoted string"#),
        (#"{{ `abc }}"#, #"template: __alert_A0:1: unterminated raw quoted string"#),
        (#"{{ 'a }}"#, #"template: __alert_A0:1: unterminated character constant"#),
        (#"{{ $x }}"#, #"template: __alert_A0:1: undefined variable "$x""#),
        (#"{{ foo }}"#, #"template: __alert_A0:1: function "foo" not defined"#),
        (#"{{ 1x }}"#, #"template: __alert_A0:1: bad number syntax: "1x""#),
        (#"{{ .a.%b }}"#, #"template: __alert_A0:1: bad character U+0025 '%'"#),
        (#"{{ a-b }}"#, #"template: __alert_A0:1: bad character U+002D '-'"#),
        (#"{{ (1 }}"#, #"template: __alert_A0:1: unclosed left paren"#),
        (#"{{ 1) }}"#, #"template: __alert_A0:1: unexpected right paren"#),
        (#"{{ () }}"#, #"template: __alert_A0:1: missing value for parenthesized pipeline"#),
        (#"{{ | 1 }}"#, #"template: __alert_A0:1: unexpected "|" in command"#),
        (#"{{ $x := }}"#, #"template: __alert_A0:1: missing value for command"#),
        (#"{{ $x, $y := 1 }}"#, #"template: __alert_A0:1: too many declarations in command"#),
        (#"{{ range $x, $y, $z := 1 }}{{ end }}"#, #"template: __alert_A0:1: too many declarations in range"#),
        (#"{{ range $x, 1 := 2 }}{{ end }}"#, #"template: __alert_A0:1: range can only initialize variables"#),
        (#"{{ template }}"#, #"template: __alert_A0:1: unexpected "}}" in template clause"#),
        (#"{{ template x }}"#, #"template: __alert_A0:1: unexpected "x" in template clause"#),
        (#"{{ define "a" }}"#, #"template: __alert_A0:1: unexpected EOF"#),
        (#"{{ define x }}{{ end }}"#, #"template: __alert_A0:1: unexpected "x" in define clause"#),
        (
            #"{{ if true }}{{ define "a" }}{{ end }}{{ end }}"#,
            #"template: __alert_A0:1: unexpected <define> in command"#
        ),
        (
            #"{{ define "a" }}1{{ end }}{{ define "a" }}2{{ end }}"#,
            #"template: __alert_A0:1: template: multiple definition of template "a""#
        ),
        (#"{{ block "a" }}{{ end }}"#, #"template: __alert_A0:1: missing value for block clause"#),
        (#"{{ continue }}"#, #"template: __alert_A0:1: {{continue}} outside {{range}}"#),
        (#"{{ /* a */ }}"#, #"template: __alert_A0:1: unexpected "/" in command"#),
        (#"{{/* a }}"#, #"template: __alert_A0:1: unclosed comment"#),
        (#"{{/* a */x}}"#, #"template: __alert_A0:1: comment ends before closing delimiter"#),
        (#"{{ 1.x }}"#, #"template: __alert_A0:1: bad number syntax: "1.x""#),
        (#"{{ "a".b }}"#, #"template: __alert_A0:1: unexpected . after term "\"a\"""#),
        (#"{{ nil.x }}"#, #"template: __alert_A0:1: unexpected . after term "nil""#),
        (#"{{ $x.y }}"#, #"template: __alert_A0:1: undefined variable "$x""#),
        (#"{{ : }}"#, #"template: __alert_A0:1: expected :="#),
        (#"{{ := 1 }}"#, #"template: __alert_A0:1: unexpected ":=" in command"#),
        (#"{{ @ }}"#, #"template: __alert_A0:1: unexpected "@" in command"#),
        (#"{{ é }}"#, #"template: __alert_A0:1: function "é" not defined"#),
        (#"{{ print "a" | 1 }}"#, #"template: __alert_A0:1: non executable command in pipeline stage 2"#),
        (#"{{ block "t" 1 }}{{ else }}{{ end }}"#, #"template: __alert_A0:1: unexpected {{else}} in block clause"#),
        (#"{{ define "t" }}{{ else }}{{ end }}"#, #"template: __alert_A0:1: unexpected {{else}} in define clause"#),
        (#"{{ if true }}{{ else if }}{{ end }}"#, #"template: __alert_A0:1: missing value for if"#),
        (#"{{ range $x := 3 }}{{ end }}{{ $x }}"#, #"template: __alert_A0:1: undefined variable "$x""#),
        (#"{{ break }}"#, #"template: __alert_A0:1: {{break}} outside {{range}}"#),
        (
            #"{{ 99999999999999999999999999999999999 | humanize }}"#,
            #"template: __alert_A0:1: integer overflow: "99999999999999999999999999999999999""#
        ),
        (#"{{ 08 }}"#, #"template: __alert_A0:1: integer overflow: "08""#),
        (#"{{ '' }}"#, #"template: __alert_A0:1: invalid syntax"#),
        (#"{{ 'ab' }}"#, #"template: __alert_A0:1: malformed character constant: 'ab'"#),
        (#"{{ "\q" }}"#, #"template: __alert_A0:1: invalid syntax"#),
    ]
}
