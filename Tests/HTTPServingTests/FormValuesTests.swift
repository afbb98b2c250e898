import HTTPServing
import Testing

@Suite struct FormValuesTests {
    @Test(arguments: [
        ("a=b", "b"), ("a=b+c%20d", "b c d"), ("x=1&a=2&a=3", "2"), ("a", ""), ("a==", "="), ("b=1", ""),
        ("a=%C3%A4", "ä"), ("%61=b", "b"), ("&&a=b&", "b"),
    ])
    func `the first value of a name is found`(query: String, expected: String) {
        let values = FormValues(urlEncoded: query)
        #expect(values["a"] == expected)
        #expect(values.flaw == nil)
    }

    @Test(arguments: [
        ("a=%zz&b=1", "invalid URL escape \"%zz\""), ("b=1&a=x%4", "invalid URL escape \"%4\""),
        ("a=1;c=2&b=1", "invalid semicolon separator in query"), ("a=b%20%&b=1", "invalid URL escape \"%\""),
    ])
    func `a flaw is told, and the other values are there`(query: String, flaw: String) {
        let values = FormValues(urlEncoded: query)
        #expect(values.flaw == flaw)
        #expect(values["b"] == "1")
        #expect(values["a"] == "")
    }

    @Test func `all values of a name keep their order`() {
        #expect(FormValues(urlEncoded: "m[]=a&x=y&m%5B%5D=b").all("m[]") == ["a", "b"])
    }
}
