@testable import Discovery
import PrometheusBytes
import Testing

@Suite struct ReaderTests {
    @Test(
        arguments: [
            ("<a>x &amp; y</a>", "x & y"), ("<?xml version=\"1.0\"?><!-- c --><a><![CDATA[<b>]]></a>", "<b>"),
            ("<n:a n:k='v'> &#65;&#x42; </n:a>", "AB"), ("<a/>", ""), ("<!DOCTYPE a><a>1</a>", "1"),
        ]
    )
    func `XML is read with its references and sections`(text: String, expected: String) throws {
        let root = try XMLReader.parse(Array(text.utf8))
        #expect(root.name == "a")
        #expect(root.text == expected)
    }

    @Test(
        arguments: [
            "", "x", "<a>", "<a></b>", "<a>&nope;</a>", "<a b></a>", "<a b=c/>", "<a/>x", "<a b='1</a>", "<",
            "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<![CDATA[", "<a><![CDATA[x</a>",
            String(repeating: "<a>", count: 500),
        ]
    )
    func `what is no XML is refused`(text: String) {
        #expect(throws: XMLReaderError.self) { try XMLReader.parse(Array(text.utf8)) }
    }

    @Test func `changed XML never crashes the reader`() {
        let text = Array("<?xml version='1.0'?><a k=\"v\"><b>x&amp;y</b><!-- c --><![CDATA[z]]><c/></a>".utf8)
        for position in text.indices {
            for byte in [0, 0x26, 0x3C, 0x3E, 0x22, 0xFF] as [UInt8] {
                var changed = text
                changed[position] = byte
                _ = try? XMLReader.parse(changed)
            }
            _ = try? XMLReader.parse(Array(text[..<position]))
        }
    }

    @Test(arguments: [
        "", "[", "{", "[}", "{]", "[[}]", "{\"a\"}", "{\"a\":}", "[:]", "]", "}", "{\"a\":]}", "[1}", "x", "[1]x",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONReaderError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
        ]
    )
    func `SHA-1 is that of the standard's examples`(text: String, digits: String) {
        #expect(SHA1.hexadecimal(of: Array(text.utf8)) == digits)
    }

    @Test func `a fault of XML-RPC is an error`() {
        let fault = """
            <methodResponse><fault><value><struct><member><name>faultCode</name><value><int>7</int></value></member>
            <member><name>faultString</name><value>no</value></member></struct></value></fault></methodResponse>
            """
        #expect(throws: DiscoveryError("7: no")) { try XMLCall.answer(Array(fault.utf8)) }
    }
}
