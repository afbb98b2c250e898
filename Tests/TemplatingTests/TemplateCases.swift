/// What the real promtool gives for templates, with the data of `TemplateTests`.
enum TemplateCases {
    /// Templates with their output.
    static let outputs: [(text: String, expected: String)] = [
        (#"{{ range $i := 3 }}{{ $i }}{{ end }}"#, #"012"#),
        (#"{{ index "abc" 1 }}"#, #"98"#),
        (#"{{ index $labels "a" }}"#, #"x"#),
        (#"{{ index $labels "zz" }}"#, #""#),
        (#"{{ lt "a" "b" }}"#, #"true"#),
        (#"{{ printf "%d" $value }}"#, #"%!d(float64=2)"#),
        (#"{{ printf "%d %s" 1 }}"#, #"1 %!s(MISSING)"#),
        (#"{{ printf "%d" 1 2 "x" }}"#, #"1%!(EXTRA int=2, string=x)"#),
        (#"{{ printf "%!" }}"#, #"%!!(MISSING)"#),
        (
            #"{{ printf "%T %T %T %T %T %T" 1 1.0 "s" $labels (query "up") (query "up" | first) }}"#,
            #"int float64 string map[string]string template.queryResult *template.sample"#
        ),
        (#"{{ slice "abcdef" 1 3 }}"#, #"bc"#),
        (#"{{ toTime 1700000000.123 }}"#, #"2023-11-14 22:13:20.122 +0000 UTC"#),
        (
            #"{{ (toTime 1700000000).Format "2006-01-02 Mon Jan _2 15:04:05.000 MST -0700" }}"#,
            #"2023-11-14 Tue Nov 14 22:13:20.000 UTC +0000"#
        ),
        (
            #"{{ (toTime 1700000000).Month }} {{ (toTime 1700000000).Weekday }} {{ (toTime 1700000000).Unix }}"#,
            #"November Tuesday 1700000000"#
        ),
        (#"{{ printf "%v" .ExternalLabels.nope }}|{{ (args 1).x }}|{{ .Labels.zz }}"#, #"|<no value>|"#),
        (#"{{ "a" | printf "%s-%s" "b" }}"#, #"b-a"#),
        (#"{{ . }}"#, #"{map[__name__:m a:x job:j] map[e:L] http://h:1/p 2}"#),
        (#"{{ with $x := 3 }}{{ $x }}{{ else }}n{{ end }}"#, #"3"#),
        (#"{{ if and (gt $value 1.0) (eq .Labels.a "x") }}yes{{ else if eq 1 1 }}no{{ end }}"#, #"yes"#),
        (
            #"{{ range $k, $v := $labels }}{{ if eq $k "a" }}{{ continue }}{{ end }}{{ $k }}={{ $v }};{{ end }}"#,
            #"__name__=m;job=j;"#
        ),
        (#"{{ range query "up" }}{{ .Value }}{{ break }}{{ end }}"#, #"1"#),
        (#"{{ block "b" 3 }}[{{ . }}]{{ end }}"#, #"[3]"#),
        (
            #"{{ printf "%5.2f|%-10s|%+d|%%|%q|%x|%08.3f|% d|%#x|%U|%c" 3.14159 "ab" 5 "q\"" "hi" 3.14159 7 255 0x1F600 65 }}"#,
            #" 3.14|ab        |+5|%|"q\""|6869|0003.142| 7|0xff|U+1F600|A"#
        ),
        (#"{{ stripPort "a:b:c" }} {{ title "foo bAR baz-qux o'neil" }}"#, #"a:b:c Foo BAR Baz-Qux O'neil"#),
        (#"{{ js "it's <b>é\n" }} {{ html 1 "a" "<" }}"#, #"it\'s \u003Cb\u003Eé\u000A 1a&lt;"#),
        (#"{{ print nil }} {{ print 1 2 nil }}"#, #"<nil> 1 2 <nil>"#),
        (#"{{ printf "%s" nil }} {{ printf "%v" nil }} {{ printf "%d" true }}"#, #"%!s(<nil>) <nil> %!d(bool=true)"#),
        (#"{{ "abc" | len | printf "%03d" }}"#, #"003"#),
        (#"{{ "a\tb" | printf "%q" }} {{ '\n' }} {{ '世' }}"#, #""a\tb" 10 19990"#),
        (#"{{ -1 }} {{ +2 }} {{ .5 }} {{ 1. }}"#, #"-1 2 0.5 1"#),
        (
            #"{{ 1234.5678 | humanize }} {{ "0.00012" | humanize }} {{ humanize 1e30 }} {{ -1500 | humanize }}"#,
            #"1.235k 120u 1e+06Y -1.5k"#
        ),
        (
            #"{{ humanize1024 1 }} {{ humanize1024 1024 }} {{ humanize1024 1e6 }} {{ humanize1024 0.5 }}"#,
            #"1 1ki 976.6ki 0.5"#
        ),
        (
            #"{{ humanizeDuration 0 }} {{ humanizeDuration 0.5 }} {{ humanizeDuration 60 }} {{ humanizeDuration 3661 }} {{ humanizeDuration -90061 }} {{ humanizeDuration 1e-7 }} {{ humanizeDuration 59.999 }} {{ humanizeDuration 899.99 }}"#,
            #"0s 500ms 1m 0s 1h 1m 1s -1d 1h 1m 1s 100ns 60s 14m 59s"#
        ),
        (
            #"{{ humanizePercentage 0.12345678 }} {{ humanizePercentage "1.5" }} {{ humanizePercentage -1e-9 }}"#,
            #"12.35% 150% -1e-07%"#
        ),
        (
            #"{{ humanizeTimestamp 0 }} {{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp -1.5 }}"#,
            #"1970-01-01 00:00:00 +0000 UTC 2015-06-23 13:19:44.128 +0000 UTC 1969-12-31 23:59:58.5 +0000 UTC"#
        ),
        (#"{{ stripPort "a.b:80" }} {{ stripPort "[::1]:80" }} {{ stripPort "x" }}"#, #"a.b ::1 x"#),
        (
            #"{{ stripDomain "a.b.c:80" }} {{ stripDomain "1.2.3.4:80" }} {{ stripDomain "[2001:db8::1]:80" }} {{ stripDomain "a.b" }} {{ stripDomain "::1" }}"#,
            #"a:80 1.2.3.4:80 [2001:db8::1]:80 a ::1"#
        ),
        (
            #"{{ reReplaceAll "(a)(b)" "$2-${1}x$1x$$" "ab ab" }} {{ reReplaceAll "x*" "-" "abxc" }} {{ reReplaceAll "(?P<n>b)" "[${n}]" "abc" }}"#,
            #"b-ax$ b-ax$ -a-b-c- a[b]c"#
        ),
        (
            #"{{ graphLink "up{a=\"b\"} + 1" }} {{ tableLink "up" }}"#,
            #"/graph?g0.expr=up%7Ba%3D%22b%22%7D+%2B+1&g0.tab=0 /graph?g0.expr=up&g0.tab=1"#
        ),
        (#"{{ print 1 2 "a" "b" 3.0 }}|{{ println 1 "a" }}|"#, #"1 2ab3|1 a\#n|"#),
        (
            #"{{ 1e6 }} {{ 123456789.0 }} {{ 0x1F }} {{ 'a' }} {{ 1_000 }} {{ 0x1p4 }} {{ 1e3 }}"#,
            #"1e+06 1.23456789e+08 31 97 1000 16 1000"#
        ),
        (
            #"{{ printf "%.2f %5d|%-5s|%q %x %e" 12345.678 42 "ab" "q" 255 12345.678 }}"#,
            #"12345.68    42|ab   |"q" ff 1.234568e+04"#
        ),
        (#"{{- /* c */ -}}   x  {{- "y" -}}  z"#, #"xyz"#),
        (
            #"{{ html "<a>&\"'" }} {{ js "it's <b>" }} {{ urlquery "a b" }}"#,
            #"&lt;a&gt;&amp;&#34;&#39; it\'s \u003Cb\u003E a+b"#
        ),
        (
            #"{{ or 0 "" "d" }} {{ and 1 0 }} {{ eq 1 2 1 }} {{ not true }} {{ ne 1 2 }} {{ le 1 1 }} {{ ge 2.0 1.5 }} {{ gt "b" "a" }}"#,
            #"d 0 true false true true true true"#
        ),
        (#"{{ args 1 "b" }} {{ (args 1 2).arg1 }}"#, #"map[arg0:1 arg1:b] 2"#),
        (
            #"{{ printf "%v|%+v|%6.2f|%06d|%x|%X|%o|%b|%t|%c|%U|%s" 1.5 2 3.14159 42 "hi" "hi" 8 5 true 65 65 "z" }}"#,
            #"1.5|2|  3.14|000042|6869|6869|10|101|true|A|U+0041|z"#
        ),
        (#"{{ printf "%*d|%-*d|%.*f" 5 42 5 42 2 3.14159 }}"#, #"   42|42   |3.14"#),
        (
            #"{{ printf "%[2]d %[1]d" 1 2 }} {{ printf "%[5]d" 1 }} {{ printf "%[x]d" 1 }}"#,
            #"2 1 %!d(BADINDEX) %!d(BADINDEX)"#
        ),
        (#"{{ printf "%g %g %G %g" 100000.0 1000000.0 1e-7 1e21 }}"#, #"100000 1e+06 1E-07 1e+21"#),
        (#"{{ printf "%08.3f|%+.2e|% .1f|%+f" -3.14159 12345.678 2.0 1.0 }}"#, #"-003.142|+1.23e+04| 2.0|+1.000000"#),
        (#"{{ printf "%5t|%-7t|%5q|%x" true false "a" -255 }}"#, #" true|false  |  "a"|-ff"#),
        (#"{{ printf "%s %d %v" $labels 3 $labels }}"#, #"map[__name__:m a:x job:j] 3 map[__name__:m a:x job:j]"#),
        (
            #"{{ printf "%q" 65 }} {{ printf "%#q" "abc" }} {{ printf "%+q" "é" }} {{ printf "% x" "abc" }} {{ printf "%#x" "abc" }}"#,
            #"'A' `abc` "\u00e9" 61 62 63 0x616263"#
        ),
        (#"{{ printf "%6.3v|%.3s|%5s|%-5s|" 3.14159 "abcdef" "é" "é" }}"#, #"  3.14|abc|    é|é    |"#),
        (
            #"{{ printf "%d%%" 5 }} {{ printf "%z" 1 }} {{ printf "%" }} {{ printf "%d" "x" }}"#,
            #"5% %!z(int=1) %!(NOVERB) %!d(string=x)"#
        ),
        (#"{{ printf "%v %v" (toTime 0) (toTime 1.5).Year }}"#, #"1970-01-01 00:00:00 +0000 UTC 1970"#),
        (#"{{ len "héllo" }} {{ len $labels }} {{ len (args 1 2 3) }} {{ len (query "up") }}"#, #"6 3 3 2"#),
        (#"{{ index (query "up" | sortByLabel "i") 0 | value }} {{ index (args "x") "arg0" }}"#, #"0 x"#),
        (#"{{ slice "abcdef" 2 }} {{ slice "abcdef" }} {{ len (slice (query "up") 1) }}"#, #"cdef abcdef 1"#),
        (#"{{ with query "up{i='b:1'}" }}{{ . | first | label "i" }}={{ . | first | value }}{{ end }}"#, #"b:1=1"#),
        (
            #"{{ range $i, $e := query "up" | sortByLabel "i" }}{{ $i }}:{{ $e.Labels.i }}={{ $e.Value }} {{ end }}"#,
            #"0:a:2=0 1:b:1=1 "#
        ),
        (#"{{ range query "nope" }}x{{ else }}none{{ end }}"#, #"none"#),
        (#"{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ end }}"#, #"__name__=m a=x job=j "#),
        (#"{{ range $k, $v := args "x" 2 }}{{ $k }}={{ $v }} {{ end }}"#, #"arg0=x arg1=2 "#),
        (#"{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $y := 3 }}{{ end }}{{ $x }}"#, #"2"#),
        (#"{{ $x := 1 }}{{ range 3 }}{{ $x = . }}{{ end }}{{ $x }}"#, #"2"#),
        (#"{{ $i := 9 }}{{ range $i = 3 }}{{ $i }}{{ end }}{{ $i }}"#, #"0122"#),
        (#"{{ if eq $labels.a "y" }}1{{ else if eq $labels.a "x" }}2{{ else }}3{{ end }}"#, #"2"#),
        (#"{{ with "" }}1{{ else with "b" }}{{ . }}{{ else }}3{{ end }}"#, #"b"#),
        (
            #"{{ define "a" }}<{{ . }}>{{ end }}{{ template "a" 3 }}{{ template "a" "x" }}{{ template "a" }}"#,
            #"<3><x><<no value>>"#
        ),
        (
            #"{{ define "r" }}{{ if gt . 0 }}{{ . }}{{ template "r" (slice "x" 0 | len) }}{{ end }}{{ end }}{{ block "z" "q" }}[{{ . }}]{{ end }}"#,
            #"[q]"#
        ),
        (
            #"{{ title "hello wOrld_x 1a é" }} {{ toUpper "straße é" }} {{ toLower "ÀB" }}"#,
            #"Hello WOrld_x 1A É STRAßE É àb"#
        ),
        (#"{{ match "^a.c$" "abc" }} {{ match "b" "abc" }} {{ match "z" "abc" }}"#, #"true true false"#),
        (
            #"{{ parseDuration "1h30m" }} {{ parseDuration "0" }} {{ parseDuration "1d2h3m4s5ms" }}"#,
            #"5400 0 93784.005"#
        ),
        (
            #"{{ .Labels.a }}{{ $.Labels.a }}{{ $labels.a }}{{ .Value }}{{ .ExternalURL }}{{ .ExternalLabels.e }}"#,
            #"xxx2http://h:1/pL"#
        ),
        (#"{{ $externalLabels }} {{ $externalURL }} {{ $value | printf "%.1f" }}"#, #"map[e:L] http://h:1/p 2.0"#),
        (#"{{ true }} {{ false | not }} {{ if 0.0 }}a{{ else }}b{{ end }}"#, #"true true b"#),
        (
            #"{{ eq "a" "b" "a" }} {{ eq 1 0x1 }} {{ lt 1 2 }} {{ lt 1.5 1.6 }} {{ eq true true }}"#,
            #"true true true true true"#
        ),
        (#"{{ safeHtml "<b>" }} {{ "<b>" | safeHtml | printf "%s" }}"#, #"<b> <b>"#),
        (#"{{ `raw \n` }} {{ "tab\tnew\u00e9\x41\101" }}"#, #"raw \n tab\#tnewéAA"#),
        (#"a {{- " b " -}} c {{ "}}" }} d"#, #"a b c }} d"#),
        (#"{{ "x" | printf "%s%s" "a" | printf "%s-%s" "p" }}"#, #"p-ax"#),
        (#"{{ printf "%T %T %T" (toTime 0) 'a' true }}"#, #"*time.Time int bool"#),
        (
            #"{{ (toTime 1700000000.5).Format "Jan 2, 2006 at 3:04pm (MST) .000 .999 002 Monday January 06 1 _2" }}"#,
            #"Nov 14, 2023 at 10:13pm (UTC) .500 .5 318 Tuesday November 23 11 14"#
        ),
        (
            #"{{ (toTime 1700000000).UTC.Hour }} {{ (toTime 1700000000).YearDay }} {{ ((toTime 10).Sub (toTime 4)).Seconds }}"#,
            #"22 318 6"#
        ),
        (#"{{ print (toTime 1).Month }} {{ printf "%d" (toTime 1).Month }}"#, #"January 1"#),
        (
            #"{{ printf "%v" 1e20 }} {{ printf "%v" 1e21 }} {{ 12345678.0 }} {{ 0.00001 }} {{ -0.0 }} {{ 100000.0 }}"#,
            #"1e+20 1e+21 1.2345678e+07 1e-05 -0 100000"#
        ),
        (
            #"{{ html 1.5 }} {{ urlquery "ä/?&=+ " }} {{ js "\x01\t é\u200b" }}"#,
            #"1.5 %C3%A4%2F%3F%26%3D%2B+ \u0001\u0009 é\u200B"#
        ),
        (#"{{ with $x := query "up" }}{{ len $x }}{{ end }}{{ len "" }}"#, #"20"#),
        (#"{{- if true -}} {{- 1 -}} {{- end -}}"#, #"1"#),
        (#"{{/* comment */}}x{{- /* trimmed */ -}} y"#, #"xy"#),
        (#"{{ $labels.a | len }} {{ len $labels.a | eq 1 }}"#, #"1 true"#),
        (#"{{ strvalue (query "up" | first) }}|{{ value (query "scalar(vector(3))" | first) }}"#, #"|3"#),
        (
            #"{{ range $v := query "up" | sortByLabel "i" }}{{ if eq $v.Labels.i "a:2" }}{{ continue }}{{ end }}{{ $v.Labels.i }}{{ break }}{{ end }}"#,
            #"b:1"#
        ),
        (#"{{ 1 | }}"#, #"1"#),
        (#"{{ eq nil nil }} {{ eq 1 nil }}"#, #"true false"#),
    ]
}
